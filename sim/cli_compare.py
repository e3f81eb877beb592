"""The command that compares arms of a scenario, at equal cost if asked, or one lever at several intensities."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli_progress import replications, tell_cost
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
    levers: Annotated[
        str | None,
        typer.Option("--levers", metavar="all|NAMES", help="Instead of arms: each lever alone at intensity 1."),
    ] = None,
    dose: Annotated[
        str | None,
        typer.Option("--dose", metavar="all|NAMES", help="Instead of arms: each lever alone at five intensities."),
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
    """Compare arms of a scenario, or levers one by one: what each changes, with 95 % intervals, and what it costs.

    Base and arms share luck, seed by seed. An interrupted comparison goes on where it stopped when the same
    command is given again. NAMES of levers are joined by commas.
    """
    from sim.experiment.arms import arm_scenarios, read_arms
    from sim.experiment.campaign import USUAL, read_levers
    from sim.experiment.cost import comparison_cost
    from sim.experiment.dose import DOSES, dose_arms
    from sim.experiment.resolve import resolve

    words = speak(context, lang, quiet)
    chosen = resolve(scenario, seed=seed, settings=tuple(settings or ()), sample=sample, micro="none")
    option, text = ("--levers", levers) if levers is not None else ("--dose", dose)
    workers = jobs or os.cpu_count() or 1
    arms: Arms
    made: dict[str, object] = {}
    if text is not None:
        if arm or equal_cost or (levers is not None and dose is not None):
            raise ScenarioError(
                f"{option} {text}: stands alone; --arm and --equal-cost belong to another comparison"
            )
        names = read_levers(text, option)
        if levers is not None or len(names) > 1:
            plan = Plan(chosen, names, USUAL if levers is not None else DOSES, reps, workers)
            _carry_out_campaign(plan, out, force, dry_run, words)
            return
        chosen, doses = dose_arms(chosen, names[0])
        arms = {name: {f"levers.{names[0]}.intensity": value} for name, value in doses.items()}
        made["dose"] = {"lever": names[0], "arms": doses}
    else:
        arms = read_arms(arm or ())
    arm_scenarios(chosen, arms)
    workers = min(workers, reps)
    cost = comparison_cost(chosen, len(arms), reps, workers, equal_cost)
    tell_cost(words, chosen, cost, workers, (
        f"{reps} replications of base and {len(arms)} arms, {cost.runs} runs",
        f"{reps}次重复,每次基准与{len(arms)}个方案,共{cost.runs}个运行",
    ))  # fmt: skip
    if dry_run:
        return
    _carry_out(chosen, arms, made, reps, workers, equal_cost, out, force, words)


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign: the scenario, levers one by one, at which intensities, replications and processes."""

    scenario: Scenario
    levers: tuple[str, ...]
    intensities: tuple[float, ...]
    reps: int
    workers: int


def _carry_out_campaign(plan: Plan, out: Path | None, force: bool, dry_run: bool, words: Terminal) -> None:
    from sim.experiment.campaign import campaign, lever_doses
    from sim.experiment.cost import campaign_cost
    from sim.experiment.replicate import forget, working_folder
    from sim.experiment.store import refuse_existing
    from sim.report.campaign import print_campaign, write_campaign
    from sim.report.figures import write_figures

    chosen = plan.scenario
    doses = lever_doses(chosen, plan.levers, plan.intensities)
    runs = plan.reps * (1 + sum(len(each) for each in doses.values()))
    pieces = plan.reps * (1 + len(doses))
    workers = min(plan.workers, pieces)
    cost = campaign_cost(chosen, pieces, runs, workers)
    tell_cost(words, chosen, cost, workers, (
        f"{plan.reps} replications of base and {len(doses)} levers at {len(plan.intensities)} intensities, "
        f"{cost.runs} runs",
        f"{plan.reps}次重复,每次基准与{len(doses)}个政策工具、{len(plan.intensities)}档强度,共{cost.runs}个运行",
    ))  # fmt: skip
    if dry_run:
        return
    folder = out or Path("runs") / f"{chosen.name}-{chosen.run.seed}-campaign"
    refuse_existing(folder, force)
    # A piece is of one lever, so which others are asked for does not matter to what is kept.
    keep = working_folder(folder, chosen, repr(plan.intensities))
    with replications(words, ("piece", "项")) as advance:
        result = campaign(
            chosen, plan.levers, plan.intensities, reps=plan.reps, jobs=workers, keep=keep, progress=advance
        )

    def draw(to: Path) -> None:
        write_figures(result, to / "figures", (), words.language.value)
        write_campaign(result, to / "tables")

    result.save(folder, force=force, extras=draw)
    forget(keep)
    print_campaign(result, words)
    words.wrote(folder)


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
    words.wrote(folder)
