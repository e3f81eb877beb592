"""How far long work is: a bar on a terminal, and lines for replications where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from sim.terminal import Terminal

if TYPE_CHECKING:
    from sim.experiment.cost import Cost
    from sim.scenario.schema import Scenario

type Advance = Callable[[int, int], None]


def tell_cost(words: Terminal, scenario: Scenario, cost: Cost, workers: int, what: tuple[str, str]) -> None:
    """Say what long work takes before it starts; ``what`` are the runs it consists of, in English and Chinese."""
    run, (en, zh) = scenario.run, what
    words.note(words.pick(
        f"{en}, about {cost.rows:,} firms x {run.quarters} quarters (sample {run.sample:g}), "
        f"{workers} at once: about {cost.minutes:g} minutes, {cost.megabytes:g} MB",
        f"{zh},约{cost.rows:,}家企业×{run.quarters}个季度(抽样{run.sample:g}),"
        f"{workers}个进程:约{cost.minutes:g}分钟,{cost.megabytes:g} MB",
    ))  # fmt: skip


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
