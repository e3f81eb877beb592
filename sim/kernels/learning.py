"""Gathers along undirected links: who can learn from whom, in the order of the links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit
from sim.kernels.order import to_starts
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Homes = NDArray[np.int16]


DIMENSIONS = 8
"""Dimensions of technology space: a constant, so that the compiler may lay the loops over them flat."""


@inlined
def _apart(tech: Floats, i: np.uint64, j: np.uint64) -> float:
    """Square of the straight-line distance of two rows."""
    total = 0.0
    for k in range(DIMENSIONS):
        step = tech[i, np.uint64(k)] - tech[j, np.uint64(k)]
        total += step * step
    return total


@jit
def _lessons(
    lesson: Floats,
    apart: Floats,
    counts: Floats,
    weight: Floats,
    a: Floats,
    tech: Floats,
    meets: Flags,
    link_a: Rows,
    link_b: Rows,
) -> bool:
    n, outside = np.uint64(a.size), False
    nobody = np.uint64(0xFFFFFFFFFFFFFFFF)
    # Without a branch, so that rows of several links are fetched at once.
    for link in range(apart.size):
        i, j = np.uint64(link_a[link]), np.uint64(link_b[link])
        known = (i < n) & (j < n)
        outside |= ((i >= n) & (i != nobody)) | ((j >= n) & (j != nobody))
        i, j = i if i < n else np.uint64(0), j if j < n else np.uint64(0)
        # An end that is nobody, or meets nobody, is a weight of zero to the sums that follow.
        w = weight[link] if known & meets[i] & meets[j] else 0.0
        counts[link] = w
        lesson[link] = w * (a[j] - a[i])
        apart[link] = _apart(tech, i, j)
    return not outside


@jit
def _nearness(apart: Floats, reach: float, optimum: float, spread: float) -> None:
    narrow = -0.5 / (spread * spread)
    for link in range(apart.size):
        off = min(1.0, np.sqrt(apart[link]) / reach) - optimum
        apart[link] = narrow * off * off


_BLOCK = 1 << 15


@jit
def _add_up(
    sums: Floats,
    teacher: Floats,
    tech: Floats,
    asks: Flags,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    lesson: Floats,
    asked: Rows,
) -> None:
    # Sums of nobody go to a row behind the last.
    n, count = np.uint64(tech.shape[0]), 0
    for link in range(link_a.size):
        w, taught = weight[link], lesson[link]
        i, j = np.uint64(link_a[link]), np.uint64(link_b[link])
        i, j = i if i < n else n, j if j < n else n
        sums[i, 0] += max(taught, 0.0)
        sums[i, 1] += w
        sums[j, 0] += max(-taught, 0.0)
        sums[j, 1] += w
        asked[count] = link
        count += (asks[i] & (taught > 0.0)) | (asks[j] & (taught < 0.0))
    # Lessons of those who ask are a loop of their own, without a branch, which fetches rows ahead.
    for at in range(count):
        of = np.uint64(asked[at])
        i, j, taught = np.uint64(link_a[of]), np.uint64(link_b[of]), abs(lesson[of])
        # Ends change places where a teaches b, by bits: which way a link teaches cannot be guessed ahead.
        swap = (i ^ j) * np.uint64(lesson[of] < 0.0)
        pupil, master = i ^ swap, j ^ swap
        for k in range(DIMENSIONS):
            teacher[pupil, np.uint64(k)] += taught * tech[master, np.uint64(k)]


@jit
def _by_home(
    to_a: Rows, to_b: Rows, to_weight: Floats, link_a: Rows, link_b: Rows, weight: Floats, home: Homes, at: Rows
) -> None:
    # Ends that are no firm go first, whatever they are: what follows tells whether they are allowed.
    n = home.size
    for link in range(link_a.size):
        i = link_a[link]
        at[home[i] + 1 if 0 <= i < n else 0] += 1
    to_starts(at)
    for link in range(link_a.size):
        i = link_a[link]
        place = home[i] + 1 if 0 <= i < n else 0
        to = at[place]
        at[place] = to + 1
        to_a[to], to_b[to], to_weight[to] = i, link_b[link], weight[link]


_NEAR = 1 << 13
"""Firms whose positions and sums stay in a processor's own memory."""


def _home_by_home(
    link_a: Rows, link_b: Rows, weight: Floats, home: Homes | None
) -> tuple[Rows, Rows, Floats]:
    """Links in the order of the homes of their first ends, where that keeps what they read near; else as they are."""
    if home is None or len(home) < 2 * _NEAR:
        return link_a, link_b, weight
    homes = int(home.max()) + 1
    if len(home) > homes * _NEAR:
        return link_a, link_b, weight
    out = np.empty_like(link_a), np.empty_like(link_b), np.empty_like(weight)
    _by_home(*out, link_a, link_b, weight, home, np.zeros(homes + 1, np.int64))
    return out


@jit
def _means(teacher: Floats, sums: Floats, tech: Floats, asks: Flags) -> None:
    for row in range(tech.shape[0]):
        if asks[row] and sums[row, 0] > 0.0:
            for k in range(DIMENSIONS):
                teacher[row, k] /= sums[row, 0]
        elif asks[row]:
            teacher[row] = tech[row]


def lessons(
    a: Floats,
    tech: Floats,
    radius: Floats,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    optimum: float,
    spread: float,
    *,
    meets: Flags,
    asks: Flags,
    home: Homes | None = None,
) -> tuple[Floats, Floats, Floats]:
    """What undirected links (rows link_a[m], link_b[m], -1 nobody) teach n firms: gain[n], contact[n], teacher.

    gain is the sum of lead × proximity × weight over those ahead, contact the sum of weights, both in the
    order of the links, among those who meet others (meets[n]); teacher[n, d] the mean position of teachers by
    what they teach, a firm's own where nobody teaches it, and 0 for who does not ask (asks[n]); radius[n] or [1].
    home[n], small whole numbers, says where firms are: sums then may take links home by home, in their order within.
    Raises IndexError for rows outside −1 … n − 1, ValueError for positions not in 8 dimensions.
    """
    n, m = len(a), len(link_a)
    if tech.shape != (n, DIMENSIONS):
        raise ValueError(f"positions {tech.shape} of {n} firms have not {DIMENSIONS} dimensions")
    if radius.size not in (1, n):
        raise ValueError(f"{radius.size} radii for {n} firms")
    link_a, link_b, weight = _home_by_home(link_a, link_b, weight, home)
    reach = _reach(radius[:1], radius[:1])[0] if len(radius) == 1 else 1.0
    sums, teacher, seeks = np.zeros((n + 1, 2)), np.zeros(tech.shape), np.append(asks, False)
    lesson, near, counts = np.empty((3, min(m, _BLOCK)))
    asked = np.empty(lesson.size + 1, np.int64)
    # In blocks, so that what is between two steps need not leave the processor.
    for start in range(0, m if n else 0, _BLOCK):
        part = slice(start, min(start + _BLOCK, m))
        ends, size = (link_a[part], link_b[part]), part.stop - start
        # A lesson is positive where end b teaches end a, negative the other way round.
        taught, apart, met = lesson[:size], near[:size], counts[:size]
        if not _lessons(taught, apart, met, weight[part], a, tech, meets, *ends):
            raise IndexError(f"ends of links lie outside -1..{n - 1}")
        if len(radius) > 1:
            apart /= _reach(radius[ends[0]], radius[ends[1]]) ** 2
        _nearness(apart, reach, optimum, spread)
        # numpy takes exponentials on vectors.
        taught *= np.exp(apart, out=apart)
        _add_up(sums, teacher, tech, seeks, *ends, met, taught, asked)
    _means(teacher, sums, tech, asks)
    return sums[:n, 0], sums[:n, 1], teacher


@jit
def project(out: Floats, tech: Floats, centre: Floats, radius: Floats) -> None:
    """Nearest point on each row's sphere; centre[1, 8] and radius[1] serve all, a lost point takes the first axis."""
    for i in range(tech.shape[0]):
        middle = i if centre.shape[0] > 1 else 0
        length = 0.0
        for k in range(tech.shape[1]):
            out[i, k] = tech[i, k] - centre[middle, k]
            length += out[i, k] * out[i, k]
        if length == 0.0:
            out[i, 0], length = 1.0, 1.0
        stretch = radius[min(i, radius.size - 1)] / np.sqrt(length)
        for k in range(tech.shape[1]):
            out[i, k] = centre[middle, k] + stretch * out[i, k]


@jit
def _distances(out: Floats, tech: Floats, link_a: Rows, link_b: Rows, first: int, last: int) -> None:
    for link in range(first, last):
        out[link] = np.sqrt(_apart(tech, np.uint64(link_a[link]), np.uint64(link_b[link])))


def distances(tech: Floats, radius: Floats, link_a: Rows, link_b: Rows) -> Floats:
    """Cognitive distance along each link, f64[m], radius[n] or [1]; ValueError for positions not in 8 dimensions."""
    if tech.shape[1] != DIMENSIONS:
        raise ValueError(f"positions {tech.shape} have not {DIMENSIONS} dimensions")
    out = np.empty(link_a.size)
    in_parts(lambda first, last: _distances(out, tech, link_a, link_b, first, last), link_a.size)
    reach = _reach(radius, radius) if len(radius) == 1 else _reach(radius[link_a], radius[link_b])
    return np.minimum(1.0, out / reach)


def _reach(radius_a: Floats, radius_b: Floats) -> Floats:
    """Sum of the radii of both ends; spheres that are points are as good as at one place."""
    both = radius_a + radius_b
    return np.where(both > 0.0, both, np.inf)


def warm() -> None:
    """Compile this family."""
    one, rows, here = np.ones(2), np.arange(2), np.ones((2, 8))
    lessons(one, here, one, rows, rows, one, 0.5, 0.5, meets=one > 0, asks=one > 0)
    _by_home(rows, rows, one, rows, rows, one, np.zeros(2, np.int16), np.zeros(2, np.int64))
    project(np.zeros((2, 8)), here, here, one)
    distances(here, one, rows, rows)
