"""Projects of firms: sums over those of each owner."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]


@jit
def _sums_of_owners(sums: Floats, counts: Floats, owner: Rows, values: Floats) -> None:
    for q in range(owner.size):
        if owner[q] >= 0:
            sums[owner[q]] += values[q]
            counts[owner[q]] += 1.0


def sums_of_owners(owner: Rows, values: Floats, n: int) -> tuple[Floats, Floats]:
    """Sum of values[q] and number of projects of each of n owners, in the order of projects: f64[n] each.

    owner[q] is a row below n, negative for none.
    """
    sums, counts = np.zeros(n), np.zeros(n)
    if owner.size and owner.max() >= n:
        raise IndexError(f"owner {owner.max()} lies outside 0..{n - 1}")
    _sums_of_owners(sums, counts, plain(owner, np.int64), plain(values, np.float64))
    return sums, counts


def warm() -> None:
    """Compile this family."""
    sums_of_owners(np.zeros(1, np.int64), np.zeros(1), 1)
