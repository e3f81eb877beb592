"""Rows of tables: handles to row numbers, closing gaps in place, sums by cell in row order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain
from sim.kernels.threads import in_parts

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

_LOW = (1 << 32) - 1
_BLOCK = 32
_FEWEST_ROWS = 1 << 12
_WORDS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


@jit
def _look_up(out: Ints, handles: Ints, where: Ints, but: Flags, first: int, last: int) -> None:
    for i in range(first, last):
        handle = handles[i]
        slot = handle & _LOW
        out[i] = -1
        if handle >= 0 and slot < where.size and not (but.size and but[i]):
            found = where[slot]
            if (found ^ handle) <= _LOW and (found & _LOW) != _LOW:
                out[i] = found & _LOW


@jit
def _close_gaps(data: NDArray[Any], kept: Ints, first: int) -> None:
    for i in range(first, kept.size):
        data[i] = data[kept[i]]


@jit
def _close_wide_gaps(data: NDArray[Any], kept: Ints, first: int) -> None:
    for i in range(first, kept.size):
        for j in range(data.shape[1]):
            data[i, j] = data[kept[i], j]


@jit
def _note_rows(where: Ints, handles: Ints, start: int, first: int, last: int) -> None:
    for i in range(start + first, start + last):
        where[handles[i] & _LOW] = (handles[i] & ~_LOW) | i


@jit
def _sum_by_cell(out: Floats, cell: NDArray[Any], weights: Floats) -> bool:
    for first in range(0, cell.size, _BLOCK):
        last = min(first + _BLOCK, cell.size)
        here = cell[first]
        mixed = cell[last - 1] ^ here
        if mixed == 0:
            for i in range(first, last):
                mixed |= cell[i] ^ here
        if mixed == 0 and 0 <= here < out.size:
            # Rows of one cell are added in a register: the same sum, without waiting for memory.
            sum_ = out[here]
            for i in range(first, last):
                sum_ += weights[i]
            out[here] = sum_
        else:
            for i in range(first, last):
                at = cell[i]
                if at < 0 or at >= out.size:
                    return False
                out[at] += weights[i]
    return True


@jit
def _sum_columns_by_cell(out: Floats, cell: NDArray[Any], values: Floats, weights: Floats) -> bool:
    for i in range(cell.size):
        at = cell[i]
        if at < 0 or at >= out.shape[0]:
            return False
        for k in range(values.shape[1]):
            out[at, k] += values[i, k] * weights[i]
    return True


def look_up(handles: Ints, where: Ints, but: Flags | None = None) -> Ints:
    """Row of each handle (generation << 32 | slot), -1 where it is gone or negative, or ``but`` holds: i64[m].

    where[slots] tells the generation in a slot and its row (generation << 32 | row), all ones for none.
    """
    flat = plain(handles, np.int64).ravel()
    out, spared = np.empty(flat.size, np.int64), plain(() if but is None else but, np.bool_)
    in_parts(lambda first, last: _look_up(out, flat, where, spared, first, last), flat.size)
    return out.reshape(np.shape(handles))


def note_rows(where: Ints, handles: Ints, start: int) -> None:
    """Write down where the rows from ``start`` on lie now, by the slot of their handle."""
    in_parts(lambda first, last: _note_rows(where, handles, start, first, last), handles.size - start)


def close_gaps(columns: Sequence[NDArray[Any]], kept: Ints, first: int = 0) -> None:
    """Move rows ``kept`` (increasing, of contiguous arrays of equal length) to the front, in place.

    Rows before ``first`` are all kept.
    """
    words = [data.view(_WORDS[data.dtype.itemsize]) for data in columns]

    def close(start: int, stop: int) -> None:
        for data in words[start:stop]:
            if data.ndim == 1:
                _close_gaps(data, kept, first)
            else:
                _close_wide_gaps(data, kept, first)

    few = len(columns) * _FEWEST_ROWS // max(len(kept) - first, 1)
    in_parts(close, len(words), least=max(1, min(few, len(words) + 1)))


def sum_by_cell(cell: NDArray[np.integer], weights: Floats, n_cells: int) -> Floats:
    """Sum of weights by cell, added one after the other in row order: f64[n_cells]; bits as np.bincount.

    Raises IndexError for a cell outside 0 to n_cells - 1.
    """
    out = np.zeros(n_cells)
    if not _sum_by_cell(out, np.ascontiguousarray(cell), np.ascontiguousarray(weights, np.float64)):
        raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{n_cells - 1}")
    return out


def sum_columns_by_cell(cell: NDArray[np.integer], values: Floats, weights: Floats, n_cells: int) -> Floats:
    """As `sum_by_cell`, of each column of values[n, k] times weights[n]: f64[n_cells, k]."""
    out = np.zeros((n_cells, values.shape[1]))
    columns = np.ascontiguousarray(values, np.float64)
    if not _sum_columns_by_cell(out, np.ascontiguousarray(cell, np.int64), columns, weights):
        raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{n_cells - 1}")
    return out


def warm() -> None:
    """Compile this family for every word size and index type in use."""
    note_rows(np.zeros(1, np.int64), np.zeros(1, np.int64), 0)
    look_up(np.zeros(1, np.int64), np.zeros(1, np.int64))
    for word in _WORDS.values():
        close_gaps([np.zeros(2, word), np.zeros((2, 1), word)], np.arange(1))
    for index in (np.int16, np.int64):
        sum_by_cell(np.zeros(1, index), np.zeros(1), 1)
    sum_columns_by_cell(np.zeros(1, np.int64), np.zeros((1, 1)), np.zeros(1), 1)
