"""Kernels over disjoint rows on all cores: who writes which row does not depend on the number of threads."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import local

from numba import config

_LEAST_ROWS = 1 << 13
"""Below this many rows a part is done sooner than another thread wakes up."""

_pools: list[ThreadPoolExecutor] = []
_inside = local()


def in_parts(work: Callable[[int, int], object], rows: int, least: int = _LEAST_ROWS) -> None:
    """Call work(first, last) for consecutive parts of 0 to rows, at once on the threads that numba may use.

    ``work`` must release the interpreter (any kernel does) and write rows first to last − 1 only, so that
    the result is the same bits for every number of threads. ``least`` is the fewest rows worth a thread.
    """
    threads = int(vars(config)["NUMBA_NUM_THREADS"])
    parts = min(threads, rows // least)
    if parts < 2 or getattr(_inside, "task", False):
        work(0, rows)
        return
    if not _pools:
        _pools.append(ThreadPoolExecutor(threads - 1, "parksim-kernels"))
    edges = [rows * part // parts for part in range(parts + 1)]
    others = [_pools[0].submit(work, *edges[part : part + 2]) for part in range(1, parts)]
    try:
        work(edges[0], edges[1])
    finally:
        wait(others)
    for other in others:
        other.result()


def at_once(tasks: Sequence[Callable[[], object]], rows: int) -> None:
    """Call independent tasks on the threads that numba may use; what they find they keep themselves.

    ``rows`` is about how many rows a task works on: a few are done sooner on one thread. Whoever is free takes
    the next task; `in_parts` within a task stays on its thread.
    """
    shared, was = iter(tasks), getattr(_inside, "task", False)

    def work(first: int, last: int) -> None:
        _inside.task = was or last - first < len(tasks)
        try:
            for task in shared:
                task()
        finally:
            _inside.task = was

    in_parts(work, len(tasks), least=1 if rows >= _LEAST_ROWS else len(tasks) + 1)


# Threads do not survive a fork; a child makes its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pools.clear)
