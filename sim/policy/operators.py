"""Operators of the kind pilot + invest + incubate: what they run, whom they host, what money they hold."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.state.identity import Birth, Ids, kind_of_birth
from sim.state.places import FACILITIES
from sim.state.table import Bools, Floats
from sim.world import World

LEVER = "pie_operator"
BIRTH = Birth.ENTRANT
"""Kind of birth of operators' funds."""

_PILOT, _INCUBATOR = FACILITIES.index("pilot"), FACILITIES.index("incubator")


def units(world: World) -> Floats:
    """Operators by site, f64[P]: one for each thousand surveyed firms at intensity 1."""
    return np.asarray(world.levers.intensity(LEVER) * world.fixed.thousands)


def pilot_places(world: World) -> Floats:
    """Pilot places a quarter that operators keep for those whom they host, f64[P]; part of the site's capacity."""
    own = units(world) * world.levers.term(LEVER, "places") / 4.0 / world.fixed.row_weight
    return np.asarray(np.minimum(own, world.sites.facilities[:, _PILOT]))


def hosted(world: World) -> Bools:
    """Tenants of operators, by their part in the site's incubator places, keyed for life: bool[n]."""
    firms, sites = world.firms, world.sites
    if not world.levers.active(LEVER):
        return np.zeros(len(firms), np.bool_)
    places = units(world) * world.levers.term(LEVER, "tenants") / world.fixed.row_weight
    share = np.minimum(places / np.maximum(sites.facilities[:, _INCUBATOR], 1e-12), 1.0)
    tenant = (firms.mentored_until >= world.quarter) & (firms.b > 0)
    drawn = world.luck.happens(Purpose.OPERATOR, firms.id, 0, share[firms.site])
    return np.asarray(tenant & drawn)


def operators_funds(ids: Ids) -> Bools:
    """True for funds that operators hold: bool[n]."""
    return np.asarray(kind_of_birth(ids) == BIRTH)
