"""Accelerators: grown technology firms that left or never needed an incubator take places, and scale up.

A place teaches, raises the odds of late project stages and lets funds see better firms more clearly; all for the
better half, since studies find gains for high-potential firms only ([GUR]).
"""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.demography.incubation import best_of_site, has_graduated
from sim.state.cells import cell_count
from sim.state.places import FACILITIES
from sim.state.table import Bools, Floats, Ints
from sim.world import World

PLACES = FACILITIES.index("accelerator")
LEFT = 1
"""Draw of the time that a tenant of quarter 0 has left."""


def accelerate(world: World, graduated: Bools) -> None:
    """Give free places of each site to the best fast growers that never had one, of the ``graduated`` (bool[n])."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    rows = np.flatnonzero(may_scale_up(world, graduated) & (firms.accelerated_until < 0))
    held = cell_count(firms.site[firms.accelerated_until >= t], world.n_sites)
    free = np.maximum(np.floor(world.sites.facilities[:, PLACES] + 1e-9) - held, 0.0)
    rows = rows[best_of_site(firms.site[rows], selectors_score(world, rows), free)]
    firms.accelerated_until[rows] = t + p.accelerator_stay - 1
    world.happenings.count("places_accelerator", firms.site[rows], firms.weight[rows])


def may_scale_up(world: World, graduated: Bools) -> Bools:
    """Technology firms in private hands, graduated (bool[n]), that grow fast over two calendar years: bool[n]."""
    firms, p = world.firms, world.scenario.certification
    base, last = firms.revenue_ends[:, 2], firms.revenue_ends[:, 0]
    grows = (base > 0) & (last >= base * (1.0 + p.accelerator_growth) ** 2)
    fits = (firms.tech_firm == 1) & (firms.round < 9) & world.trading()
    return np.asarray(fits & grows & graduated)


def selectors_score(world: World, rows: Ints) -> Floats:
    """Ability of firms (rows) as the selectors see it, in s.d.: f64[rows]."""
    noise = world.scenario.certification.tenant_noise * world.luck.normal(
        Purpose.ACCELERATOR_RANK, world.firms.id[rows], world.quarter
    )
    return np.asarray(world.firms.alpha[rows] / world.scenario.production.alpha_sd + noise)


def starting_accelerated(world: World) -> None:
    """Tenants of quarter 0: the best that may have a place, at a random time of their stay."""
    firms, p = world.firms, world.scenario.certification
    rows = np.flatnonzero(may_scale_up(world, has_graduated(world)))
    places = np.floor(world.sites.facilities[:, PLACES] + 1e-9)
    rows = rows[best_of_site(firms.site[rows], selectors_score(world, rows), places)]
    left = world.luck.uniform(Purpose.ACCELERATOR_RANK, firms.id[rows], 0, LEFT) * p.accelerator_stay
    firms.accelerated_until[rows] = world.quarter + np.floor(left).astype(np.int64)
