"""Sequential products of small site tables: one order of addition on every machine and thread count."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.compile import jit, plain

type Floats = NDArray[np.float64]


@jit
def _product(out: Floats, left: Floats, right: Floats) -> None:
    for i in range(left.shape[0]):
        for k in range(left.shape[1]):
            weight = left[i, k]
            if weight != 0.0:
                for j in range(right.shape[1]):
                    out[i, j] += weight * right[k, j]


def product(left: ArrayLike, right: ArrayLike) -> Floats:
    """Matrix product [p, q]·[q, s] → [p, s], added in the order of q; a zero weight adds nothing at all.

    Raises ValueError where the inner sizes differ.
    """
    a, b = plain(left, np.float64), plain(right, np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError(f"cannot multiply {a.shape} by {b.shape}")
    out = np.zeros((a.shape[0], b.shape[1]))
    _product(out, a, b)
    return out


def warm() -> None:
    """Compile this family."""
    product(np.ones((1, 1)), np.ones((1, 1)))
