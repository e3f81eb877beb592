"""Ties between firms and universities."""

from __future__ import annotations

import numpy as np

from sim.effects.network import cognitive_distance, proximity
from sim.luck import Purpose
from sim.quarter.collaboration.choice import race, winners
from sim.quarter.collaboration.coordination import travel_hours
from sim.quarter.collaboration.partners import performers, who_looks
from sim.quarter.collaboration.rings import rings_of_all
from sim.quarter.collaboration.ties import Ties, contains
from sim.state.cells import cell_count
from sim.state.knowledge import LinkKind
from sim.state.table import Floats, Ints
from sim.world import World

_OF_CITY = 4
_OF_NATION = 2


def find_universities(world: World, ties: Ties, eager: Floats, rounds: float = 1.0) -> tuple[Ints, Ints]:
    """Firms that do R&D, eager[n] each, and look for a university, and the one that each finds: rows i64[m] each.

    ``rounds`` scales how many look (1: a quarter's worth).
    """
    firms, universities, p = world.firms, world.universities, world.scenario.network
    if len(universities) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    a, u = ties.a[LinkKind.UNIVERSITY], ties.b[LinkKind.UNIVERSITY]
    held = cell_count(a, len(firms))
    affordable = p.link_cost * (held + 1.0) <= p.link_budget * firms.rd_real_year / firms.weight
    able = performers(world) & affordable
    seekers = who_looks(world, able, eager, Purpose.LINK_UNIVERSITY, p.university_degree * rounds)
    candidates = universities_near(world, seekers)
    weight = np.where(candidates >= 0, np.exp(pull(world, seekers, candidates)), 0.0)
    asked = seekers[:, None] * len(universities) + candidates
    seeks = np.zeros(len(firms), np.bool_)
    seeks[seekers] = True
    theirs = np.flatnonzero(seeks[a])
    weight[contains(a[theirs] * len(universities) + u[theirs], asked)] = 0.0
    for k in range(1, candidates.shape[1]):
        weight[(candidates[:, :k] == candidates[:, k : k + 1]).any(axis=1), k] = 0.0
    time = race(
        world.luck, Purpose.LINK_CHOICE, firms.id[seekers], universities.id[candidates], weight, world.quarter
    )
    chosen = winners(time, candidates)
    found = chosen >= 0
    return seekers[found], chosen[found]


def universities_near(world: World, seekers: Ints) -> Ints:
    """Universities of the seeker's city and market that it can find: rows i64[v, 6], -1 for none."""
    firms, universities, market = world.firms, world.universities, world.fixed.site_market
    ids, city = firms.id[seekers], world.sites.city.astype(np.int64)
    found = []
    for draw, (place, groups, k) in enumerate(
        ((city, world.n_cities, _OF_CITY), (market, world.fixed.n_markets, _OF_NATION))
    ):
        ring = rings_of_all(universities.id, place[universities.site], groups)
        point = world.luck.uniform(Purpose.LINK_POINT, ids, world.quarter, 40 + draw)
        found.append(ring.candidates(place[firms.site[seekers]], point, k))
    return np.concatenate(found, axis=1)


def pull(world: World, seekers: Ints, candidates: Ints) -> Floats:
    """Utility of universities to firms, f64[v, k]: cognitive proximity, ln quality, hours of travel."""
    firms, universities, p = world.firms, world.universities, world.scenario.network
    k = candidates.shape[1]
    a, b = np.repeat(seekers, k), candidates.ravel()
    m = len(a)
    tech = np.concatenate([firms.tech[a], universities.tech[b]])
    near = proximity(cognitive_distance(tech, 1.0, np.arange(m), m + np.arange(m)), p.cog_opt, p.cog_sd)
    hours = travel_hours(world, firms.site[a], universities.site[b])
    quality = np.log(np.maximum(universities.quality[b], 1e-9))
    utility = p.choice_proximity * near + p.choice_quality * quality - p.hours_el * np.log1p(hours)
    return np.asarray(utility.reshape(candidates.shape))
