"""Measure what fast rail does along the corridor: paired runs of corridor.toml and corridor_rail.toml.

Writes docs/national/rail.csv, which docs/tables/national.py puts on its page. Half an hour on two cores; not part
of `make docs`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import sim
from sim.experiment.shapley import t_interval

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "national" / "rail.csv"
REPS = 8
STOCKS = ("leading_talents", "employment_technical", "wage", "firms", "employment_all", "revenue_all_year")
FLOWS = ("moves_in", "moves_out", "gain", "gain_created", "gain_from_sites", "gain_from_outside")


def outcomes(rows: pd.DataFrame) -> pd.DataFrame:
    """Stocks at the last quarter and flows of the last year by site, from the table of sites of a run."""
    last = int(rows["quarter"].max())
    ends = rows[rows["quarter"] == last].set_index("site")[list(STOCKS)]
    year = rows[rows["quarter"] > last - 4].groupby("site", observed=True)[list(FLOWS)].sum()
    return ends.join(year)


def differences(slow: list[pd.DataFrame], fast: list[pd.DataFrame]) -> pd.DataFrame:
    """Paired differences, fast rail less none: a row a site and outcome, with 95 % intervals."""
    rows = []
    for site in slow[0].index:
        for name in (*STOCKS, *FLOWS):
            base = np.array([frame.loc[site, name] for frame in slow], float)
            change = np.array([frame.loc[site, name] for frame in fast], float) - base
            low, high = t_interval(change)
            rows.append((site, name, base.mean(), change.mean(), low, high))
    return pd.DataFrame(rows, columns=["site", "outcome", "without", "difference", "low", "high"])


def main() -> None:
    """Run both scenarios with each seed and write the table."""
    slow, fast = (
        [outcomes(sim.run(ROOT / "experiments" / f"{name}.toml", seed=seed).sites) for seed in range(1, REPS + 1)]
        for name in ("corridor", "corridor_rail")
    )
    TABLE.parent.mkdir(exist_ok=True)
    differences(slow, fast).to_csv(TABLE, index=False, float_format="%.6g")


if __name__ == "__main__":
    main()
