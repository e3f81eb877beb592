"""Facts of a scenario: several seeds are run and measured, and held against the published bands."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from sim.evidence.bands import FACTS, REQUIRED, UNTUNED, Part
from sim.evidence.measures import MEASURES
from sim.evidence.measures.number import Number, pooled, value_of
from sim.evidence.panel import Panel, collect, focal_site
from sim.scenario.schema import Scenario

QUARTERS = 40
"""Quarters of the decade that is measured."""
IN_BAND, FAILS, FAILS_HARD, UNKNOWN = "in band", "fails", "fails hard", "not measured"

Values = dict[str, dict[str, Number]]
"""Values of one seed by number of the fact and name of the part."""


@dataclass(frozen=True)
class FactTable:
    """``rows``: a row a part of a fact with value, interval of seeds, band and verdict; ``runs``: values of
    each seed by part; ``paths``: firms and revenue of the park by quarter and seed."""

    scenario: str
    site: str
    sample: float
    quarters: int
    seeds: tuple[int, ...]
    rows: pd.DataFrame
    runs: pd.DataFrame
    paths: pd.DataFrame

    def lines(self) -> list[dict[str, Any]]:
        """Rows as dictionaries by column."""
        return [{str(key): value for key, value in row.items()} for row in self.rows.to_dict("records")]

    def verdicts(self, column: str = "verdict") -> dict[str, str]:
        """Verdict of each fact: the worst of its parts, by number."""
        order = {IN_BAND: 0, UNKNOWN: 1, FAILS: 2, FAILS_HARD: 3}
        grouped = self.rows[self.rows["decides"]].groupby("number", sort=False)[column]
        return {str(number): max(parts, key=lambda v: order[v]) for number, parts in grouped}

    def count(self, numbers: Sequence[str], column: str = "verdict") -> int:
        """How many of these facts are in their bands."""
        verdicts = self.verdicts(column)
        return sum(verdicts[number] == IN_BAND for number in numbers)

    def counts(self) -> dict[str, int]:
        """Facts in band of the required and the untuned list; ``required_own``: bands moved to the park."""
        return {
            "required": self.count(REQUIRED),
            "required_own": self.count(REQUIRED, "own_verdict"),
            "untuned": self.count(UNTUNED),
        }


def compute_facts(
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    quarters: int = QUARTERS,
    jobs: int = 1,
    directory: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FactTable:
    """Run ``seeds`` for ``quarters`` each and measure every fact of the focal park.

    ``jobs`` processes work at once; each seed's panel is written into ``directory`` as soon as it ends.
    ``progress`` is called with seeds done and in all. Raises what the model raises.
    """
    tasks = (delayed(_one)(scenario, seed, quarters, directory) for seed in seeds)
    done: dict[int, tuple[Values, pd.DataFrame]] = {}
    for seed, values, path in Parallel(n_jobs=jobs, return_as="generator_unordered")(tasks):
        done[seed] = values, path
        if progress is not None:
            progress(len(done), len(seeds))
    ordered = [done[seed] for seed in seeds]
    site = scenario.sites[focal_site(scenario)]
    return FactTable(
        scenario=scenario.name,
        site=site.label_en or site.name,
        sample=scenario.run.sample,
        quarters=quarters,
        seeds=tuple(seeds),
        rows=summarise(scenario, [values for values, _ in ordered]),
        runs=_runs(seeds, [values for values, _ in ordered]),
        paths=pd.concat([path for _, path in ordered], ignore_index=True),
    )


def measure(panel: Panel, scenario: Scenario) -> Values:
    """Every fact of one run."""
    return {number: take(panel, scenario) for number, take in MEASURES.items()}


def summarise(scenario: Scenario, runs: Sequence[Values]) -> pd.DataFrame:
    """A row a part of a fact: value over seeds, 5-95 % of seeds, band, verdict, and the same against a band
    moved with the park's own statistic where it has one."""
    rows = []
    for fact in FACTS:
        for part in fact.parts:
            numbers = [run[fact.number][part.name] for run in runs]
            value, each = pooled(numbers), np.array([value_of(n) for n in numbers])
            held = each[~np.isnan(each)]
            low, high = (
                (float(q) for q in np.quantile(held, (0.05, 0.95), method="nearest"))
                if len(held)
                else (math.nan, math.nan)
            )
            factor = _own_factor(scenario, part)
            rows.append({
                "number": fact.number, "name": fact.name, "part": part.name, "meaning": part.meaning,
                "value": value, "low": low, "high": high, "band": part.band,
                "verdict": judge(value, low, high, part.low, part.high),
                "decides": part.decides,
                "own_factor": factor,
                "own_verdict": judge(value, low, high, part.low * factor, part.high * factor),
                "use": fact.use,
            })  # fmt: skip
    return pd.DataFrame(rows)


def judge(value: float, low: float, high: float, band_low: float, band_high: float) -> str:
    """In band if the value lies in it; it fails hard if the interval of seeds misses the band altogether."""
    if math.isnan(value):
        return UNKNOWN
    if band_low <= value <= band_high:
        return IN_BAND
    return FAILS_HARD if high < band_low or low > band_high else FAILS


def _own_factor(scenario: Scenario, part: Part) -> float:
    site = scenario.sites[focal_site(scenario)]
    own = {
        "": part.national,
        "rd_intensity": site.rd_intensity,
        "revenue_per_worker": (site.revenue or math.nan) / (site.employees or math.nan),
    }[part.own]
    return own / part.national if math.isfinite(own) else 1.0


def _one(
    scenario: Scenario, seed: int, quarters: int, directory: Path | None
) -> tuple[int, Values, pd.DataFrame]:
    panel = collect(scenario, seed, quarters)
    if directory is not None:
        panel.save(directory / f"seed-{seed}")
    path = panel.totals[["quarter", "firms", "revenue", "demand", "number_trend"]].copy()
    path.insert(0, "seed", seed)
    return seed, measure(panel, scenario), path


def _runs(seeds: Sequence[int], runs: Sequence[Values]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"seed": seed, "number": number, "part": part, "value": value_of(value)}
        for seed, run in zip(seeds, runs, strict=True)
        for number, parts in run.items()
        for part, value in parts.items()
    ]
    return pd.DataFrame(rows)
