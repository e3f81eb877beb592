"""Hashes of several keys: splitmix64 (Steele, Lea & Flood 2014), one part after the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain
from sim.kernels.threads import in_parts

type Keys = NDArray[np.uint64]

_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_GOLDEN, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


@inlined
def mixed(x: np.uint64) -> np.uint64:
    """The splitmix64 finaliser, a bijection on 64 bits."""
    x = (x ^ (x >> _S30)) * _A
    x = (x ^ (x >> _S27)) * _B
    return x ^ (x >> _S31)


@jit
def _begin(out: Keys, part: Keys, every: int, first: int, last: int) -> None:
    for i in range(first, last):
        out[i] = mixed(part[every * i] + _GOLDEN)


@jit
def _stir(out: Keys, part: Keys, every: int, first: int, last: int) -> None:
    for i in range(first, last):
        out[i] = mixed(out[i] * _STEP + part[every * i] * _GOLDEN + np.uint64(1))


def hash_of(parts: Sequence[Keys], shape: tuple[int, ...]) -> Keys:
    """64-bit hash of several keys, u64[shape]: each part of that shape, or one number for all."""
    out = np.empty(int(np.prod(shape)), np.uint64)
    flat = [(plain(part, np.uint64).reshape(-1), int(part.shape == shape)) for part in parts]

    def hashed(first: int, last: int) -> None:
        _begin(out, *flat[0], first, last)
        for part in flat[1:]:
            _stir(out, *part, first, last)

    in_parts(hashed, out.size)
    return out.reshape(shape)


def warm() -> None:
    """Compile this family."""
    one = np.ones(1, np.uint64)
    hash_of([one, one], (1,))
