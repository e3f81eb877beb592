"""Parks that are hit by one shock, each beside itself without it, from paired seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resilience import loss, resilience
from sim.experiment.result import Result
from sim.experiment.run import run
from sim.scenario.files import Settings
from sim.scenario.schema import Scenario

Parks = Mapping[str, Mapping[str, Any]]
"""Settings that make each park, by its name."""


def shocked_parks(
    scenario: Scenario, parks: Parks, shock: Mapping[str, Any], *, reps: int, jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Result, pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Hit every park with a shock from ``reps`` seeds: the first calm run, resilience, and losses of revenue.

    Resilience has a row a park, seed and outcome (:func:`resilience`); losses one a park, seed and quarter.
    """
    seeds = seeds_from(scenario.run.seed, reps)
    done = replicate(partial(_of_seed, scenario, parks, shock), seeds, jobs=jobs, progress=progress)
    found, losses = (pd.concat([done[seed][name] for seed in seeds], ignore_index=True) for name in ("found", "losses"))
    calm, none = done[seeds[0]], pd.DataFrame()
    result = Result(
        scenario=scenario, seed=seeds[0], sites=calm["sites"], sectors=calm["sectors"], ledger=calm["ledger"],
        firms=none, projects=none, links=none, deals=none, moves=none, events=none,
        provenance={**provenance(scenario, seeds[0]), "seeds": list(seeds), "shock": dict(shock)},
    )  # fmt: skip
    return result, found, losses


def _of_seed(scenario: Scenario, parks: Parks, shock: Mapping[str, Any], seed: int) -> Tables:
    found, losses, first = [], [], None
    for name, settings in parks.items():
        calm = _lived(scenario, settings, seed)
        hit = _lived(scenario, {**settings, "shocks": [dict(shock)]}, seed)
        table = resilience(hit.sites, calm.sites, int(shock["first_quarter"]))
        found.append(table[table["site"] == calm.focal].assign(park=name, seed=seed))
        lost = loss(hit.site()["revenue"].to_numpy(float), calm.site()["revenue"].to_numpy(float))
        losses.append(pd.DataFrame({"park": name, "seed": seed, "quarter": range(len(lost)), "loss": lost}))
        first = first or calm
    assert first is not None
    held = {"sites": first.sites, "sectors": first.sectors, "ledger": first.ledger}
    return {"found": pd.concat(found), "losses": pd.concat(losses), **held}


def _lived(scenario: Scenario, settings: Settings, seed: int) -> Result:
    return run(scenario, seed=seed, settings=settings, micro="none")
