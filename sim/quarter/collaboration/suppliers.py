"""Ties between buyers and local suppliers of their main inputs."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.agreements import LEVER as COORDINATION
from sim.policy.label import label
from sim.quarter.collaboration.choice import race, winners
from sim.quarter.collaboration.coordination import introduced
from sim.quarter.collaboration.lives import ending_rate
from sim.quarter.collaboration.rings import rings
from sim.quarter.collaboration.ties import Ties, joined
from sim.quarter.market.hubs import referrals
from sim.state.cells import cell_count
from sim.state.knowledge import LinkKind
from sim.state.table import Floats, Ints
from sim.world import World

_OF_TRADE = 4
_OF_PARTNER_SITE = 2


def find_suppliers(world: World, ties: Ties, rounds: float = 1.0) -> tuple[Ints, Ints]:
    """Firms that seek a supplier of an input, near or named by joint offices, and whom each finds: rows i64[m] each.

    ``rounds`` scales how many seek (1: a quarter's worth).
    """
    firms, p = world.firms, world.scenario.network
    turnover = ending_rate(p.tie_life) * (1.0 - p.tie_repeat)
    rate = p.supply_degree * turnover * p.search_effort * rounds * referrals(world)
    chance = 1.0 - np.exp(-rate)
    looking = world.luck.happens(Purpose.LINK_SUPPLIER, firms.id, world.quarter, chance)
    seekers = np.flatnonzero(world.trading() & looking)
    if len(seekers) == 0:
        return seekers, seekers
    a, b = ties.a[LinkKind.SUPPLY], ties.b[LinkKind.SUPPLY]
    candidates = suppliers_near(world, seekers, wanted_inputs(world, seekers))
    degree = cell_count(b, len(firms))
    appeal = p.choice_degree * np.log1p(degree[candidates]) + firms.v[candidates] - firms.price[candidates]
    appeal = appeal + preferred(world)[candidates]
    weight = np.where((candidates >= 0) & (candidates != seekers[:, None]), np.exp(appeal), 0.0)
    weight[joined(a, b, seekers, candidates, len(firms))] = 0.0
    ids = firms.id[seekers], firms.id[candidates]
    time = race(world.luck, Purpose.LINK_CHOICE, *ids, weight, world.quarter)
    chosen = winners(time, candidates)
    found = chosen >= 0
    return seekers[found], chosen[found]


def preferred(world: World) -> Floats:
    """What buyers add to the appeal of suppliers in the programme for champions and with a rank's label: f64[n]."""
    firms, levers = world.firms, world.levers
    hub = (firms.programme_until >= world.quarter) * levers.term("champion_world", "hub")
    return np.asarray(hub + levers.term("ladder", "orders") * label(world))


def wanted_inputs(world: World, seekers: Ints) -> Ints:
    """The input that each buyer looks for, i64[v]: drawn by shares of inputs that parks can make."""
    firms = world.firms
    shares = world.grid("share_materials")[..., : world.n_sectors] * world.fixed.park_share[: world.n_sectors]
    ladder = np.cumsum(shares, axis=2).reshape(-1, world.n_sectors)
    cell = world.firm_cell()[seekers]
    u = world.luck.uniform(Purpose.LINK_INPUT, firms.id[seekers], world.quarter)
    return input_drawn(ladder[cell], u)


def input_drawn(ladder: Floats, u: Floats) -> Ints:
    """Index of the step of a cumulated ladder f64[v, S] on which u times its top falls: i64[v]."""
    step = (ladder < (u * ladder[:, -1])[:, None]).sum(axis=1)
    return np.asarray(np.minimum(step, ladder.shape[1] - 1), np.int64)


def suppliers_near(world: World, seekers: Ints, sector: Ints) -> Ints:
    """Trading firms of the seeker's city in the wanted sector: rows i64[v, 4], -1 where there are too few.

    Where parks coordinate across cities, two more that their offices name at a partner site: division of labour
    over distance (lever ``cross_region``).
    """
    firms = world.firms
    city = world.firm_city().astype(np.int64)
    group = city * world.n_sectors + firms.sector
    ring = rings(world.firm_ring(), world.trading(), group, world.n_cities * world.n_sectors)
    point = world.luck.uniform(Purpose.LINK_POINT, firms.id[seekers], world.quarter, 50)
    near = ring.candidates(city[seekers] * world.n_sectors + sector, point, _OF_TRADE)
    if not world.levers.active(COORDINATION):
        return near
    site = firms.site.astype(np.int64)
    there = introduced(world, seekers, 2)
    ring = rings(world.firm_ring(), world.trading(), site * world.n_sectors + firms.sector, len(world.cells))
    point = world.luck.uniform(Purpose.INTRODUCTION, firms.id[seekers], world.quarter, 12)
    far = ring.candidates(np.maximum(there, 0) * world.n_sectors + sector, point, _OF_PARTNER_SITE)
    far[there < 0] = -1
    return np.concatenate([near, far], axis=1)
