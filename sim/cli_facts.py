"""The command that holds a scenario against published facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.options import Lang, Quiet, Sample, ScenarioName, Settings, speak

HOW = "how each is measured"
"""Name of the block that tells how facts are measured."""


def facts(
    context: typer.Context,
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Seeds, from the scenario's on.")] = 5,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that work at once.")] = 1,
    sample: Sample = None,
    quarters: Annotated[int, typer.Option("--quarters", min=24, max=800, help="Quarters to live.")] = 40,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the table and each seed's rows.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Page whose block of facts is replaced.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    settings: Settings = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Measure published facts over several seeds, with bands."""
    from sim.evidence import page as text
    from sim.evidence.facts import compute_facts
    from sim.experiment.resolve import resolve
    from sim.experiment.store import refuse_unwritable

    words = speak(context, lang, quiet)

    def advance(done: int, total: int) -> None:
        words.note(words.pick(f"seed {done} of {total}", f"第{done}个种子,共{total}个"))

    chosen = resolve(scenario, settings=tuple(settings or ()), sample=sample, micro="none")
    if out is not None:
        refuse_unwritable(out)
    if page is not None:  # before seeds that take hours
        for block in (chosen.name, HOW):
            text.around(page, block)
    numbers = range(chosen.run.seed, chosen.run.seed + seeds)
    table = compute_facts(chosen, numbers, quarters=quarters, jobs=jobs, directory=out, progress=advance)
    if out is not None:
        words.wrote(text.write(table, out))
    if page is not None:
        text.put_into(page, chosen.name, text.markdown(table))
        text.put_into(page, HOW, text.how_measured())
    if as_json:
        sys.stdout.write(text.as_json(table) + "\n")
        return
    head = [words.pick(*each) for each in (
        ("fact", "事实"), ("", ""), ("value", "数值"), ("5-95 %", "5-95 %"), ("band", "区间"),
        ("verdict", "判定"),
    )]  # fmt: skip
    rows = [
        [f"{row['number']} {row['name']}", row["meaning"], text.shown(row["value"]),
         f"{text.shown(row['low'])} .. {text.shown(row['high'])}", row["band"], row["verdict"]]
        for row in table.lines()
    ]  # fmt: skip
    words.table(head, rows, right=(2,))
    words.say(text.summary(table))
    if quarters > text.ANCHOR:
        words.say(text.long_run(table))
