"""How many replications keyed luck saves: pairs that share a seed against arms with seeds of their own.

For a lever (rd_grant) and an effect (scale, off at the park), the s.d. of the difference over pairs is held
against that of two independent runs. The number of replications for an interval of given width goes with the
variance, so independent / paired variance is how many times fewer pairs do. Run

    python benchmarks/pairing.py zhongguancun --sample 0.1 --seeds 16 --jobs 2
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiment.attribute import ALL_ON, arm, live, outcomes_by_quarter
from sim.experiment.replicate import replicate, seeds_from
from sim.experiment.resolve import resolve
from sim.genesis import build_world
from sim.scenario.files import apply_settings
from sim.scenario.schema import Scenario

OUTCOMES = ("revenue_all_year", "employment_all", "tfp")
ARMS = ("as it is", "rd_grant", "scale off")


def arms(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario as it is, with the lever, and without the effect."""
    return {
        "as it is": arm(scenario, ALL_ON, "all"),
        "rd_grant": apply_settings(arm(scenario, ALL_ON, "all"), {"levers.rd_grant.intensity": 1.0}),
        "scale off": arm(scenario, ALL_ON & ~1, "focal"),
    }


def paths(scenario: Scenario, seed: int) -> dict[str, pd.DataFrame]:
    """Outcomes by arm and quarter of one seed; the arms share quarter 0."""
    frames = []
    for name, changed in arms(scenario).items():
        # The levers that a world was built with are part of it, so an arm with a lever is built anew.
        world = live(build_world(changed, seed), changed)
        by_quarter = outcomes_by_quarter(world)
        frame = pd.DataFrame({outcome: by_quarter[outcome] for outcome in OUTCOMES})
        frames.append(frame.assign(arm=name, seed=seed, quarter=np.arange(len(frame))))
    return {"paths": pd.concat(frames, ignore_index=True)}


def gains(table: pd.DataFrame, quarters: list[int]) -> pd.DataFrame:
    """Spread between seeds, spread of paired differences, and times fewer replications, by arm and quarter."""
    rows = []
    for quarter in quarters:
        now = table[table["quarter"] == quarter].set_index(["arm", "seed"])
        for outcome in OUTCOMES:
            base = now.loc["as it is", outcome]
            for name in ARMS[1:]:
                other = now.loc[name, outcome]
                paired = (other - base).var(ddof=1)
                apart = other.var(ddof=1) + base.var(ddof=1)
                rows.append({
                    "comparison": name, "outcome": outcome, "quarter": quarter,
                    "effect": (other - base).mean(), "sd between seeds": np.sqrt(base.var(ddof=1)),
                    "sd of paired difference": np.sqrt(paired), "times fewer": apart / paired,
                })  # fmt: skip
    return pd.DataFrame(rows)


def main() -> None:
    """Run the arms and print the table in Markdown."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("scenario", nargs="?", default="small")
    ask.add_argument("--sample", type=float, default=1.0)
    ask.add_argument("--seeds", type=int, default=8)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--quarters", type=int, nargs="+", default=[8, 20, 40])
    ask.add_argument("--out", type=Path, help="file for the table, Markdown")
    given = ask.parse_args()
    scenario = resolve(given.scenario, sample=given.sample, micro="none",
                       settings={"run.quarters": max(given.quarters)})  # fmt: skip
    seeds = seeds_from(scenario.run.seed, given.seeds)
    done = replicate(partial(paths, scenario), seeds, jobs=given.jobs)
    table = gains(pd.concat([tables["paths"] for tables in done.values()]), given.quarters)
    head = list(table.columns)
    lines = ["| " + " | ".join(head) + " |", "|---|---|---:|---:|---:|---:|---:|"]
    for row in table.itertuples(index=False):
        effect, seeds_sd, paired_sd = (f"{100 * value:.3f} %" for value in row[3:6])
        lines.append(f"| {row[0]} | {row[1]} | {row[2]} | {effect} | {seeds_sd} | {paired_sd} | {row[6]:.0f} |")
    text = "\n".join(lines)
    print(text)
    if given.out is not None:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
