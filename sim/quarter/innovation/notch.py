"""The certificate's gate: firms near it stay, do more research, or call other spending research."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.income_tax import relief_in_force
from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.research import ungated_target
from sim.scenario.parameters.research import Research
from sim.state.table import Bools, Floats, Ints
from sim.world import World

STAY, HONEST, RELABEL = 0, 1, 2
"""Options at the gate."""


def gate_of(revenue_year: Floats, limits: Floats, gates: Floats) -> Floats:
    """R&D over revenue that a certificate asks for, f64[n]: gates f64[k + 1] between sizes limits f64[k]."""
    return gates[np.searchsorted(limits, revenue_year)]


def gates(world: World, rows: Ints | slice = slice(None)) -> Floats:
    """R&D over revenue that a certificate asks of firms, f64[rows], by what each sold in the year."""
    firms, p = world.firms, world.scenario.certification
    size = firms.revenue_year[rows] / firms.weight[rows]
    return gate_of(size, np.asarray(p.rd_limits), np.asarray(p.rd_gates))


def relabelled_amount(gap: Floats, reported: Floats, real: Floats, p: Research) -> Floats:
    """Cheapest amount to relabel when reported R&D must exceed real R&D by gap, f64[n] m¥ a year.

    Doing more research than is worth while costs x²/(2·e·RD), calling other spending research m²/2·κ/G: the
    cheapest mix equates the margins. e is the user-cost elasticity, G the reported amount. Source: [CLSX].
    """
    ease = p.relabel_cost * p.rd_cost_el * real
    return gap * reported / (reported + ease)


def option_values(
    gap: Floats, reported: Floats, real: Floats, relabelled: Floats, benefit: Floats, p: Research
) -> Floats:
    """Value of each option over the years of a certificate, f64[n, 3] m¥: stay, honest, relabel.

    benefit is the tax saved a year; relabelling also costs paperwork and risks that it is taken back.
    """
    floor = np.maximum(real, 1e-12)
    honest = gap**2 / (2.0 * p.rd_cost_el * floor)
    added = gap - relabelled
    fiddled = added**2 / (2.0 * p.rd_cost_el * floor) + p.relabel_cost * relabelled**2 / (2.0 * reported)
    fiddled = fiddled + p.paperwork * p.staff_share * real + p.detection * benefit
    value = np.stack([np.zeros_like(gap), benefit - honest, benefit - fiddled], axis=1)
    return p.certificate_years * value


def decide_reporting(world: World, wanted: Floats) -> None:
    """Once a year, in a quarter of its own, a firm without a safe certificate decides how to meet the gate.

    wanted f64[n] is the R&D (m¥ a quarter) that firms want apart from the gate. Sets rd_aim (R&D over
    revenue aimed at), rd_relabel, strategic patents; every quarter rd_reported.
    """
    firms, t = world.firms, world.quarter
    turn = world.trading() & (firms.id & np.uint64(3) == np.uint64(t % 4))
    deciding = turn & ~_safe(world)
    firms.rd_aim[deciding] = 0.0
    firms.rd_relabel[deciding] = 0.0
    rows = np.flatnonzero(deciding & could_pass(world, firms.technical_share))
    profit = firms.operating_past[rows].sum(axis=1)
    relief = relief_in_force(world)[rows]
    filed = _choose(world, rows, wanted[rows], profit, relief, next_reward(world, rows))
    fees = world.scenario.research.gate_patent_cost * filed
    world.ledger.pay("overhead", world.ledger.firms(rows), world.ledger.outside(), fees)
    _inspect(world)
    firms.rd_reported = firms.rd_real / (1.0 - firms.rd_relabel)


def starting_reporting(world: World) -> None:
    """What every firm has decided before quarter 0, at its operating profit and under the statutory relief.

    Staff is not known yet, so its gate is taken as met.
    """
    firms = world.firms
    firms.rd_aim[:] = 0.0
    firms.rd_relabel[:] = 0.0
    rows = np.flatnonzero(world.trading() & could_pass(world, np.ones(len(firms))))
    profit = firms.operating_past[rows].sum(axis=1)
    wanted = ungated_target(world, yardsticks(world))[rows]
    _choose(world, rows, wanted, profit, np.ones(len(rows)), np.zeros(len(rows)))
    firms.rd_reported = firms.rd_real / (1.0 - firms.rd_relabel)


def next_reward(world: World, rows: Ints) -> Floats:
    """Reward (m¥) that firms (rows) expect of the rank above theirs, which R&D at the gate brings nearer: f64[m].

    What is reported counts for ranks, so money for ranks (``ladder``) makes some call other spending research
    ([CLSX], sign). Of firms within its gates a share wins the rank in a year; they reckon with a certificate's years.
    """
    firms, lever = world.firms, "ladder"
    if not world.levers.active(lever):
        return np.zeros(len(rows))
    p, years = world.scenario.certification, world.scenario.research.certificate_years
    rewards = np.asarray((*p.rank_rewards, 0.0)) * (1.0 - (1.0 - np.asarray((*p.apply_rank, 0.0))) ** years)
    reached = np.maximum(firms.tier[rows], firms.rewarded[rows])
    each = world.levers.by_firm(world, lever)[rows] * world.levers.unit_cost(lever) * firms.weight[rows]
    return np.asarray(each * rewards[reached])


def _safe(world: World) -> Bools:
    """Firms whose certificate will not lapse soon."""
    return np.asarray(
        world.firms.certified_until - world.quarter >= world.scenario.research.renewal_quarters
    )


def could_pass(world: World, technical_share: Floats) -> Bools:
    """Firms with sales that meet the other gates of the certificate: products, staff, age."""
    firms, p = world.firms, world.scenario.certification
    old = world.quarter - firms.born >= p.hte_min_age
    sells = (firms.revenue_year > 0.0) & (firms.ht_share >= p.hte_product_share)
    return np.asarray(old & sells & (technical_share >= p.hte_staff_share))


def _choose(
    world: World, rows: Ints, wanted: Floats, profit: Floats, relief: Floats, prize: Floats
) -> Floats:
    """Let firms (rows) choose at the gate: wanted m¥ a quarter, profit m¥ a year, relief in force and prize of ranks in
    m¥, f64[rows] each. Returns the patents that they file for the gate alone, f64[rows]."""
    firms, p = world.firms, world.scenario.research
    fiscal = world.scenario.fiscal
    profit = np.maximum(profit, 0.0)
    error = np.exp(p.sales_error * world.luck.normal(Purpose.NOTCH, firms.id[rows], world.quarter))
    sales = firms.revenue_year[rows]
    asked = gates(world, rows) * sales * error
    real = 4.0 * wanted
    gap = np.maximum(asked - real, 0.0)
    cut = fiscal.cit - fiscal.cit_hte
    benefit = np.clip(relief * cut, 0.0, fiscal.cit) * profit
    benefit = benefit + prize / p.certificate_years
    relabelled = relabelled_amount(gap, asked, real, p)
    lacking = np.maximum(p.gate_patents * firms.weight[rows] - firms.patents[rows], 0.0)
    value = option_values(gap, asked, real, relabelled, benefit, p)
    value[:, HONEST:] -= (p.gate_patent_cost * lacking)[:, None]
    choice = np.argmax(value, axis=1)
    tries = choice != STAY
    firms.rd_aim[rows] = np.where(tries, asked / sales, 0.0)
    firms.rd_relabel[rows] = np.where(choice == RELABEL, relabelled / asked, 0.0)
    missing = np.where(tries, lacking, 0.0)
    firms.patents[rows] += missing
    world.happenings.add("strategic_patents", firms.site[rows], missing)
    return missing


def _inspect(world: World) -> None:
    """Inspectors find some relabelling; the tax it saved in the year is paid back, and it stops."""
    firms, p, t = world.firms, world.scenario.research, world.quarter
    fiscal = world.scenario.fiscal
    odds = 1.0 - (1.0 - p.detection) ** 0.25
    relabelling = np.flatnonzero(firms.rd_relabel > 0)
    rows = relabelling[world.luck.happens(Purpose.DETECTION, firms.id[relabelling], t, odds)]
    certified = firms.certified_until[rows] >= t
    saved = (
        (fiscal.cit - fiscal.cit_hte) * np.maximum(firms.operating_past[rows].sum(axis=1), 0.0) * certified
    )
    world.ledger.pay("income_tax", world.ledger.firms(rows), world.ledger.state(), saved)
    firms.rd_relabel[rows] = 0.0
    firms.rd_aim[rows] = 0.0
    world.happenings.count("relabellers_caught", firms.site[rows], firms.weight[rows])
