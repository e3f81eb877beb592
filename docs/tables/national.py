"""Write sim/data/national_2020.csv, docs/national.md and its figure: the 169 zones of 2020.

Times come from benchmarks/results/national.csv, differences by rail from docs/national/rail.csv, which
docs/national/rail.py measures. Published totals hold; those of other years are carried to 2020 by the ratio of
national totals; the rest lies on a rank-size curve through the largest zone and the published share of the 53
oldest zones.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from sim.phases import PHASES
from sim.report.labels import COLOURS, MARKERS
from sim.report.page import WIDTH, style

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "sim" / "data"
NATIONAL = {
    "surveyed_firms": 165374.0, "employees": 23_858_000.0, "revenue": 42_799_810.0,
    "industrial_output": 25_635_580.0, "high_tech_enterprises": 99_000.0,
}  # fmt: skip
"""Totals of 2020 in the model's units: zones_national.csv; certified firms from general knowledge (assumed)."""
OLD_REVENUE = 33_477_300.0
"""Revenue of the 53 oldest zones in 2020, m¥: zones_national.csv."""
GROWTH = 427998.1 / 385549.4
"""Growth of national revenue, 2019 to 2020, by which figures of later years are carried back."""
KNOWN = {
    "Zhongguancun": {"revenue": (8_700_000.0 / GROWTH**2, "derived"), "surveyed_firms": (24294.0, "derived"),
                     "employees": (3_221_028.0, "derived"), "high_tech_enterprises": (17000.0, "derived"),
                     "industrial_output": (8_700_000.0 / GROWTH**2 * 13041.91263 / 91772.49574, "derived")},
    "Shenzhen": {"revenue": (2_068_705.0, "data"), "high_tech_enterprises": (5082.0, "data")},
    "Tianjin Binhai": {"revenue": (600_875.917 / GROWTH**3, "derived"), "surveyed_firms": (4680.0, "derived"),
                       "employees": (242_310.0, "derived"), "high_tech_enterprises": (3201.0, "derived"),
                       "industrial_output": (205_247.212 / GROWTH**3, "derived")},
    "Shijiazhuang": {"revenue": (375_371.547 / GROWTH**4, "derived")},
}  # fmt: skip
LARGE = (
    "Shanghai Zhangjiang", "Wuhan East Lake", "Xi'an", "Guangzhou", "Chengdu", "Nanjing", "Hangzhou", "Suzhou",
    "Hefei", "Changsha", "Wuxi", "Jinan", "Qingdao", "Zhengzhou", "Ningbo", "Xiamen", "Changchun", "Chongqing",
    "Foshan", "Dalian", "Changzhou", "Shenyang", "Suzhou Industrial Park",
)  # fmt: skip
"""Zones that come first among the synthetic ones (general knowledge, assumed)."""
TIMES = ROOT / "benchmarks" / "results" / "national.csv"
RAIL = ROOT / "docs" / "national" / "rail.csv"
SHOWN = {
    "leading_talents": "leading talents", "employment_technical": "technical staff", "wage": "wage, m¥ a year",
    "firms": "firms", "revenue_all_year": "revenue, m¥ a year", "moves_in": "firms moved in, last year",
    "gain_created": "gain: created, m¥ a year", "gain_from_sites": "gain: from other sites",
    "gain_from_outside": "gain: from outside",
}  # fmt: skip
"""Outcomes of the corridor that the page tells."""
ELASTICITY = 0.9
"""Firms and staff of synthetic zones go with revenue to this power (assumed)."""


def curve(top: float, old: float, n: int = 169, n_old: int = 53) -> tuple[float, float]:
    """Exponent s and shift q of sizes (rank + q)^-s of which rank 1 has ``top`` and ranks to n_old ``old``."""
    rank = np.arange(1, n + 1)
    best = (np.inf, 0.0, 0.0)
    for s in np.linspace(0.7, 2.5, 181):
        for q in np.linspace(-0.9, 10.0, 219):
            size = (rank + q) ** -s
            share = size / size.sum()
            miss = abs(np.log(share[0] / top)) + 4.0 * abs(np.log(share[:n_old].sum() / old))
            best = min(best, (miss, float(s), float(q)))
    return best[1], best[2]


def spread(weights: np.ndarray, known: np.ndarray, total: float, whole: bool) -> np.ndarray:
    """Known values, and the rest of the total by weights; whole numbers by largest remainders."""
    free = np.isnan(known)
    rest = total - known[~free].sum()
    values = np.where(free, rest * weights / weights[free].sum(), known)
    if whole:
        floor = np.where(free, np.floor(values), known)
        order = np.argsort(-np.where(free, values - floor, -1.0), kind="stable")
        floor[order[: round(total - floor.sum())]] += 1
        return floor
    return np.round(values, 1)


def build() -> tuple[list[dict[str, object]], float, float]:
    """Rows of the table, largest revenue first, and the curve's exponent and shift."""
    with (DATA / "zones_list.csv").open(encoding="utf-8") as file:
        zones = [row for row in csv.DictReader(file) if int(row["year_upgraded"]) <= 2018]
    first = {name: i for i, name in enumerate(LARGE)}
    zones.sort(key=lambda z: (int(z["year_upgraded"]) > 1997, first.get(z["name_en"], 99),
                              int(z["year_upgraded"])))  # fmt: skip
    names = [z["name_en"] for z in zones]
    old = np.array([int(z["year_upgraded"]) <= 1997 for z in zones])

    def known(total: str) -> np.ndarray:
        return np.array([KNOWN.get(n, {}).get(total, (np.nan, ""))[0] for n in names])

    revenue = known("revenue")
    s, q = curve(revenue[names.index("Zhongguancun")] / NATIONAL["revenue"], OLD_REVENUE / NATIONAL["revenue"])
    sizes = (np.arange(1, len(zones) + 1) + q) ** -s * NATIONAL["revenue"]
    sizes /= ((np.arange(1, len(zones) + 1) + q) ** -s).sum()
    taken = set()
    for value in revenue[~np.isnan(revenue)]:
        open_ranks = [r for r in range(len(sizes)) if r not in taken]
        taken.add(min(open_ranks, key=lambda r: abs(np.log(sizes[r] / value))))
    left = iter([size for r, size in enumerate(sizes) if r not in taken])
    weights = np.array([value if not np.isnan(value) else next(left) for value in revenue])
    values = {"revenue": np.zeros(len(zones))}
    for group, total in ((old, OLD_REVENUE), (~old, NATIONAL["revenue"] - OLD_REVENUE)):
        values["revenue"][group] = spread(weights[group], revenue[group], total, whole=False)
    power = values["revenue"] ** ELASTICITY
    for total in ("surveyed_firms", "employees"):
        values[total] = spread(power, known(total), NATIONAL[total], whole=True)
    values["industrial_output"] = spread(
        values["revenue"], known("industrial_output"), NATIONAL["industrial_output"], whole=False
    )
    values["high_tech_enterprises"] = spread(
        values["surveyed_firms"], known("high_tech_enterprises"), NATIONAL["high_tech_enterprises"], whole=True
    )
    rows = []
    for i in np.argsort(-values["revenue"], kind="stable"):
        zone = zones[i]
        x = (float(zone["lon"]) - 112.0) * 111.32 * np.cos(np.radians(33.0))
        y = (float(zone["lat"]) - 33.0) * 110.57
        rows.append({
            "zone": zone["name_en"], "zone_zh": zone["name_zh"], "city": zone["city"],
            "province": zone["province"], "x": f"{x:.0f}", "y": f"{y:.0f}", "year_upgraded": zone["year_upgraded"],
            **{total: f"{values[total][i]:.1f}".removesuffix(".0") for total in NATIONAL},
            "known": ";".join(f"{t}={o}" for t, (_, o) in KNOWN.get(zone["name_en"], {}).items()),
        })  # fmt: skip
    return rows, s, q


def draw(rows: list[dict[str, object]], s: float, q: float) -> None:
    """Sizes against rank with the curve; zones with a real figure stand out."""
    import matplotlib
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter

    size = np.array([float(str(row["revenue"])) for row in rows]) / 100.0
    real = np.array([bool(row["known"]) for row in rows])
    rank = np.arange(1, len(rows) + 1)
    line = (rank + q) ** -s
    curve_told = f"size ∝ (rank {'+' if q >= 0 else '−'} {abs(q):.2f}) to the power −{s:.2f}"
    with matplotlib.rc_context(style()):
        fig, ax = plt.subplots(figsize=(WIDTH, 4.2), layout="constrained")
        ax.loglog(rank, line / line.sum() * NATIONAL["revenue"] / 100.0, color="0.6", label=curve_told)
        ax.loglog(rank[~real], size[~real], MARKERS[0], markersize=3, color=COLOURS[0], label="synthetic")
        ax.loglog(rank[real], size[real], MARKERS[3], color=COLOURS[5], label="published or derived")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        ax.set_title(f"{len(rows)} zones by revenue in 2020")
        ax.set_xlabel("rank")
        ax.set_ylabel("revenue, ¥ 100 million")
        ax.legend()
        fig.savefig(ROOT / "docs" / "img" / "national.png", dpi=120, metadata={"Software": None})


def times() -> str:
    """Table of measured times and memory."""
    with TIMES.open(encoding="utf-8") as file:
        held = list(csv.DictReader(file))
    names = {
        "built": "quarter 0 built", "read": "quarter 0 read from the cache",
        "without levers": "{} quarters without levers", "all levers": "{} quarters with all levers",
    }  # fmt: skip
    lines = []
    for row in held:
        part = names[row["part"]].format(row["quarters"])
        cells = part, f"{int(row['firm_rows']):,}", row["elapsed_s"], row["processor_s"], row["peak_mb"]
        lines.append("| " + " | ".join(cells) + " |")
    head = "| part | firm rows at its end | elapsed, s | processor, s | peak memory, MB |\n|---|---:|---:|---:|---:|\n"
    runs = [row for row in held if row["observe_s"]]
    phases = [
        f"| {phase.name} | " + " | ".join(row[f"{phase.name}_s"] for row in runs) + " |" for phase in PHASES
    ]
    heads = "| phase, elapsed s | " + " | ".join(row["part"] for row in runs) + " |\n|---|" + "---:|" * len(runs)
    return head + "\n".join([*lines, "", heads, *phases]) + "\n"


def told(value: float) -> str:
    """A number with the digits that matter."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 1 else f"{value:.3g}"


def rail() -> str:
    """Tables of paired differences by rail: those whose interval leaves out zero, and the parks' talent and firms."""
    with RAIL.open(encoding="utf-8") as file:
        held = [row for row in csv.DictReader(file) if row["outcome"] in SHOWN]
    lines = []
    for row in held:
        base, gap, low, high = (float(row[name]) for name in ("without", "difference", "low", "high"))
        clear = low > 0 or high < 0
        always = row["outcome"] in ("leading_talents", "firms") and not row["site"].endswith("_hinterland")
        if clear or always:
            mark = "**" if clear else ""
            name = row["site"].replace("_", " ").title()
            share = f"{100.0 * gap / base:+.1f} %" if not row["outcome"].startswith("gain") else "–"
            lines.append(
                f"| {SHOWN[row['outcome']]} | {name} | {told(base)} | {mark}{told(gap)}{mark} "
                f"| {told(low)} to {told(high)} | {share} |"
            )
    lines.sort(key=lambda line: list(SHOWN.values()).index(line.split(" | ")[0].removeprefix("| ")))
    head = "| outcome after ten years | site | without | difference | 95 % | share |\n|---|---|---:|---:|---:|---:|\n"
    return head + "\n".join(lines) + "\n"


def page(rows: list[dict[str, object]], s: float, q: float) -> str:
    """The page's text."""
    head = f"""# The 169 zones of 2020

Written by `docs/tables/national.py`. `experiments/national.toml` names this table (`[national] year = 2020`).

**What is real.** National totals of 2020 (surveyed firms {NATIONAL["surveyed_firms"]:,.0f}, employees, revenue,
industrial output) and the revenue of the 53 oldest zones (78 %): `zones_national.csv`. Names and years of upgrade:
`zones_list.csv`. Shenzhen's revenue and certified firms of 2020 are published. Zhongguancun, Tianjin Binhai and
Shijiazhuang are *derived* from figures of 2022 to 2024: revenue and output carried back at {GROWTH - 1:.1%} a year, the
national growth of 2019 to 2020; firms, staff and certified firms are taken over as they stand.

**What is synthetic.** All else. Revenue follows (rank + {q:.2f})^-{s:.2f}, fitted to the share of the largest zone
and to that of the 53 oldest; which zone has which rank is assumed (old zones first, then a short list, then
year of upgrade).
Firms and staff go with revenue to the power {ELASTICITY} (assumed), output and certified firms in proportion. The
national number of certified firms, {NATIONAL["high_tech_enterprises"]:,.0f},
is from general
knowledge (assumed). No figure of a synthetic zone should be read as a
statement about that zone. Universities, as many as are called double first-class (147), go with revenue
(assumed). Positions are those of the city, to 0.05 degrees (assumed), km from 112 E, 33 N.

![Sizes by rank](img/national.png)

## How it is run

Every firm of the zones is a row. In a hinterland a row stands for about ten firms, all alike
(`hinterland.row_weight`; fewer where less than 30 surveyed rows would be left): its money, staff and customers are
those of all of them, gates and sums a firm are held against a tenth, and every total counts ten. At quarter 0 the
totals of a site are what they are with one row a firm; a hinterland varies more from seed to seed, as a sample of a
tenth does. One founder in ten is kept there, in a row that stands for ten. Projects of such a row count ten times;
a tie of it remains one tie. Otherwise it meets, takes over results and joins consortia for all of its firms, in a
tenth of the cases.

{times()}
Quarter 0 is kept in the user's cache folder (about 0.4 GB for the zones, the latest two) under seed, parameters
and sources; it doesn't depend on levers or on the horizon. Measured by `python benchmarks/national.py`, kernels
compiled, on two cores of a virtual server. Asked were 30 s without levers, 45 s with all of them, and 4 GB. Why
time goes where it goes: [performance](performance.md#many-parks).

## What fast rail does along a corridor

`corridor.toml` and `corridor_rail.toml` differ in hours between cities only: eight seeds each, paired. Listed are the
parks' talent and firms, and whatever else differs beyond its interval (bold). Sizes are those of synthetic zones and
hours are assumed: read directions, not sizes.

{rail()}
Firms move more between cities that rail brings closer, most at the two ends. Nanjing and its surroundings, the far end,
lose leading talent, technical staff and pay; Shanghai's revenue gains, and so does the leading talent of its
hinterland. Of the three zones between, Wuxi and Changzhou sell about one per cent more, and fewer firms move to
Suzhou. The
parts of each site's gain (created, from other sites, from outside) sum to it to rounding, in every run.

## The table

Origin: * published, ^ derived, otherwise synthetic.

| zone | city | year | firms | employees | revenue, m¥ | output, m¥ | certified |
|---|---|---|---|---|---|---|---|
"""
    marks = {"data": "*", "derived": "^"}
    lines = []
    for row in rows:
        origins = dict(part.split("=") for part in str(row["known"]).split(";") if part)
        cells = [f"{float(str(row[t])):,.0f}{marks.get(origins.get(t, ''), '')}" for t in NATIONAL]
        lines.append(f"| {row['zone']} | {row['city']} | {row['year_upgraded']} | " + " | ".join(cells) + " |")
    return head + "\n".join(lines) + "\n"


def main() -> None:
    """Write the three files."""
    rows, s, q = build()
    with (DATA / "national_2020.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (ROOT / "docs" / "national.md").write_text(page(rows, s, q), encoding="utf-8")
    draw(rows, s, q)


if __name__ == "__main__":
    main()
