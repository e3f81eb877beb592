"""Whether numbers are finite and not below a floor."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit
from sim.kernels.threads import at_once

type Floats = NDArray[np.float64]

_EXPONENT = np.uint64(0x7FF0000000000000)


@jit
def _unsound(values: Floats, words: NDArray[np.uint64], floor: float) -> int:
    count = 0
    for i in range(values.size):
        # By the bits, without a branch, so that the loop runs on vectors: all ones is no finite number.
        count += ((words[i] & _EXPONENT) == _EXPONENT) | (values[i] < floor)
    return count


def unsound(columns: Sequence[tuple[Floats, float]]) -> NDArray[np.int64]:
    """How many entries of each (values of any shape, floor) are not finite or below the floor: i64 a column."""
    out = np.zeros(len(columns), np.int64)

    def survey() -> None:
        for at, (values, floor) in numbered:
            flat = np.ascontiguousarray(values).reshape(-1)
            out[at] = _unsound(flat, flat.view(np.uint64), floor)

    numbered = iter(list(enumerate(columns)))
    at_once([survey, survey], max((len(values) for values, _ in columns), default=0))
    return out


def warm() -> None:
    """Compile this family."""
    unsound([(np.zeros(1), 0.0)])
