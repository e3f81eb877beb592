"""Real R&D: what firms want, what their money allows, what public money adds, and who is paid for it."""

from __future__ import annotations

import numpy as np

from sim.kernels.projects import sums_of_owners
from sim.luck import Luck, Purpose
from sim.policy.income_tax import tax_rate
from sim.policy.payers import pay_firms
from sim.quarter.innovation.measures import Yardsticks, research_norm, yardsticks
from sim.quarter.innovation.rings import members_asked
from sim.scenario.parameters.projects import Projects
from sim.scenario.parameters.research import Research
from sim.state.identity import Ids
from sim.state.table import Bools, Floats, Ints
from sim.world import World

PAST = 8
"""Quarters of R&D stock that a firm remembers."""


def performs_research(tech_firm: Bools, size: Floats, draw: Floats, p: Research) -> Bools:
    """Which firms do R&D at all: technology firms, and others with ln size + spread·draw above a threshold.

    size f64[n] is yearly revenue over the reference size, draw a standard normal kept for life.
    Source: the odds of doing R&D rise in size (Cohen, Levin and Mowery 1987).
    """
    ln_size = np.log(np.maximum(size, 1e-6))
    return tech_firm | (ln_size + p.performer_spread * draw > p.performer_threshold)


def taste_next(taste: Floats, noise: Floats, p: Research) -> Floats:
    """Next quarter's deviation of R&D intensity, f64[n] logs: an AR(1) with a yearly memory and a s.d."""
    memory = p.taste_memory**0.25
    return np.asarray(memory * taste + p.taste_sd * np.sqrt(1.0 - memory**2) * noise)


def user_cost(tax: Floats, super_deduction: Floats | float, grant_rate: Floats) -> Floats:
    """After-tax price of a yuan of R&D, f64[n]: (1 − grant)·(1 − τ(1 + d))/(1 − τ).

    tax is the firm's rate of income tax, super_deduction the extra share of R&D that it may deduct,
    grant_rate what a marginal yuan brings back. Source: Hall and Jorgenson (1967), Warda (2001).
    """
    return (1.0 - grant_rate) * (1.0 - tax * (1.0 + super_deduction)) / (1.0 - tax)


def wanted_research(
    norm: Floats,
    taste: Floats,
    performs: Bools,
    sales_year: Floats,
    cost_ratio: Floats,
    access: Floats,
    p: Research,
) -> Floats:
    """Desired real R&D, f64[n] m¥ a quarter: norm·e^taste·sales/4·(cost ratio)^(−elasticity)·(1 − ξ·access).

    sales_year (m¥ a year) is what firms expect to sell, cost_ratio the user cost over the one under
    ordinary terms, access in 0 to 1 the technology that partners cover above the norm. Source: user cost
    [CLSX-WP]; substitution of partners' knowledge for own R&D [FHK], size assumed.
    """
    mean_one = np.exp(taste - 0.5 * p.taste_sd**2)
    wanted = (
        norm
        * mean_one
        * sales_year
        / 4.0
        * cost_ratio ** (-p.rd_cost_el)
        * (1.0 - p.access_saving * access)
    )
    return np.where(performs, wanted, 0.0)


def affordable_research(
    profit: Floats, last: Floats, cash: Floats, external: Floats, p: Research
) -> Floats:
    """Most R&D that money allows, f64[n] m¥ a quarter: cash flow before R&D + κ·cash + external.

    Source: R&D is financed from within (Hall and Lerner 2010); κ assumed.
    """
    return np.maximum(profit + last, 0.0) + p.cash_share * np.maximum(cash, 0.0) + external


def adjusted_research(
    last: Floats, wanted: Floats, limit: Floats, floor: Floats, p: Research
) -> tuple[Floats, Floats]:
    """Total real R&D of the quarter and the share of it that money did not allow, two f64[n].

    Total R&D closes a share of the gap to the desired level each quarter (own R&D is what grants leave,
    so a grant first displaces it: [BOE16]), or goes at once to the floor that a gate asks for.
    """
    aimed = np.maximum(last + p.adjustment * (wanted - last), floor)
    real = np.minimum(aimed, np.maximum(limit, 0.0))
    return real, np.where(aimed > 0.0, 1.0 - real / np.where(aimed > 0.0, aimed, 1.0), 0.0)


def year_next(year: Floats, flow: Floats) -> Floats:
    """Amount a year, f64[n], from quarterly flows with weights that fall by a quarter each quarter."""
    return 0.75 * year + flow


def stock_next(stock: Floats, flow: Floats, depreciation: Floats) -> Floats:
    """R&D stock after a quarter, f64[n] m¥: perpetual inventory with yearly depreciation by firm."""
    return stock * (1.0 - depreciation) ** 0.25 + flow


def starting_research(
    luck: Luck,
    ids: Ids,
    tech_firm: Bools,
    revenue_year: Floats,
    mean_sales: Floats,
    depreciation: Floats,
    p: Research,
) -> dict[str, Floats]:
    """R&D columns of firms as they come into the world, in a steady state of their size.

    revenue_year and mean_sales (the reference size) in m¥ a year, depreciation a year; all f64[n].
    """
    taste = p.taste_sd * luck.normal(Purpose.RD_TASTE, ids, 0, draw=1)
    performs = performs_research(tech_firm, revenue_year / mean_sales, lifelong_draw(luck, ids), p)
    none = np.zeros(len(ids))
    norm = research_norm(tech_firm, revenue_year, p)
    real = wanted_research(norm, taste, performs, revenue_year, none + 1.0, none, p)
    stock = real / (1.0 - (1.0 - depreciation) ** 0.25)
    return {
        "rd_taste": taste, "rd_real": real, "rd_reported": real, "rd_real_year": 4.0 * real,
        "rd_reported_year": 4.0 * real, "rd_stock": stock,
        "rd_stock_past": np.repeat(stock[:, None], PAST, axis=1),
    }  # fmt: skip


def lifelong_draw(luck: Luck, ids: Ids) -> Floats:
    """Standard normal that decides for life whether a firm is inclined to do R&D, f64[n]."""
    return luck.normal(Purpose.RD_TASTE, ids, 0, draw=2)


def decide_research(world: World, by: Yardsticks) -> Floats:
    """Set real R&D: what is wanted, approached in steps, as far as money goes; pay the subsidy on it.

    Returns what firms want apart from the certificate's gate, f64[n] m¥ a quarter.
    """
    firms, p = world.firms, world.scenario.research
    live = world.trading()
    granted = _pay_grants(world)
    news = world.luck.normal(Purpose.RD_TASTE, firms.id, world.quarter)
    np.copyto(firms.rd_taste, taste_next(firms.rd_taste, news, p), where=live)
    wanted = ungated_target(world, by)
    limit = affordable_research(firms.profit, firms.rd_real, firms.cash, granted, p)
    # What grants of projects added last quarter was spent once: no firm goes on from there.
    own_plan = firms.rd_real - firms.rd_extra
    real, short = adjusted_research(own_plan, wanted, limit, gate_research(world), p)
    firms.rd_real = np.where(live, real, 0.0)
    firms.rd_grant = np.where(live, np.minimum(granted, real), 0.0)
    firms.constrained = np.where(live, short, 0.0)
    return wanted


def rd_target(world: World) -> Floats:
    """Desired real R&D of every firm, the gate included, m¥ a quarter; 0 if it does not trade: f64[n]."""
    return np.maximum(ungated_target(world, yardsticks(world)), gate_research(world))


def ungated_target(world: World, by: Yardsticks) -> Floats:
    """Desired real R&D of every firm apart from the gate, m¥ a quarter; 0 if it does not trade: f64[n]."""
    firms, p = world.firms, world.scenario.research
    tech = firms.tech_firm > 0
    draw, others = np.zeros(len(firms)), np.flatnonzero(~tech)
    draw[others] = lifelong_draw(world.luck, firms.id[others])
    performs = performs_research(tech, by.size, draw, p) & world.trading()
    wanted = wanted_research(
        by.intensity, firms.rd_taste, performs, 4.0 * firms.expected,
        cost_ratio(world), partners_access(world), p,
    )  # fmt: skip
    return wanted


def gate_research(world: World) -> Floats:
    """Real R&D that the certificate's gate asks of firms that try for it, m¥ a quarter: f64[n]."""
    firms = world.firms
    return np.asarray(firms.rd_aim * firms.revenue_year / 4.0 * (1.0 - firms.rd_relabel))


def research_effort(rd_year: Floats, norm_rd: Floats, p: Projects) -> Floats:
    """Effort that R&D stands for, f64[n], 1 for a typical firm: clip(R&D/norm)^½, both in m¥ a year.

    The norm is a constant of the firm's type and size, so that no lever cancels itself; firms without R&D
    make the least effort out of their other spending. Measured on a small system.
    """
    ratio = np.clip(rd_year / np.maximum(norm_rd, 1e-12), p.effort_low, p.effort_high)
    return np.asarray(ratio**p.effort_exponent)


def partners_access(world: World) -> Floats:
    """Technology that partners cover for a firm's projects beyond the usual, 0 to 1: f64[n]."""
    projects, firms, p = world.projects, world.firms, world.scenario
    added, count = sums_of_owners(world.project_owners(), np.maximum(projects.coverage, 0.0), len(firms))
    covered = added / np.maximum(count, 1.0)
    strength = world.strength("synergy")[firms.site]
    return np.asarray(strength * np.clip(covered - p.research.access_norm, 0.0, 1.0))


def cost_ratio(world: World) -> Floats:
    """User cost of R&D over that under ordinary terms at the same rate of tax, f64[n]; f64[1], 1, without levers.

    The rate says what a deduction is worth. It does not by itself move the cost of a marginal yuan, which the index
    would let *fall* in the rate (the standing deduction is then worth more): profit taxes lower R&D (Lichter et al.
    2025). A low rate acts through cash and the prize at the gate [CLSX].
    """
    fiscal = world.scenario.fiscal
    if not (world.levers.active("rd_superdeduct") or world.levers.active("rd_grant")):
        return np.ones(1)
    tax = tax_rate(world)
    ordinary = user_cost(tax, fiscal.rd_deduction, np.zeros(1))
    # Who pays no tax has nothing to deduct from.
    more = np.where(world.firms.profit > 0.0, added_deduction(world), 0.0)
    return user_cost(tax, fiscal.rd_deduction + more, _grant_rate(world)) / ordinary


def added_deduction(world: World) -> Floats:
    """Share of R&D that each firm may deduct beyond the standing super-deduction: f64[n]."""
    lever = "rd_superdeduct"
    return np.asarray(world.levers.by_firm(world, lever) * world.levers.term(lever, "rate"))


def _grant_rate(world: World) -> Floats:
    """Share of R&D that the subsidy in force refunds, f64[n]."""
    lever = "rd_grant"
    return np.asarray(world.levers.by_firm(world, lever) * world.levers.term(lever, "rate"))


def _pay_grants(world: World) -> Floats:
    """Pay the subsidy on the last quarter's real R&D, m¥: f64[n]."""
    firms, paid = world.firms, np.zeros(len(world.firms))
    if world.levers.active("rd_grant"):
        amount = np.where(world.trading(), _grant_rate(world) * firms.rd_real, 0.0)
        rows = np.flatnonzero(amount > 0)
        paid[rows] = pay_firms(world, "rd_grant", rows, amount[rows])
    return paid


def contractors(world: World) -> Ints:
    """University (row) of its city to which each firm would give its contracts, -1 where there is none: i64[n]."""
    universities, firms = world.universities, world.firms
    if not len(universities):
        return np.full(len(firms), -1, np.int64)
    city = world.sites.city[universities.site].astype(np.int64)
    return members_asked(universities.id, city, world.n_cities, firms.id, world.firm_city(), 1)[:, 0]


def pay_research(world: World, fees: Floats, contractor: Ints) -> None:
    """Pay R&D other than staff: contracts to a university (row, i64[n]), the rest less fees (f64[n]) to suppliers."""
    firms, ledger = world.firms, world.ledger
    p = world.scenario.research
    payer = np.flatnonzero(firms.rd_real > 0)
    spent, asked = firms.rd_real[payer], contractor[payer]
    contract = np.where(asked >= 0, p.contract_share * spent, 0.0)
    inside = np.flatnonzero(asked >= 0)
    ledger.pay(
        "rd_contracts", ledger.firms(payer[inside]), ledger.universities(asked[inside]), contract[inside]
    )
    rest = np.maximum((1.0 - p.staff_share) * spent - contract - fees[payer], 0.0)
    ledger.pay("rd_materials", ledger.firms(payer), ledger.outside(), rest)


def build_knowledge(world: World) -> None:
    """Turn real R&D into stock, and keep the yearly amounts. Paperwork of relabelling costs research time."""
    firms, t, p = world.firms, world.quarter, world.scenario.research
    effective = firms.rd_real * (1.0 - p.paperwork * (firms.rd_relabel > 0))
    firms.rd_stock = stock_next(firms.rd_stock, effective, world.fixed.know_dep[firms.sector])
    firms.rd_stock_past[:, t % PAST] = firms.rd_stock
    firms.rd_real_year = year_next(firms.rd_real_year, firms.rd_real)
    firms.rd_reported_year = year_next(firms.rd_reported_year, firms.rd_reported)
