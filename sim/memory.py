"""Memory that a run frees and takes again every quarter, and when cycles of objects are looked for."""

from __future__ import annotations

import ctypes
import gc
import mmap
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
_LARGEST_ARRAY = 32 << 20
_KEPT = 1 << 30
_BLOCK, _BLOCKS = 16 << 20, 48
"""Bytes and number of the blocks that are asked to lie on large pages."""


@cache
def keep_freed_memory() -> None:
    """Let the allocator of this process keep what arrays free, up to 1 GiB, instead of giving it back.

    A quarter makes and drops thousands of arrays of the same sizes; each returned to the system costs a
    page fault every 4 KiB when it is taken again. Threads share one store, or each would keep its own; it
    lies on large pages where the system has them, so that gathers miss fewer addresses.
    Does nothing where the C library has no such setting (glibc has; mallopt(3)). Values are never affected.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None)
    set_option = getattr(library, "mallopt", None)
    if set_option is not None:
        for option, value in (
            (_MMAP_THRESHOLD, _LARGEST_ARRAY), (_TRIM_THRESHOLD, _KEPT), (_TOP_PAD, _LARGEST_ARRAY), (_ARENA_MAX, 1)
        ):  # fmt: skip
            set_option(option, value)
        _ask_for_large_pages(library)


def _ask_for_large_pages(library: ctypes.CDLL) -> None:
    """Take blocks that follow each other, untouched, advise the system of them, and leave them to the allocator."""
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.restype, library.free.argtypes = None, [ctypes.c_void_p]
    library.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    blocks = [block for block in (library.malloc(_BLOCK) for _ in range(_BLOCKS)) if block]
    if blocks:
        first, last = min(blocks), max(blocks) + _BLOCK
        if last - first < 2 * _BLOCK * len(blocks):
            start = -(-first // mmap.PAGESIZE) * mmap.PAGESIZE
            library.madvise(start, (last - start) // mmap.PAGESIZE * mmap.PAGESIZE, mmap.MADV_HUGEPAGE)
    for block in blocks:
        library.free(block)


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Meanwhile look for no cycles among objects: a quarter makes many objects and hardly any cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
