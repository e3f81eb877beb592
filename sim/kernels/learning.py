"""Gathers along undirected links: who can learn from whom, in the order of the links."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit

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
def lessons(
    gain: Floats,
    contact: Floats,
    teacher: Floats,
    taught: Floats,
    a: Floats,
    tech: Floats,
    radius: Floats,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    optimum: float,
    spread: float,
) -> None:
    """Add to gain[n] the lead × proximity × weight of teachers, to contact[n] the weights.

    teacher[n, 8], or no rows when nobody asks, gets the teachers' positions weighted by what they
    teach, and taught[n] the sum of those weights.
    """
    narrow = -0.5 / (spread * spread)
    for link in range(link_a.size):
        w = weight[link]
        if w == 0.0:
            continue
        i, j = link_a[link], link_b[link]
        contact[i] += w
        contact[j] += w
        if a[i] > a[j]:
            i, j = j, i
        lead = a[j] - a[i]
        if lead <= 0.0:
            continue
        off = distance(tech, i, j, radius) - optimum
        lesson = w * lead * np.exp(narrow * off * off)
        gain[i] += lesson
        if teacher.shape[0] > 0:
            for k in range(tech.shape[1]):
                teacher[i, k] += lesson * tech[j, k]
            taught[i] += lesson


@jit
def means(teacher: Floats, taught: Floats, tech: Floats) -> None:
    """Turn the sums of `lessons` into mean positions; who had no teacher keeps its own."""
    for i in range(teacher.shape[0]):
        for k in range(teacher.shape[1]):
            teacher[i, k] = teacher[i, k] / taught[i] if taught[i] > 0.0 else tech[i, k]


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
def distances(out: Floats, tech: Floats, radius: Floats, link_a: Rows, link_b: Rows) -> None:
    """Cognitive distance along each link."""
    for link in range(link_a.size):
        out[link] = distance(tech, link_a[link], link_b[link], radius)


def warm() -> None:
    """Compile this family."""
    one, rows, here = np.ones(2), np.arange(2, dtype=np.int32), np.ones((2, 8))
    lessons(
        np.zeros(2), np.zeros(2), np.zeros((2, 8)), np.zeros(2), one, here, one, rows, rows, one, 0.5, 0.5
    )
    means(np.zeros((2, 8)), one, here)
    project(np.zeros((2, 8)), here, here, one)
    distances(np.zeros(2), here, one, rows, rows)
