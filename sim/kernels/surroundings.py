"""Who is found about a seeker: members of its building, and of squares of the city near it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain, plain_rows
from sim.kernels.hashring import at_or_after
from sim.kernels.philox import cause_of, key_of, unit
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Keys = NDArray[np.uint64]
type Rows = NDArray[np.int64]
type Rings = tuple[Rows, Keys, Rows]
"""Members, their places, and where each ring starts, as `hashring.deal` returns them."""

WRAP_BITS = 7
_WRAP = 1 << WRAP_BITS
FROM_BUILDING = 2
CANDIDATES = FROM_BUILDING + 2
DRAWS = 4
"""Draws of luck that one seeker and slot take."""
_BLOCK = 128


@inlined
def _square(city: int, x: float, y: float, edge: float) -> int:
    column = int(np.floor(x / edge)) & (_WRAP - 1)
    row = int(np.floor(y / edge)) & (_WRAP - 1)
    return (((city << WRAP_BITS) | column) << WRAP_BITS) | row


@jit
def _squares(out: Rows, city: Rows, place: Floats, edge: float, first: int, last: int) -> None:
    for i in range(first, last):
        out[i] = _square(city[i], place[i, 0], place[i, 1], edge)


@jit
def _find(
    out: Rows,
    column: int,
    wanted: int,
    members: Rows,
    ring: Keys,
    starts: Rows,
    group: Rows,
    point: Keys,
    span: Rows,
    around: float,
    first: int,
    last: int,
) -> None:
    # Where each ring lies and about where its point falls first: many of these loads are under way at once.
    for at in range(last - first):
        of = np.uint64(group[at])
        begin, end = starts[of], starts[of + np.uint64(1)]
        share = min(np.float64(point[at]) / around, 1.0)
        span[0, at], span[1, at], span[2, at] = begin, end, begin + int(share * (end - begin))
    for at in range(last - first):
        v, begin, end = np.uint64(first + at), span[0, at], span[1, at]
        low = at_or_after(ring, begin, end, span[2, at], point[at])
        for k in range(wanted):
            position = low + k
            position = position if position < end else position - (end - begin)
            out[v, np.uint64(column + k)] = members[np.uint64(position)] if k < end - begin else -1


@jit
def _look_about(
    out: Rows,
    seeker: Rows,
    slot: Rows,
    ids: Keys,
    place: Floats,
    building: Rows,
    city: Rows,
    homes: Rings,
    near: Rings,
    far: Rings,
    edges: tuple[float, float],
    around: float,
    cause: tuple[np.uint64, np.uint64],
    key: tuple[np.uint64, np.uint64],
    first: int,
    last: int,
) -> None:
    # By blocks, in several short loops: the simple ones run on vectors, the others fetch rows of many at once.
    group, point = np.empty((3, _BLOCK), np.int64), np.empty((2, _BLOCK), np.uint64)
    who, draw, u = np.empty(_BLOCK, np.uint64), np.empty(_BLOCK, np.uint64), np.empty((DRAWS, _BLOCK))
    x, y, where = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK, np.int64)
    span = np.empty((3, _BLOCK), np.int64)
    when, purpose = cause
    k0, k1 = key
    for start in range(first, last, _BLOCK):
        stop = min(start + _BLOCK, last)
        for at in range(stop - start):
            i = np.uint64(seeker[start + at])
            who[at], draw[at] = ids[i], purpose + np.uint64(DRAWS) * np.uint64(slot[start + at])
            x[at], y[at], where[at], group[0, at] = place[i, 0], place[i, 1], city[i], building[i]
        for k in range(DRAWS):
            for at in range(stop - start):
                u[k, at] = unit(who[at], when, draw[at] + np.uint64(k), k0, k1)
        for at in range(stop - start):
            point[0, at] = np.uint64(np.int64(u[0, at] * around))
            point[1, at] = np.uint64(np.int64(u[3, at] * around))
            # One direction serves both squares: they differ in size, and their members lie on unlike rings.
            east, north = u[1, at] - 0.5, u[2, at] - 0.5
            for size in range(2):
                edge = edges[size]
                group[1 + size, at] = _square(where[at], x[at] + east * edge, y[at] + north * edge, edge)
        _find(out, 0, FROM_BUILDING, homes[0], homes[1], homes[2], group[0], point[0], span, around, start, stop)
        _find(out, FROM_BUILDING, 1, near[0], near[1], near[2], group[1], point[1], span, around, start, stop)
        _find(out, FROM_BUILDING + 1, 1, far[0], far[1], far[2], group[2], point[1], span, around, start, stop)


def squares(city: Rows, place: Floats, edge: float) -> Rows:
    """Number of the square of a city in which each place[n, 2] (metres) lies, i64[n].

    Squares have edges of ``edge`` metres; numbers repeat beyond 128 edges.
    """
    out = np.empty(len(place), np.int64)
    cities, places = plain(city, np.int64), plain(place, np.float64)
    in_parts(lambda first, last: _squares(out, cities, places, edge, first, last), out.size)
    return out


def look_about(
    seeker: Rows,
    slot: Rows,
    ids: Keys,
    place: Floats,
    building: Rows,
    city: Rows,
    rings: Sequence[Rings],
    edges: tuple[float, float],
    around: float,
    luck: tuple[int, int, int],
) -> Rows:
    """Rows whom each (seeker, slot) might meet: i64[v, 4], -1 where there are too few.

    Two from its building, and one each from the square of the smaller and of the larger of two ``edges``
    (metres) in which a point within half an edge of the seeker falls. rings are those of buildings and of
    both kinds of `squares`, their places below ``around``; luck is (seed, quarter, purpose), of which each
    slot takes four draws. ids u64[n], place[n, 2] in metres, building and city i64[n].
    """
    rows, slots = plain_rows(seeker, len(ids)), plain(slot, np.int64)
    out = np.empty((rows.size, CANDIDATES), np.int64)
    seed, quarter, purpose = luck
    if rows.size:
        cause_of(quarter, purpose, DRAWS * int(slots.max()) + DRAWS - 1)
    firms = plain(ids, np.uint64), plain(place, np.float64), plain(building, np.int64), plain(city, np.int64)
    cause, key, (homes, near, far) = cause_of(quarter, purpose, 0), key_of(seed), rings
    sizes = float(edges[0]), float(edges[1])
    in_parts(
        lambda first, last: _look_about(
            out, rows, slots, *firms, homes, near, far, sizes, around, cause, key, first, last
        ),
        rows.size,
        least=1 << 11,
    )
    return out


def warm() -> None:
    """Compile this family."""
    rows, place = np.zeros(1, np.int64), np.zeros((1, 2))
    ring = rows, rows.astype(np.uint64), np.zeros((1 << 2 * WRAP_BITS) + 1, np.int64)
    squares(rows, place, 1.0)
    look_about(rows, rows, ring[1], place, rows, rows, (ring, ring, ring), (1.0, 1.0), 1.0, (0, 0, 0))
