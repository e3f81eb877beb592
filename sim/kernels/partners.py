"""Partners of partners, and which candidates may become a partner."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain, plain_rows
from sim.kernels.philox import cause_of, key_of, unit
from sim.kernels.threads import in_parts

type Keys = NDArray[np.uint64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]

_LEAST = 1 << 11
_BLOCK = 128


@inlined
def _one_of(other: Rows, starts: Rows, row: int, u: float) -> int:
    """The neighbour that a uniform points at, -1 for a row below 0 or alone; ``other`` has an entry at least."""
    # Without a branch, so that neighbours of several are fetched at once.
    at = np.uint64(max(row, 0))
    first = starts[at]
    count = starts[at + np.uint64(1)] - first
    found = other[np.uint64(min(first + int(u * count), other.size - 1))]
    return found if (row >= 0) & (count > 0) else -1


@jit
def _friends_of_friends(
    out: Rows,
    seekers: Rows,
    ids: Keys,
    other: Rows,
    starts: Rows,
    quarter: np.uint64,
    first_step: np.uint64,
    second_step: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    first: int,
    last: int,
) -> None:
    # All draws of a step first, in a loop that runs on vectors.
    who, u = np.empty(_BLOCK, np.uint64), np.empty((2, _BLOCK))
    for start in range(first, last, _BLOCK):
        stop = min(start + _BLOCK, last)
        for v in range(start, stop):
            who[v - start] = ids[seekers[v]]
        for k in range(out.shape[1]):
            for at in range(stop - start):
                u[0, at] = unit(who[at], quarter, first_step + np.uint64(k), k0, k1)
                u[1, at] = unit(who[at], quarter, second_step + np.uint64(k), k0, k1)
            for v in range(start, stop):
                out[v, k] = _one_of(other, starts, seekers[v], u[0, v - start])
            for v in range(start, stop):
                out[v, k] = _one_of(other, starts, out[v, k], u[1, v - start])


@jit
def _eligible(
    out: Flags, seekers: Rows, candidates: Rows, able: Flags, other: Rows, starts: Rows, first: int, last: int
) -> None:
    for v in range(first, last):
        i = seekers[v]
        for k in range(candidates.shape[1]):
            j = candidates[v, k]
            if j < 0 or j == i or not able[j]:
                out[v, k] = False
                continue
            known = False
            for earlier in range(k):
                known |= candidates[v, earlier] == j
            for at in range(starts[i], starts[i + 1]):
                known |= other[at] == j
            out[v, k] = not known


def friends_of_friends(
    seekers: Rows,
    ids: Keys,
    neighbours: tuple[Rows, Rows],
    count: int,
    luck: tuple[int, int, int],
    draws: tuple[int, int],
) -> Rows:
    """Partners of partners of each seeker, i64[v, count], -1 where it has none; luck is (seed, quarter, purpose).

    ``neighbours`` are those of `contacts.neighbours`; each walk of two steps takes the draws (draws[0] + k,
    draws[1] + k). ids u64[n] of all rows.
    """
    rows = plain_rows(seekers, len(ids))
    out = np.empty((rows.size, count), np.int64)
    seed, quarter, purpose = luck
    when, one = cause_of(quarter, purpose, draws[0])
    two = cause_of(quarter, purpose, draws[1])[1]
    keys, (other, starts), key = plain(ids, np.uint64), neighbours, key_of(seed)
    if not other.size:
        out[:] = -1
        return out
    in_parts(
        lambda first, last: _friends_of_friends(
            out, rows, keys, other, starts, when, one, two, *key, first, last
        ),
        rows.size,
        least=_LEAST,
    )
    return out


def eligible(seekers: Rows, candidates: Rows, able: Flags, neighbours: tuple[Rows, Rows]) -> Flags:
    """Candidates that are able, are not the seeker, not its neighbour yet, and not named twice: bool[v, k].

    candidates[v, k] are rows, -1 for nobody; ``neighbours`` those of `contacts.neighbours`.
    """
    rows, others, ables = plain_rows(seekers, len(able)), plain(candidates, np.int64), plain(able, np.bool_)
    out = np.empty(others.shape, np.bool_)
    in_parts(
        lambda first, last: _eligible(out, rows, others, ables, *neighbours, first, last),
        rows.size,
        least=_LEAST,
    )
    return out


def warm() -> None:
    """Compile this family."""
    rows, near = np.zeros(1, np.int64), (np.zeros(1, np.int64), np.array([0, 1]))
    friends_of_friends(rows, rows.astype(np.uint64), near, 1, (0, 0, 0), (0, 1))
    eligible(rows, rows[:, None], rows > 0, near)
