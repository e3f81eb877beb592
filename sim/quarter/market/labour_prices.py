"""Wages by city, sector and class: a sector's technical staff is a fixed mix of fields."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats
from sim.world import World

CLASSES = ("ordinary", "technical", "leading")


def by_class(world: World, pools: Floats) -> Floats:
    """Mean over a sector's field mix of a quantity by pool: f64[C, 9] -> f64[C, S, 3]."""
    mix = world.fixed.field_mix
    technical = (pools[:, None, 1:5] * mix[None]).sum(axis=2)
    leading = (pools[:, None, 5:9] * mix[None]).sum(axis=2)
    ordinary = np.broadcast_to(pools[:, :1], technical.shape)
    return np.stack([ordinary, technical, leading], axis=2)


def class_wage_relative(world: World) -> Floats:
    """ln wage relative to trend and quarter 0, by city, sector and class: f64[C, S, 3]."""
    return by_class(world, world.cities.wage)


def class_wage(world: World) -> Floats:
    """Money wage a year by city, sector and class, m¥ a person, cost to the employer: f64[C, S, 3]."""
    return by_class(world, world.wages())


def firm_wages(world: World) -> tuple[Floats, Floats, Floats]:
    """Wage a year of ordinary, technical and leading staff of each firm: three f64[n]."""
    table = class_wage(world).reshape(-1, 3)
    row = world.firm_city().astype(np.int64) * world.n_sectors + world.firms.sector
    return table[row, 0], table[row, 1], table[row, 2]
