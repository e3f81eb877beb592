"""Wages: each city's pools pay more where vacancies are many and searchers few."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats
from sim.world import World


def set_wages(world: World) -> None:
    """Move the relative wage of every pool toward what last quarter's tightness asks for."""
    cities, p = world.cities, world.scenario.labour
    cities.wage = wage_next(
        cities.wage, cities.tight, cities.tight_start, speed=p.wage_speed, elasticity=p.wage_beta,
        bound=p.tightness_bound,
    )  # fmt: skip


def wage_next(
    wage: Floats, tight: Floats, tight_start: Floats, *, speed: float, elasticity: float, bound: float
) -> Floats:
    """ln wage relative to the outside trend and quarter 0 after a quarter, any one shape.

    wage + speed·(elasticity·ln(tight/tight_start) − wage); tight is vacancies over searchers, and its ratio
    to quarter 0 counts within 1/bound..bound, so that an emptied pool moves wages by a finite step.
    Source: wage curve, Blanchflower and Oswald (1994); elasticity assumed.
    """
    ratio = np.clip(tight / np.maximum(tight_start, 1e-12), 1.0 / bound, bound)
    return wage + speed * (elasticity * np.log(ratio) - wage)
