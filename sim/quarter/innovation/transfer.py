"""Technology transfer agencies: what they add to universities' offices, and what they cost."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_facilities, run_lever
from sim.state.cells import cell_count, cell_sum
from sim.state.table import Floats, Ints
from sim.world import World

LEVER = "transfer"


def agencies(world: World) -> tuple[Floats, Ints]:
    """Results a year that agencies add to each university's office f64[U], and firms to whom they show a result i64[U].

    One agency for each university of a site at intensity 1, as far as its money goes. Source: [TT24].
    """
    universities, levers = world.universities, world.levers
    if not levers.active(LEVER):
        return np.zeros(len(universities)), np.zeros(len(universities), np.int64)
    held = cell_count(universities.site, world.n_sites) * world.sample
    cost = levers.intensity(LEVER) * held * levers.unit_cost(LEVER) / 4.0
    units = run_lever(world, LEVER, cost)
    shown = np.rint(np.minimum(units, 1.0) * levers.term(LEVER, "introductions")).astype(np.int64)
    return np.asarray(units * levers.term(LEVER, "places"))[universities.site], shown[universities.site]


def charge_commission(world: World, host: Ints, fee: Floats) -> None:
    """Pay agencies their share of the deals (fee m¥) of universities (rows host)."""
    levers = world.levers
    if not levers.active(LEVER) or not len(host):
        return
    site = world.universities.site[host]
    served = np.minimum(levers.intensity(LEVER), 1.0)
    pay_facilities(
        world, LEVER, served * levers.term(LEVER, "commission") * cell_sum(site, fee, world.n_sites)
    )
