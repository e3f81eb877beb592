"""The table of facts as text: for people, for machines, and for the page of the docs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from sim.evidence.bands import FACTS, REQUIRED, UNTUNED
from sim.evidence.facts import IN_BAND, FactTable
from sim.experiment.store import whole_folder
from sim.scenario.errors import ScenarioError

CLOSE = "<!-- end of facts -->"
ANCHOR = 40
"""Quarter to which the long run is compared."""


def summary(table: FactTable) -> str:
    """One sentence: which run, and how many facts are in their bands."""
    counts = table.counts()
    own = counts["required_own"]
    moved = f" ({own} with bands moved to the park's own statistics)" if own != counts["required"] else ""
    return (
        f"{table.site}, {len(table.seeds)} seeds, {table.quarters} quarters, sample {table.sample:g}: "
        f"{counts['required']} of the {len(REQUIRED)} facts in band{moved}; "
        f"{counts['untuned']} of the {len(UNTUNED)} that were not aimed at."
    )


def shown(value: float) -> str:
    """A number in three figures, or a dash."""
    return f"{value:.3g}" if math.isfinite(value) else "-"


def markdown(table: FactTable) -> str:
    """The table of facts for a page, with how each is measured."""
    lines = [
        summary(table), "",
        "| fact | value | 5–95 % of seeds | band | verdict | use |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in table.lines():
        label = f"{row['name'].replace('_', ' ')}: {row['meaning']}"
        verdict = row["verdict"]
        if row["own_factor"] != 1.0:
            verdict += f" (own ×{row['own_factor']:.2f}: {row['own_verdict']})"
        if not row["decides"]:
            verdict = f"beside: {verdict}"
        mark = "**" if row["verdict"] == IN_BAND else ""
        lines.append(
            f"| {row['number']} {label} | {mark}{shown(row['value'])}{mark} "
            f"| {shown(row['low'])} … {shown(row['high'])} | {row['band']} | {verdict} | {row['use']} |"
        )
    return "\n".join(lines) + "\n"


def how_measured() -> str:
    """A list of all facts: how each is measured, and its source."""
    return "".join(f"- **{f.number} {f.en}**: {f.measured}. {f.source}; {f.use}.\n" for f in FACTS)


def as_json(table: FactTable) -> str:
    """Everything as strict JSON: numbers that are not defined are null."""
    rows = [{key: _plain(value) for key, value in row.items()} for row in table.lines()]
    about = {
        "scenario": table.scenario, "site": table.site, "seeds": list(table.seeds),
        "quarters": table.quarters, "sample": table.sample, "counts": table.counts(),
    }  # fmt: skip
    return json.dumps({**about, "facts": rows}, ensure_ascii=False, indent=1, allow_nan=False)


def write(table: FactTable, directory: Path) -> Path:
    """Write the table into ``directory`` as Markdown, CSV and JSON, values by seed, paths by quarter."""
    with whole_folder(directory / "table") as folder:
        (folder / "facts.md").write_text(markdown(table), encoding="utf-8")
        (folder / "facts.json").write_text(as_json(table) + "\n", encoding="utf-8")
        table.rows.to_csv(folder / "facts.csv", index=False)
        table.runs.to_csv(folder / "seeds.csv", index=False)
        table.paths.to_csv(folder / "paths.csv", index=False)
    return directory / "table"


def put_into(page: Path, name: str, text: str) -> None:
    """Replace the block ``<!-- facts: NAME -->`` … ``<!-- end of facts -->`` of a page.

    Raises ScenarioError if there is no such page or block.
    """
    head, opening, tail = around(page, name)
    page.write_text(f"{head}{opening}\n{text.rstrip()}\n{CLOSE}{tail}", encoding="utf-8")


def around(page: Path, name: str) -> tuple[str, str, str]:
    """What stands before the block of facts of a name, its opening, and what follows it.

    Raises ScenarioError if there is no such page or block.
    """
    try:
        content, opening = page.read_text(encoding="utf-8"), f"<!-- facts: {name} -->"
    except (OSError, UnicodeDecodeError) as problem:
        raise ScenarioError(f"--page {page}: cannot be read: {getattr(problem, 'strerror', '') or problem}") from None
    head, found, rest = content.partition(opening)
    _, closed, tail = rest.partition(CLOSE)
    if not found or not closed:
        raise ScenarioError(f"--page {page}: has no block {opening} … {CLOSE}")
    return head, opening, tail


def long_run(table: FactTable) -> str:
    """One sentence: how far firms and revenue relative to demand drift after the decade, over all seeds."""
    bounds = path_bounds(table.paths)
    spans = [
        f"{words} {bounds[f'{name}_least'].min():.2f} to {bounds[f'{name}_most'].max():.2f}"
        for name, words in (
            ("firms_over_demand", "firms over demand"),
            ("revenue_over_demand", "revenue over demand"),
            ("firms_over_numbers", "firms over the trend of sellers' numbers"),
        )
    ]
    return f"After quarter {ANCHOR}, relative to it: {', '.join(spans)}."


def path_bounds(paths: pd.DataFrame, anchor: int = ANCHOR) -> pd.DataFrame:
    """Least and most of firms and revenue relative to demand after quarter ``anchor``, over its value there.

    A row a seed: firms over demand and revenue over demand, which should stay within 1/2 and 2, and firms over
    the trend of sellers' numbers, the part of demand growth that is growth in numbers.
    """
    rows = []
    for seed, path in paths.groupby("seed"):
        at = path.set_index("quarter")
        series = {
            "firms_over_demand": at["firms"] / at["demand"],
            "revenue_over_demand": at["revenue"] / at["demand"],
            "firms_over_numbers": at["firms"] / at["number_trend"],
        }
        row: dict[str, Any] = {"seed": seed}
        for name, values in series.items():
            after = values.loc[anchor:] / values.loc[anchor]
            row[f"{name}_least"], row[f"{name}_most"] = float(after.min()), float(after.max())
        rows.append(row)
    return pd.DataFrame(rows)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.item() if hasattr(value, "item") else value
