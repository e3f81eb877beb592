"""Gathers along undirected links: who can learn from whom, in the order of the links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int32]


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
def _counts(starts: Rows, link_a: Rows, link_b: Rows, weight: Floats) -> None:
    for link in range(link_a.size):
        if weight[link] != 0.0:
            starts[link_a[link] + 1] += 1
            starts[link_b[link] + 1] += 1
    for i in range(1, starts.size):
        starts[i] += starts[i - 1]


@jit
def _lay_out(other: Rows, share: Floats, at: Rows, link_a: Rows, link_b: Rows, weight: Floats) -> None:
    for link in range(link_a.size):
        w = weight[link]
        if w != 0.0:
            i, j = link_a[link], link_b[link]
            other[at[i]], share[at[i]] = j, w
            at[i] += 1
            other[at[j]], share[at[j]] = i, w
            at[j] += 1


@jit
def _lessons(
    gain: Floats,
    contact: Floats,
    teacher: Floats,
    a: Floats,
    tech: Floats,
    radius: Floats,
    starts: Rows,
    other: Rows,
    share: Floats,
    optimum: float,
    spread: float,
    first: int,
    last: int,
) -> None:
    narrow = -0.5 / (spread * spread)
    ask = teacher.shape[0] > 0
    for i in range(first, last):
        gained, met = 0.0, 0.0
        for at in range(starts[i], starts[i + 1]):
            j, w = other[at], share[at]
            met += w
            lead = a[j] - a[i]
            if not lead > 0.0:
                continue
            off = distance(tech, i, j, radius) - optimum
            lesson = w * lead * np.exp(narrow * off * off)
            gained += lesson
            if ask:
                for k in range(tech.shape[1]):
                    teacher[i, k] += lesson * tech[j, k]
        gain[i], contact[i] = gained, met
        if ask:
            for k in range(tech.shape[1]):
                teacher[i, k] = teacher[i, k] / gained if gained > 0.0 else tech[i, k]


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
    ask: bool,
) -> tuple[Floats, Floats, Floats]:
    """What undirected links (rows link_a[m], link_b[m]) teach n firms: gain[n], contact[n], teacher.

    gain is the sum of lead × proximity × weight over those ahead, contact the sum of weights, both in the
    order of the links; teacher[n, d] (no rows unless asked for) the mean position of teachers by what they
    teach, a firm's own where nobody teaches it.
    """
    n = len(a)
    starts = np.zeros(n + 1, np.int32)
    _counts(starts, link_a, link_b, weight)
    other, share = np.empty(starts[-1], np.int32), np.empty(starts[-1])
    _lay_out(other, share, starts[:-1].copy(), link_a, link_b, weight)
    gain, contact, teacher = np.empty(n), np.empty(n), np.zeros((n if ask else 0, tech.shape[1]))

    def learn(first: int, last: int) -> None:
        _lessons(gain, contact, teacher, a, tech, radius, starts, other, share, optimum, spread, first, last)

    in_parts(learn, n)
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
    one, rows, here = np.ones(2), np.arange(2, dtype=np.int32), np.ones((2, 8))
    lessons(one, here, one, rows, rows, one, 0.5, 0.5, ask=True)
    project(np.zeros((2, 8)), here, here, one)
    distances(here, one, rows, rows)
