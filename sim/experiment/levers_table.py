"""What a campaign found, lever by lever: effects, costs of gains, and responses to the dose."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.experiment.arms import BASE
from sim.experiment.paired import comparison_table, cost_table
from sim.experiment.response import dose_table

CAMPAIGN_COLUMNS: dict[str, tuple[str, str]] = {
    "rep": ("index", "replication"),
    "seed": ("-", "seed of the replication; all runs of a replication share luck and quarter 0"),
    "lever": ("name", "lever that is pulled, or base: the scenario as it stands"),
    "intensity": ("-", "its intensity; 0 where the scenario has the lever in force and it is taken away"),
    "scope": ("name", "focal (the park) or all (every site together)"),
    "line": ("name", "horizon (last quarter) or impact (mean of quarters 1 to 4)"),
    "outcome": ("name", "outcome of a comparison"),
    "value": ("as the outcome", "its value in this run"),
}
"""Columns of campaign.parquet: unit and meaning."""


def levers_of(campaign: pd.DataFrame) -> list[str]:
    """Names of the levers of a campaign, in order."""
    return [str(name) for name in campaign["lever"].unique() if name != BASE]


def doses_of(campaign: pd.DataFrame) -> list[float]:
    """Intensities of a campaign above none, rising."""
    return sorted(float(x) for x in campaign["intensity"].unique() if x > 0)


def lever_arms(campaign: pd.DataFrame, lever: str) -> tuple[pd.DataFrame, dict[str, float]]:
    """A lever's runs as arms of a comparison, and the intensity of each arm.

    Their base is the scenario without the lever: the base of the campaign, or the run in which it was taken away.
    """
    own = campaign[campaign["lever"] == lever]
    none = own[own["intensity"] == 0.0]
    none = campaign[campaign["lever"] == BASE] if none.empty else none
    pulled = own[own["intensity"] > 0.0]
    named = pulled["intensity"].map(lambda x: f"{lever}-{x:g}")
    arms = pd.concat([none.assign(arm=BASE), pulled.assign(arm=named)], ignore_index=True)
    return arms, {f"{lever}-{x:g}": float(x) for x in sorted(pulled["intensity"].unique())}


def effects_table(campaign: pd.DataFrame, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """A row a lever, intensity and outcome: as :func:`sim.experiment.paired.comparison_table` tells an arm."""
    return _by_lever(campaign, lambda arms: comparison_table(arms, scope, line))


def costs_table(campaign: pd.DataFrame, scope: str = "focal") -> pd.DataFrame:
    """A row a lever, intensity and kind of gain: spending, gain, and cost of a unit of it with its interval."""
    return _by_lever(campaign, lambda arms: cost_table(arms, scope))


def responses_table(campaign: pd.DataFrame, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """A row a lever, outcome and intensity: gain with its interval, slope at 0, turning point (NaN: none found).

    Empty where fewer than three intensities were run.
    """
    if len(doses_of(campaign)) < 3:
        return pd.DataFrame()
    tables = []
    for lever in levers_of(campaign):
        arms, doses = lever_arms(campaign, lever)
        tables.append(dose_table(arms, doses, scope, line).assign(lever=lever))
    found = pd.concat(tables, ignore_index=True)
    return found[["lever", *(name for name in found.columns if name != "lever")]]


def _by_lever(campaign: pd.DataFrame, tell: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    tables = []
    for lever in levers_of(campaign):
        arms, doses = lever_arms(campaign, lever)
        table = tell(arms)
        table.insert(0, "intensity", table.pop("arm").map(doses))
        table.insert(0, "lever", lever)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
