"""Incubators: young technology firms take places, are mentored, and graduate.

Space costs what space costs; what an incubator changes is what its abler tenants learn, and the odds of early
project stages ([SUC], [GUR]: mentoring and selection help, cash and space alone do nothing).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck import Purpose
from sim.state.cells import cell_count
from sim.state.places import FACILITIES
from sim.state.table import Bools, Floats, Ints
from sim.world import World

PLACES = FACILITIES.index("incubator")
ENTERED = 1
"""Draw of the quarter in which a tenant of quarter 0 came."""


def incubate(world: World, graduated: Bools) -> None:
    """Tenants that have graduated (bool[n]) leave, and free places go to the best applicants of their site."""
    graduate(world, graduated)
    admit(world, graduated)


def tenants(world: World) -> Bools:
    """Firms that hold a place this quarter: bool[n]."""
    return np.asarray(world.firms.mentored_until >= world.quarter)


def has_graduated(world: World) -> Bools:
    """Firms that need no incubator: certified, financed, selling, or sold. Source: [IN18a-c]."""
    firms, p = world.firms, world.scenario.certification
    return np.asarray(
        (firms.certified_until >= world.quarter)
        | (firms.raised >= p.graduate_equity * firms.weight)
        | (firms.revenue_year >= p.graduate_revenue * firms.weight)
        | (firms.round == 9)
    )


def graduate(world: World, graduated: Bools) -> None:
    """Tenants that meet a condition of graduation give up their place."""
    firms = world.firms
    rows = np.flatnonzero(tenants(world) & graduated)
    firms.mentored_until[rows] = world.quarter - 1
    world.happenings.count("graduations", firms.site[rows], firms.weight[rows])


def admit(world: World, graduated: Bools) -> None:
    """Young technology firms that never had a place compete by ability, seen with noise."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    young = (t - firms.born <= p.tenant_age) & (firms.tech_firm == 1) & (firms.mentored_until < 0)
    rows = np.flatnonzero(young & world.trading() & ~graduated)
    held = cell_count(firms.site[tenants(world)], world.n_sites)
    free = np.maximum(np.floor(world.sites.facilities[:, PLACES] + 1e-9) - held, 0.0)
    noise = p.tenant_noise * world.luck.normal(Purpose.INCUBATOR_RANK, firms.id[rows], t)
    score = firms.alpha[rows] / world.scenario.production.alpha_sd + noise
    rows = rows[best_of_site(firms.site[rows], score, free)]
    firms.mentored_until[rows] = t + p.tenant_stay - 1
    world.happenings.count("places_incubator", firms.site[rows], firms.weight[rows])


def best_of_site(site: NDArray[np.integer], score: Floats, free: Floats) -> Ints:
    """Positions of the best ``free[site]`` applicants of each site, in order of position."""
    order = np.lexsort((-score, site))
    ranked = site[order]
    first = np.searchsorted(ranked, ranked)
    place = np.arange(len(order)) - first
    return np.sort(order[place < free[ranked]])


def starting_tenants(world: World) -> None:
    """Tenants of quarter 0, who came at a random age within the limit and stay for the rest of their time."""
    firms, p = world.firms, world.scenario.certification
    age = world.quarter - firms.born
    came = np.floor(world.luck.uniform(Purpose.INCUBATOR_RANK, firms.id, 0, ENTERED) * (p.tenant_age + 1))
    left = came.astype(np.int64) + p.tenant_stay - 1 - age
    fits = (firms.tech_firm == 1) & (came <= age) & (left >= 0) & world.trading() & ~has_graduated(world)
    rows = np.flatnonzero(fits)
    score = firms.alpha[rows] / world.scenario.production.alpha_sd
    rows = rows[best_of_site(firms.site[rows], score, np.floor(world.sites.facilities[:, PLACES] + 1e-9))]
    firms.mentored_until[rows] = world.quarter + left[rows]
