"""Dose and response: what an outcome gains with the intensity of a lever, its slope, and where it turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

from sim.experiment.arms import BASE
from sim.experiment.outcomes import MEASURES
from sim.experiment.paired import samples, told
from sim.experiment.shapley import Floats

Told = tuple[float, float, float]
"""A number with low and high."""

NOWHERE: Told = (math.nan, math.nan, math.nan)
QUADRATIC, STEP, SATURATING, LATE = "quadratic", "step", "saturating", "late"
SHAPES = {
    QUADRATIC: ("quadratic", "二次"),
    STEP: ("step", "一步到位"),
    SATURATING: ("saturating", "渐趋饱和"),
    LATE: ("late", "起效较迟"),
}
"""Shapes of a response: as the quadratic, or where that is rejected all at the smallest dose, most of it at small
doses, or little at small doses and more later."""

LEVEL_OF_TEST = 0.05
"""The quadratic is rejected where what was seen is less likely than this."""

ROUNDING = 1e-6
"""Residuals below this share of the largest gain are rounding."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a response comes to: its shape, how well the quadratic fits (p), slope, and turning point (or NaN)."""

    shape: str
    misfit: float
    slope: Told
    turning: Told


def dose_table(
    arms: pd.DataFrame, doses: Mapping[str, float], scope: str = "focal", line: str = "horizon"
) -> pd.DataFrame:
    """A row an outcome and intensity: difference from intensity 0 as it is told, with low and high, and the fit.

    ``shape`` and ``misfit`` (p) tell whether a quadratic through the origin fits; ``slope`` is the gain a unit of
    intensity at 0, or up to the smallest dose where it doesn't; ``turning`` the intensity at which the gain turns, NaN
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
        found = fit_response(x, gains)
        fit = {"shape": found.shape, "misfit": found.misfit}
        fit |= dict(zip(("slope", "slope_low", "slope_high"), found.slope, strict=True))
        fit |= dict(zip(("turning", "turning_low", "turning_high"), found.turning, strict=True))
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


def fit_response(x: Floats, gains: Floats) -> Fit:
    """How gains f64[reps, doses] respond to rising doses x, with Student's intervals over replications.

    Every replication is fitted by gain = a x + b x², least squares through the origin, where the gain is nothing by
    construction. Where the quadratic passes, ``slope`` is a; where it is rejected it is the chord to the smallest
    dose, which is what was seen, and the shape says how the response bends away from the quadratic.
    """
    design = np.stack([x, x**2], axis=1)
    fits = np.linalg.lstsq(design, gains.T, rcond=None)[0].T
    misfit = lack_of_fit(gains, gains - fits @ design.T)
    if not misfit < LEVEL_OF_TEST:
        return Fit(QUADRATIC, misfit, told(fits[:, 0]), _vertex(x, gains, fits))
    return Fit(_shape(gains, fits @ design[0]), misfit, told(gains[:, 0] / x[0]), _extreme(x, gains))


def lack_of_fit(gains: Floats, residuals: Floats) -> float:
    """How likely residuals f64[reps, doses] so far from nothing are at the smallest dose if the fit is right (p).

    Student's paired test there, because that is where the fit is asked for a slope: in few replications a test of all
    doses together would find next to nothing. 1 from one replication and for mere rounding.
    """
    first, count = residuals[:, 0], len(residuals)
    if count < 2 or np.abs(first).max() <= ROUNDING * np.abs(gains).max():
        return 1.0
    error = first.std(ddof=1) / math.sqrt(count)
    t = abs(first.mean()) / max(error, np.finfo(np.float64).tiny)
    return float(2.0 * student.sf(t, count - 1))


def _shape(gains: Floats, fitted_first: Floats) -> str:
    """Name of a response that isn't the quadratic: by its start against the fit, and whether more follows."""
    side = np.sign(gains.mean(axis=0)[int(np.argmax(np.abs(gains.mean(axis=0))))])
    first = side * gains[:, 0]
    if (first - side * fitted_first).mean() <= 0.0:
        return LATE
    more = [told(side * gains[:, k] - first)[1] > 0.0 for k in range(1, gains.shape[1])]
    return SATURATING if any(more) or not told(first)[1] > 0.0 else STEP


def _vertex(x: Floats, gains: Floats, fits: Floats) -> Told:
    """Where the quadratic turns, or NaN.

    A turning point is found if b is told apart from zero, -a / 2b lies between 0 and the largest dose, and the gain
    at the largest dose has gone back, beyond doubt, from the extreme (a gain that only levels off bends too, and
    doesn't turn); its interval is that of the linearised ratio, and lies above 0 (a gain that may turn at nothing has
    no first slope to turn from).
    """
    bend = told(fits[:, 1])
    if len(fits) < 2 or bend[1] <= 0.0 <= bend[2]:
        return NOWHERE
    a, b = fits[:, 0].mean(), bend[0]
    point = -a / (2.0 * b)
    side = -math.copysign(1.0, b)
    extreme = int(np.argmax(side * gains.mean(axis=0)))
    back = told(side * (gains[:, extreme] - gains[:, -1]))
    if not 0.0 < point < float(x[-1]) or not back[1] > 0.0:
        return NOWHERE
    # To first order, each replication moves the ratio by its own a and b.
    moved = point + (-(fits[:, 0] - a) - 2.0 * point * (fits[:, 1] - b)) / (2.0 * b)
    turning = told(moved)
    return turning if turning[1] > 0.0 else NOWHERE


def _extreme(x: Floats, gains: Floats) -> Told:
    """The dose of the largest gain (or loss) if gains fall short of it beyond doubt on both sides, without a fit.

    Low and high are the nearest doses that do; NaN where there are none.
    """
    mean = gains.mean(axis=0)
    top = int(np.argmax(np.abs(mean)))
    short = [told(np.sign(mean[top]) * (gains[:, top] - gains[:, k]))[1] > 0.0 for k in range(len(x))]
    below, above = [k for k in range(top) if short[k]], [k for k in range(top + 1, len(x)) if short[k]]
    if not above or not below or not all(short[above[0] :]):
        return NOWHERE
    return float(x[top]), float(x[below[-1]]), float(x[above[0]])
