"""Comparison: arms run beside one scenario from paired seeds, and what they differ in."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.arms import BASE, Arms, arm_scenarios, settings_of, shares_start
from sim.experiment.collect import ledger_table, sector_table, site_table
from sim.experiment.equal_cost import scaled_to_first
from sim.experiment.outcomes import values_at_lines
from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resolve import resolve
from sim.experiment.result import Result, focal_of
from sim.fixed import Fixed
from sim.genesis import build_world
from sim.genesis.places import INSTITUTIONAL, build_sites
from sim.loop import Loop
from sim.policy.force import LeversInForce
from sim.scenario.files import Settings
from sim.scenario.schema import Scenario
from sim.world import World


def compare(
    scenario: Scenario | str | Path,
    arms: Arms,
    *,
    reps: int = 8,
    seed: int | None = None,
    settings: Settings = (),
    sample: float | None = None,
    jobs: int = 1,
    equal_cost: bool = False,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Run a scenario and arms of it, from ``reps`` seeds each, and keep what they differ in.

    ``arms`` gives settings by name, such as ``{"grants": {"levers.rd_grant.intensity": 1}}``. Base and arms of a seed
    share luck, and quarter 0 too where an arm changes only levers, effects or institutions. ``equal_cost`` first
    scales the intensities of every arm so that it spends over the run what the first arm spends (first seed).
    The result is the base run of the first seed, without rows of agents, with ``arms``. ``keep`` names a folder
    in which replications wait, so that an interrupted comparison goes on; ``progress`` is called with
    replications done and in all. Raises ScenarioError for bad input, ValueError for no replication.
    """
    if reps < 1:
        raise ValueError(f"reps {reps}: at least one replication")
    base = resolve(scenario, seed=seed, settings=settings, sample=sample, micro="none")
    chosen = arm_scenarios(base, arms)
    told: dict[str, Any] = {"arms": {name: settings_of(given) for name, given in arms.items()}}
    seeds = seeds_from(base.run.seed, reps)
    if equal_cost:
        chosen, told["equal_cost"] = scaled_to_first(base, chosen, seeds[0], spending_of)
    work = partial(arm_values, base, chosen)
    done = replicate(work, seeds, jobs=jobs, keep=keep, progress=progress)
    values = pd.concat([done[each]["arms"] for each in seeds], ignore_index=True)
    values.insert(0, "rep", (values["seed"] - seeds[0]).astype(np.int32))
    first, none = done[seeds[0]], pd.DataFrame()
    return Result(
        scenario=base, seed=seeds[0], sites=first["sites"], sectors=first["sectors"], ledger=first["ledger"],
        firms=none, projects=none, links=none, deals=none, moves=none, events=none, arms=values,
        provenance={**provenance(base, seeds[0]), "seeds": list(seeds), **told},
    )  # fmt: skip


def arm_values(base: Scenario, arms: Mapping[str, Scenario], seed: int) -> Tables:
    """Base and arms of one seed: ``arms`` (without ``rep``) and the tables of the base run."""
    start = build_world(base, seed)
    world = lived(start, base, base, seed)
    tables = {"sites": site_table(world), "sectors": sector_table(world), "ledger": ledger_table(world)}
    rows = _rows(world, seed, BASE)
    for name, arm in arms.items():
        rows += _rows(lived(start, base, arm, seed), seed, name)
    columns = ["seed", "arm", "scope", "line", "outcome", "value"]
    return {"arms": pd.DataFrame(rows, columns=columns), **tables}


def lived(
    start: World, base: Scenario, arm: Scenario, seed: int, after: Callable[[World], None] | None = None
) -> World:
    """A world that has lived an arm to its horizon, from the quarter 0 of the base where the arm leaves it as it is.

    ``after`` may look at it after each quarter.
    """
    if shares_start(base, arm):
        world = copy.deepcopy(start)
        take_on(world, arm)
    else:
        world = build_world(arm, seed)
    loop = Loop()
    while world.quarter < arm.run.quarters:
        loop.run(world)
        if after is not None:
            after(world)
    return world


def take_on(world: World, arm: Scenario) -> None:
    """Let a world at quarter 0 go on under an arm: its levers and effects, and its sites' institutions."""
    world.scenario, world.fixed = arm, Fixed(arm)
    world.levers = LeversInForce(arm, world.sites)
    stated = build_sites(arm, world.fixed)
    for column in INSTITUTIONAL:
        setattr(world.sites, column, getattr(stated, column))


def spending_of(base: Scenario, arm: Scenario, start: World, seed: int) -> float:
    """What an arm spends over the run at all sites, tax relief included: m¥."""
    rows = _rows(lived(start, base, arm, seed), seed, "")
    return next(row[-1] for row in rows if row[2:5] == ("all", "horizon", "spending"))


def _rows(world: World, seed: int, arm: str) -> list[tuple[int, str, str, str, str, float]]:
    assert world.observer is not None
    park = world.fixed.site_names.index(focal_of(world.scenario))
    return [(seed, arm, *row) for row in values_at_lines(world.observer.sites, park)]
