"""Gathers along undirected links: who can learn from whom, in the order of the links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]


DIMENSIONS = 8
"""Dimensions of technology space: a constant, so that the compiler may lay the loops over them flat."""


@inlined
def distance(tech: Floats, i: np.uint64, j: np.uint64, radius: Floats) -> float:
    """Cognitive distance of two rows, 0 to 1: straight-line distance over the sum of the two radii."""
    total = 0.0
    for k in range(DIMENSIONS):
        step = tech[i, np.uint64(k)] - tech[j, np.uint64(k)]
        total += step * step
    scale = radius[i] + radius[j]
    return min(1.0, np.sqrt(total) / scale) if scale > 0.0 else 0.0


@jit
def _lessons(
    lesson: Floats,
    fit: Floats,
    weight: Floats,
    a: Floats,
    tech: Floats,
    radius: Floats,
    meets: Flags,
    link_a: Rows,
    link_b: Rows,
    optimum: float,
    spread: float,
    first: int,
    last: int,
) -> bool:
    narrow, n = -0.5 / (spread * spread), a.size
    for link in range(first, last):
        i, j, w = link_a[link], link_b[link], weight[link]
        if not (-1 <= i < n and -1 <= j < n):
            return False
        lesson[link], fit[link] = 0.0, 0.0
        # An end that is nobody, or meets nobody, is a weight of zero to the sums that follow.
        if i < 0 or j < 0 or w == 0.0 or not (meets[i] and meets[j]):
            weight[link] = 0.0
            continue
        off = distance(tech, np.uint64(i), np.uint64(j), radius) - optimum
        fit[link] = narrow * off * off
        lesson[link] = w * (a[j] - a[i])
    # A loop of its own: calls to the exponential would keep the first one from fetching rows ahead.
    for link in range(first, last):
        lesson[link] *= np.exp(fit[link])
    return True


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
    count = 0
    for link in range(link_a.size):
        w = weight[link]
        if w == 0.0:
            continue
        i, j = np.uint64(link_a[link]), np.uint64(link_b[link])
        pupil = i if lesson[link] > 0.0 else j
        sums[i, 1] += w
        sums[j, 1] += w
        sums[pupil, 0] += abs(lesson[link])
        asked[count] = link
        count += 1 if asks[pupil] else 0
    # Lessons of those who ask are a loop of their own, without a branch, which fetches rows ahead.
    for at in range(count):
        link = asked[at]
        i, j, taught = np.uint64(link_a[link]), np.uint64(link_b[link]), abs(lesson[link])
        pupil, master = (i, j) if lesson[link] > 0.0 else (j, i)
        for k in range(DIMENSIONS):
            teacher[pupil, np.uint64(k)] += taught * tech[master, np.uint64(k)]
    for row in range(asks.size):
        if asks[row]:
            for k in range(DIMENSIONS):
                teacher[row, k] = teacher[row, k] / sums[row, 0] if sums[row, 0] > 0.0 else tech[row, k]


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
) -> tuple[Floats, Floats, Floats]:
    """What undirected links (rows link_a[m], link_b[m], -1 nobody) teach n firms: gain[n], contact[n], teacher.

    gain is the sum of lead × proximity × weight over those ahead, contact the sum of weights, both in the
    order of the links, among those who meet others (meets[n]); teacher[n, d] the mean position of teachers by
    what they teach, a firm's own where nobody teaches it, and 0 for who does not ask (asks[n]).
    Raises IndexError for rows outside −1 … n − 1, ValueError for positions not in 8 dimensions.
    """
    n, m = len(a), len(link_a)
    if tech.shape != (n, DIMENSIONS):
        raise ValueError(f"positions {tech.shape} of {n} firms have not {DIMENSIONS} dimensions")
    # A lesson is positive where end b teaches end a, negative the other way round.
    lesson, fit, counts = np.empty(m), np.empty(m), weight.copy()
    sound: list[bool] = []

    def teach(first: int, last: int) -> None:
        ends = link_a, link_b, optimum, spread, first, last
        sound.append(_lessons(lesson, fit, counts, a, tech, radius, meets, *ends))

    in_parts(teach, m)
    if not all(sound):
        raise IndexError(f"ends of links lie outside -1..{n - 1}")
    sums, teacher = np.zeros((n, 2)), np.zeros(tech.shape)
    _add_up(sums, teacher, tech, asks, link_a, link_b, counts, lesson, np.empty(m, np.int64))
    return sums[:, 0], sums[:, 1], teacher


@jit
def project(out: Floats, tech: Floats, centre: Floats, radius: Floats) -> None:
    """Nearest point on each row's sphere; centre[1, 8] serves all rows, a lost point takes the first axis."""
    for i in range(tech.shape[0]):
        middle = i if centre.shape[0] > 1 else 0
        length = 0.0
        for k in range(tech.shape[1]):
            out[i, k] = tech[i, k] - centre[middle, k]
            length += out[i, k] * out[i, k]
        if length == 0.0:
            out[i, 0], length = 1.0, 1.0
        stretch = radius[i] / np.sqrt(length)
        for k in range(tech.shape[1]):
            out[i, k] = centre[middle, k] + stretch * out[i, k]


@jit
def _distances(
    out: Floats, tech: Floats, radius: Floats, link_a: Rows, link_b: Rows, first: int, last: int
) -> None:
    for link in range(first, last):
        out[link] = distance(tech, np.uint64(link_a[link]), np.uint64(link_b[link]), radius)


def distances(tech: Floats, radius: Floats, link_a: Rows, link_b: Rows) -> Floats:
    """Cognitive distance along each link, f64[m]; ValueError for positions not in 8 dimensions."""
    if tech.shape[1] != DIMENSIONS:
        raise ValueError(f"positions {tech.shape} have not {DIMENSIONS} dimensions")
    out = np.empty(link_a.size)
    in_parts(lambda first, last: _distances(out, tech, radius, link_a, link_b, first, last), link_a.size)
    return out


def warm() -> None:
    """Compile this family."""
    one, rows, here = np.ones(2), np.arange(2), np.ones((2, 8))
    lessons(one, here, one, rows, rows, one, 0.5, 0.5, meets=one > 0, asks=one > 0)
    project(np.zeros((2, 8)), here, here, one)
    distances(here, one, rows, rows)
