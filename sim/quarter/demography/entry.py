"""Entry: spin-offs and entrants, who know their type before they choose a site.

That good types pay for dense places, and that parks choose among applicants, is how sorting arises.
"""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose, ordinals
from sim.quarter.demography.invitation import invite
from sim.quarter.demography.location import choose_site
from sim.quarter.demography.newborn import Newborn, bear, draw_types
from sim.quarter.market.demand import trend
from sim.state.cells import cell_sum
from sim.state.identity import Birth, identity_at_place, identity_from
from sim.state.knowledge import Leave
from sim.state.table import Floats, Ints
from sim.world import World


def enter(world: World) -> None:
    """Found new firms: university spin-offs, firm spin-offs, entrants, and those that a site invites."""
    smooth_profit_rates(world)
    university_spinoffs(world)
    firm_spinoffs(world)
    entrants(world)
    invite(world)


def smooth_profit_rates(world: World) -> None:
    """Exponentially smooth each cell's profit over revenue: what founders look at."""
    p = world.scenario.demography
    n = world.n_sites * world.n_sectors
    cell = world.firm_cell()
    revenue = cell_sum(cell, world.firms.revenue, n)
    rate = cell_sum(cell, world.firms.profit, n) / np.where(revenue > 0, revenue, 1.0)
    seen = np.where(revenue > 0, rate, world.cells.profit_rate)
    world.cells.profit_rate = p.profit_memory * world.cells.profit_rate + (1.0 - p.profit_memory) * seen


def entry_rates(world: World) -> Floats:
    """Expected entrants a quarter by site and sector: f64[P, S].

    Base rate x trend of numbers x (smoothed margin / target)^elasticity, the ratio clipped.
    """
    p = world.scenario.demography
    ratio = world.grid("profit_rate") / np.maximum(world.sites.profit_target[:, None], 1e-6)
    pull = np.clip(ratio, p.entry_clip_low, p.entry_clip_high) ** p.entry_profit_el
    growth = np.exp(trend(world)) ** world.scenario.demand.number_growth
    if world.burning_in:
        growth = np.full(world.n_sectors, np.exp(p.burn_in_growth * world.years_run))
    return np.asarray(world.grid("entry_base") / 4.0 * growth * pull)


def entrants(world: World) -> None:
    """Draw the numbers of entrants of every site's region and sector, their types, then their sites."""
    mean = entry_rates(world).ravel()
    n_cells = len(mean)
    cells = np.arange(n_cells)
    key = identity_at_place(0, Birth.ENTRANT, cells // world.n_sectors, cells % world.n_sectors, cells * 0)
    number = world.luck.poisson(Purpose.ENTRY, key, world.quarter, mean)
    cell, ordinal = ordinals(number)
    region, sector = cell // world.n_sectors, cell % world.n_sectors
    ids = identity_at_place(world.quarter, Birth.ENTRANT, region, sector, ordinal)
    pool = world.cells.quality_pool[cell]
    found(world, draw_types(world, ids, region, sector, pool, Birth.ENTRANT), "births_entrant")


def university_spinoffs(world: World) -> None:
    """Results that leave their university as firms; the new firm owns the project."""
    projects = world.projects
    leaving = np.flatnonzero(projects.leaves == Leave.SPIN_OFF)
    sector = projects.sector[leaving].astype(np.int64)
    region = projects.site[leaving].astype(np.int64)
    ids = identity_from(world.quarter, Birth.UNIVERSITY_SPINOFF, projects.id[leaving])
    pool = world.cells.quality_pool[region * world.n_sectors + sector]
    new = draw_types(world, ids, region, sector, pool, Birth.UNIVERSITY_SPINOFF)
    new.project[:] = projects.handle[leaving]
    found(world, new, "births_university_spinoff")


def firm_spinoffs(world: World) -> None:
    """Staff of able firms leave to found their own: a small hazard that rises with technical staff."""
    p = world.scenario.demography
    firms = world.firms
    chance = 1.0 - np.exp(-p.spinoff_rate / 4.0 * firms.technical / firms.weight / p.spinoff_staff)
    parents = np.flatnonzero(
        world.luck.happens(Purpose.SPIN_OFF, firms.id, world.quarter, chance) & world.trading()
    )
    region = firms.site[parents].astype(np.int64)
    sector = firms.sector[parents].astype(np.int64)
    ids = identity_from(world.quarter, Birth.FIRM_SPINOFF, firms.id[parents])
    pool = world.cells.quality_pool[region * world.n_sectors + sector]
    pool = pool + p.spinoff_inheritance * (firms.alpha[parents] - pool)
    new = draw_types(world, ids, region, sector, pool, Birth.FIRM_SPINOFF)
    new.weight = firms.weight[parents]
    found(world, new, "births_firm_spinoff")


def found(world: World, new: Newborn, event: str) -> None:
    """Let applicants choose and parks admit; bear those that found a place."""
    if len(new.ids) == 0:
        return
    site, refused = choose_site(world, new)
    world.happenings.count("applicants_refused", refused)
    site = gather(world, new, site)
    world.happenings.count(event, site[site >= 0], new.weight[site >= 0])
    bear(world, new, site)


def gather(world: World, new: Newborn, site: Ints) -> Ints:
    """Where a row stands for many firms keep one founder in so many, in a row that stands for them: sites, -1 for none.

    Founders with a university's project stay themselves. Numbers are right on average whatever the weight of rows.
    """
    usual = np.maximum(new.weight, world.fixed.row_weight[site])
    rows = np.where(new.project >= 0, new.weight, usual)
    kept = world.luck.happens(Purpose.ENTRY, new.ids, world.quarter, new.weight / rows, draw=1)
    new.weight = rows
    return np.where(kept, site, -1)
