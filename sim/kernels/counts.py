"""Counts by inverting a cumulative distribution."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]

_MOST = 60
"""No count is higher: for means up to 12 such a one never happens."""


@jit
def _smallest(count: Rows, u: Floats, mean: Floats, none: Floats) -> None:
    for i in range(u.size):
        k, term, cdf = 0, none[i], none[i]
        while u[i] > cdf and k < _MOST:
            k += 1
            term *= mean[i] / k
            cdf += term
        count[i] = k


def smallest_counts(u: Floats, mean: Floats, none: Floats) -> Rows:
    """Smallest k whose cumulative Poisson probability is no less than a uniform u[n]: i64[n].

    mean[n] from 0 to 12, none[n] the probability of no event, exp(-mean).
    """
    count = np.empty(len(u), np.int64)
    _smallest(count, plain(u, np.float64), plain(mean, np.float64), plain(none, np.float64))
    return count


def warm() -> None:
    """Compile this family."""
    smallest_counts(np.full(1, 0.5), np.ones(1), np.exp(-np.ones(1)))
