"""Rows by group, and pools of workers: how far those who left a pool's firms are ahead of each firm of it."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain, plain_rows
from sim.kernels.order import falling, order_of
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]

_FEWEST_ROWS = 1 << 13


@jit
def _gather(rows: Rows, starts: Rows, pool: Rows, order: Rows) -> None:
    for i in range(pool.size):
        starts[pool[i] + 1] += 1
    for g in range(1, starts.size):
        starts[g] += starts[g - 1]
    at = starts[:-1].copy()
    for i in order:
        rows[at[pool[i]]] = i
        at[pool[i]] += 1


@jit
def _leads(
    out: Floats, rows: Rows, starts: Rows, a: Floats, leavers: Floats, first: int, last: int
) -> None:
    for g in range(first, last):
        members = rows[starts[g] : starts[g + 1]]
        ahead, weight = 0.0, 0.0
        for i in members:
            ahead += leavers[i] * a[i]
            weight += leavers[i]
            out[i] = max(0.0, ahead - a[i] * weight)
        for i in members:
            out[i] = out[i] / weight if weight > 0.0 else 0.0


def members_of(group: NDArray[np.integer], groups: int) -> tuple[Rows, Rows]:
    """Rows of each group, in their order: i64[n], and where each group's start, i64[groups + 1].

    Raises IndexError for a group outside 0 … groups − 1.
    """
    of = plain_rows(group, groups)
    rows, starts = np.empty(of.size, np.int64), np.zeros(groups + 1, np.int64)
    _gather(rows, starts, of, np.arange(of.size))
    return rows, starts


def leads(a: Floats, leavers: Floats, pool: NDArray[np.integer]) -> Floats:
    """Mean lead of leavers over each firm of their pool, f64[n]: sums run from the best firm down.

    Raises ValueError for arrays of unlike length, IndexError for a negative pool.
    """
    if not len(a) == len(leavers) == len(pool):
        raise ValueError(f"{len(a)} firms, {len(leavers)} numbers of leavers, {len(pool)} pools")
    n = len(a)
    groups = int(np.max(pool)) + 1 if n else 0
    of = plain_rows(pool, groups)
    rows, starts = np.empty(n, np.int64), np.zeros(groups + 1, np.int64)
    values, weights = plain(a, np.float64), plain(leavers, np.float64)
    _gather(rows, starts, of, order_of(falling(values)))
    out = np.empty(n)

    def part(first: int, last: int) -> None:
        _leads(out, rows, starts, values, weights, first, last)

    in_parts(part, groups, max(1, groups * _FEWEST_ROWS // max(n, 1)))
    return out


def warm() -> None:
    """Compile this family."""
    leads(np.zeros(2), np.ones(2), np.zeros(2, np.int64))
