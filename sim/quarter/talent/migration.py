"""People: they retire, are replaced, graduate, and move between cities and the rest of the country.

The rest of the country (outside, last in every vector) holds whoever is not in a city, so nobody is
made or lost: everybody together grows at the trend. A closed city keeps its people to itself. Where a
pool falls below those employed, nobody is dismissed for it: the next hiring round finds no searchers,
and quits bring staff down to the pool.
"""

from __future__ import annotations

import numpy as np

from sim.effects.talent import choice_shares, migration_flows, migration_utility, net_migration
from sim.quarter.talent.housing import housing_offer, pay_newcomers
from sim.quarter.talent.universities import graduates_by_city
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World

_TECHNICAL = slice(1, 5)


def people_move(world: World) -> None:
    """Update the pools of every city by renewal, graduates and migration; newcomers get their subsidy."""
    cities, p = world.cities, world.scenario
    draw = attraction(world)
    stocks = with_outside(world, cities.labour)
    common = {k: draw[k] for k in ("wage", "rent", "tax", "amenity", "thickness_ratio", "policy", "base", "hours")}
    weights = {k: draw[k] for k in ("wage_el", "psi", "hours_el", "rent_share")}
    flows = migration_flows(
        p.effects.talent, stocks, considering=considering(world), **common, **weights
    )
    renewal = renewed(
        cities.labour, cities.entry_rate, retirement=p.talent.retirement, growth=p.talent.labour_growth
    )
    graduates = graduates_by_city(world)
    utility = migration_utility(p.effects.talent, **common, **weights)
    arriving = settle_graduates(graduates, choice_shares(utility)[_TECHNICAL], world.fixed.city_closed,
                                local=p.talent.graduates_local)
    labour = renewal + net_migration(flows)[:-1]
    labour[:, _TECHNICAL] += arriving
    newcomers = np.cumsum(flows, axis=1)[:, -1, :-1].T.copy()
    newcomers[:, _TECHNICAL] += arriving
    pay_newcomers(world, newcomers)
    record_migration(world, flows, arriving)
    cities.labour = np.maximum(labour, 1e-6)
