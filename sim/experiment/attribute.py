"""Attribution: every coalition of the four effects is run from one quarter 0, with one luck."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiment.collect import ledger_table, sector_table, site_table
from sim.experiment.parts import LINES, OUTCOMES, SCOPES
from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.result import Result, focal_of
from sim.genesis import build_world
from sim.loop import Loop
from sim.scenario.schema import EFFECT_NAMES, Effects, Scenario
from sim.world import World

IMPACT_QUARTERS = 4
ALL_ON = (1 << len(EFFECT_NAMES)) - 1
"""The coalition of all effects."""


def attribute(
    scenario: Scenario,
    *,
    reps: int = 8,
    jobs: int = 1,
    scopes: Sequence[str] = SCOPES,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Split the premium of the focal park over the four effects, from ``reps`` seeds on from the scenario's.

    The result is the run of the first seed with all effects on (no rows of agents), with ``coalitions``.
    Strengths of the scenario are not used: an effect is on or off. ``keep`` names a folder in which
    replications wait, so that an interrupted campaign goes on. ``progress`` is called with replications
    done and in all. Raises ValueError for no replication or an unknown scope, else what the model raises.
    """
    if reps < 1 or not set(scopes) <= set(SCOPES) or not scopes:
        raise ValueError(f"reps {reps}, scopes {scopes}: at least one replication and one of {SCOPES}")
    seeds = seeds_from(scenario.run.seed, reps)
    work = partial(coalition_values, scenario, scopes=tuple(scopes))
    done = replicate(work, seeds, jobs=jobs, keep=keep, progress=progress)
    values = pd.concat([done[seed]["coalitions"] for seed in seeds], ignore_index=True)
    values.insert(0, "rep", (values["seed"] - seeds[0]).astype(np.int32))
    chosen = arm(scenario, ALL_ON, "all")
    made_by = {**provenance(chosen, seeds[0]), "seeds": list(seeds), "scopes": list(scopes)}
    first, none = done[seeds[0]], pd.DataFrame()
    return Result(
        scenario=chosen, seed=seeds[0], sites=first["sites"], sectors=first["sectors"],
        ledger=first["ledger"], firms=none, projects=none, links=none, deals=none, moves=none, events=none,
        coalitions=values, provenance=made_by,
    )  # fmt: skip


def coalition_values(scenario: Scenario, seed: int, scopes: Sequence[str] = SCOPES) -> Tables:
    """All coalitions of one seed: ``coalitions`` (without ``rep``) and the tables of the run with all on."""
    start = build_world(scenario, seed)
    full = live(start, arm(scenario, ALL_ON, "all"))
    rows = []
    for scope in scopes:
        for coalition in range(ALL_ON + 1):
            # With all on, where effects are switched makes no difference.
            world = full if coalition == ALL_ON else live(start, arm(scenario, coalition, scope))
            rows += [(seed, scope, *row) for row in _values(world, coalition)]
    columns = ["seed", "scope", "line", *EFFECT_NAMES, "outcome", "value"]
    return {
        "coalitions": pd.DataFrame(rows, columns=columns),
        "sites": site_table(full),
        "sectors": sector_table(full),
        "ledger": ledger_table(full),
    }


def arm(scenario: Scenario, coalition: int, scope: str) -> Scenario:
    """The scenario with the effects of a coalition on (bit k is effect k), the others off in the scope."""
    on = {name: float(coalition >> k & 1) for k, name in enumerate(EFFECT_NAMES)}
    return scenario.model_copy(
        update={"effects": Effects(**on, sites=(focal_of(scenario),) if scope == "focal" else ())}
    )


def live(start: World, scenario: Scenario) -> World:
    """A copy of a world at quarter 0 that has lived ``scenario`` to its horizon."""
    world, loop = copy.deepcopy(start), Loop()
    world.scenario = scenario
    while world.quarter < scenario.run.quarters:
        loop.run(world)
    return world


def outcomes_by_quarter(world: World) -> dict[str, np.ndarray]:
    """Each outcome of the focal park by quarter, from quarter 0 on: f64[quarters + 1]."""
    assert world.observer is not None
    park = world.fixed.site_names.index(focal_of(world.scenario))
    return {
        outcome.name: outcome.value(np.array([row[outcome.name][park] for row in world.observer.sites]))
        for outcome in OUTCOMES
    }


def _values(world: World, coalition: int) -> Iterator[tuple[object, ...]]:
    switches = [bool(coalition >> k & 1) for k in range(len(EFFECT_NAMES))]
    for name, path in outcomes_by_quarter(world).items():
        lines = {"horizon": path[-1], "impact": path[1 : 1 + IMPACT_QUARTERS].mean()}
        for line in LINES:
            yield line, *switches, name, float(lines[line])
