"""What a team can do between them, dimension by dimension."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]


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


def warm() -> None:
    """Compile this family."""
    one = np.ones((1, 8))
    reach(np.zeros((1, 8)), one, one, np.zeros(1, np.int64))
    covered(np.zeros(1), one, one)
