"""Kernels over disjoint rows on all cores: who writes which row does not depend on the number of threads."""

import os
from _thread import LockType, allocate_lock
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue
from threading import Thread, get_ident
from typing import Any

import numpy as np
from numba import config
from numpy.typing import NDArray

_LEAST_ROWS = 1 << 13
"""Below this many rows a part is done sooner than another thread wakes up."""
_BLOCK_ROWS = 1 << 14


class _Part:
    """A call that the first thread to ask for it makes; ``done`` is locked until it has been made."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.calls = [call]
        self.error: BaseException | None = None
        self.taken: LockType = allocate_lock()
        self.done: LockType = allocate_lock()
        self.done.acquire()

    def run(self) -> None:
        """Make the call, unless somebody has begun to."""
        if not self.taken.acquire(blocking=False):
            return
        try:
            # Not kept, since a part may wait in line for long after it was made, and would hold its arrays.
            self.calls.pop()()
        except BaseException as error:
            self.error = error
        finally:
            self.done.release()


_waiting: SimpleQueue[_Part] = SimpleQueue()
_helpers: list[Thread] = []
_resting: set[int] = set()
"""Threads that wait for something to do."""


def _help(waiting: SimpleQueue[_Part]) -> None:
    me = get_ident()
    while True:
        _resting.add(me)
        part = waiting.get()
        _resting.discard(me)
        part.run()


def _all_busy() -> bool:
    return len(_helpers) >= _threads() - 1 and not _resting


def _threads() -> int:
    return int(vars(config)["NUMBA_NUM_THREADS"])


def _make(calls: Sequence[Callable[[], object]]) -> None:
    """Make all calls, the first one here; raises what the first of them raised.

    Those that nobody else has begun are made here: so calls may make calls of their own. Calls of others are
    left alone: a short one must not wait for a long one that it has nothing to do with.
    """
    # A pool of the standard library takes twice as long to hand over a call.
    while len(_helpers) < _threads() - 1:
        helper = Thread(target=_help, args=(_waiting,), name="parksim-kernels", daemon=True)
        _helpers.append(helper)
        helper.start()
    parts = [_Part(call) for call in calls]
    for part in parts[1:]:
        _waiting.put(part)
    for part in parts:
        part.run()
    for part in parts[1:]:
        part.done.acquire()
    for part in parts:
        if part.error is not None:
            raise part.error


def in_parts(work: Callable[[int, int], object], rows: int, least: int = _LEAST_ROWS) -> None:
    """Call work(first, last) for consecutive parts of 0 to rows, at once on the threads that numba may use.

    ``work`` must release the interpreter (any kernel does) and write rows first to last − 1 only, so that
    the result is the same bits for every number of threads. ``least`` is the fewest rows worth a thread.
    """
    parts = min(_threads(), rows // least)
    # Parts that nobody is there to take would only be done one after the other.
    if parts < 2 or _all_busy():
        work(0, rows)
        return
    edges = [rows * part // parts for part in range(parts + 1)]
    _make([partial(work, *edges[part : part + 2]) for part in range(parts)])


def by_rows(function: Callable[..., NDArray[np.float64]], *columns: NDArray[Any]) -> NDArray[np.float64]:
    """function(*columns) of arrays with an entry a row, f64[n], worked out on several parts of the rows at once.

    An entry of the result must depend on the same entry of the columns only. A part is taken in blocks that
    stay in the processor's own memory. ``function`` may call no kernel that takes rows in parts itself.
    """
    out = np.empty(len(columns[0]))

    def part(first: int, last: int) -> None:
        for start in range(first, last, _BLOCK_ROWS):
            stop = min(start + _BLOCK_ROWS, last)
            out[start:stop] = function(*(column[start:stop] for column in columns))

    in_parts(part, len(out))
    return out


def at_once(tasks: Sequence[Callable[[], object]], rows: int) -> None:
    """Call independent tasks on the threads that numba may use; what they find they keep themselves.

    ``rows`` is about how many rows a task works on: a few are done sooner on one thread. Whoever is free takes
    the next task. None reads what another writes.
    """
    if _threads() > 1 and rows >= _LEAST_ROWS and len(tasks) > 1:
        _make(tasks)
        return
    for task in tasks:
        task()


def side_by_side[A, B](one: Callable[[], A], other: Callable[[], B], rows: int) -> tuple[A, B]:
    """Results of two calls that are made `at_once`."""
    first: list[A] = []
    second: list[B] = []
    at_once([lambda: first.append(one()), lambda: second.append(other())], rows)
    return first[0], second[0]


def _start_anew() -> None:
    global _waiting
    _waiting = SimpleQueue()
    _helpers.clear()
    _resting.clear()


# Threads do not survive a fork; a child makes its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
