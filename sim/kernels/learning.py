"""Gathers along undirected links: who can learn from whom, in the order of the links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@jit
def distance(tech: Floats, i: int, j: int, radius: Floats) -> float:
    """Cognitive distance of two rows, 0 to 1: straight-line distance over the sum of the two radii."""
    total = 0.0
    for k in range(tech.shape[1]):
        step = tech[i, k] - tech[j, k]
        total += step * step
    scale = radius[i] + radius[j]
    return min(1.0, np.sqrt(total) / scale) if scale > 0.0 else 0.0


@jit
def _lessons(
    lesson: Floats,
    a: Floats,
    tech: Floats,
    radius: Floats,
    meets: Flags,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
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
        lesson[link] = 0.0
        # An end that is nobody, or meets nobody, is a weight of zero to the sums that follow.
        if i < 0 or j < 0 or w == 0.0 or not (meets[i] and meets[j]):
            weight[link] = 0.0
            continue
        lead = abs(a[j] - a[i])
        if lead > 0.0:
            off = distance(tech, i, j, radius) - optimum
            lesson[link] = w * lead * np.exp(narrow * off * off)
    return True


@jit
def _add_up(
    gain: Floats,
    contact: Floats,
    teacher: Floats,
    a: Floats,
    tech: Floats,
    asks: Flags,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    lesson: Floats,
) -> None:
    for link in range(link_a.size):
        w = weight[link]
        if w == 0.0:
            continue
        i, j = link_a[link], link_b[link]
        contact[i] += w
        contact[j] += w
        pupil, master = (i, j) if a[j] > a[i] else (j, i)
        gain[pupil] += lesson[link]
        if asks[pupil]:
            for k in range(tech.shape[1]):
                teacher[pupil, k] += lesson[link] * tech[master, k]
    for i in range(gain.size):
        if asks[i]:
            for k in range(tech.shape[1]):
                teacher[i, k] = teacher[i, k] / gain[i] if gain[i] > 0.0 else tech[i, k]


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
    Raises IndexError for rows outside −1 … n − 1.
    """
    n, m = len(a), len(link_a)
    lesson, counts = np.empty(m), weight.copy()
    sound: list[bool] = []

    def teach(first: int, last: int) -> None:
        sound.append(
            _lessons(lesson, a, tech, radius, meets, link_a, link_b, counts, optimum, spread, first, last)
        )

    in_parts(teach, m)
    if not all(sound):
        raise IndexError(f"ends of links lie outside -1..{n - 1}")
    gain, contact, teacher = np.zeros(n), np.zeros(n), np.zeros(tech.shape)
    _add_up(gain, contact, teacher, a, tech, asks, link_a, link_b, counts, lesson)
    return gain, contact, teacher


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
        out[link] = distance(tech, link_a[link], link_b[link], radius)


def distances(tech: Floats, radius: Floats, link_a: Rows, link_b: Rows) -> Floats:
    """Cognitive distance along each link, f64[m]."""
    out = np.empty(link_a.size)
    in_parts(lambda first, last: _distances(out, tech, radius, link_a, link_b, first, last), link_a.size)
    return out


def warm() -> None:
    """Compile this family."""
    one, rows, here = np.ones(2), np.arange(2), np.ones((2, 8))
    lessons(one, here, one, rows, rows, one, 0.5, 0.5, meets=one > 0, asks=one > 0)
    project(np.zeros((2, 8)), here, here, one)
    distances(here, one, rows, rows)
