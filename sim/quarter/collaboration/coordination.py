"""Coordination between sites: agreements that make partners of another city less far away."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_facilities
from sim.state.table import Floats, Ints
from sim.world import World

LEVER = "cross_region"
_MOST = 0.9
"""Share of the hours between two cities that no agreement does away with more than."""


def coordinate(world: World) -> None:
    """Pay for the coordination of the quarter, whether or not a partner site takes part."""
    if world.levers.active(LEVER):
        yearly = world.levers.intensity(LEVER) * world.fixed.thousands * world.levers.unit_cost(LEVER)
        pay_facilities(world, LEVER, yearly / 4.0)


def travel_hours(world: World, one: Ints, other: Ints) -> Floats:
    """Hours between pairs of sites as firms weigh them in the choice of a partner: f64[m].

    Joint offices and projects cut a share where both sites take part, by the weaker intensity. Assumed.
    """
    city = world.sites.city
    hours: Floats = world.fixed.city_hours[city[one], city[other]]
    if not world.levers.active(LEVER):
        return hours
    intensity = world.levers.intensity(LEVER)
    cut = world.levers.term(LEVER, "cut") * np.minimum(intensity[one], intensity[other])
    return np.asarray(hours * (1.0 - np.minimum(cut, _MOST)))
