"""How far a campaign of replications is: a bar on a terminal, else a line each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from sim.terminal import Terminal


@contextmanager
def replications(
    words: Terminal, what: tuple[str, str] = ("replication", "重复")
) -> Iterator[Callable[[int, int], None] | None]:
    """Replications (or pieces of one) done and time left: a bar on a terminal, else a line each."""
    if words.quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(words, what)
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(words.pick(*what), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(words: Terminal, what: tuple[str, str]) -> Callable[[int, int], None]:
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
