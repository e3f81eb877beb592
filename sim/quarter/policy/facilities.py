"""Shared facilities: capacity by site, and what it costs to build and run them."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import run_lever
from sim.scenario.levers import LEVERS
from sim.state.places import FACILITIES, TENANTED
from sim.state.table import Floats
from sim.world import World

ADDED: dict[str, tuple[tuple[str, str], ...]] = {
    "platform": (("platform", "places"),),
    "incubator": (("incubator", "places"),),
    "accelerator": (("accelerator", "places"),),
    "poc": (("proof_of_concept", "places"),),
    "pilot": (("pilot", "places"),),
    "testing": (("testing", "places"),),
    "pie_operator": (("pilot", "places"), ("incubator", "tenants")),
}
"""Facilities to which each lever adds places, and the term that says how many a unit adds."""


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


def run_lever_facilities(world: World) -> None:
    """Add the places that levers pay for, as far as the budget reaches."""
    for lever, adds in ADDED.items():
        units = units_running(world, lever)
        for facility, term in adds:
            # Projects are served a quarter; tenants stay.
            stay = 1.0 if facility in TENANTED else 4.0
            added = units * world.levers.term(lever, term) / stay / world.fixed.row_weight
            world.sites.facilities[:, FACILITIES.index(facility)] += added


def units_running(world: World, lever: str) -> Floats:
    """Units of a lever's facility that run this quarter, as far as money goes, f64[P]; pays for them.

    A unit is one facility for each thousand surveyed firms at intensity 1.
    """
    units = world.levers.intensity(lever) * world.fixed.thousands
    if not np.any(units > 0):
        return units
    reached = run_lever(world, lever, units * yearly_cost(world, lever) / 4.0)
    return np.asarray(reached * world.fixed.thousands)


def yearly_cost(world: World, lever: str) -> float:
    """What a unit costs the public a year, m¥: running it, and its part of building in equal parts over its life."""
    levers = world.levers
    running = levers.unit_cost(lever)
    if not any(term.name == "build" for term in LEVERS[lever].terms):
        return running
    building = levers.term(lever, "build") * levers.term(lever, "public")
    return running + building / levers.term(lever, "life")
