"""Memory that a run frees and takes again every quarter."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
_LARGEST_ARRAY = 32 << 20
_KEPT = 1 << 30


def keep_freed_memory() -> None:
    """Let the allocator of this process keep what arrays free, up to 1 GiB, instead of giving it back.

    A quarter makes and drops thousands of arrays of the same sizes; each returned to the system costs a
    page fault every 4 KiB when it is taken again. Threads share one store, or each would keep its own.
    Does nothing where the C library has no such setting (glibc has; mallopt(3)). Values are never affected.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        for option, value in (
            (_MMAP_THRESHOLD, _LARGEST_ARRAY), (_TRIM_THRESHOLD, _KEPT), (_TOP_PAD, _LARGEST_ARRAY), (_ARENA_MAX, 1)
        ):  # fmt: skip
            set_option(option, value)
