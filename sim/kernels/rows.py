"""Rows of tables: handles to row numbers, closing gaps in place, sums by cell in row order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain
from sim.kernels.threads import in_parts

type Ints = NDArray[np.int64]
type Ints16 = NDArray[np.int16]
type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

_LOW = (1 << 32) - 1
_BLOCK = 32
_AT_ONCE = 4
"""Sums that fit into one vector of numbers."""
_FEWEST_ROWS = 1 << 12
_LONG_RUN = 24
"""Rows between two gaps, on average, from which on a run is moved at once, not row by row."""
_WORDS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


@inlined
def _row_of(handle: int, where: Ints) -> int:
    # Without branches: whether a handle is known cannot be foreseen, and a wrong guess costs more than a load.
    slot = handle & _LOW
    known = (handle >= 0) & (slot < where.size)
    found = where[np.uint64(slot if known else 0)]
    known &= ((found ^ handle) <= _LOW) & ((found & _LOW) != _LOW)
    return found & _LOW if known else -1


@jit
def _look_up(out: Ints, handles: Ints, where: Ints, but: Flags, first: int, last: int) -> None:
    for row in range(first, last):
        i = np.uint64(row)
        out[i] = -1 if but.size and but[i] else _row_of(handles[i], where)


@jit
def _look_up_ends(
    one: Ints,
    other: Ints,
    gone: Flags,
    a: Ints,
    b: Ints,
    apart: Flags,
    where: Ints,
    where_apart: Ints,
    first: int,
    last: int,
) -> None:
    for row in range(first, last):
        i = np.uint64(row)
        here = _row_of(a[i], where)
        one[i] = here
        if apart[i]:
            other[i] = -1
            gone[i] = (here < 0) | (_row_of(b[i], where_apart) < 0)
        else:
            there = _row_of(b[i], where)
            other[i] = there
            gone[i] = (here < 0) | (there < 0)


@jit
def _close_gaps(data: NDArray[Any], stays: Flags, first: int) -> None:
    # Every row is written, and the next one over it if it goes: no branch, and nothing is looked up.
    to = np.uint64(first)
    for row in range(first, data.size):
        i = np.uint64(row)
        data[to] = data[i]
        to += np.uint64(stays[i])


@jit
def _close_wide_gaps(data: NDArray[Any], stays: Flags, first: int) -> None:
    to = first
    for row in range(first, data.shape[0]):
        for j in range(data.shape[1]):
            data[to, j] = data[row, j]
        to += stays[row]


@jit
def _move_runs(data: NDArray[Any], gone: Ints, width: int) -> None:
    # A run moves by more than its length but at the very start, so its loop runs on vectors.
    for k in range(gone.size):
        first = (gone[k] + 1) * width
        last = gone[k + 1] * width if k + 1 < gone.size else data.size
        source = data[first:last]
        target = data[first - (k + 1) * width : last - (k + 1) * width]
        for i in range(source.size):
            target[np.uint64(i)] = source[np.uint64(i)]


@jit
def _note_rows(where: Ints, handles: Ints, start: int, first: int, last: int) -> None:
    for i in range(start + first, start + last):
        where[handles[i] & _LOW] = (handles[i] & ~_LOW) | i


@inlined
def of_one_cell(cell: NDArray[Any], first: int, last: int) -> bool:
    """Whether rows first to last − 1 lie in one cell; both ends tell most of those that do not."""
    mixed = cell[last - 1] ^ cell[first]
    if mixed == 0:
        for i in range(first, last):
            mixed |= cell[i] ^ cell[first]
    return bool(mixed == 0)


@jit
def _sum_by_cell(out: Floats, cell: NDArray[Any], weights: Floats) -> bool:
    for first in range(0, cell.size, _BLOCK):
        last = min(first + _BLOCK, cell.size)
        here, alike = cell[first], of_one_cell(cell, first, last)
        if alike and 0 <= here < out.size:
            # Rows of one cell are added in a register: the same sum, without waiting for memory.
            sum_ = out[np.uint64(here)]
            for i in range(first, last):
                sum_ += weights[i]
            out[np.uint64(here)] = sum_
        else:
            for i in range(first, last):
                at = cell[i]
                if at < 0 or at >= out.size:
                    return False
                out[np.uint64(at)] += weights[i]
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


@jit
def _places(
    out: Ints, table: Ints, outer: Ints16, inner: Ints16, width: int, first: int, last: int
) -> None:
    for i in range(first, last):
        out[i] = table[np.uint16(outer[i])] * width + inner[i]


@jit
def _sum_four_by_cell(out: Floats, cell: NDArray[Any], one: Floats, two: Floats, three: Floats, four: Floats) -> bool:
    # Four sums of a cell lie side by side, so that they take hardly longer than one.
    for first in range(0, cell.size, _BLOCK):
        last = min(first + _BLOCK, cell.size)
        here, alike = np.uint64(cell[first]), of_one_cell(cell, first, last)
        if alike and here < out.shape[0]:
            a, b, c, d = out[here, 0], out[here, 1], out[here, 2], out[here, 3]
            for i in range(first, last):
                a += one[i]
                b += two[i]
                c += three[i]
                d += four[i]
            out[here, 0], out[here, 1], out[here, 2], out[here, 3] = a, b, c, d
        else:
            for i in range(first, last):
                if cell[i] < 0 or cell[i] >= out.shape[0]:
                    return False
                at = np.uint64(cell[i])
                out[at, 0] += one[i]
                out[at, 1] += two[i]
                out[at, 2] += three[i]
                out[at, 3] += four[i]
    return True


@jit
def _spread(out: Floats, table: Floats, cell: Ints, start: int, stop: int) -> bool:
    for i in range(start, stop):
        if cell[i] < 0 or cell[i] >= table.shape[0]:
            return False
        at = np.uint64(cell[i])
        for k in range(table.shape[1]):
            out[np.uint64(k), i] = table[at, np.uint64(k)]
    return True


@jit
def _place_among(out: Ints, ids: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> None:
    at = 0
    for i in range(wanted.size):
        if i > 0 and wanted[i] < wanted[i - 1]:
            at = 0
        while at < ids.size and ids[at] < wanted[i]:
            at += 1
        out[i] = at if at < ids.size and ids[at] == wanted[i] else -1


@jit
def _by_stay(out: Floats, cell: Ints, weight: Floats, value: Floats, stayed: Flags) -> bool:
    for i in range(cell.size):
        if cell[i] < 0 or cell[i] >= out.shape[1]:
            return False
        group, at = np.uint64(0 if stayed[i] else 1), np.uint64(cell[i])
        out[group, at, 0] += 1.0
        out[group, at, 1] += weight[i]
        out[group, at, 2] += weight[i] * value[i]
        out[group, at, 3] += value[i]
    return True


def look_up(handles: Ints, where: Ints, but: Flags | None = None) -> Ints:
    """Row of each handle (generation << 32 | slot), -1 where it is gone or negative, or ``but`` holds: i64[m].

    where[slots] tells the generation in a slot and its row (generation << 32 | row), all ones for none.
    """
    flat = plain(handles, np.int64).ravel()
    out, spared = np.empty(flat.size, np.int64), plain(() if but is None else but, np.bool_)
    in_parts(lambda first, last: _look_up(out, flat, where, spared, first, last), flat.size)
    return out.reshape(np.shape(handles))


def look_up_ends(
    a: Ints, b: Ints, apart: Flags, where: Ints, where_apart: Ints
) -> tuple[Ints, Ints, Flags]:
    """Rows of the handles at both ends of pairs, i64[m] each, and whether an end is gone, bool[m]; see `look_up`.

    Where ``apart`` holds, b is a handle of another table, known to ``where_apart``: its row is told as -1.
    """
    one, other, gone = np.empty(a.size, np.int64), np.empty(a.size, np.int64), np.empty(a.size, np.bool_)
    in_parts(
        lambda first, last: _look_up_ends(one, other, gone, a, b, apart, where, where_apart, first, last), a.size
    )
    return one, other, gone


def places(table: NDArray[np.integer], outer: Ints16, inner: Ints16, width: int) -> Ints:
    """Number of the place (table[outer], inner) of each row, ``width`` places wide: i64[n].

    outer and inner count from 0; outer lies inside the table.
    """
    out = np.empty(outer.size, np.int64)
    of = plain(table, np.int64)
    in_parts(lambda first, last: _places(out, of, outer, inner, width, first, last), outer.size)
    return out


def place_among(ids: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> Ints:
    """Position of each wanted identity in sorted ``ids``, -1 where it is not there: i64[m].

    Fast where wanted are in order too.
    """
    out = np.empty(len(wanted), np.int64)
    _place_among(out, plain(ids, np.uint64), plain(wanted, np.uint64))
    return out


def note_rows(where: Ints, handles: Ints, start: int) -> None:
    """Write down where the rows from ``start`` on lie now, by the slot of their handle."""
    in_parts(lambda first, last: _note_rows(where, handles, start, first, last), handles.size - start)


def close_gaps(columns: Sequence[NDArray[Any]], gone: Ints) -> None:
    """Move the rows that are not ``gone`` (increasing, of contiguous arrays of equal length) to the front, in place."""
    words = [data.view(_WORDS[data.dtype.itemsize]) for data in columns]
    if not words or not gone.size:
        return
    rows, first = len(words[0]), int(gone[0])
    few = gone.size * _LONG_RUN < rows
    stays = np.ones(0 if few else rows, np.bool_)
    if not few:
        stays[gone] = False

    def close(start: int, stop: int) -> None:
        for data in words[start:stop]:
            if few:
                _move_runs(data.reshape(-1), gone, data.size // rows)
            elif data.ndim == 1:
                _close_gaps(data, stays, first)
            else:
                _close_wide_gaps(data, stays, first)

    least = len(columns) * _FEWEST_ROWS // max(rows - first, 1)
    in_parts(close, len(words), least=max(1, min(least, len(words) + 1)))


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


def sum_rows_by_cell(cell: NDArray[np.integer], values: Floats | Sequence[Floats], n_cells: int) -> Floats:
    """As `sum_by_cell`, of each of k arrays values[n]: f64[k, n_cells]; they are added side by side."""
    sums, of = np.empty((len(values), n_cells)), np.ascontiguousarray(cell)
    for first in range(0, len(values), _AT_ONCE):
        some = [np.ascontiguousarray(each, np.float64) for each in values[first : first + _AT_ONCE]]
        if len(some) == 1:
            sums[first] = sum_by_cell(of, some[0], n_cells)
            continue
        out = np.zeros((n_cells, _AT_ONCE))
        if not _sum_four_by_cell(out, of, *some, *[some[0]] * (_AT_ONCE - len(some))):
            raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{n_cells - 1}")
        sums[first : first + len(some)] = out.T[: len(some)]
    return sums


def by_stay(cell: Ints, weight: Floats, value: Floats, stayed: Flags, n_cells: int) -> Floats:
    """Sums by cell of those who stayed and of the others, in row order: f64[2, 4, n_cells].

    They are of 1, weight, weight × value, and value. Raises IndexError for a cell outside 0 to n_cells - 1.
    """
    out = np.zeros((2, n_cells, 4))
    if not _by_stay(out, plain(cell, np.int64), weight, value, plain(stayed, np.bool_)):
        raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{n_cells - 1}")
    return np.ascontiguousarray(out.transpose(0, 2, 1))


def spread(table: Floats, cell: Ints) -> Floats:
    """Columns of a table[n_cells, k] at the cell of each row: f64[k, n]; IndexError for a cell outside."""
    out = np.empty((table.shape[1], cell.size))
    from_, at, fits = plain(table, np.float64), plain(cell, np.int64), []
    in_parts(lambda start, stop: fits.append(_spread(out, from_, at, start, stop)), cell.size)
    if not all(fits):
        raise IndexError(f"cells {cell.min()}..{cell.max()} lie outside 0..{len(table) - 1}")
    return out


def warm() -> None:
    """Compile this family for every word size and index type in use."""
    note_rows(np.zeros(1, np.int64), np.zeros(1, np.int64), 0)
    places(np.zeros(1, np.int64), np.zeros(1, np.int16), np.zeros(1, np.int16), 1)
    look_up(np.zeros(1, np.int64), np.zeros(1, np.int64))
    none = np.zeros(1, np.int64)
    look_up_ends(none, none, np.zeros(1, np.bool_), none, none)
    for word in _WORDS.values():
        for rows in (2, 2 * _LONG_RUN):
            close_gaps([np.zeros(rows, word), np.zeros((rows, 1), word)], np.arange(1))
    for index in (np.int16, np.int64):
        sum_by_cell(np.zeros(1, index), np.zeros(1), 1)
        sum_rows_by_cell(np.zeros(1, index), np.zeros((2, 1)), 1)
    sum_columns_by_cell(np.zeros(1, np.int64), np.zeros((1, 1)), np.zeros(1), 1)
    by_stay(np.zeros(1, np.int64), np.zeros(1), np.zeros(1), np.zeros(1, np.bool_), 1)
    spread(np.zeros((1, 1)), np.zeros(1, np.int64))
    place_among(np.zeros(1, np.uint64), np.zeros(1, np.uint64))
