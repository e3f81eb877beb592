"""The command that compares arms of a scenario, at equal cost if asked, or one lever at several intensities."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli_progress import replications
from sim.options import (
    DryRun,
    FirstSeed,
    Force,
    Jobs,
    Lang,
    Out,
    Quiet,
    Reps,
    Sample,
    ScenarioName,
    Settings,
    speak,
)
from sim.scenario.errors import ScenarioError

if TYPE_CHECKING:
    from sim.experiment.arms import Arms
    from sim.experiment.cost import Cost
    from sim.scenario.schema import Scenario
    from sim.terminal import Terminal


def compare(
    context: typer.Context,
    scenario: ScenarioName,
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "--arm", metavar="NAME:PATH=VALUE,...",
            help="An arm: its name and what it changes, e.g. grants:levers.rd_grant.intensity=1. Any number of arms.",
        ),
    ] = None,
    dose: Annotated[
        str | None,
        typer.Option("--dose", metavar="LEVER", help="Instead of arms: one lever at five intensities beside none."),
    ] = None,
    reps: Reps = 8,
    seed: FirstSeed = None,
    jobs: Jobs = None,
    sample: Sample = None,
    equal_cost: Annotated[
        bool,
        typer.Option("--equal-cost", help="Scale intensities so that every arm spends what the first one spends."),
    ] = False,
    settings: Settings = None,
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Compare arms of a scenario: what each changes, with 95 % intervals, and what it costs.

    Base and arms share luck, seed by seed. An interrupted comparison goes on where it stopped when the same
    command is given again.
    """
    from sim.experiment.arms import arm_scenarios, read_arms
    from sim.experiment.cost import comparison_cost
    from sim.experiment.dose import dose_arms
    from sim.experiment.resolve import resolve

    words = speak(context, lang, quiet)
    chosen = resolve(scenario, seed=seed, settings=tuple(settings or ()), sample=sample, micro="none")
    arms: Arms
    made: dict[str, object] = {}
    if dose is not None:
        if arm or equal_cost:
            raise ScenarioError(f"--dose {dose}: stands alone; --arm and --equal-cost belong to another comparison")
        chosen, doses = dose_arms(chosen, dose)
        arms = {name: {f"levers.{dose}.intensity": value} for name, value in doses.items()}
        made["dose"] = {"lever": dose, "arms": doses}
    else:
        arms = read_arms(arm or ())
    arm_scenarios(chosen, arms)
    workers = min(jobs or os.cpu_count() or 1, reps)
    cost = comparison_cost(chosen, len(arms), reps, workers, equal_cost)
    words.note(_told(cost, chosen, len(arms), reps, workers, words))
    if dry_run:
        return
    _carry_out(chosen, arms, made, reps, workers, equal_cost, out, force, words)


def _carry_out(
    chosen: Scenario, arms: Arms, made: dict[str, object], reps: int, workers: int, equal_cost: bool,
    out: Path | None, force: bool, words: Terminal,
) -> None:  # fmt: skip
    from sim.experiment.arms import settings_of
    from sim.experiment.compare import compare as compare_arms
    from sim.experiment.replicate import forget, working_folder
    from sim.experiment.store import refuse_existing
    from sim.report.comparison import print_comparison
    from sim.report.figures import write_figures

    folder = out or Path("runs") / f"{chosen.name}-{chosen.run.seed}-comparison"
    refuse_existing(folder, force)
    task = repr([(name, settings_of(given)) for name, given in arms.items()])
    # Scaled arms depend on the first seed, which a working folder does not.
    keep = working_folder(folder, chosen, task + (f" equal cost, seed {chosen.run.seed}" if equal_cost else ""))
    with replications(words) as advance:
        result = compare_arms(
            chosen, arms, reps=reps, jobs=workers, equal_cost=equal_cost, keep=keep, progress=advance
        )
    result.provenance.update(made)

    def draw(to: Path) -> None:
        write_figures(result, to / "figures", (), words.language.value)

    result.save(folder, force=force, extras=draw)
    forget(keep)
    print_comparison(result, words)
    words.note(words.pick(f"Wrote {folder}", f"已写入 {folder}"))


def _told(cost: Cost, chosen: Scenario, arms: int, reps: int, workers: int, words: Terminal) -> str:
    run = chosen.run
    return words.pick(
        f"{reps} replications of base and {arms} arms, {cost.runs} runs, about {cost.rows:,} firms x {run.quarters} "
        f"quarters (sample {run.sample:g}), {workers} at once: about {cost.minutes:g} minutes, {cost.megabytes:g} MB",
        f"{reps}次重复,每次基准与{arms}个方案,共{cost.runs}个运行,约{cost.rows:,}家企业×{run.quarters}个季度"
        f"(抽样{run.sample:g}),{workers}个进程:约{cost.minutes:g}分钟,{cost.megabytes:g} MB",
    )
