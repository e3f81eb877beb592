"""Entry: spin-offs and entrants, who know their type before they choose a site.

That good types pay for dense places, and that parks choose among applicants, is how sorting arises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.luck import Purpose, ordinals
from sim.quarter.demography.invitation import invite
from sim.quarter.demography.location import choose_site
from sim.quarter.demography.newborn import Newborn, bear, draw_types, permit_cost
from sim.quarter.market.demand import number_growth, trend_growth
from sim.state.cells import cell_sum
from sim.state.identity import Birth, Ids, identity_at_place, identity_from
from sim.state.knowledge import Leave
from sim.state.table import Floats, Ints
from sim.world import World


@dataclass(frozen=True, slots=True)
class Founders:
    """Who wants to found a firm, one entry each: where they live, in what sector, and how able they are on average.

    ``project`` is the handle of the project that they take with them, -1 none; ``weight`` is how many founders
    each stands for.
    """

    ids: Ids
    region: Ints
    sector: Ints
    pool: Floats
    birth: NDArray[np.int8]
    project: Ints
    weight: Floats


EVENTS = {
    Birth.UNIVERSITY_SPINOFF: "births_university_spinoff",
    Birth.FIRM_SPINOFF: "births_firm_spinoff",
    Birth.ENTRANT: "births_entrant",
}


def enter(world: World) -> None:
    """Found new firms: spin-offs of universities and firms and entrants all at once, then those whom a site invites."""
    smooth_profit_rates(world)
    found(world, in_order(university_spinoffs(world), firm_spinoffs(world), entrants(world)))
    invite(world)


def in_order(*groups: Founders) -> Founders:
    """All founders of the quarter in the order of their identities, in which firms lie."""
    order = np.argsort(np.concatenate([group.ids for group in groups]), kind="stable")
    return Founders(
        *(np.concatenate([getattr(group, name) for group in groups])[order] for name in Founders.__slots__)
    )


def smooth_profit_rates(world: World) -> None:
    """Exponentially smooth each cell's profit over revenue: what founders look at."""
    p = world.scenario.demography
    n = world.n_sites * world.n_sectors
    cell = world.firm_cell()
    revenue = cell_sum(cell, world.firms.revenue, n)
    rate = cell_sum(cell, world.firms.profit, n) / np.where(revenue > 0, revenue, 1.0)
    seen = np.where(revenue > 0, rate, world.cells.profit_rate)
    world.cells.profit_rate = p.profit_memory * world.cells.profit_rate + (1.0 - p.profit_memory) * seen


def turnover(world: World) -> Floats:
    """Entrants a year over the stock at reference profit, by sector: those who replace exits, and growth in numbers.

    A population that grows faster needs more births to stay on its trend: births over stock = exits over stock
    + growth. The rate of the generic population, which grows by a rate of its own, tells what replaces exits.
    """
    p = world.scenario.demography
    if world.burning_in:
        return np.full(world.n_sectors, p.entry_rate)
    grows = world.scenario.demand.number_growth * trend_growth(world)
    return np.asarray(np.maximum(p.entry_rate - p.burn_in_growth + grows, 0.0))


def entry_rates(world: World) -> Floats:
    """Expected entrants a quarter by site and sector: f64[P, S].

    Stock of quarter 0 x trend of numbers x turnover x (smoothed margin / target + permits spared)^elasticity,
    the ratio clipped.
    """
    p = world.scenario.demography
    ratio = world.grid("profit_rate") / np.maximum(world.sites.profit_target[:, None], 1e-6) + permits_spared(world)
    pull = np.clip(ratio, p.entry_clip_low, p.entry_clip_high) ** p.entry_profit_el
    growth = number_growth(world)[: world.n_sectors]
    if world.burning_in:
        growth = np.full(world.n_sectors, np.exp(p.burn_in_growth * world.years_run))
    return np.asarray(world.grid("entry_base") * growth * turnover(world) / 4.0 * pull)


def permits_spared(world: World) -> Floats:
    """What a usual entrant is spared of the standing cost of permits, in years of its target profit: f64[P, S].

    Counted as a gain of the first year, as in the choice of site. Cuts of the time that registration takes
    raised the number of firms by some 5 % (Bruhn 2011; Kaplan, Piedra and Seira 2011).
    """
    cell = np.arange(world.n_sites * world.n_sectors)
    site, sales = cell // world.n_sectors, world.scenario.demography.entrant_size * world.cells.mean_sales
    target = np.maximum(world.sites.profit_target[site], 1e-6) * sales
    saved = permit_cost(world, (world.fixed.admin_delay - world.sites.admin_delay)[site], cell, sales)
    return np.asarray(saved / target).reshape(world.n_sites, world.n_sectors)


def entrants(world: World) -> Founders:
    """Draw the numbers of entrants of every site's region and sector."""
    mean = entry_rates(world).ravel()
    n_cells = len(mean)
    cells = np.arange(n_cells)
    key = identity_at_place(0, Birth.ENTRANT, cells // world.n_sectors, cells % world.n_sectors, cells * 0)
    number = world.luck.poisson(Purpose.ENTRY, key, world.quarter, mean)
    cell, ordinal = ordinals(number)
    region, sector = cell // world.n_sectors, cell % world.n_sectors
    ids = identity_at_place(world.quarter, Birth.ENTRANT, region, sector, ordinal)
    pool = world.cells.quality_pool[cell]
    return founders_of(Birth.ENTRANT, ids, region, sector, pool)


def university_spinoffs(world: World) -> Founders:
    """Results that leave their university as firms; the new firm owns the project."""
    projects = world.projects
    leaving = np.flatnonzero(projects.leaves == Leave.SPIN_OFF)
    sector = projects.sector[leaving].astype(np.int64)
    region = projects.site[leaving].astype(np.int64)
    ids = identity_from(world.quarter, Birth.UNIVERSITY_SPINOFF, projects.id[leaving])
    pool = world.cells.quality_pool[region * world.n_sectors + sector]
    return founders_of(Birth.UNIVERSITY_SPINOFF, ids, region, sector, pool, projects.handle[leaving])


def firm_spinoffs(world: World) -> Founders:
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
    return founders_of(Birth.FIRM_SPINOFF, ids, region, sector, pool, weight=firms.weight[parents])


def founders_of(
    kind: Birth,
    ids: Ids,
    region: Ints,
    sector: Ints,
    pool: Floats,
    project: Ints | None = None,
    weight: Floats | None = None,
) -> Founders:
    """Founders of one kind, each for itself and without projects unless they are given."""
    n = len(ids)
    birth = np.full(n, int(kind), np.int8)
    project = np.full(n, -1, np.int64) if project is None else project
    return Founders(ids, region, sector, pool, birth, project, np.ones(n) if weight is None else weight)


def found(world: World, founders: Founders) -> None:
    """Draw types, let applicants choose and parks admit; bear those that found a place."""
    if len(founders.ids) == 0:
        return
    new = draw_types(
        world, founders.ids, founders.region, founders.sector, founders.pool, founders.birth
    )
    new.project, new.weight = founders.project, founders.weight
    site, refused = choose_site(world, new)
    world.happenings.count("applicants_refused", refused)
    site = gather(world, new, site)
    for kind, event in EVENTS.items():
        came = (site >= 0) & (new.birth == kind)
        world.happenings.count(event, site[came], new.weight[came])
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
