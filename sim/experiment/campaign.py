"""Campaign: each of many levers alone, at one intensity or several, beside one base from paired seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiment.arms import BASE
from sim.experiment.collect import ledger_table, sector_table, site_table
from sim.experiment.compare import lived
from sim.experiment.levers_table import CAMPAIGN_COLUMNS
from sim.experiment.outcomes import values_at_lines
from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resolve import resolve
from sim.experiment.result import Result, focal_of, has_many, parks_of
from sim.genesis import build_world
from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.files import Settings, apply_settings, text_of
from sim.scenario.levers import LEVERS
from sim.scenario.schema import Scenario
from sim.world import World

ALL = "all"
"""Every lever, where names are asked for."""

USUAL = (1.0,)
"""Intensity of each lever where no response is asked for."""

BETWEEN_SITES = ("cross_region",)
"""Levers that need two sites that take part; all others are pulled at the park alone, or at all of many."""

_ROW = [name for name in CAMPAIGN_COLUMNS if name != "rep"]
_starts: dict[tuple[str, int], World] = {}
"""Quarter 0 of the last piece in this process: the next levers of a seed begin from it."""


def campaign(
    scenario: Scenario | str | Path,
    levers: Sequence[str] = tuple(LEVERS),
    intensities: Sequence[float] = USUAL,
    *,
    reps: int = 8,
    seed: int | None = None,
    settings: Settings = (),
    sample: float | None = None,
    jobs: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Pull each lever alone at each intensity, and keep what every run came to beside the base of its seed.

    Levers are pulled at the park (levers between sites at all sites, all levers at all of many parks), with the terms
    of the scenario; one that the scenario has in force stays where it is, and is held against its absence. A piece of
    work is a seed and a lever, stored in ``keep`` as it ends; ``progress`` is called with pieces done and in all. The
    result is the base run of the first seed with ``campaign``. Raises ScenarioError for bad input, ValueError for no
    replication.
    """
    if reps < 1:
        raise ValueError(f"reps {reps}: at least one replication")
    base = resolve(scenario, seed=seed, settings=settings, sample=sample, micro="none")
    lever_doses(base, levers, intensities)
    seeds = seeds_from(base.run.seed, reps)
    pieces = [f"{each}-{name}" for each in seeds for name in (BASE, *levers)]
    work = partial(piece_values, base, tuple(intensities))
    done = replicate(work, pieces, jobs=jobs, keep=keep, progress=progress)
    values = pd.concat([done[piece]["campaign"] for piece in pieces], ignore_index=True)
    values.insert(0, "rep", (values["seed"] - seeds[0]).astype(np.int32))
    first, none = done[f"{seeds[0]}-{BASE}"], pd.DataFrame()
    told = {"seeds": list(seeds), "levers": list(levers), "intensities": list(intensities)}
    return Result(
        scenario=base, seed=seeds[0], sites=first["sites"], sectors=first["sectors"], ledger=first["ledger"],
        firms=none, projects=none, links=none, deals=none, moves=none, events=none, campaign=values,
        provenance={**provenance(base, seeds[0]), **told},
    )  # fmt: skip


def read_levers(text: str, option: str) -> tuple[str, ...]:
    """Names of levers from ``all`` or names joined by commas. Raises ScenarioError for an unknown one."""
    names = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if names == (ALL,):
        return tuple(LEVERS)
    if ALL in names:
        raise ScenarioError(f"{option} {short(text)}: {ALL} stands alone")
    for name in names or (text,):
        if name not in LEVERS:
            allowed = f"{ALL}, {', '.join(LEVERS)}{nearest(name, LEVERS)}"
            raise ScenarioError(f"{option} {short(name)}: unknown lever; allowed: {allowed}")
    return names


def lever_doses(
    base: Scenario, levers: Sequence[str], intensities: Sequence[float]
) -> dict[str, dict[float, Scenario]]:
    """The scenario of every lever at every intensity. Raises ScenarioError for what is not allowed."""
    if not levers or not intensities or min(intensities) <= 0:
        raise ScenarioError(
            f"intensities {short(list(intensities))}: at least one lever and intensity, all above 0"
        )
    return {name: {x: lever_alone(base, name, x) for x in _doses(base, name, intensities)} for name in levers}


def lever_alone(base: Scenario, lever: str, intensity: float) -> Scenario:
    """The base with one lever at an intensity: at the park alone, unless the base says where or it joins sites.

    Where there are many parks, no single one stands for them: all pull it.
    """
    changes: dict[str, object] = {f"levers.{lever}.intensity": float(intensity)}
    if lever not in base.levers and lever not in BETWEEN_SITES:
        changes[f"levers.{lever}.sites"] = parks_of(base) if has_many(base) else (focal_of(base),)
    return apply_settings(base, changes)


def piece_values(base: Scenario, intensities: tuple[float, ...], piece: str) -> Tables:
    """``campaign`` (without ``rep``) of a lever from a seed; of the base, also the tables of its run."""
    head, _, lever = piece.partition("-")
    seed = int(head)
    start = _start(base, seed)
    if lever == BASE:
        world = lived(start, base, base, seed)
        tables = {"sites": site_table(world), "sectors": sector_table(world), "ledger": ledger_table(world)}
        return {"campaign": pd.DataFrame(_rows(world, seed, BASE, 0.0), columns=_ROW), **tables}
    rows = []
    for x in _doses(base, lever, intensities):
        rows += _rows(lived(start, base, lever_alone(base, lever, x), seed), seed, lever, x)
    return {"campaign": pd.DataFrame(rows, columns=_ROW)}


def _doses(base: Scenario, lever: str, intensities: Sequence[float]) -> list[float]:
    """Intensities at which a lever is run: where the base has it in force, its absence has to be run too."""
    held = lever in base.levers and base.levers[lever].intensity > 0
    return [*([0.0] if held else []), *sorted(set(intensities))]


def _start(base: Scenario, seed: int) -> World:
    key = (text_of(base), seed)
    if key not in _starts:
        _starts.clear()
        _starts[key] = build_world(base, seed)
    return _starts[key]


def _rows(
    world: World, seed: int, lever: str, intensity: float
) -> list[tuple[int, str, float, str, str, str, float]]:
    assert world.observer is not None
    park = world.fixed.site_names.index(focal_of(world.scenario))
    return [(seed, lever, intensity, *row) for row in values_at_lines(world.observer.sites, park)]
