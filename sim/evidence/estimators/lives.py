"""Life tables: hazards and survival from firms at risk and deaths by age in quarters."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats

QUARTERS = 4


def quarterly_hazards(exposed: Floats, died: Floats) -> Floats:
    """Deaths over firms at risk by age in quarters, 0 where nobody was at risk: f64[ages]."""
    return np.where(exposed > 0, died / np.where(exposed > 0, exposed, 1.0), 0.0)


def yearly_hazards(exposed: Floats, died: Floats, years: int) -> Floats:
    """Chance of dying within each year of age: 1 less the product of quarterly survival, f64[years].

    Measured in quarters, since year-end stocks miss those who are born and die between two of them.
    """
    alive = 1.0 - quarterly_hazards(exposed, died)[: QUARTERS * years]
    return np.asarray(1.0 - alive.reshape(years, QUARTERS).prod(axis=1))


def survival(exposed: Floats, died: Floats, years: int) -> float:
    """Share of births alive after ``years``. Source: Kaplan and Meier 1958."""
    return float(np.prod(1.0 - quarterly_hazards(exposed, died)[: QUARTERS * years]))


def pooled_hazard(exposed: Floats, died: Floats, first_year: int) -> float:
    """Yearly hazard of all ages from ``first_year`` (1 is the first year of life), pooled."""
    start = QUARTERS * (first_year - 1)
    at_risk, lost = float(exposed[start:].sum()), float(died[start:].sum())
    return 1.0 - (1.0 - lost / at_risk) ** QUARTERS if at_risk > 0 else float("nan")
