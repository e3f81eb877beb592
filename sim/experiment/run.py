"""The runner: one scenario, one seed, one result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.experiment.collect import event_tables, ledger_table, sector_table, site_table
from sim.experiment.micro import micro_rows
from sim.experiment.provenance import provenance
from sim.experiment.resolve import Strengths, resolve
from sim.experiment.result import Result
from sim.model import ParkModel
from sim.quarter.observe import observe
from sim.scenario.files import Settings
from sim.scenario.schema import Scenario


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


def finish(model: ParkModel, progress: Callable[[int, int], None] | None = None) -> Result:
    """Run a model from where it stands to its horizon and collect the result."""
    world, total = model.world, model.horizon
    if world.observer is None:
        observe(world)
    frames: dict[str, list[pd.DataFrame]] = {"firms": [], "projects": [], "universities": [], "links": []}
    every = {"none": 0, "yearly": 4, "quarterly": 1}[world.scenario.outputs.micro]
    _keep(frames, model, every)
    while model.running:
        model.step()
        _keep(frames, model, every)
        if progress is not None:
            progress(world.quarter, total)
    micro = {
        name: pd.concat(rows, ignore_index=True) if rows else pd.DataFrame() for name, rows in frames.items()
    }
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


def _keep(frames: dict[str, list[pd.DataFrame]], model: ParkModel, every: int) -> None:
    if every and model.world.quarter % every == 0:
        for name, frame in micro_rows(model.world).items():
            frames[name].append(frame)
