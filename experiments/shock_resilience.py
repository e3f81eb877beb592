"""Does a park with complete chains stand a supply shock better than one without?

Question: the price of an input from outside rises for a year. How deep does the park fall, and how soon is it over
it, when its chains cushion the price (synergy 1, more can be supplied locally) and when they don't (synergy 0)?
Each park is compared with itself without the shock, under the same luck; seeds are replications.

    python experiments/shock_resilience.py --seeds 5 --sector ICE --size 0.4 --out resilience
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from scipy.stats import t

from sim.experiment.resilience import loss, resilience
from sim.experiment.run import run

matplotlib.use("Agg")
from matplotlib import pyplot as plt

FIRST = 5
PARKS = {
    "complete chains": {"effects.synergy": 1.0, "demand.local_supply": 0.8},
    "no chains": {"effects.synergy": 0.0, "demand.local_supply": 0.8},
}


def compare(scenario: str, seed: int, shock: dict[str, object], quarters: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Resilience of both parks under one seed, and the loss of revenue of the park by quarter."""
    rows, paths = [], []
    for park, settings in PARKS.items():
        common = {**settings, "run.quarters": quarters, "outputs.micro": "none"}
        calm = run(scenario, seed=seed, settings=common)
        hit = run(scenario, seed=seed, settings={**common, "shocks": [shock]})
        found = resilience(hit.sites, calm.sites, FIRST)
        rows.append(found[found["site"] == calm.focal].assign(park=park, seed=seed))
        one, other = (r.sites[r.sites["site"] == calm.focal]["revenue"].to_numpy() for r in (hit, calm))
        lost = loss(one, other)
        paths.append(pd.DataFrame({"park": park, "seed": seed, "quarter": np.arange(len(lost)), "loss": lost}))
    return pd.concat(rows), pd.concat(paths)


def interval(values: np.ndarray) -> str:
    """Mean with a 95 % interval over seeds."""
    if len(values) < 2:
        return f"{values.mean():.4f}"
    half = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.4f} ± {half:.4f}"


def main() -> None:
    """Run, print the answer with its uncertainty, draw."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scenario", default="small")
    options.add_argument("--sector", default="ICE", help="input whose price rises")
    options.add_argument("--size", type=float, default=0.4, help="log rise of the price")
    options.add_argument("--length", type=int, default=4, help="quarters that it lasts")
    options.add_argument("--quarters", type=int, default=20)
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--out", type=Path, default=Path("resilience"))
    given = options.parse_args()
    shock: dict[str, object] = {
        "kind": "input_price", "sector": given.sector, "size": given.size, "first_quarter": FIRST,
        "quarters": given.length,
    }  # fmt: skip
    done = [compare(given.scenario, seed, shock, given.quarters) for seed in range(1, given.seeds + 1)]
    table, paths = (pd.concat(parts, ignore_index=True) for parts in zip(*done, strict=True))
    print(f"{given.sector} from outside dearer by {given.size:g} (log), {given.length} quarters; {given.seeds} seeds")
    for outcome, held in table.groupby("outcome", sort=False):
        wide = held.pivot(index="seed", columns="park", values=["depth", "lost", "recovery"])
        print(f"\n{outcome}")
        for measure in ("depth", "lost"):
            values = wide[measure]
            spared = (values["no chains"] - values["complete chains"]).to_numpy()
            shown = ", ".join(f"{park} {interval(values[park].to_numpy())}" for park in PARKS)
            print(f"  {measure:9} {shown}; spared by chains {interval(spared)}")
        median = {park: float(np.median(wide["recovery"][park])) for park in PARKS}
        print(f"  recovery  median quarters: {', '.join(f'{park} {q:g}' for park, q in median.items())}")
    given.out.mkdir(parents=True, exist_ok=True)
    table.to_csv(given.out / "resilience.csv", index=False)
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for park, held in paths.groupby("park"):
        by_quarter = held.groupby("quarter")["loss"]
        mean, spread = by_quarter.mean(), by_quarter.std().fillna(0.0)
        axes.plot(mean.index, 100 * mean, label=park)
        axes.fill_between(mean.index, 100 * (mean - spread), 100 * (mean + spread), alpha=0.2)
    axes.axvspan(FIRST - 0.5, FIRST + given.length - 0.5, color="0.9", zorder=0)
    axes.set(xlabel="quarter", ylabel="revenue lost against the same run without shock, %", title="Supply shock (grey)")
    axes.legend()
    figure.savefig(given.out / "resilience.png", dpi=150)


if __name__ == "__main__":
    main()
