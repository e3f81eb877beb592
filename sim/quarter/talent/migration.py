"""People: they retire, are replaced, graduate, and move between cities and the rest of the country.

The rest of the country (outside, last in every vector) holds whoever is not in a city, so nobody is
made or lost: everybody together grows at the trend. A closed city keeps its people to itself. Where a
pool falls below those employed, nobody is dismissed for it: the next hiring round finds no searchers,
and quits bring staff down to the pool.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.effects.talent import choice_shares, migration_flows, migration_utility, net_migration
from sim.outside import by_pool, outside_base, outside_stock
from sim.quarter.talent.housing import offer_utility, pay_newcomers
from sim.quarter.talent.universities import graduates_by_city
from sim.scenario.parameters.talent import Talent
from sim.state.cells import cell_mean
from sim.state.table import Bools, Floats
from sim.world import World

_TECHNICAL = slice(1, 5)
_EMPTY = 1e-6
_MOST_LEAVE = 2.0
_ROUNDS = 25


def people_move(world: World) -> None:
    """Update the pools of every city by renewal, graduates and migration; newcomers get their subsidy."""
    cities, p = world.cities, world.scenario
    pull = attraction(world)
    stocks = with_outside(cities.labour, outside_stock(world))
    strength = world.city_strength("talent")[:, None]
    flows = migration_flows(strength, stocks, considering=considering(p.talent), **pull)
    shares = choice_shares(migration_utility(strength, **pull))[_TECHNICAL]
    arriving = settle_graduates(
        graduates_by_city(world), shares, world.fixed.city_closed, local=p.talent.graduates_local
    )
    stayed = renewed(cities.labour, cities.entry_rate, p.talent.retirement)
    came = np.cumsum(flows, axis=1)[:, -1, :-1].T.copy()
    came[:, _TECHNICAL] += arriving
    cities.migrants = net_migration(flows)[:-1]
    cities.labour = np.maximum(stayed + cities.migrants + graduates_in(arriving), _EMPTY)
    pay_newcomers(world, came)


def attraction(world: World) -> dict[str, Any]:
    """What the logit of places asks for, outside last; see `sim.effects.talent.migration_flows`.

    Wages and rents are relative to quarter 0 and to the outside, whose own are 1: level differences of
    quarter 0 are taken to be paid for by what people like about a place, and sit in the base.
    """
    cities, sites, p = world.cities, world.sites, world.scenario.talent
    rent = cell_mean(sites.city, sites.rent, sites.floor_stock, world.n_cities)
    thick = world.thickness() / np.maximum(cities.thickness_start, _EMPTY)
    lived = world.scenario.cities
    abroad = np.array([c.outside_hours for c in lived])
    pools = cities.labour.shape[1]
    return {
        "wage": with_outside(np.exp(cities.wage), np.ones(pools)),
        "rent": np.append(np.exp(rent), 1.0),
        "tax": 0.0,
        "amenity": np.array([*(c.amenity for c in lived), 0.0]),
        "thickness_ratio": with_outside(np.maximum(thick, _EMPTY), np.ones(pools)),
        "policy": with_outside(offer_utility(world), np.zeros(pools)),
        "base": with_outside(cities.base * np.exp(cities.appeal), outside_base(world)),
        "hours": travel(world.fixed.city_hours, world.fixed.city_closed, abroad),
        "wage_el": by_pool(p.mig_el_ordinary, p.mig_el, p.mig_el),
        "psi": p.mig_peer,
        "hours_el": p.hours_el,
        "rent_share": p.rent_share,
    }


def considering(p: Talent) -> Floats:
    """Share of each pool that thinks of moving in a quarter: f64[9]."""
    return by_pool(p.considering_ordinary, p.considering_technical, p.considering_leading)


def with_outside(cities: Floats, outside: Floats) -> Floats:
    """Cities f64[C, K] with the outside as last row: f64[C + 1, K]."""
    return np.concatenate([cities, outside[None, :]])


def travel(hours: Floats, closed: Bools, outside: Floats) -> Floats:
    """Hours between cities and to the outside (last), f64[C + 1, C + 1]; infinite across closed borders."""
    n = len(hours)
    out = np.zeros((n + 1, n + 1))
    out[:n, :n], out[n, :n], out[:n, n] = hours, outside, outside
    shut = np.append(closed, False)
    out[shut[:, None] | shut[None, :]] = np.inf
    np.fill_diagonal(out, 0.0)
    return out


def renewed(labour: Floats, entry_rate: Floats, retirement: float) -> Floats:
    """Pools after a quarter's retirement and entry of those who pass no university here: f64[C, K].

    labour[C, K] persons, entry_rate[C, K] a year, relative to the pool. Source: retirement assumed.
    """
    return labour * (1.0 + (entry_rate - retirement) / 4.0)


def settle_graduates(graduates: Floats, shares: Floats, closed: Bools, *, local: float) -> Floats:
    """Graduates of a quarter who join each city, persons f64[C, F].

    graduates[C, F] leave the universities of each city; a share ``local`` stays, the others choose by
    shares[F, C + 1, C + 1] (from, to; the outside takes its part), and from a closed city nobody leaves.
    Source: most graduates stay near, the rest go by distance and pay [LIYAN]; the local share is assumed.
    """
    stay = np.where(closed, 1.0, local)[:, None] * graduates
    leave = graduates - stay
    chosen = np.cumsum(leave.T[:, :, None] * shares[:, :-1, :-1], axis=1)[:, -1, :]
    return stay + chosen.T


def graduates_in(arriving: Floats) -> Floats:
    """Graduates by field as arrivals by pool: f64[C, 9]."""
    pools = np.zeros((len(arriving), 9))
    pools[:, _TECHNICAL] = arriving
    return pools


def balance_pools(world: World) -> None:
    """Set at quarter 0 the appeal of cities, by which as many come as go, and the rate at which people enter
    pools by themselves, by which pools stand at trend.

    Whoever retires is replaced, and the pool grows at the trend of the country; graduates of the city's
    universities and net migration are counted against that. Run once the pools of quarter 0 are known.
    """
    cities, p = world.cities, world.scenario
    stocks = with_outside(cities.labour, outside_stock(world))
    strength = world.city_strength("talent")[:, None]
    for _ in range(_ROUNDS):
        pull = attraction(world)
        flows = migration_flows(strength, stocks, considering=considering(p.talent), **pull)
        left, came = flows.sum(axis=2).T[:-1], flows.sum(axis=1).T[:-1]
        known = (left > 0) & (came > 0)
        gap = np.log(np.where(known, left, 1.0) / np.where(known, came, 1.0))
        cities.appeal = cities.appeal + 0.7 * gap
    shares = choice_shares(migration_utility(strength, **pull))[_TECHNICAL]
    arriving = settle_graduates(
        graduates_by_city(world), shares, world.fixed.city_closed, local=p.talent.graduates_local
    )
    others = net_migration(flows)[:-1] + graduates_in(arriving)
    relative = 4.0 * others / np.maximum(cities.labour, _EMPTY)
    # Where universities swamp a pool, most of their graduates leave; a pool cannot lose more than it holds.
    cities.entry_rate = np.maximum(p.talent.retirement + p.talent.labour_growth - relative, -_MOST_LEAVE)
