"""Choosing one of a few candidates: a race whose luck is keyed by the pair."""

from __future__ import annotations

import numpy as np

from sim.luck import Luck, Purpose
from sim.state.identity import Ids, hash_of
from sim.state.table import Floats, Ints


def race(luck: Luck, purpose: Purpose, seekers: Ids, candidates: Ids, weight: Floats, quarter: int) -> Floats:
    """Time at which each candidate would win its seeker, f64[v, k]: exponential with rate ``weight``.

    seekers u64[v], candidates u64[v, k]; weight f64[v, k], of which 0 never wins (time inf). The first
    to arrive wins with odds in proportion to weight, a logit in ln weight; keyed by the pair, so that one
    more candidate changes no other's time. Source: McFadden (1974).
    """
    rate = weight.reshape(-1)
    at = np.flatnonzero(rate > 0.0)
    pair = hash_of(seekers[at // candidates.shape[1]], candidates.reshape(-1)[at])
    time = np.full(candidates.shape, np.inf)
    time.reshape(-1)[at] = -np.log(luck.uniform(purpose, pair, quarter)) / rate[at]
    return time


def winners(time: Floats, candidates: Ints) -> Ints:
    """Candidate that arrives first, i64[v] from times f64[v, k]; -1 where none can."""
    if candidates.shape[1] == 0:
        return np.full(len(candidates), -1, np.int64)
    first = time.argmin(axis=1)
    row = np.arange(len(first))
    return np.where(np.isfinite(time[row, first]), candidates[row, first], -1)
