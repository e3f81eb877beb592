"""Shared facilities: capacity by site, and what it costs to build and run them."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_facilities
from sim.scenario.levers import LEVERS
from sim.state.places import FACILITIES
from sim.state.table import Floats
from sim.world import World

ADDED: dict[str, tuple[tuple[str, str], ...]] = {
    "platform": (("platform", "places"),),
    "incubator": (("incubator", "places"),),
    "poc": (("proof_of_concept", "places"),),
    "pilot": (("pilot", "places"),),
    "testing": (("testing", "places"),),
    "pie_operator": (("pilot", "places"), ("incubator", "tenants")),
}
"""Facilities to which each lever adds places, and the term that says how many a unit adds."""

_TENANTS = ("incubator", "accelerator")


def run_facilities(world: World) -> None:
    """Set capacities: the institution's own, plus what levers add; the lever pays for what it adds."""
    sites = world.sites
    sites.facilities = world.fixed.facilities
    for lever, adds in ADDED.items():
        units = units_running(world, lever)
        for facility, term in adds:
            # Projects are served a quarter; tenants stay.
            stay = 1.0 if facility in _TENANTS else 4.0
            sites.facilities[:, FACILITIES.index(facility)] += units * world.levers.term(lever, term) / stay


def units_running(world: World, lever: str) -> Floats:
    """Units of a lever's facility that run this quarter, as far as money goes, f64[P]; pays for them.

    A unit is one facility for each thousand surveyed firms at intensity 1.
    """
    units = world.levers.intensity(lever) * world.fixed.thousands
    if not np.any(units > 0):
        return units
    cost = units * yearly_cost(world, lever) / 4.0
    paid = pay_facilities(world, lever, cost)
    return np.asarray(units * paid / np.maximum(cost, 1e-12))


def yearly_cost(world: World, lever: str) -> float:
    """What a unit costs the public a year, m¥: running it, and its part of building in equal parts over its life."""
    levers = world.levers
    running = levers.unit_cost(lever)
    if not any(term.name == "build" for term in LEVERS[lever].terms):
        return running
    building = levers.term(lever, "build") * levers.term(lever, "public")
    return running + building / levers.term(lever, "life")
