"""Kernels over disjoint rows on all cores: who writes which row does not depend on the number of threads."""

import os
from _thread import LockType, allocate_lock
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from numba import config

type Work = Callable[[int, int], object]

_LEAST_ROWS = 1 << 13
"""Below this many rows a part is done sooner than another thread wakes up."""


class _Part:
    """Rows first to last − 1 of some work for another thread; ``done`` is locked until they are worked on."""

    def __init__(self, work: Work, first: int, last: int) -> None:
        self.work, self.first, self.last = work, first, last
        self.error: BaseException | None = None
        self.done: LockType = allocate_lock()
        self.done.acquire()

    def run(self) -> None:
        try:
            self.work(self.first, self.last)
        except BaseException as error:
            self.error = error
        finally:
            self.done.release()


_waiting: SimpleQueue[_Part] = SimpleQueue()
_helpers: list[Thread] = []


def _help(waiting: SimpleQueue[_Part]) -> None:
    while True:
        waiting.get().run()


def in_parts(work: Work, rows: int, least: int = _LEAST_ROWS) -> None:
    """Call work(first, last) for consecutive parts of 0 to rows, at once on the threads that numba may use.

    ``work`` must release the interpreter (any kernel does) and write rows first to last − 1 only, so that
    the result is the same bits for every number of threads. ``least`` is the fewest rows worth a thread.
    """
    threads = int(vars(config)["NUMBA_NUM_THREADS"])
    parts = min(threads, rows // least)
    if parts < 2:
        work(0, rows)
        return
    edges = [rows * part // parts for part in range(parts + 1)]
    _work_off([_Part(work, *edges[part : part + 2]) for part in range(parts)], threads)


def side_by_side[A, B](one: Callable[[], A], other: Callable[[], B]) -> tuple[A, B]:
    """Results of two calls that run at once where numba may use two threads; neither reads what the other writes."""
    threads = int(vars(config)["NUMBA_NUM_THREADS"])
    if threads < 2:
        return one(), other()
    first: list[A] = []
    second: list[B] = []

    def work(start: int, _stop: int) -> None:
        if start == 0:
            first.append(one())
        else:
            second.append(other())

    _work_off([_Part(work, 0, 1), _Part(work, 1, 2)], threads)
    return first[0], second[0]


def _work_off(parts: Sequence[_Part], threads: int) -> None:
    # A pool of the standard library takes twice as long to hand over a part.
    while len(_helpers) < threads - 1:
        helper = Thread(target=_help, args=(_waiting,), name="parksim-kernels", daemon=True)
        _helpers.append(helper)
        helper.start()
    for part in parts[1:]:
        _waiting.put(part)
    parts[0].run()
    for part in parts[1:]:
        # While all others are busy, what waits is worked on here: so parts may have parts of their own.
        while not part.done.acquire(blocking=False):
            try:
                _waiting.get_nowait().run()
            except Empty:
                part.done.acquire()
                break
    for part in parts:
        if part.error is not None:
            raise part.error


def _start_anew() -> None:
    global _waiting
    _waiting = SimpleQueue()
    _helpers.clear()


# Threads do not survive a fork; a child makes its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
