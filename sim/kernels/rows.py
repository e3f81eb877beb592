"""Rows of tables: handles to row numbers, closing gaps in place, sums by cell in row order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

_WORDS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


@jit
def _look_up(out: Ints, handles: Ints, generation: Ints, row_of_slot: Ints) -> None:
    for i in range(handles.size):
        handle = handles[i]
        slot = handle & 0xFFFFFFFF
        if handle >= 0 and slot < generation.size and generation[slot] == handle >> 32:
            out[i] = row_of_slot[slot]
        else:
            out[i] = -1


@jit
def _close_gaps(data: NDArray[Any], kept: Ints) -> None:
    for i in range(kept.size):
        source = kept[i]
        if source != i:
            for j in range(data.shape[1]):
                data[i, j] = data[source, j]


@jit
def _sum_by_cell(out: Floats, cell: NDArray[Any], weights: Floats) -> bool:
    for i in range(cell.size):
        at = cell[i]
        if at < 0 or at >= out.size:
            return False
        out[at] += weights[i]
    return True


def look_up(handles: Ints, generation: Ints, row_of_slot: Ints) -> Ints:
    """Row of each handle (generation << 32 | slot), -1 where it is gone or negative: i64[m]."""
    flat = np.ascontiguousarray(handles, np.int64).ravel()
    out = np.empty(flat.size, np.int64)
    _look_up(out, flat, generation, row_of_slot)
    return out.reshape(np.shape(handles))


def close_gaps(data: NDArray[Any], kept: Ints) -> None:
    """Move rows ``kept`` (increasing) of a contiguous array to its front, in place."""
    if not len(kept):
        return
    words = data.view(_WORDS[data.dtype.itemsize])
    _close_gaps(words.reshape(len(words), -1), kept)


def sum_by_cell(cell: NDArray[np.integer], weights: Floats, n_cells: int) -> Floats:
    """Sum of weights by cell, added one after the other in row order: f64[n_cells]; bits as np.bincount.

    Raises IndexError for a cell outside 0 to n_cells - 1.
    """
    out = np.zeros(n_cells)
    if not _sum_by_cell(out, np.ascontiguousarray(cell), np.ascontiguousarray(weights, np.float64)):
        raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{n_cells - 1}")
    return out


def warm() -> None:
    """Compile this family for every word size and index type in use."""
    look_up(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64))
    for word in _WORDS.values():
        close_gaps(np.zeros((2, 1), word), np.arange(1))
    for index in (np.int16, np.int64):
        sum_by_cell(np.zeros(1, index), np.zeros(1), 1)
