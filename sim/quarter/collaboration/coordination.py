"""Coordination between sites: joint offices that name partners of another city and make them less far away.

Firms know few beyond their own city, so hours alone change little: what joint offices do first is name somebody.
Who takes part, and how allies divide labour: :mod:`sim.policy.agreements`.
"""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.agreements import LEVER, MOST, allied
from sim.policy.payers import run_lever
from sim.state.table import Floats, Ints
from sim.world import World


def coordinate(world: World) -> None:
    """Pay for the coordination of the quarter, whether or not a partner site takes part."""
    if world.levers.active(LEVER):
        yearly = world.levers.intensity(LEVER) * world.fixed.thousands * world.levers.unit_cost(LEVER)
        run_lever(world, LEVER, yearly / 4.0)


def introduced(world: World, seekers: Ints, draw: int) -> Ints:
    """Partner site at which a joint office names firms to each seeker (row) this quarter, -1 for none: i64[v].

    One of the allied sites, each as likely; an office reaches a share of searches (term ``introductions``), by
    the weaker intensity of the two sites. Assumed. ``draw`` tells kinds of search apart.
    """
    levers, firms = world.levers, world.firms
    if not levers.active(LEVER) or not len(seekers):
        return np.full(len(seekers), -1, np.int64)
    here, ids = firms.site[seekers], firms.id[seekers]
    of, known = np.nonzero(allied(world))
    count = np.bincount(of, minlength=world.n_sites)
    first = np.cumsum(count) - count
    u = world.luck.uniform(Purpose.INTRODUCTION, ids, world.quarter, draw)
    pick = np.floor(u * count[here]).astype(np.int64)
    some = count[here] > 0
    there = here.astype(np.int64)
    there[some] = known[(first[here] + pick)[some]]
    intensity = levers.intensity(LEVER)
    chance = levers.term(LEVER, "introductions") * np.minimum(intensity[here], intensity[there])
    told = world.luck.happens(Purpose.INTRODUCTION, ids, world.quarter, chance, draw=draw + 1)
    return np.where(told & some, there, -1)


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
    return np.asarray(hours * (1.0 - np.minimum(cut, MOST)))
