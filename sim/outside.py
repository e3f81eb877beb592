"""People of the rest of the country: who is outside, by pool, and how many there would be if nobody had moved."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats
from sim.world import World

_EMPTY = 1e-6


def by_pool(ordinary: float, technical: float, leading: float) -> Floats:
    """One number a class as a vector over the nine pools."""
    return np.array([ordinary, *[technical] * 4, *[leading] * 4])


def outside_base(world: World) -> Floats:
    """People outside at quarter 0 by pool, in the units of the sample: f64[9]."""
    p = world.scenario.talent
    return world.sample * by_pool(p.outside_ordinary, p.outside_technical / 4.0, p.outside_leading / 4.0)


def outside_stock(world: World) -> Floats:
    """People outside by pool, f64[9]: all people of the open country at trend, less those in its cities."""
    open_ = ~world.fixed.city_closed
    at_start = outside_base(world) + _sum(world.cities.base[open_])
    everybody = at_start * labour_trend(world, world.quarter - 1)
    return np.maximum(everybody - _sum(world.cities.labour[open_]), _EMPTY)


def outside_people(world: World) -> tuple[float, float]:
    """All people outside, and as many as there would be if nobody had left or come since quarter 0."""
    trend = outside_base(world) * labour_trend(world, world.quarter - 1)
    return float(_sum(outside_stock(world))), float(_sum(trend))


def labour_trend(world: World, quarter: int) -> float:
    """People in the country relative to quarter 0."""
    return float(np.exp(world.scenario.talent.labour_growth * quarter / 4.0))


def _sum(pools: Floats) -> Floats:
    return np.cumsum(pools, axis=0)[-1] if len(pools) else np.zeros(pools.shape[1])
