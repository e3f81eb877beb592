"""Dose and response: what an outcome gains with the intensity of a lever, its slope, and where it turns."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.experiment.arms import BASE
from sim.experiment.outcomes import MEASURES
from sim.experiment.paired import samples, told
from sim.experiment.shapley import Floats


def dose_table(
    arms: pd.DataFrame, doses: Mapping[str, float], scope: str = "focal", line: str = "horizon"
) -> pd.DataFrame:
    """A row an outcome and intensity: difference from intensity 0 as it is told, with low and high, and the fit.

    ``slope`` is the gain a unit of intensity at 0; ``turning`` the intensity at which the fitted gain turns, NaN
    where none is found; each with low and high. ``doses`` gives the intensity of each arm.
    """
    held = samples(arms, scope, line)
    names = sorted(doses, key=lambda arm: doses[arm])
    x = np.array([doses[arm] for arm in names])
    rows = []
    for name, measure in MEASURES.items():
        if (BASE, name) not in held:  # a folder of an earlier version, with fewer outcomes
            continue
        base = held[BASE, name]
        gains = np.stack([as_told(measure.told, base, held[arm, name]) for arm in names], axis=1)
        if not np.isfinite(gains).all():
            continue
        slope, turning = quadratic_fit(x, gains)
        fit = dict(zip(("slope", "slope_low", "slope_high"), slope, strict=True))
        fit |= dict(zip(("turning", "turning_low", "turning_high"), turning, strict=True))
        for k, dose in enumerate(x.tolist()):
            mean, low, high = told(gains[:, k])
            rows.append({
                "outcome": name, "told": measure.told, "unit": measure.unit, "intensity": dose, "value": mean,
                "low": low, "high": high, **fit,
            })  # fmt: skip
    return pd.DataFrame(rows)


def as_told(how: str, base: Floats, value: Floats) -> Floats:
    """Differences as they are told: percent of the base, points (hundredths), or plain. NaN for percent of nothing."""
    if how == "percent":
        return 100.0 * (value - base) / np.where(base > 0, base, np.nan)
    return (value - base) * (100.0 if how == "points" else 1.0)


def quadratic(x: Floats, gain: Floats, at: Floats) -> Floats:
    """The least-squares a x + b x² of gains at doses x, evaluated at other doses."""
    a, b = np.linalg.lstsq(np.stack([x, x**2], axis=1), gain, rcond=None)[0]
    return np.asarray(a * at + b * at**2)


def quadratic_fit(x: Floats, gains: Floats) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Slope at 0 and turning point of gain = a x + b x², each with low and high, from gains f64[reps, doses].

    Every replication is fitted by least squares through the origin, where the gain is nothing by construction;
    intervals are Student's over replications. A turning point is found if b is told apart from zero, -a / 2b lies
    between 0 and the largest dose, and the gain at the largest dose has gone back, beyond doubt, from the extreme (a
    gain that only levels off bends too, and doesn't turn); its interval is that of the linearised ratio, and lies
    above 0 (a gain that may turn at nothing has no first slope to turn from). Else NaN.
    """
    design = np.stack([x, x**2], axis=1)
    fits = np.linalg.lstsq(design, gains.T, rcond=None)[0].T
    slope, bend = told(fits[:, 0]), told(fits[:, 1])
    none = (math.nan, math.nan, math.nan)
    if len(fits) < 2 or bend[1] <= 0.0 <= bend[2]:
        return slope, none
    a, b = slope[0], bend[0]
    point = -a / (2.0 * b)
    side = -math.copysign(1.0, b)
    extreme = int(np.argmax(side * gains.mean(axis=0)))
    back = told(side * (gains[:, extreme] - gains[:, int(np.argmax(x))]))
    if not 0.0 < point < float(x.max()) or not back[1] > 0.0:
        return slope, none
    # To first order, each replication moves the ratio by its own a and b.
    moved = point + (-(fits[:, 0] - a) - 2.0 * point * (fits[:, 1] - b)) / (2.0 * b)
    turning = told(moved)
    return slope, turning if turning[1] > 0.0 else none
