"""The gap between a high-tech park and an ordinary one as a table: institutions and selection."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.experiment.arms import BASE
from sim.experiment.outcomes import MEASURES
from sim.experiment.paired import samples, told
from sim.experiment.response import as_told

PARTS = ("whole", "institutions", "selection")
"""The whole gap, and its two parts, which sum to it."""


def gap_table(
    arms: pd.DataFrame, roles: Mapping[str, str], scope: str = "focal", line: str = "horizon"
) -> pd.DataFrame:
    """A row an outcome and part: gain of the high-tech park, as it is told, with low and high.

    Each part is its mean over both orders of taking the two away (the Shapley value of two), so they sum to the
    whole. Percents are of the ordinary park. Outcomes without a percent are left out.
    """
    held = samples(arms, scope, line)
    rows = []
    for name, measure in MEASURES.items():
        if (BASE, name) not in held:  # a folder of an earlier version, with fewer outcomes
            continue
        whole, same_firms = held[BASE, name], held[roles["institutions"], name]
        same_rules, neither = held[roles["selection"], name], held[roles["both"], name]
        treatment = 0.5 * ((whole - same_firms) + (same_rules - neither))
        selection = 0.5 * ((whole - same_rules) + (same_firms - neither))
        for part, gain in zip(PARTS, (whole - neither, treatment, selection), strict=True):
            value, low, high = told(as_told(measure.told, neither, neither + gain))
            rows.append((name, measure.told, measure.unit, part, neither.mean(), whole.mean(), value, low, high))
    columns = ["outcome", "told", "unit", "part", "ordinary", "high_tech", "value", "low", "high"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table.groupby("outcome")["value"].transform(lambda values: values.notna().all())]
