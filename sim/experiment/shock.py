"""Parks that are hit by one shock, each beside itself without it, from paired seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from sim.experiment.arms import settings_of
from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resilience import loss, resilience
from sim.experiment.result import Result, focal_of
from sim.experiment.run import run
from sim.scenario.files import Settings
from sim.scenario.schema import Scenario

Parks = Mapping[str, Mapping[str, Any]]
"""Settings that make each park, by its name."""

SHOCK = {"kind": "input_price", "sector": "ICE", "size": 0.4, "first_quarter": 9, "quarters": 4}
"""The price of electronics from outside rises by half for a year, after two years in which levers may act."""

LABELS = {
    "complete": ("complete chains", "产业链完整"),
    "none": ("hardly any chains", "几乎无产业链"),
    "cared_for": ("chains filled and strengthened by levers", "补链强链后的产业链"),
    "as_is": ("chains as they are", "现有产业链"),
}
"""English and Chinese label of each park."""

PAIRS = (("complete", "none"), ("cared_for", "as_is"))
"""Parks that are set against each other: the second of a pair lacks what the first has, and nothing else."""


def chain_parks(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """Parks that differ in the completeness of their chains alone, under the same effects, firms and shock.

    Complete or none: sellers can serve the site with up to four fifths of what they sell, or with a twentieth
    (``demand.local_supply``). As the scenario has it, and with the two levers for chains at their usual size.
    """
    park = (focal_of(scenario),)
    levers = {f"levers.{name}": {"intensity": 1.0, "sites": park} for name in ("chain_fill", "chain_strengthen")}
    cared_for = {f"{path}.{key}": value for path, given in levers.items() for key, value in given.items()}
    return {
        "complete": {"demand.local_supply": 0.8}, "none": {"demand.local_supply": 0.05},
        "cared_for": cared_for, "as_is": {},
    }  # fmt: skip


def shocked_parks(
    scenario: Scenario, parks: Parks, shock: Mapping[str, Any], *, reps: int, jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Result, pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Hit every park with a shock from ``reps`` seeds: the first calm run, resilience, and losses of revenue.

    Resilience has a row a park, seed and outcome (:func:`resilience`); losses one a park, seed and quarter, beside
    the ``coverage`` of the park's chains without the shock.
    """
    seeds = seeds_from(scenario.run.seed, reps)
    done = replicate(partial(_of_seed, scenario, parks, shock), seeds, jobs=jobs, progress=progress)
    found, losses = (pd.concat([done[seed][name] for seed in seeds], ignore_index=True) for name in ("found", "losses"))
    calm, none = done[seeds[0]], pd.DataFrame()
    result = Result(
        scenario=scenario, seed=seeds[0], sites=calm["sites"], sectors=calm["sectors"], ledger=calm["ledger"],
        firms=none, projects=none, links=none, deals=none, moves=none, events=none,
        provenance={**provenance(scenario, seeds[0]), "seeds": list(seeds), "shock": dict(shock),
                    "parks": {name: settings_of(given) for name, given in parks.items()}},
    )  # fmt: skip
    return result, found, losses


def _of_seed(scenario: Scenario, parks: Parks, shock: Mapping[str, Any], seed: int) -> Tables:
    found, losses, first = [], [], None
    for name, settings in parks.items():
        calm = _lived(scenario, settings, seed)
        hit = _lived(scenario, {**settings, "shocks": [dict(shock)]}, seed)
        table = resilience(hit.sites, calm.sites, int(shock["first_quarter"]))
        found.append(table[table["site"] == calm.focal].assign(park=name, seed=seed))
        here = calm.site()
        lost = loss(hit.site()["revenue"].to_numpy(float), here["revenue"].to_numpy(float))
        losses.append(pd.DataFrame({"park": name, "seed": seed, "quarter": range(len(lost)), "loss": lost,
                                    "coverage": here["chain_coverage"].to_numpy(float)}))  # fmt: skip
        first = first or calm
    assert first is not None
    held = {"sites": first.sites, "sectors": first.sectors, "ledger": first.ledger}
    return {"found": pd.concat(found), "losses": pd.concat(losses), **held}


def _lived(scenario: Scenario, settings: Settings, seed: int) -> Result:
    return run(scenario, seed=seed, settings=settings, micro="none")
