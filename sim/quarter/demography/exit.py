"""Exit: out of money after settlement, closed by its owners, or a residual hazard by age."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels.threads import in_parts
from sim.luck import Purpose
from sim.quarter.collaboration import drop_dead_links
from sim.quarter.finance import release_stakes_of_dead, share_losses
from sim.scenario.parameters.demography import Demography
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def close_down(world: World) -> None:
    """Wind up the firms that fail or close this quarter; links of the dead are dropped next (:func:`demography`)."""
    insolvent = out_of_money(world)
    tired = closed_by_owners(world) & ~insolvent
    other = struck(world) & ~insolvent & ~tired
    for event, who in (("deaths_insolvent", insolvent), ("deaths_voluntary", tired), ("deaths_other", other)):
        world.happenings.count(event, world.firms.site[who], world.firms.weight[who])
    dying = np.flatnonzero(insolvent | tired | other)
    cause = np.where(insolvent[dying], "insolvent", np.where(tired[dying], "voluntary", "other"))
    remove_firms(world, dying, cause)


def close_firms(world: World, dying: Ints, cause: NDArray[np.str_]) -> None:
    """Wind up and remove firms (rows), and let go of all that belonged to them."""
    remove_firms(world, dying, cause)
    drop_dead_links(world)


def remove_firms(world: World, dying: Ints, cause: NDArray[np.str_]) -> None:
    """As `close_firms`, but their links stay."""
    log_deaths(world, dying, cause)
    release_stakes_of_dead(world, dying)
    wind_up(world, dying)
    world.firms.retire(dying)
    drop_what_belonged(world)


def out_of_money(world: World) -> Bools:
    """Cash below the credit limit, a share of annual sales."""
    firms = world.firms
    return np.asarray(firms.cash < -world.scenario.demography.cash_line * firms.revenue_year - 1e-9)


def closed_by_owners(world: World) -> Bools:
    """Owners close a firm of three years or more whose last four quarters lost money and whose value
    is below what its scrap and the founders' own wages are worth."""
    p = world.scenario.demography
    firms = world.firms
    wages = p.founder_wages * world.wages()[world.sites.city, 0]
    youngest, closes = world.quarter - 4 * p.voluntary_age, np.empty(len(firms), np.bool_)

    def judge(first: int, last: int) -> None:
        i = slice(first, last)
        # By columns: summing many short rows is slow.
        operating = sum(firms.operating_past[i].T)
        # Cash and debt stay with the owners either way: valuation is that of the business alone.
        scrap = world.scenario.finance.liquidation_value * firms.capital[i]
        worth = scrap + wages[firms.site[i]] * firms.weight[i]
        closes[i] = (firms.born[i] <= youngest) & (operating < 0) & (firms.valuation[i] < worth)

    in_parts(judge, len(firms))
    return closes


def other_hazard(age: Floats, jobs: Floats, p: Demography) -> Floats:
    """Hazard a year that is neither insolvency nor closure: falls with size, ramps up, humps in year three.

    age in years (n), jobs in persons (n). The shape reproduces the registry life table [SAIC].
    """
    ramp = 1.0 - np.exp(-((age / p.other_ramp) ** 2))
    bump = 1.0 + p.other_bump * np.exp(-(((age - p.other_bump_age) / p.other_bump_width) ** 2))
    size = (np.maximum(jobs, 1.0) / p.other_size_reference) ** p.other_size_el
    return np.asarray(p.other_hazard * size * ramp * bump)


def struck(world: World) -> Bools:
    """Firms that the residual hazard hits this quarter."""
    firms, p = world.firms, world.scenario.demography
    u = world.luck.uniform(Purpose.EXIT, firms.id, world.quarter)
    # A young firm of one is the likeliest to go: whose draw lies above its chance needs no hazard of its own.
    worst = other_hazard(np.array([np.inf]), np.array([1.0]), p)[0] * (1.0 + max(p.other_bump, 0.0))
    near = np.flatnonzero(u < 1.01 * quarterly(worst)) if p.other_size_el <= 0.0 else np.arange(len(u))
    age = np.maximum(world.quarter - firms.born[near], 0) / 4.0
    jobs = (firms.ordinary[near] + firms.technical[near] + firms.leading[near]) / firms.weight[near]
    hit = np.zeros(len(u), np.bool_)
    hit[near] = u[near] < quarterly(other_hazard(age, jobs, p))
    return hit


def quarterly(hazard: Floats) -> Floats:
    """Chance a quarter of a hazard a year, at most 0.9."""
    return np.asarray(1.0 - (1.0 - np.minimum(hazard, 0.9)) ** 0.25)


def wind_up(world: World, dying: Ints) -> None:
    """Sell assets outside at a discount, pay the bank first, write off the rest, leave the remainder to owners."""
    firms, ledger = world.firms, world.ledger
    value = world.scenario.finance.liquidation_value * firms.capital[dying]
    ledger.enter("capital", "volume", -firms.capital[dying], firms.site[dying])
    firms.capital[dying] = 0.0
    ledger.pay("liquidation_sale", ledger.outside(), ledger.firms(dying), value)
    owed = firms.debt[dying].copy()
    repaid = np.minimum(owed, np.maximum(firms.cash[dying], 0.0))
    ledger.repay(dying, repaid)
    lost = owed - repaid
    ledger.write_off(dying, lost)
    share_losses(world, dying, lost)
    overdraft = np.maximum(-firms.cash[dying], 0.0)
    ledger.pay("overdraft_loss", ledger.bank(), ledger.firms(dying), overdraft)
    ledger.pay("liquidation_rest", ledger.firms(dying), ledger.households(), firms.cash[dying].copy())
    failed = dying[lost > 0]
    world.happenings.count("defaults", firms.site[failed], firms.weight[failed])
    world.happenings.add("bank_losses", firms.site[dying], lost + overdraft)


def log_deaths(world: World, dying: Ints, cause: NDArray[np.str_]) -> None:
    """Keep a row a death for the micro files."""
    firms = world.firms
    world.happenings.write(
        "events",
        quarter=np.full(len(dying), world.quarter),
        kind=np.char.add("death_", cause.astype("U16")),
        firm=firms.id[dying],
        site=firms.site[dying].astype(np.int64),
        sector=firms.sector[dying].astype(np.int64),
        born=firms.born[dying].astype(np.int64),
        revenue_year=firms.revenue_year[dying].copy(),
    )


def drop_what_belonged(world: World) -> None:
    """Projects of dead owners end, unless their university keeps them; posts of the dead end."""
    firms, projects = world.firms, world.projects
    firms.settle()
    owner_gone = (projects.owner >= 0) & (firms.rows(projects.owner) < 0)
    projects.retire(owner_gone)
    partner_gone = (projects.partner >= 0) & (firms.rows(projects.partner) < 0)
    projects.partner[partner_gone] = -1
    talents = world.talents
    jobless = (talents.employer_kind == 1) & (firms.rows(talents.employer) < 0)
    talents.employer_kind[jobless] = 0
    talents.employer[jobless] = -1
