"""Who meets whom: slots of informal contacts, and neighbours along undirected links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain, plain_rows
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Slots = NDArray[np.int32]
type Flags = NDArray[np.bool_]


@inlined
def _metres(place: Floats, i: np.uint64, j: np.uint64) -> float:
    return float(np.sqrt((place[i, 0] - place[j, 0]) ** 2 + (place[i, 1] - place[j, 1]) ** 2))


@jit
def _scan(
    slots: Slots,
    have: Rows,
    ends: Flags,
    a: Rows,
    b: Rows,
    kind: NDArray[np.int8],
    over: Flags,
    until: NDArray[np.int32],
    moved: Flags,
    now: int,
) -> None:
    for link in range(a.size):
        if kind[link] != 0 or over[link]:
            continue
        i, j = a[link], b[link]
        if i < 0 or j < 0 or until[link] < now:
            ends[link] = True
            continue
        # Unsigned, as everywhere here: the compiler need not ask whether a row counts from behind.
        one, other = np.uint64(i), np.uint64(j)
        slot = have[one]
        if slot >= slots.shape[1] or moved[one] or moved[other]:
            ends[link] = True
            continue
        slots[one, np.uint64(slot)] = j
        have[one] = slot + 1


@jit
def _apart(out: Floats, place: Floats, a: Rows, b: Rows, first: int, last: int) -> None:
    for v in range(first, last):
        out[v] = _metres(place, np.uint64(a[v]), np.uint64(b[v]))


@jit
def _free_slots(seeker: Rows, slot: Rows, have: Rows, joins: Flags, size: int) -> None:
    v = 0
    for i in range(have.size):
        if joins[i]:
            for s in range(have[i], size):
                seeker[v], slot[v] = i, s
                v += 1


@inlined
def _nearest(halves: Floats, v: np.uint64, reach: float) -> int:
    best, gap = -1, reach
    for k in range(halves.shape[1]):
        nearer = halves[v, np.uint64(k)] < gap
        best = k if nearer else best
        gap = halves[v, np.uint64(k)] if nearer else gap
    return best


@jit
def _halves(
    out: Floats,
    best: NDArray[np.int8],
    seeker: Rows,
    candidates: Rows,
    place: Floats,
    building: NDArray[np.int32],
    half_hub: float,
    half_local: float,
    reach: float,
    first: int,
    last: int,
) -> None:
    for v in range(first, last):
        i = np.uint64(seeker[v])
        for k in range(candidates.shape[1]):
            # Without a branch, so that the places of several candidates are fetched at once.
            j = np.uint64(max(candidates[v, k], 0))
            half = half_hub if building[i] == building[j] else half_local
            metres = _metres(place, i, j) / half
            out[v, k] = metres if candidates[v, k] >= 0 and j != i else np.inf
        best[v] = _nearest(out, np.uint64(v), reach)


@jit
def _meet(
    chosen: Rows,
    slots: Slots,
    have: Rows,
    seeker: Rows,
    candidates: Rows,
    halves: Floats,
    best: NDArray[np.int8],
    reach: float,
) -> None:
    for v in range(seeker.size):
        i, k = np.uint64(seeker[v]), int(best[v])
        while k >= 0:
            j = np.uint64(candidates[v, k])
            known = False
            for s in range(slots.shape[1]):
                # All slots, the free ones too: without a branch that could not be foretold.
                known |= (slots[i, np.uint64(s)] == j) | (slots[j, np.uint64(s)] == i)
            if not known:
                break
            halves[v, k] = np.inf
            k = _nearest(halves, np.uint64(v), reach)
        chosen[v] = candidates[v, k] if k >= 0 else -1
        if k >= 0 and have[i] < slots.shape[1]:
            slots[i, have[i]] = chosen[v]
            have[i] += 1


@jit
def _fill(out: Rows, at: Rows, a: Rows, b: Rows) -> None:
    for link in range(a.size):
        i, j = a[link], b[link]
        out[at[i]] = j
        at[i] += 1
        out[at[j]] = i
        at[j] += 1


def scan(
    a: Rows,
    b: Rows,
    kind: NDArray[np.integer],
    over: Flags,
    until: NDArray[np.integer],
    moved: Flags,
    quarter: int,
    size: int,
) -> tuple[Slots, Rows, Flags]:
    """Contacts by seeker i32[n, size] (-1: free), how many each has i64[n], and which rows end bool[m].

    a[m], b[m] are firm rows, -1 where dead; links of a ``kind`` other than 0, and those ``over`` already,
    are passed over. A contact ends with a firm, after its quarter ``until``, and when an end has ``moved``
    (bool[n]) since it was last scanned.
    """
    n = len(moved)
    slots, have, ends = np.full((n, size), -1, np.int32), np.zeros(n, np.int64), np.zeros(a.size, np.bool_)
    _scan(
        slots,
        have,
        ends,
        plain(a, np.int64),
        plain(b, np.int64),
        plain(kind, np.int8),
        plain(over, np.bool_),
        plain(until, np.int32),
        plain(moved, np.bool_),
        quarter,
    )
    return slots, have, ends


def apart(place: Floats, a: Rows, b: Rows) -> Floats:
    """Straight distance of rows a and rows b of place[n, 2], f64[m]."""
    rows, where = (plain_rows(a, len(place)), plain_rows(b, len(place))), plain(place, np.float64)
    out = np.empty(rows[0].size)
    in_parts(lambda first, last: _apart(out, where, *rows, first, last), out.size)
    return out


def free_slots(have: Rows, joins: Flags, size: int) -> tuple[Rows, Rows]:
    """Firm row and slot, i64[v] each, of every free slot of those who join; have[n] of ``size`` slots are taken."""
    count = int(np.maximum(size - have, 0)[joins].sum())
    seeker, slot = np.empty(count, np.int64), np.empty(count, np.int64)
    _free_slots(seeker, slot, plain(have, np.int64), plain(joins, np.bool_), size)
    return seeker, slot


def meet(
    slots: Slots,
    have: Rows,
    seeker: Rows,
    candidates: Rows,
    place: Floats,
    building: NDArray[np.integer],
    half_hub: float,
    half_local: float,
    reach: float,
) -> Rows:
    """Partner of each free slot, i64[v], -1 where nobody new is there; fills in ``slots`` and ``have``.

    Of candidates[v, k] (firm rows, -1 none) the nearest counts, in half-distances: half_hub metres inside
    a building, half_local elsewhere; from ``reach`` half-distances on nobody does. Who is already a
    contact, on either side, is passed over. Slots are served in the order given. place[n, 2] in metres.
    """
    rows, others = plain_rows(seeker, len(slots)), plain(candidates, np.int64)
    chosen, halves, best = np.empty(rows.size, np.int64), np.empty(others.shape), np.empty(rows.size, np.int8)
    where = plain(place, np.float64), plain(building, np.int32), half_hub, half_local, reach
    in_parts(lambda first, last: _halves(halves, best, rows, others, *where, first, last), rows.size)
    _meet(chosen, slots, have, rows, others, halves, best, reach)
    return chosen


def neighbours(a: Rows, b: Rows, n: int) -> tuple[Rows, Rows]:
    """Neighbours of each of n rows along undirected links, i64[2m], and where each row's start, i64[n + 1].

    They stand in the order of the links.
    """
    ends = plain_rows(a, n), plain_rows(b, n)
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(ends[0], minlength=n) + np.bincount(ends[1], minlength=n), out=starts[1:])
    out = np.empty(2 * ends[0].size, np.int64)
    _fill(out, starts[:-1].copy(), *ends)
    return out, starts


@jit
def _of_other_kinds(out: Rows, kind: NDArray[np.int8], but: int) -> int:
    # Without a branch, since kinds lie mixed.
    count = 0
    for link in range(kind.size):
        out[np.uint64(count)] = link
        count += kind[link] != but
    return count


def of_other_kinds(kind: NDArray[np.integer], but: int) -> Rows:
    """Links of any kind but one, i64: their rows."""
    out = np.empty(len(kind), np.int64)
    return out[: _of_other_kinds(out, plain(kind, np.int8), but)].copy()


@jit
def _by_kind(out: Rows, at: Rows, kind: NDArray[np.int8], rows: Rows) -> None:
    for i in range(rows.size):
        at[kind[rows[i]] + 1] += 1
    for k in range(1, at.size):
        at[k] += at[k - 1]
    for i in range(rows.size):
        of = kind[rows[i]]
        out[at[of]] = rows[i]
        at[of] += 1


def by_kind(kind: NDArray[np.integer], rows: Rows, kinds: int) -> tuple[Rows, Rows]:
    """Rows of links laid out by kind (below ``kinds``), in order within each, and where each kind starts."""
    of, out, starts = plain(kind, np.int8), np.empty(len(rows), np.int64), np.zeros(kinds + 1, np.int64)
    _by_kind(out, starts, of, plain_rows(rows, of.size))
    return out, np.append(0, starts[:kinds])


@jit
def _count_ends(
    out: Rows, a: Rows, b: Rows, kind: NDArray[np.int8], cell: Rows, first: int, last: int
) -> None:
    # Nobody (-1) is counted in the last cell.
    nowhere = np.uint64(out.shape[1] - 1)
    for link in range(first, last):
        informal, i, j = np.uint64(1 if kind[link] == 0 else 0), np.uint64(a[link]), np.uint64(b[link])
        out[informal, np.uint64(cell[i]) if a[link] >= 0 else nowhere] += 1
        out[informal, np.uint64(cell[j]) if b[link] >= 0 else nowhere] += 1


def count_ends(a: Rows, b: Rows, kind: NDArray[np.integer], cell: Rows, n_cells: int) -> Rows:
    """Ends of formal (row 0) and informal links (kind 0, row 1) by cell of the firm there: i64[2, n_cells].

    a[m], b[m] are firm rows, -1 for no firm; cell[n] that of each firm, below n_cells.
    """
    cells, parts = plain_rows(cell, n_cells), []
    links = plain(a, np.int64), plain(b, np.int64), plain(kind, np.int8)

    def count(first: int, last: int) -> None:
        out = np.zeros((2, n_cells + 1), np.int64)
        _count_ends(out, *links, cells, first, last)
        parts.append(out)

    in_parts(count, a.size)
    return np.ascontiguousarray(sum(parts, np.zeros((2, n_cells + 1), np.int64))[:, :n_cells])


def warm() -> None:
    """Compile this family."""
    rows, place = np.zeros(1, np.int64), np.zeros((1, 2))
    slots, have, _ = scan(rows, rows, rows, rows > 0, rows, rows > 0, 0, 1)
    meet(slots, have, rows, rows[:, None], place, rows, 1.0, 1.0, 1.0)
    free_slots(rows, rows > 0, 1)
    apart(place, rows, rows)
    neighbours(rows, rows, 1)
    count_ends(rows, rows, rows, rows, 1)
    of_other_kinds(rows, 0)
    by_kind(rows, rows, 1)
