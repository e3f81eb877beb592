"""Consistent hashing: candidates are the next members after a keyed point; one more displaces one at most."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.compile import inlined, jit, plain, plain_rows
from sim.kernels.order import order_of
from sim.kernels.threads import in_parts

type Keys = NDArray[np.uint64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]

_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
_A, _B, _STEP = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0x9E3779B97F4A7C15))


@jit
def _mix(out: Keys, ids: Keys, salt: np.uint64) -> None:
    for i in range(ids.size):
        x = ids[i] + (salt + np.uint64(1)) * _STEP
        x = (x ^ (x >> _S30)) * _A
        x = (x ^ (x >> _S27)) * _B
        out[i] = x ^ (x >> _S31)


@jit
def _deal(members: Rows, ring: Keys, at: Rows, order: Rows, keys: Keys, group: Rows, joins: Flags) -> None:
    for spot in range(order.size):
        row = order[spot]
        # Unsigned: the compiler need not ask whether a row counts from behind.
        of = np.uint64(row)
        if joins[of]:
            to = np.uint64(group[of])
            here = np.uint64(at[to])
            members[here] = row
            ring[here] = keys[spot]
            at[to] += 1


@jit
def _count(starts: Rows, group: Rows, joins: Flags) -> None:
    for row in range(group.size):
        starts[group[row] + 1] += joins[row]
    for g in range(1, starts.size):
        starts[g] += starts[g - 1]


@inlined
def at_or_after(ring: Keys, first: int, last: int, guess: int, point: np.uint64) -> int:
    """First place from ``first`` to ``last`` whose key is not below the point; ``last`` if none. Guess well."""
    low = high = guess
    step = 1
    if guess < last and ring[np.uint64(guess)] < point:
        low = high = guess + 1
        while high < last and ring[np.uint64(high)] < point:
            low = high + 1
            high = min(high + step, last)
            step *= 2
    else:
        while low > first:
            low = max(high - step, first)
            if ring[np.uint64(low)] < point:
                low += 1
                break
            high = low
            step *= 2
    while low < high:
        half = (low + high) >> 1
        if ring[np.uint64(half)] < point:
            low = half + 1
        else:
            high = half
    return low


@jit
def _successors(
    out: Rows,
    ring: Keys,
    members: Rows,
    starts: Rows,
    group: Rows,
    points: Keys,
    around: float,
    start: int,
    stop: int,
) -> None:
    for i in range(start, stop):
        first, last = starts[group[i]], starts[group[i] + 1]
        # Hashes lie evenly round a ring: the successor is near the same share of its members.
        share = min(np.float64(points[i]) / around, 1.0)
        low = at_or_after(ring, first, last, first + int(share * (last - first)), points[i])
        for j in range(min(out.shape[1], last - first)):
            position = low + j
            position = position if position < last else position - (last - first)
            out[i, j] = members[position] if members.size else position


def ring_hash(ids: ArrayLike, salt: int = 0) -> Keys:
    """Place of each identity on a ring, u64[n] (splitmix64); another salt gives an unrelated ring."""
    keys = plain(ids, np.uint64)
    out = np.empty_like(keys)
    _mix(out, keys, np.uint64(salt & 0xFFFFFFFFFFFFFFFF))
    return out


def ring_order(group: ArrayLike, hashes: ArrayLike, groups: int) -> tuple[Rows, Rows]:
    """Rows sorted by (group, hash), and where each of the `groups` rings starts (i64[groups + 1])."""
    keys = plain(hashes, np.uint64)
    order = order_of(keys)
    members, _, starts = deal(order, keys[order], group, np.ones(order.size, np.bool_), groups)
    return members, starts


def deal(order: Rows, keys: Keys, group: ArrayLike, joins: Flags, groups: int) -> tuple[Rows, Keys, Rows]:
    """Deal the rows that join (bool[n]) to rings by group[n], each in the order of `order` (i64[n], all rows).

    keys[n] stand in that order too. Returns members i64[m], ring after ring, their keys u64[m], and where
    each ring starts i64[groups + 1].
    """
    of, starts = plain_rows(group, groups), np.zeros(groups + 1, np.int64)
    _count(starts, of, joins)
    members, ring = np.empty(starts[-1], np.int64), np.empty(starts[-1], np.uint64)
    _deal(members, ring, starts[:-1].copy(), order, keys, of, joins)
    return members, ring, starts


def successors(ring_keys: ArrayLike, points: ArrayLike, k: int) -> Rows:
    """The k members at or after each point of one sorted ring, going round: positions i64[m, k].

    −1 fills up where the ring has fewer than k.
    """
    ring = plain(ring_keys, np.uint64)
    return successors_within(ring, np.array([0, ring.size]), np.zeros(np.size(points), np.int64), points, k)


def successors_within(
    ring_keys: ArrayLike,
    starts: ArrayLike,
    group: ArrayLike,
    points: ArrayLike,
    k: int,
    members: Rows | None = None,
    around: float = 2.0**64,
) -> Rows:
    """As `successors`, on the ring `group[m]` each: ring g is ring_keys[starts[g]:starts[g + 1]], sorted.

    Returns positions in the whole of ring_keys, or `members` (i64, as long as ring_keys) at them. Searched
    quickly where keys lie evenly between 0 and ``around``.
    """
    ring, first, spots = plain(ring_keys, np.uint64), plain(starts, np.int64), plain(points, np.uint64)
    asked = plain_rows(group, first.size - 1)
    if asked.shape != spots.shape or np.any(np.diff(first) < 0) or first[0] < 0 or first[-1] > ring.size:
        raise ValueError("starts must rise within ring_keys, and every point needs one group")
    named = np.empty(0, np.int64) if members is None else plain(members, np.int64)
    out = np.full((spots.size, k), -1, np.int64)
    in_parts(
        lambda start, stop: _successors(out, ring, named, first, asked, spots, around, start, stop),
        spots.size,
    )
    return out


def warm() -> None:
    """Compile this family."""
    keys = ring_hash(np.arange(2))
    successors(np.sort(keys), keys, 1)
    ring_order(np.zeros(2), keys, 1)
