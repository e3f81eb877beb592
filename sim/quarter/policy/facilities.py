"""Shared facilities: capacity by site, and what it costs to run them."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_facilities
from sim.state.places import FACILITIES, TENANTED
from sim.world import World

LEVERS = ("platform", "incubator", "accelerator")
"""Levers that add places to the facility of their name."""


def run_own_facilities(world: World) -> None:
    """Pay for the institution's own facilities, before any lever; what the authority's cash does not reach is shut.

    Net public cost of a place a year times places ([SKL1-4], [INS1-3]); it is laid out whether or not places are
    used. General spending gives way, since it takes what is left.
    """
    cost = world.fixed.facility_cost
    paid = np.minimum(cost, np.maximum(world.sites.cash, 0.0))
    world.ledger.pay("operations", world.ledger.authorities(), world.ledger.outside(), paid)
    reached = np.where(cost > 0, paid / np.where(cost > 0, cost, 1.0), 1.0)
    world.sites.facilities = world.fixed.facilities * reached[:, None]
    world.sites.leave_rate = world.fixed.leave_rate


def run_lever_facilities(world: World) -> None:
    """Add the places that levers pay for, as far as the budget reaches."""
    for lever in LEVERS:
        units = world.levers.intensity(lever) * world.fixed.thousands
        if units.any():
            paid = pay_facilities(world, lever, units * world.levers.unit_cost(lever) / 4.0)
            reached = paid / (units * world.levers.unit_cost(lever) / 4.0).clip(1e-12)
            stay = 1.0 if lever in TENANTED else 4.0
            added = units * reached * world.levers.term(lever, "places") / stay
            world.sites.facilities[:, FACILITIES.index(lever)] += added
