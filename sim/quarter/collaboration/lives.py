"""How long a tie lasts: the same chance of ending every quarter, drawn once when it forms."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats, Ints


def ending_rate(life_years: float) -> float:
    """Chance that a tie of this mean life (years, above 1) ends in a quarter: a yearly 1/life, converted."""
    return float(1.0 - (1.0 - 1.0 / life_years) ** 0.25)


def quarters_of_life(u: Floats, life_years: float) -> Ints:
    """Quarters that a tie lasts beyond its first, geometric, from uniforms: i64[n], at most 400."""
    survive = np.log1p(-ending_rate(life_years))
    return np.asarray(np.minimum(np.floor(np.log(u) / survive), 400.0), np.int64)
