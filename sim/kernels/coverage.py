"""What a team can do between them, dimension by dimension."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain, plain_rows
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@jit
def reach(best: Floats, required: Floats, tech: Floats, project: Rows) -> None:
    """Raise best[q, d] to how far any member (tech[m, d], of project[m]) comes toward required[q, d]."""
    for member in range(tech.shape[0]):
        q = project[member]
        for k in range(tech.shape[1]):
            need = required[q, k]
            toward = tech[member, k] if need >= 0.0 else -tech[member, k]
            best[q, k] = max(best[q, k], min(toward, abs(need)))


@jit
def covered(out: Floats, best: Floats, required: Floats) -> None:
    """Share of the requirement that is covered: Σ best / Σ |required|, 1 where nothing is required."""
    for q in range(required.shape[0]):
        have, need = 0.0, 0.0
        for k in range(required.shape[1]):
            have += best[q, k]
            need += abs(required[q, k])
        out[q] = min(1.0, have / need) if need > 0.0 else 1.0


@jit
def _angles(
    out: Floats, tech: Floats, centre: Floats, held: Floats, rows: Rows, start: int, stop: int
) -> None:
    step = np.empty(8)
    for q in range(start, stop):
        for k in range(rows.shape[1]):
            i, length = rows[q, k], 0.0
            if i < 0:
                continue
            for d in range(8):
                step[d] = held[i, d] - centre[q, d]
                length += step[d] * step[d]
            if length == 0.0:
                step[0], length = 1.0, 1.0
            stretch = 1.0 / np.sqrt(length)
            for d in range(8):
                gap = stretch * step[d] - tech[q, d]
                step[d] = gap * gap
            # Added as numpy adds eight numbers that lie side by side.
            first = (step[0] + step[1]) + (step[2] + step[3])
            out[q, k] = 0.5 * np.sqrt(first + ((step[4] + step[5]) + (step[6] + step[7])))


def angles(tech: Floats, centre: Floats, held: Floats, rows: Rows) -> Floats:
    """Half the straight line between a project's direction tech[q, 8] and those of candidates: f64[q, k].

    Candidates are rows[q, k] of held[n, 8], seen from centre[q, 8] at length 1; 0 where a row is −1.
    Raises ValueError for positions not in 8 dimensions.
    """
    if not tech.shape[1] == centre.shape[1] == held.shape[1] == 8:
        raise ValueError("positions have not 8 dimensions")
    out = np.zeros(rows.shape)
    places = plain(tech, np.float64), plain(centre, np.float64), plain(held, np.float64)
    wanted = plain(rows, np.int64)
    in_parts(lambda start, stop: _angles(out, *places, wanted, start, stop), len(out))
    return out


@jit
def _directions(
    out: Floats, held: Floats, rows: Rows, beyond: Floats, centre: Floats, of: Rows, start: int, stop: int
) -> None:
    n = held.shape[0]
    for m in range(start, stop):
        row, middle, length = rows[m], np.uint64(of[m]), 0.0
        for d in range(8):
            at = held[np.uint64(row), d] if row < n else beyond[np.uint64(row - n), d]
            out[m, d] = at - centre[middle, d]
            length += out[m, d] * out[m, d]
        if length == 0.0:
            out[m, 0], length = 1.0, 1.0
        stretch = 1.0 / np.sqrt(length)
        for d in range(8):
            out[m, d] = stretch * out[m, d]


def directions(held: Floats, rows: Rows, beyond: Floats, centre: Floats, of: Rows) -> Floats:
    """Direction of length 1 in which each of rows[m] lies from centre[of[m], 8]: f64[m, 8].

    Rows are those of held[n, 8], and from n on those of beyond[u, 8]. What lies at its centre goes along the
    first axis. Raises IndexError for rows and centres that are not there, ValueError for other than 8 dimensions.
    """
    if not held.shape[1] == beyond.shape[1] == centre.shape[1] == 8:
        raise ValueError("positions have not 8 dimensions")
    wanted, middles = plain_rows(rows, len(held) + len(beyond)), plain_rows(of, len(centre))
    out, places = np.empty((wanted.size, 8)), [plain(each, np.float64) for each in (held, beyond, centre)]
    in_parts(
        lambda start, stop: _directions(out, places[0], wanted, places[1], places[2], middles, start, stop), len(out)
    )
    return out


@jit
def _partners(
    firm: Rows,
    partner: Rows,
    asks: Flags,
    a: Rows,
    b: Rows,
    kind: NDArray[np.int8],
    some: Rows,
    academic: int,
) -> int:
    count = 0
    for link in some:
        if a[link] < 0:
            continue
        i, j = a[link], b[link]
        if kind[link] == academic:
            if asks[i]:
                firm[count], partner[count] = i, -1 - link
                count += 1
        elif j >= 0:
            if asks[i]:
                firm[count], partner[count] = i, j
                count += 1
            if asks[j]:
                firm[count], partner[count] = j, i
                count += 1
    return count


def partners(
    asks: Flags, a: Rows, b: Rows, kind: NDArray[np.int8], live: Rows, joint: int, academic: int
) -> tuple[Rows, Rows]:
    """Firms that ask (bool[n]) and their partners along live links (rows), i64[m] each, in the order of those.

    a, b are firm rows of the ends of all links, −1 for none. A link of kind joint gives its ends to each other;
    one of kind academic gives end a the link itself, as −1 − its row.
    """
    some = live[(kind[live] == joint) | (kind[live] == academic)]
    firm, partner = np.empty(2 * some.size, np.int64), np.empty(2 * some.size, np.int64)
    count = _partners(firm, partner, asks, a, b, kind, some, academic)
    return firm[:count], partner[:count]


def warm() -> None:
    """Compile this family."""
    one = np.ones((1, 8))
    reach(np.zeros((1, 8)), one, one, np.zeros(1, np.int64))
    covered(np.zeros(1), one, one)
    row, none = np.zeros(1, np.int64), np.zeros(1, np.bool_)
    partners(none, row, row, np.zeros(1, np.int8), row, 1, 2)
    angles(one, one, one, row[:, None])
    directions(one, row, one, one, row)
