"""The command that splits the cluster premium over the four effects."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

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


class Scope(StrEnum):
    """Where effects are switched off."""

    focal = "focal"
    all = "all"
    both = "both"


def attribute(
    context: typer.Context,
    scenario: ScenarioName,
    reps: Reps = 8,
    seed: FirstSeed = None,
    jobs: Jobs = None,
    sample: Sample = None,
    scope: Annotated[
        Scope,
        typer.Option("--scope", help="Effects off at the focal park only, at all sites, or both games."),
    ] = Scope.both,
    settings: Settings = None,
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Split the cluster premium of a park over scale, network, synergy and talent.

    Runs all 16 coalitions of effects with paired luck and writes a run folder with every value. An
    interrupted campaign goes on where it stopped when the same command is given again.
    """
    from sim.experiment.cost import attribution_cost
    from sim.experiment.parts import SCOPES
    from sim.experiment.resolve import resolve
    from sim.scenario.schema import EFFECT_NAMES

    words = speak(context, lang, quiet)
    chosen = resolve(scenario, seed=seed, settings=tuple(settings or ()), sample=sample, micro="none")
    scopes = SCOPES if scope is Scope.both else (scope.value,)
    arms = (2 ** len(EFFECT_NAMES) - 1) * len(scopes) + 1
    workers = min(jobs or os.cpu_count() or 1, reps)
    cost = attribution_cost(chosen, arms, reps, workers)
    tell_cost(words, chosen, cost, workers, (
        f"{reps} replications of {arms} runs", f"{reps}次重复,每次{arms}个运行",
    ))  # fmt: skip
    if dry_run:
        return

    from sim.experiment.attribute import attribute as attribute_scenario
    from sim.experiment.replicate import forget, working_folder
    from sim.experiment.store import refuse_existing
    from sim.report.attribution import print_parts
    from sim.report.figures import write_figures

    folder = out or Path("runs") / f"{chosen.name}-{chosen.run.seed}-attribution"
    refuse_existing(folder, force)
    keep = working_folder(folder, chosen, " ".join(scopes))
    with replications(words) as advance:
        result = attribute_scenario(
            chosen, reps=reps, jobs=workers, scopes=scopes, keep=keep, progress=advance
        )

    def draw(to: Path) -> None:
        write_figures(result, to / "figures", (), words.language.value)

    result.save(folder, force=force, extras=draw)
    forget(keep)
    for each in scopes:
        print_parts(result, each, words)
    words.wrote(folder)
