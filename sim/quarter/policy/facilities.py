"""Shared facilities: capacity by site, and what it costs to run them."""

from __future__ import annotations

from sim.policy.payers import pay_facilities
from sim.state.places import FACILITIES
from sim.world import World


def run_facilities(world: World) -> None:
    """Set capacities: the institution's own, plus what levers add; the lever pays for what it adds."""
    sites = world.sites
    sites.facilities = world.fixed.facilities
    sites.leave_rate = world.fixed.leave_rate
    for lever, facility in (("platform", "platform"), ("incubator", "incubator")):
        units = world.levers.intensity(lever) * world.fixed.thousands
        if units.any():
            column = FACILITIES.index(facility)
            paid = pay_facilities(world, lever, units * world.levers.unit_cost(lever) / 4.0)
            reached = paid / (units * world.levers.unit_cost(lever) / 4.0).clip(1e-12)
            stay = 1.0 if facility == "incubator" else 4.0
            sites.facilities[:, column] += units * reached * world.levers.term(lever, "places") / stay
