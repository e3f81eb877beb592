"""Commands that run a scenario and read what a run left: run, export, plot."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli_progress import quarters
from sim.options import DryRun, Force, Lang, Out, Quiet, Sample, ScenarioName, Settings, speak
from sim.terminal import Language, Terminal

if TYPE_CHECKING:
    from sim.experiment.cost import Cost
    from sim.scenario.schema import Scenario

LONG_MINUTES = 0.5


class Micro(StrEnum):
    """How often rows of agents are kept."""

    none = "none"
    yearly = "yearly"
    quarterly = "quarterly"


class Format(StrEnum):
    """File formats of an export."""

    csv = "csv"
    xlsx = "xlsx"


RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A run folder.")]
Effects = Annotated[
    str | None,
    typer.Option(
        "--effects", metavar="NAMES", help="all, none, or those that are on, such as scale,network."
    ),
]


def run(
    context: typer.Context,
    scenario: ScenarioName,
    seed: Annotated[int | None, typer.Option("--seed", help="Key of all luck.")] = None,
    settings: Settings = None,
    effects: Effects = None,
    sample: Sample = None,
    micro: Annotated[Micro | None, typer.Option("--micro", help="How often rows of firms are kept.")] = None,
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Run a scenario; write a run folder with tables, figures and a summary."""
    from sim.experiment.cost import cost_of
    from sim.experiment.resolve import resolve

    words = speak(context, lang, quiet)
    chosen = resolve(
        scenario, seed=seed, settings=tuple(settings or ()), effects=effects, sample=sample,
        micro=None if micro is None else micro.value,
    )  # fmt: skip
    folder = out or Path("runs") / f"{chosen.name}-{chosen.run.seed}"
    cost = cost_of(chosen)
    if dry_run:
        words.say(_told(cost, chosen, words))
        return

    from sim.experiment.store import refuse_existing

    refuse_existing(folder, force)
    if cost.minutes > LONG_MINUTES:
        words.note(_told(cost, chosen, words))
    _carry_out(chosen, folder, force, words)


def _carry_out(chosen: Scenario, folder: Path, force: bool, words: Terminal) -> None:
    from sim.experiment.result import has_many
    from sim.experiment.run import run as run_scenario
    from sim.report.figures import write_figures
    from sim.report.labels import Words
    from sim.report.parks import ranked_rows, totals_rows
    from sim.report.tables import summary_rows

    with quarters(words) as advance:
        result = run_scenario(chosen, progress=advance)
    language = words.language.value
    result.save(
        folder, force=force, extras=lambda to: _ignore(write_figures(result, to / "figures", (), language))
    )
    told = Words(chinese=words.language is Language.zh)
    if has_many(chosen):
        words.table(*totals_rows(result, told), right=(3, 4, 5))
        words.table(*ranked_rows(result, told), right=(0, 2, 3, 4, 5))
    head, rows = summary_rows(result, told)
    label = told.site(chosen, result.focal)
    words.say(words.pick(
        f"{label}, {result.quarters} quarters, seed {result.seed}",
        f"{label},{result.quarters}个季度,随机种子{result.seed}",
    ))  # fmt: skip
    words.table(head, rows, right=(2, 3, 4))
    words.wrote(folder)


def export(
    context: typer.Context,
    directory: RunFolder,
    format_name: Annotated[Format, typer.Option("--format", help="csv or xlsx.")] = Format.csv,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to write into.")] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write the tables of a run folder as CSV or a workbook."""
    from sim.experiment.store import open_run
    from sim.report.tables import export as export_tables

    words = speak(context, lang, quiet)
    for path in export_tables(open_run(directory), out or directory / "export", format_name.value):
        words.wrote(path)


def plot(
    context: typer.Context,
    directory: RunFolder,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Figures, such as levels or map; all if none is named."),
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Draw the figures of a run folder, each with its table."""
    from sim.experiment.store import open_run
    from sim.report.figures import write_figures

    words = speak(context, lang, quiet)
    for path in write_figures(
        open_run(directory), directory / "figures", tuple(names or ()), words.language.value
    ):
        words.wrote(path)


def _told(cost: Cost, scenario: Scenario, words: Terminal) -> str:
    quarters, size = scenario.run.quarters, f"{cost.megabytes:g} MB"
    return words.pick(
        f"{cost.runs} run, about {cost.rows:,} firms x {quarters} quarters: "
        f"about {cost.minutes:g} minutes, {size}",
        f"{cost.runs}次运行,约{cost.rows:,}家企业×{quarters}个季度:约{cost.minutes:g}分钟,{size}",
    )


def _ignore(_: object) -> None:
    return None
