"""Money by row: balances move and their change is summed by cell in one pass, in row order."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain
from sim.kernels.rows import of_one_cell

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Cells = NDArray[np.integer]

_BLOCK = 32


@jit
def _move(sums: Floats, balance: Floats, cell: Cells, value: Floats, sign: float) -> bool:
    for first in range(0, cell.size, _BLOCK):
        last = min(first + _BLOCK, cell.size)
        here, alike = cell[first], of_one_cell(cell, first, last)
        if here < 0 or here >= sums.size:
            return False
        if alike:
            # Rows of one cell are added in a register: the same sum, without waiting for memory.
            sum_ = sums[here]
            for i in range(first, last):
                sum_ += value[i]
                balance[i] += sign * value[i]
            sums[here] = sum_
        else:
            for i in range(first, last):
                at = cell[i]
                if at < 0 or at >= sums.size:
                    return False
                sums[at] += value[i]
                balance[i] += sign * value[i]
    return True


@jit
def _move_some(
    sums: Floats, balance: Floats, rows: Rows, cell: Cells, value: Floats, sign: float
) -> bool:
    for i in range(rows.size):
        at, row = cell[i], rows[i]
        if at < 0 or at >= sums.size or row < 0 or row >= balance.size:
            return False
        sums[at] += value[i]
        balance[row] += sign * value[i]
    return True


def give(balance: Floats, rows: Rows | None, cell: Cells, value: Floats, n_cells: int) -> Floats:
    """Add value[m] to the balances (in place) of rows[m], of all where it is None; sums by cell[m]: f64[n_cells].

    A row may come more than once. Raises IndexError for a cell or a row that does not exist.
    """
    return _moved(balance, rows, cell, value, n_cells, 1.0)


def take(balance: Floats, rows: Rows | None, cell: Cells, value: Floats, n_cells: int) -> Floats:
    """As `give`, but the value is taken from the balances; the sums are those of the value."""
    return _moved(balance, rows, cell, value, n_cells, -1.0)


def _moved(
    balance: Floats, rows: Rows | None, cell: Cells, value: Floats, n_cells: int, sign: float
) -> Floats:
    sums, amount, at = np.zeros(n_cells), plain(value, np.float64), np.ascontiguousarray(cell, np.int16)
    if amount.shape != at.shape or (balance if rows is None else rows).shape != at.shape:
        raise IndexError(f"{amount.size} amounts for {at.size} rows")
    if rows is None:
        fits = _move(sums, balance, at, amount, sign)
    else:
        fits = _move_some(sums, balance, plain(rows, np.int64), at, amount, sign)
    if not fits:
        raise IndexError(f"a cell lies outside 0..{n_cells - 1}, or a row outside 0..{balance.size - 1}")
    return sums


def warm() -> None:
    """Compile this family."""
    one, none = np.zeros(1), np.zeros(1, np.int16)
    give(one, None, none, one, 1)
    give(one, np.zeros(1, np.int64), none, one, 1)
