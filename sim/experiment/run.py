"""The runner: one scenario, one seed, one result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.collect import event_tables, ledger_table, sector_table, site_table
from sim.experiment.micro import micro_rows
from sim.experiment.provenance import provenance
from sim.experiment.result import Result
from sim.model import ParkModel
from sim.quarter.observe import observe
from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.files import Settings, apply_settings, load
from sim.scenario.schema import EFFECT_NAMES, Scenario

Strengths = str | Mapping[str, float]
"""``all``, ``none``, names joined by commas, or strengths by name."""

SECONDS_A_ROW = 6e-6
"""Seconds that a firm row takes a quarter on two cores, a cautious guess for announcing cost."""
START_SECONDS = 15.0
ROW_BYTES = 150
"""Bytes of a firm's row in a run folder."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run will take, roughly."""

    runs: int
    rows: int
    minutes: float
    megabytes: float


def run(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Settings = (),
    effects: Strengths | None = None,
    sample: float | None = None,
    micro: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Run a scenario to its horizon.

    ``settings`` change values by dotted key; ``effects``, ``seed``, ``sample`` and ``micro`` (none, yearly,
    quarterly) go on top. ``progress`` is called with quarters done and in all. Raises ScenarioError for
    bad input, LedgerError or StateError if the model breaks its own books.
    """
    chosen = resolve(scenario, seed=seed, settings=settings, effects=effects, sample=sample, micro=micro)
    model = ParkModel(chosen)
    return finish(model, progress)


def resolve(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Settings = (),
    effects: Strengths | None = None,
    sample: float | None = None,
    micro: str | None = None,
) -> Scenario:
    """The scenario with everything on top: defaults, then the file, then settings, then the named arguments.

    Raises ScenarioError for bad input.
    """
    found = scenario if isinstance(scenario, Scenario) else load(scenario)
    on_top: dict[str, Any] = {}
    for key, value in (("run.seed", seed), ("run.sample", sample), ("outputs.micro", micro)):
        if value is not None:
            on_top[key] = value
    if effects is not None:
        on_top |= {f"effects.{name}": strength for name, strength in strengths(effects).items()}
    given = dict(settings) if isinstance(settings, Mapping) else tuple(settings)
    if given:
        found = apply_settings(found, given)
    return apply_settings(found, on_top) if on_top else found


def strengths(effects: Strengths) -> dict[str, float]:
    """Strength of each effect: ``all``, ``none``, ``scale,network`` (those on, the others off), or a mapping.

    Raises ScenarioError for an unknown name.
    """
    if isinstance(effects, Mapping):
        named, base = dict(effects), {}
    else:
        words = [word.strip() for word in effects.split(",") if word.strip()]
        if words == ["all"]:
            words = list(EFFECT_NAMES)
        elif words == ["none"]:
            words = []
        elif not words:
            raise ScenarioError("--effects: is empty; allowed: all, none, or names such as scale,network")
        named, base = dict.fromkeys(words, 1.0), dict.fromkeys(EFFECT_NAMES, 0.0)
    for name in named:
        if name not in EFFECT_NAMES:
            allowed = ", ".join(("all", "none", *EFFECT_NAMES))
            raise ScenarioError(
                f"--effects {short(name)}: unknown effect; allowed: {allowed}{nearest(str(name), ('all', 'none', *EFFECT_NAMES))}"
            )
    return {**base, **named}


def finish(model: ParkModel, progress: Callable[[int, int], None] | None = None) -> Result:
    """Run a model from where it stands to its horizon and collect the result."""
    world, total = model.world, model.horizon
    if world.observer is None:
        observe(world)
    frames: dict[str, list[pd.DataFrame]] = {"firms": [], "projects": [], "links": []}
    every = {"none": 0, "yearly": 4, "quarterly": 1}[world.scenario.outputs.micro]
    _keep(frames, model, every)
    while model.running:
        model.step()
        _keep(frames, model, every)
        if progress is not None:
            progress(world.quarter, total)
    micro = {name: pd.concat(rows, ignore_index=True) if rows else pd.DataFrame() for name, rows in frames.items()}
    kept = event_tables(world) if every else dict.fromkeys(("deals", "moves", "events"), pd.DataFrame())
    return Result(
        scenario=world.scenario,
        seed=int(world.luck.seed),
        sites=site_table(world),
        sectors=sector_table(world),
        ledger=ledger_table(world),
        **micro,
        **kept,
        provenance=provenance(world.scenario, int(world.luck.seed)),
        timings=model.timings(),
    )


def cost_of(scenario: Scenario, runs: int = 1) -> Cost:
    """What running a scenario ``runs`` times takes: firm rows, minutes, megabytes in the run folder. Rough."""
    firms = sum((site.surveyed_firms or 0.0) * (1.0 + site.unsurveyed_ratio) for site in scenario.sites)
    rows = firms * scenario.run.sample
    quarters = scenario.run.quarters
    seconds = START_SECONDS + rows * quarters * SECONDS_A_ROW
    kept = {"none": 0.0, "yearly": quarters / 4.0 + 1.0, "quarterly": quarters + 1.0}[scenario.outputs.micro]
    megabytes = 0.5 + rows * kept * ROW_BYTES / 1e6
    return Cost(runs, round(rows), float(np.round(runs * seconds / 60.0, 2)), float(np.round(runs * megabytes, 1)))


def _keep(frames: dict[str, list[pd.DataFrame]], model: ParkModel, every: int) -> None:
    if every and model.world.quarter % every == 0:
        for name, frame in micro_rows(model.world).items():
            frames[name].append(frame)
