"""How far long work is: a bar on a terminal, and lines for replications where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from sim.terminal import Terminal

type Advance = Callable[[int, int], None]


@contextmanager
def quarters(words: Terminal) -> Iterator[Advance | None]:
    """Quarters done and time left: a bar on a terminal, else nothing."""
    with _bar(words, words.pick("quarter", "季度")) as advance:
        yield advance


@contextmanager
def replications(
    words: Terminal, what: tuple[str, str] = ("replication", "重复")
) -> Iterator[Advance | None]:
    """Replications (or pieces of one) done and time left: a bar on a terminal, else a line each."""
    with _bar(words, words.pick(*what)) as advance:
        yield advance if advance or words.quiet else _lines(words, what)


@contextmanager
def _bar(words: Terminal, what: str) -> Iterator[Advance | None]:
    """A bar on stderr; None if quiet or if stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if words.quiet or not console.is_terminal:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(words: Terminal, what: tuple[str, str]) -> Advance:
    started: list[tuple[float, int]] = []

    def tell(done: int, total: int) -> None:
        started.append((monotonic(), done))
        begin, found = started[0]
        new = done - found
        if new == 0:
            if found:
                words.note(words.pick(f"{found} of {total} were there already", f"已有{found}次,共{total}次"))
            return
        left = (monotonic() - begin) / new * (total - done) / 60.0
        words.note(words.pick(
            f"{what[0]} {done} of {total}, about {left:.1f} minutes left",
            f"{what[1]} {done}/{total},约剩{left:.1f}分钟",
        ))  # fmt: skip
        sys.stdout.flush()

    return tell
