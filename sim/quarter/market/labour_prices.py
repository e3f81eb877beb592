"""Wages by city, sector and class: a sector's technical staff is a fixed mix of fields."""

from __future__ import annotations

import numpy as np

from sim.kernels.rows import spread
from sim.state.table import Floats
from sim.world import World


def class_wage_relative(world: World) -> Floats:
    """ln wage relative to trend and quarter 0, by city, sector and class: f64[C, S, 3]."""
    return world.by_class(world.cities.wage)


def firm_wages(world: World) -> Floats:
    """Wage a year of ordinary, technical and leading staff of each firm: f64[3, n]."""
    return spread(world.class_wage_table(), world.firm_pool())


def payroll(world: World) -> Floats:
    """Wages of a quarter that each firm owes its heads, m¥: f64[n]."""
    firms = world.firms
    ordinary, technical, leading = firm_wages(world)
    year = firms.ordinary * ordinary + firms.technical * technical + firms.leading * leading
    return np.asarray(year / 4.0)
