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

    teacher[n, 9], or no rows when nobody asks, gets the teachers' positions weighted by what they
    teach, and the sum of those weights in its last column.
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
        taught = w * lead * np.exp(narrow * off * off)
        gain[i] += taught
        if teacher.shape[0] > 0:
            for k in range(tech.shape[1]):
                teacher[i, k] += taught * tech[j, k]
            teacher[i, tech.shape[1]] += taught


@jit
def distances(out: Floats, tech: Floats, radius: Floats, link_a: Rows, link_b: Rows) -> None:
    """Cognitive distance along each link."""
    for link in range(link_a.size):
        out[link] = distance(tech, link_a[link], link_b[link], radius)


def warm() -> None:
    """Compile this family."""
    one, rows = np.ones(2), np.arange(2, dtype=np.int32)
    lessons(np.zeros(2), np.zeros(2), np.zeros((2, 9)), one, np.ones((2, 8)), one, rows, rows, one, 0.5, 0.5)
    distances(np.zeros(2), np.ones((2, 8)), one, rows, rows)
