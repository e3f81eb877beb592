"""Rights in university results: how readily results leave, and how often as firms."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import run_lever
from sim.state.cells import cell_count
from sim.state.table import Floats
from sim.world import World

LEVER = "result_rights"
USUAL_SHARE = 0.5
"""Inventors' share of what a result earns without the lever."""


def set_rights(world: World) -> None:
    """Set the rate at which results leave universities; the lever pays for its records and lawyers."""
    sites, universities = world.sites, world.universities
    if world.levers.active(LEVER):
        held = cell_count(universities.site, world.n_sites) * world.sample
        cost = world.levers.intensity(LEVER) * held * world.levers.unit_cost(LEVER) / 4.0
        run_lever(world, LEVER, cost)
    sites.leave_rate = world.fixed.leave_rate * rights_factor(world, "leave_el")


def rights_factor(world: World, elasticity: str) -> Floats:
    """Factor of a rate in the inventors' share, by site: f64[P], 1 without the lever.

    1 + intensity x ((share/usual share)^elasticity - 1). Source: inventors' rights and start-ups
    (Hvide and Jones 2018); sizes assumed.
    """
    levers = world.levers
    share = levers.term(LEVER, "inventors_share") / USUAL_SHARE
    return np.asarray(1.0 + levers.intensity(LEVER) * (share ** levers.term(LEVER, elasticity) - 1.0))
