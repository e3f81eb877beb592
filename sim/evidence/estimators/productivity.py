"""Productivity: dispersion, persistence, and what entry and exit contribute to its growth."""

from __future__ import annotations

import numpy as np

from sim.state.table import Bools, Floats, Ints


def log_90_10(values: Floats, group: Ints, least: int = 20) -> float:
    """ln of the 90th over the 10th percentile within groups, mean over groups weighted by their size.

    Groups below ``least`` values are left out; NaN if none is left. Source: [SYV].
    """
    gaps, sizes = [], []
    for each in np.unique(group):
        held = values[group == each]
        if len(held) >= least:
            low, high = np.quantile(held, (0.1, 0.9))
            gaps.append(high - low)
            sizes.append(len(held))
    return float(np.average(gaps, weights=sizes)) if gaps else float("nan")


def fifth(values: Floats, group: Ints) -> Ints:
    """Fifth of its group in which each value lies, 0 lowest to 4 highest: i64[n]."""
    order = np.lexsort((values, group))
    start = np.searchsorted(group[order], group[order])
    size = np.bincount(group)[group[order]]
    out = np.zeros(len(values), np.int64)
    out[order] = 5 * (np.arange(len(values)) - start) // size
    return out


def top_fifth_stays(
    before: Floats, after: Floats, group_before: Ints, group_after: Ints, pair: Ints
) -> float:
    """Share of the top fifth of ``before`` that is in the top fifth of ``after``, among those who live.

    ``pair`` gives for each entry of ``before`` its place in ``after``, -1 if it is gone. Source: [SYV].
    """
    top = (fifth(before, group_before) == 4) & (pair >= 0)
    if not top.any():
        return float("nan")
    return float(np.mean(fifth(after, group_after)[pair[top]] == 4))


def spillover_of_hires(whole: Floats, no_hires: Floats, alone: Floats) -> tuple[float, float]:
    """What hires add to efficiency, and what everybody nearby adds, summed over the same years: two logs.

    Three paths of mean ln efficiency: of the whole world; of one where hires carry nothing; of one without any
    local spillover. Switching a channel off, as in [SER], lets the others stand in for it.
    """
    held = np.isfinite(whole) & np.isfinite(no_hires) & np.isfinite(alone)
    return float(np.sum((whole - no_hires)[held])), float(np.sum((whole - alone)[held]))


def net_entry(
    tfp_before: Floats, share_before: Floats, tfp_after: Floats, share_after: Floats, pair: Ints
) -> tuple[float, float]:
    """Contribution of entry less exit to the change of weighted TFP, and that change.

    Shares sum to one in each year; ``pair`` gives for each firm of the first year its place in the second,
    -1 if it is gone. Entrants and leavers count against the mean of the first year.
    Source: Foster, Haltiwanger and Krizan 2001.
    """
    base = float(np.sum(share_before * tfp_before))
    change = float(np.sum(share_after * tfp_after)) - base
    entered: Bools = np.ones(len(tfp_after), np.bool_)
    entered[pair[pair >= 0]] = False
    gone = pair < 0
    entry = float(np.sum(share_after[entered] * (tfp_after[entered] - base)))
    leaving = float(np.sum(share_before[gone] * (tfp_before[gone] - base)))
    return entry - leaving, change
