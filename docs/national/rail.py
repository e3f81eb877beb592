"""Measure what fast rail does along the corridor: paired runs of corridor.toml and corridor_rail.toml.

    python docs/national/rail.py                                                the table of docs/national.md
    python docs/national/rail.py --reps 3 --quarters 8 --sample 0.05 --out rail.csv    a first look

Writes docs/national/rail.csv, which docs/tables/national.py puts on its page; not part of `make docs`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import sim
from sim.experiment.shapley import t_interval

TABLE = Path(__file__).resolve().parent / "rail.csv"
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
    """Run both scenarios with each seed, write the table, and print what is told apart from zero."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reps", type=int, default=REPS, help="replications, a seed each")
    parser.add_argument("--quarters", type=int, default=40, help="quarters that a run lasts")
    parser.add_argument("--sample", type=float, default=1.0, help="share of firms to simulate")
    parser.add_argument("--out", type=Path, default=TABLE, help="CSV to write")
    given = parser.parse_args()
    settings = {"run.quarters": given.quarters}
    slow, fast = (
        [
            outcomes(sim.run(name, seed=seed, sample=given.sample, settings=settings).sites)
            for seed in range(1, given.reps + 1)
        ]
        for name in ("corridor", "corridor_rail")
    )
    table = differences(slow, fast)
    given.out.parent.mkdir(exist_ok=True)
    table.to_csv(given.out, index=False, float_format="%.6g")
    apart = table[(table["low"] > 0) | (table["high"] < 0)]
    how = f"sample {given.sample:g}, {given.quarters} quarters, {given.reps} seeds, 95 % intervals"
    print(f"Fast rail less none: {len(apart)} of {len(table)} told apart from zero (one in twenty by luck); {how}")
    print(apart.to_string(index=False, float_format=lambda value: f"{value:,.3g}"))
    print(f"Wrote {given.out}")


if __name__ == "__main__":
    main()
