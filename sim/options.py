"""What all commands share: options, the terminal they speak to, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sim import terminal
from sim.scenario.errors import ScenarioError
from sim.terminal import Language, Terminal

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""

Lang = Annotated[Language | None, typer.Option("--lang", help="Language of what is printed.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print results and errors only.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Change a value, e.g. run.seed=7 or levers.platform.intensity=2."
    ),
]
ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A TOML file, or the name of a shipped scenario.")
]
Sample = Annotated[float | None, typer.Option("--sample", help="Share of firms to simulate.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to write.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing run folder.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what it would cost, and stop.")]
Reps = Annotated[int, typer.Option("--reps", min=1, max=10_000, help="Replications, a seed each.")]
FirstSeed = Annotated[int | None, typer.Option("--seed", help="Seed of the first replication.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes that work at once; default: all CPUs.")
]


class Failure(Exception):
    """A run that failed through no fault of its input (full disk, dead worker); its text is a line."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what goes wrong into a line on stderr and an exit code."""
    try:
        yield
    except ScenarioError as problem:
        _leave(str(problem), BAD_INPUT)
    except KeyboardInterrupt:
        _leave("interrupted", INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
        raise SystemExit(FAILED) from None
    except (OSError, MemoryError, Failure) as problem:
        _leave(f"failed: {problem or type(problem).__name__}", FAILED)
    except Exception as problem:
        if os.environ.get("PARKSIM_TRACEBACK"):
            raise
        _leave(
            f"failed: {type(problem).__name__}: {problem} (a defect; PARKSIM_TRACEBACK=1 shows where)",
            FAILED,
        )


def _leave(text: str, code: int) -> None:
    terminal.error(text)
    raise SystemExit(code) from None


def speak(context: typer.Context, lang: Language | None, quiet: bool) -> Terminal:
    """The terminal of a command: its own --lang and --quiet, else those given before the command."""
    before = context.obj if isinstance(context.obj, Terminal) else Terminal()
    return Terminal(lang or before.language, quiet or before.quiet)
