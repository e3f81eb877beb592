"""Differences of arms from the base over paired seeds: means, intervals, and what a unit of gain cost."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from sim.experiment.arms import BASE
from sim.experiment.outcomes import MEASURES
from sim.experiment.parts import LEVEL, LINES, SCOPES
from sim.experiment.shapley import Floats, t_interval

GAINS = {
    "per_job": ("employment_all", 1.0),
    "per_tfp_point": ("tfp", 0.01),
    "per_tonne": ("emissions_total", -1.0),
}
"""What spending is held against: an outcome, and the amount of it that counts as one (below 0: of it less)."""


def samples(arms: pd.DataFrame, scope: str, line: str) -> dict[tuple[str, str], Floats]:
    """Values over replications by arm and outcome, f64[reps], in the order of replications.

    Raises ValueError if an arm lacks a replication that another has.
    """
    chosen = arms[(arms["scope"] == scope) & (arms["line"] == line)].sort_values("rep", kind="stable")
    groups = chosen.groupby(["arm", "outcome"], sort=False, observed=True)["value"]
    found = {(str(key[0]), str(key[1])): rows.to_numpy(np.float64) for key, rows in groups}
    if len({len(values) for values in found.values()}) > 1:
        raise ValueError(f"{scope}, {line}: not every arm is there once a replication")
    return found


def names_of(arms: pd.DataFrame) -> list[str]:
    """Names of the arms in order, without the base."""
    return [str(name) for name in arms["arm"].unique() if name != BASE]


def comparison_table(arms: pd.DataFrame, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """A row an arm and outcome: means of base and arm, difference and percent of the base, each with low and high.

    Differences are paired by seed; low and high are their Student interval (NaN from one replication). Percent is
    NaN where the base is not positive.
    """
    held = samples(arms, scope, line)
    rows = []
    for arm in names_of(arms):
        for name, measure in MEASURES.items():
            if (BASE, name) not in held:  # a folder of an earlier version, with fewer outcomes
                continue
            base, value = held[BASE, name], held[arm, name]
            safe = np.where(base > 0, base, np.nan)
            rows.append((
                arm, name, measure.unit, len(base), base.mean(), value.mean(),
                *told(value - base), *told(100.0 * (value - base) / safe),
            ))  # fmt: skip
    columns = ["arm", "outcome", "unit", "reps", "base", "value", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, "percent", "percent_low", "percent_high"])


def told(sample: Floats) -> tuple[float, float, float]:
    """Mean, low and high of a sample."""
    low, high = t_interval(sample, LEVEL)
    return float(sample.mean()), float(low), float(high)


def cost_table(arms: pd.DataFrame, scope: str = "focal") -> pd.DataFrame:
    """A row an arm and kind of gain: spending beyond the base (m¥), gain at the horizon, and cost of a unit of it.

    Like by like: spending, the whole run's with tax relief, is that of the same sites as the gain. The interval of
    the ratio is Fieller's (1954);
    low and high are NaN where the gain is not told apart from zero, and so is the cost where it is not positive.
    """
    held = samples(arms, scope, "horizon")
    rows = []
    for arm in names_of(arms):
        spent = held[arm, "spending"] - held[BASE, "spending"]
        for kind, (outcome, unit) in GAINS.items():
            if (BASE, outcome) not in held:  # a folder of an earlier version, with fewer outcomes
                continue
            gain = (held[arm, outcome] - held[BASE, outcome]) / unit
            rows.append((arm, kind, spent.mean(), gain.mean(), *ratio_of_means(spent, gain)))
    return pd.DataFrame(rows, columns=["arm", "kind", "spending", "gain", "cost", "low", "high"])


def ratio_of_means(top: Floats, bottom: Floats) -> tuple[float, float, float]:
    """Ratio of two paired means with Fieller's interval.

    All NaN where a mean is not positive; low and high NaN where the bottom is not told apart from zero.
    """
    mean_top, mean_bottom = float(top.mean()), float(bottom.mean())
    if min(mean_top, mean_bottom) <= 0:
        return math.nan, math.nan, math.nan
    ratio, count = mean_top / mean_bottom, len(top)
    if count < 2:
        return ratio, math.nan, math.nan
    quantile = float(student.ppf(0.5 + LEVEL / 2.0, count - 1))
    spread = np.cov(np.stack([top, bottom]), ddof=1) / count
    g = quantile**2 * float(spread[1, 1]) / mean_bottom**2
    if g >= 1.0:
        return ratio, math.nan, math.nan
    middle = ratio - g * float(spread[0, 1]) / max(float(spread[1, 1]), 1e-300)
    inside = float(spread[0, 0]) - 2.0 * ratio * float(spread[0, 1]) + ratio**2 * float(spread[1, 1])
    inside -= g * (float(spread[0, 0]) - float(spread[0, 1]) ** 2 / max(float(spread[1, 1]), 1e-300))
    half = quantile / mean_bottom * math.sqrt(max(inside, 0.0))
    return ratio, (middle - half) / (1.0 - g), (middle + half) / (1.0 - g)


def spending_gaps(arms: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    """How much more than the first arm each other one spends at all sites over all seeds, %: mean, low and high.

    Per cent of what the first arm spends beyond the base, mean over seeds.
    """
    held = samples(arms, "all", "horizon")
    first, *others = names_of(arms)
    target = float((held[first, "spending"] - held[BASE, "spending"]).mean())
    return {arm: told(100.0 * (held[arm, "spending"] - held[first, "spending"]) / target) for arm in others}


def p_value(value: float, high: float, reps: int) -> float:
    """Student's two-sided p of a mean of so many seeds, from its interval; 1 without one.

    What all seeds move alike and by more than nothing is beyond doubt of them: 0.
    """
    half = high - value
    if reps < 2 or not math.isfinite(half):
        return 1.0
    if half <= 0.0:
        return float(value == 0.0)
    quantile = float(student.ppf(0.5 + LEVEL / 2.0, reps - 1))
    return float(2.0 * student.sf(abs(value) / half * quantile, reps - 1))


def holm(p: Floats) -> Floats:
    """p values of a family of tests adjusted by Holm (1979): below .05 all at once holds with 95 %, f64[n]."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))))
    return adjusted


def comparison_entries(arms: pd.DataFrame, made_by: dict[str, Any]) -> dict[str, Any]:
    """What the summary tells of a comparison: ``comparison`` (focal, horizon), the other scopes and lines, ``cost``."""
    entries: dict[str, Any] = {
        f"comparison{'' if scope == 'focal' else '_all'}{'' if line == 'horizon' else '_impact'}": _entry(
            comparison_table(arms, scope, line)
        )
        for scope in SCOPES
        for line in LINES
    }
    costs: dict[str, Any] = {}
    for row in cost_table(arms).to_dict("records"):
        entry = costs.setdefault(row["arm"], {"spending": row["spending"]})
        entry[row["kind"]] = {"value": _number(row["cost"]), "interval": [_number(row["low"]), _number(row["high"])]}
    entries |= {"cost": costs, "arms": made_by.get("arms", {})}
    for key in ("equal_cost", "dose", "gap"):
        if key in made_by:
            entries[key] = made_by[key]
    if made_by.get("equal_cost"):
        gaps = {arm: [_number(x) for x in gap] for arm, gap in spending_gaps(arms).items()}
        entries["equal_cost_gap"] = {arm: {"percent": gap[0], "interval": gap[1:]} for arm, gap in gaps.items()}
    return entries


def _entry(table: pd.DataFrame) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for row in table.to_dict("records"):
        entry.setdefault(row["arm"], {})[row["outcome"]] = {
            "unit": row["unit"], "base": row["base"], "difference": row["difference"],
            "interval": [_number(row["low"]), _number(row["high"])],
            "percent": _number(row["percent"]),
            "percent_interval": [_number(row["percent_low"]), _number(row["percent_high"])],
            "level": LEVEL, "reps": row["reps"],
        }  # fmt: skip
    return entry


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
