"""Research: how it depends on size, who does any, and firms that gather above a gate."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from sim.evidence.estimators.sizes import demeaned
from sim.state.table import Bools, Floats, Ints


def elasticity(y: Floats, x: Floats, group: Ints) -> float:
    """Slope of ln y on ln x with group effects, y and x positive; NaN below 20 values. Source: [CLM]."""
    if len(y) < 20:
        return float("nan")
    dx, dy = demeaned(np.log(x), group), demeaned(np.log(y), group)
    return float(np.sum(dx * dy) / np.sum(dx * dx))


def logit_slope(happens: Bools, x: Floats, group: Ints) -> float:
    """Slope of the log-odds of an event on x, with group effects, by maximum likelihood. Source: [CLM].

    Groups in which all or none have it say nothing and are left out; NaN if none is left.
    """
    groups = np.unique(group, return_inverse=True)[1]
    rate = np.bincount(groups, happens) / np.bincount(groups)
    kept = (rate[groups] > 0.0) & (rate[groups] < 1.0)
    if not kept.any():
        return float("nan")
    inside = np.unique(groups[kept], return_inverse=True)[1]
    y, z = happens[kept].astype(np.float64), x[kept] - x[kept].mean()

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = at[0] * z + at[1:][inside]
        error = expit(odds) - y
        slope = np.concatenate([[np.sum(error * z)], np.bincount(inside, error)])
        return float(np.sum(np.logaddexp(0.0, odds) - y * odds)), slope

    start = np.zeros(1 + inside.max() + 1)
    return float(minimize(loss, start, jac=True, method="L-BFGS-B").x[0])


def excess_mass(
    values: Floats, gate: float, width: float, reach: int = 6, window: int = 2
) -> tuple[float, float]:
    """Excess mass just above a gate and missing mass just below it, over the counterfactual there.

    Counts in bins of ``width``, ``reach`` bins either side; a parabola fitted to ln(count + 1/2) outside
    ``window`` bins about the gate is the counterfactual. Source: Kleven and Waseem 2013 as in [CLSX].
    NaN below 50 values.
    """
    edges = gate + width * np.arange(-reach, reach + 1)
    count = np.histogram(values, edges)[0].astype(np.float64)
    if count.sum() < 50:
        return float("nan"), float("nan")
    place = np.arange(-reach, reach)
    outside = (place < -window) | (place >= window)
    fitted = np.exp(np.polyval(np.polyfit(place[outside], np.log(count[outside] + 0.5), 2), place)) - 0.5
    fitted = np.maximum(fitted, 0.5)
    above, below = (place >= 0) & (place < window), (place < 0) & (place >= -window)
    return (
        float((count - fitted)[above].sum() / fitted[above].sum()),
        float((fitted - count)[below].sum() / fitted[below].sum()),
    )
