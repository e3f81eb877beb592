"""Sizes and growth of firms: tails, the shape of growth, how its spread and mean depend on size."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from sim.state.table import Floats, Ints


def largest(values: Floats, share: float) -> Floats:
    """The largest ``share`` of the positive values, in falling order; NaNs are left out."""
    positive = np.sort(values[values > 0])[::-1]
    return positive[: int(np.ceil(share * len(positive)))]


def tail_exponent(values: Floats, share: float = 0.1) -> float:
    """Exponent of the upper tail of 1 - CDF: ln(rank - 1/2) on ln value, least squares; NaN below 10 values.

    Source: Gabaix and Ibragimov 2011.
    """
    top = largest(values, share)
    if len(top) < 10 or top[0] <= top[-1]:
        return float("nan")
    rank = np.arange(1, len(top) + 1) - 0.5
    return float(-np.polyfit(np.log(top), np.log(rank), 1)[0])


def hill(values: Floats, share: float = 0.05) -> float:
    """Hill's estimate of the exponent of the upper tail of 1 - CDF; NaN below 5 values."""
    top = largest(values, share)
    if len(top) < 5 or top[0] <= top[-1]:
        return float("nan")
    return float(1.0 / np.mean(np.log(top[:-1] / top[-1])))


def share_of_top(values: Floats, share: float = 0.1) -> float:
    """What the largest ``share`` of values hold of the total; NaN where the total is not positive."""
    total = float(np.sum(values))
    return float(largest(values, share).sum() / total) if total > 0 else float("nan")


def subbotin_shape(growth: Floats) -> float:
    """Shape b of the Subbotin density about 0 by maximum likelihood: 1 Laplace, 2 normal.

    The scale is profiled out, a^b = mean |x|^b, so the loss is ln 2a + ln b / b + ln Gamma(1 + 1/b) + 1/b.
    Source: Bottazzi and Secchi 2006. NaN below 20 values.
    """
    size = np.abs(growth[np.isfinite(growth) & (growth != 0.0)])
    if len(size) < 20:
        return float("nan")
    logs = np.log(size)

    def loss(b: float) -> float:
        scale = np.log(np.mean(np.exp(b * logs))) / b
        return float(np.log(2.0) + scale + np.log(b) / b + gammaln(1.0 + 1.0 / b) + 1.0 / b)

    return float(minimize_scalar(loss, bounds=(0.2, 6.0), method="bounded").x)


def kurtosis(growth: Floats) -> float:
    """Kurtosis, 3 for a normal; NaN below 20 values."""
    if len(growth) < 20:
        return float("nan")
    gap = growth - growth.mean()
    return float(np.mean(gap**4) / np.mean(gap**2) ** 2)


def demeaned(values: Floats, group: Ints) -> Floats:
    """Values less the mean of their group (group numbers from 0)."""
    count = np.bincount(group)
    mean = np.bincount(group, values) / np.maximum(count, 1)
    return values - mean[group]


def size_variance_slope(size: Floats, growth: Floats, bins: int = 10) -> float:
    """Slope of ln s.d. of growth on ln mean size over equal bins of base size. Source: [RIC]."""
    order = np.argsort(size, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part) > 4]
    if len(parts) < 3:
        return float("nan")
    spread = np.array([growth[part].std() for part in parts])
    mean = np.array([size[part].mean() for part in parts])
    return float(np.polyfit(np.log(mean), np.log(spread), 1)[0])


def dhs_growth(before: Floats, after: Floats) -> Floats:
    """Change over the mean of before and after, in -2..2. Source: Davis, Haltiwanger and Schuh 1996."""
    mean = 0.5 * (before + after)
    return np.where(mean > 0, (after - before) / np.where(mean > 0, mean, 1.0), 0.0)


def growth_by_size(growth: Floats, size_bin: Ints, age_bin: Ints, weights: Floats, base: int) -> Floats:
    """Coefficients of size bins on growth, with age bins, against bin ``base``: f64[bins], NaN where empty.

    Weighted least squares on dummies. Source: [HJM].
    """
    n = int(size_bin.max()) + 1 if len(size_bin) else 0
    filled = np.bincount(size_bin, minlength=n) > 0
    kept = [k for k in range(n) if filled[k] and k != base]
    ages = np.unique(age_bin)
    design = np.stack([*(size_bin == k for k in kept), *(age_bin == age for age in ages)], axis=1).astype(
        np.float64
    )
    root = np.sqrt(weights)
    found = np.linalg.lstsq(design * root[:, None], growth * root, rcond=None)[0]
    out = np.full(n, np.nan)
    out[kept] = found[: len(kept)]
    if base < n and filled[base]:
        out[base] = 0.0
    return out
