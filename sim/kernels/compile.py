"""The one way a kernel is compiled, and compiling all of them before workers start."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numba import config, njit
from numpy.typing import ArrayLike, DTypeLike, NDArray

from sim.kernels.cache import cache_folder

_FOLDER = cache_folder()
FAMILIES = (
    "philox", "counts", "order", "hashes", "hashring", "cells", "learning", "coverage", "contacts", "surroundings",
    "partners", "rows", "pools", "soundness", "staff", "budgets", "projects", "accounts", "taxes",
)  # fmt: skip


def jit[F: Callable[..., Any]](kernel: F, *, inline: bool = False) -> F:
    """Compile a loop on first call: strict IEEE arithmetic, division as in numpy, cached. Others may run."""
    settings = vars(config)
    kept = settings["CACHE_DIR"]
    # numba reads the folder when it decorates; set it for these kernels only, not for the user's own.
    settings["CACHE_DIR"] = str(_FOLDER or "")
    try:
        compiled: F = njit(
            kernel, cache=_FOLDER is not None, error_model="numpy", nogil=True, forceinline=inline
        )
    finally:
        settings["CACHE_DIR"] = kept
    return compiled


def inlined[F: Callable[..., Any]](kernel: F) -> F:
    """`jit` for the body of a loop: its code is put into the loop, which the compiler may then vectorise."""
    return jit(kernel, inline=True)


def plain(values: ArrayLike, dtype: DTypeLike) -> NDArray[Any]:
    """`values` as a contiguous writable array, so that each kernel is compiled for one signature only."""
    array = np.ascontiguousarray(values, dtype=dtype)
    return array if array.flags.writeable else array.copy()


def plain_rows(values: ArrayLike, below: int, dtype: DTypeLike = np.int64) -> NDArray[Any]:
    """`values` as `plain` row numbers; IndexError outside 0 … below − 1."""
    rows = plain(values, dtype)
    if rows.size and (rows.min() < 0 or rows.max() >= below):
        raise IndexError(f"row numbers {rows.min()}..{rows.max()} lie outside 0..{below - 1}")
    return rows


def warm() -> None:
    """Compile, or load from the cache, every kernel."""
    for family in FAMILIES:
        import_module(f"sim.kernels.{family}").warm()
