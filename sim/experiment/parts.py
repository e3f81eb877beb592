"""The attribution game as a table: from the values of all coalitions to premium and parts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.shapley import Floats, dividends, shapley_values, t_interval
from sim.scenario.schema import EFFECT_NAMES

LEVEL = 0.95
SCOPES = ("focal", "all")
"""Where effects are switched: at the focal park only, or at every site."""
LINES = ("horizon", "impact")
"""When outcomes are read: in the last quarter, or on average over the first four."""
PREMIUM = "premium"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome of the game: a metric of the focal park, in logs (of at least ``least``) or times ``factor``."""

    name: str
    unit: str
    en: str
    zh: str
    log: bool = False
    least: float = 0.0
    factor: float = 1.0

    def value(self, metric: Floats) -> Floats:
        """The outcome from values of the metric."""
        return np.log(np.maximum(metric, self.least)) if self.log else metric * self.factor


OUTCOMES = (
    Outcome("employment_all", "log", "employment", "从业人员", log=True, least=1.0),
    Outcome("revenue_all_year", "log", "revenue", "营业收入", log=True, least=1.0),
    Outcome("tfp", "log", "TFP", "全要素生产率"),
    Outcome("patents", "log", "live patents", "有效发明专利", log=True, least=1.0),
    Outcome("wage", "log", "wage", "平均工资", log=True, least=1e-6),
    Outcome("survival_5y", "pp", "five-year survival", "五年存活率", factor=100.0),
    Outcome("fiscal_balance_year", "m¥/year", "net fiscal balance", "年度财政净收支"),
)
"""Outcomes that a premium is told of."""

COALITION_COLUMNS: dict[str, tuple[str, str]] = {
    "rep": ("index", "replication"),
    "seed": ("-", "seed of the replication; its arms share luck and quarter 0"),
    "scope": ("name", "where effects are switched: focal (the park only) or all (every site)"),
    "line": ("name", "horizon (last quarter) or impact (mean of quarters 1 to 4)"),
    **{name: ("switch", f"whether the {name} effect is on") for name in EFFECT_NAMES},
    "outcome": ("name", "metric of the focal park"),
    "value": ("as the outcome", "ln of the metric, percentage points for survival, m¥ a year for balances"),
}
"""Columns of coalitions.parquet: unit and meaning."""


def games(coalitions: pd.DataFrame, scope: str, line: str) -> dict[str, Floats]:
    """Values of a scope and line by outcome, f64[reps, 16]; bit k of the last index is effect k.

    Raises ValueError if a coalition is missing or there twice.
    """
    chosen = coalitions[(coalitions["scope"] == scope) & (coalitions["line"] == line)]
    found = {}
    for outcome, rows in chosen.groupby("outcome", sort=False, observed=True):
        bits = sum(rows[name].to_numpy(np.int64) << k for k, name in enumerate(EFFECT_NAMES))
        reps, rep = np.unique(rows["rep"], return_inverse=True)
        table = np.full((len(reps), 1 << len(EFFECT_NAMES)), np.nan)
        table[rep, bits] = rows["value"]
        if len(rows) != table.size or np.isnan(table).any():
            raise ValueError(f"{scope}, {line}, {outcome}: not every coalition is there once a replication")
        found[str(outcome)] = table
    return found


def parts_table(coalitions: pd.DataFrame, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """Premium and parts: a row an outcome and part (premium, then each effect) with value, low and high.

    Value is the mean over replications, low and high its 95 % interval (NaN from one replication).
    """
    return _table(coalitions, scope, line, _parts_of, "part")


def interactions(coalitions: pd.DataFrame, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """Harsanyi dividends of pairs: a row an outcome and pair (``scale*talent``) with value, low and high."""
    return _table(coalitions, scope, line, _pairs_of, "pair")


def attribution_entries(coalitions: pd.DataFrame) -> dict[str, Any]:
    """What the summary tells of a game: ``attribution`` (focal, horizon), ``attribution_all``, and both impacts."""
    held = set(zip(coalitions["scope"], coalitions["line"], strict=True))
    return {
        f"attribution{'' if scope == 'focal' else '_all'}{'' if line == 'horizon' else '_impact'}": _entry(
            coalitions, scope, line
        )
        for scope in SCOPES
        for line in LINES
        if (scope, line) in held
    }


type Told = dict[str, tuple[float, float, float]]
"""Mean over replications, low and high by name."""


def _told(names: tuple[str, ...], samples: Floats) -> Told:
    low, high = t_interval(samples, LEVEL)
    mean = samples.mean(axis=0)
    return {name: (float(mean[k]), float(low[k]), float(high[k])) for k, name in enumerate(names)}


def _parts_of(game: Floats) -> Told:
    premium = (game[:, -1] - game[:, 0])[:, None]
    return _told((PREMIUM, *EFFECT_NAMES), np.concatenate([premium, shapley_values(game)], axis=1))


def _pairs_of(game: Floats) -> Told:
    pairs = list(combinations(range(len(EFFECT_NAMES)), 2))
    names = tuple(f"{EFFECT_NAMES[i]}*{EFFECT_NAMES[j]}" for i, j in pairs)
    return _told(names, dividends(game)[:, [1 << i | 1 << j for i, j in pairs]])


def _table(
    coalitions: pd.DataFrame, scope: str, line: str, tell: Callable[[Floats], Told], what: str
) -> pd.DataFrame:
    rows = [
        (outcome, name, *numbers)
        for outcome, game in games(coalitions, scope, line).items()
        for name, numbers in tell(game).items()
    ]
    return pd.DataFrame(rows, columns=["outcome", what, "value", "low", "high"])


def _entry(coalitions: pd.DataFrame, scope: str, line: str) -> dict[str, Any]:
    units = {outcome.name: outcome.unit for outcome in OUTCOMES}
    entry: dict[str, Any] = {}
    for outcome, game in games(coalitions, scope, line).items():
        parts, pairs = _parts_of(game), _pairs_of(game)
        entry[outcome] = {
            "unit": units[outcome],
            "none": float(game[:, 0].mean()),
            "all": float(game[:, -1].mean()),
            "premium": parts[PREMIUM][0],
            "effects": {name: parts[name][0] for name in EFFECT_NAMES},
            "intervals": {
                "level": LEVEL, "method": "Student t over replications", "reps": len(game),
                "premium": _span(parts[PREMIUM]),
                "effects": {name: _span(parts[name]) for name in EFFECT_NAMES},
            },
            "interactions": {
                name: {"value": told[0], "interval": _span(told)} for name, told in pairs.items()
            },
        }  # fmt: skip
    return entry


def _span(told: tuple[float, float, float]) -> list[float | None]:
    return [bound if math.isfinite(bound) else None for bound in told[1:]]
