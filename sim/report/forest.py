"""The figure ``forest``: what each arm differs in from the base, with paired 95 % intervals."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.outcomes import DISPLACEMENT, MEASURES, Measure
from sim.experiment.paired import names_of
from sim.experiment.result import Result
from sim.report.labels import INKS, MARKERS, Words
from sim.report.page import FOOT, HEAD, SMALL, page, thousands
from sim.scenario.levers import LEVERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = (
    "employment_all", "revenue_all_year", "firms", "tfp", "productivity", "rd_real_year", "patents", "certified_all",
    "survival_5y", "fiscal_authority", "fiscal_state", "spending",
)  # fmt: skip
"""Outcomes with a panel each unless a question is judged by others; the last panel shows where revenue comes from."""

ACROSS = 3
_SOURCES = {
    "gain_created": ("created", "新增需求"), "gain_from_sites": ("from other sites", "来自其他园区"),
    "gain_from_outside": ("from outside", "来自外部"),
}  # fmt: skip


def forest_table(result: Result) -> pd.DataFrame:
    """A row a scope, line, arm and outcome: base, difference as it is told, low and high (its value from one seed)."""
    tables = []
    for scope, line in (("focal", "horizon"), ("focal", "impact"), ("all", "horizon"), ("all", "impact")):
        table = told_differences(result.comparison(scope, line))
        tables.append(table.assign(scope=scope, line=line))
    return pd.concat(tables, ignore_index=True)


def told_differences(table: pd.DataFrame) -> pd.DataFrame:
    """Differences in the unit in which each outcome is told; plain where a percentage of nothing was asked."""
    rows = []
    for row in table.to_dict("records"):
        measure = MEASURES[row["outcome"]]
        percent = measure.told == "percent" and np.isfinite(row["percent"])
        names = ("percent", "percent_low", "percent_high") if percent else ("difference", "low", "high")
        factor = 100.0 if measure.told == "points" else 1.0
        value, low, high = (factor * row[name] for name in names)
        low, high = (low, high) if np.isfinite([low, high]).all() else (value, value)
        told = "plain" if measure.told == "percent" and not percent else measure.told
        rows.append((row["arm"], row["outcome"], measure.unit, told, row["base"], value, low, high))
    return pd.DataFrame(rows, columns=["arm", "outcome", "unit", "told", "base", "value", "low", "high"])


def told_unit(measure: Measure, words: Words, how: str | None = None) -> tuple[float, str]:
    """Divisor and unit in which a difference of an outcome is told to a reader."""
    how = how or measure.told
    if how == "percent":
        return 1.0, words.pick("% of the base", "相对基准的%")
    if how == "points":
        return 1.0, words.pick(*_POINTS["log" if measure.unit == "log" else "share"])
    if measure.name in _A_HEAD:
        return (0.01, "万元/人") if words.chinese else (0.001, "¥ thousand/person")
    if measure.unit.startswith("m¥"):
        return (100.0, words.unit(measure.unit)) if words.chinese else (1.0, measure.unit.replace("m¥", "¥ million"))
    return 1.0, words.unit(measure.unit)


_A_HEAD = ("productivity", "wage")
"""Money of a person and year, too little to be told in millions."""
_POINTS = {"log": ("log points (≈ %)", "对数百分点(≈%)"), "share": ("percentage points", "百分点")}


def arm_label(name: str, words: Words, own: Mapping[str, Sequence[str]] | None = None) -> str:
    """Label of an arm: its ``own``, or that of the lever whose name it bears, with its dose; else the name."""
    lever, _, dose = name.rpartition("-")
    if own and name in own:
        return words.pick(*own[name])
    if name in LEVERS:
        return words.pick(LEVERS[name].en, LEVERS[name].zh)
    if lever in LEVERS:
        return f"{words.pick(LEVERS[lever].en, LEVERS[lever].zh)} × {dose}"
    return name


def draw_forest(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel an outcome: a point with its interval for every arm, full where it is told apart from zero."""
    table = forest_table(result)
    scope = str(result.provenance.get("scope", "focal"))
    shown = table[(table["scope"] == scope) & (table["line"] == "horizon")]
    arms = names_of(result.arms)
    own = result.provenance.get("labels")
    labels = [_wrapped(arm_label(name, words, own), words) for name in arms]
    site = words.site(result.scenario, result.focal) if scope == "focal" else words.pick("all sites", "全部园区")
    years = result.scenario.run.quarters / 4.0
    lines = len(labels) * max(1.0, *(0.75 * (label.count("\n") + 1) for label in labels))
    panels = panels_of(result)
    panel, rows = 0.62 + 0.22 * lines, -(-len(panels) // ACROSS)
    wide = 0.62 + 0.36 * max(lines, 1.6)
    page(
        figure, result, words, f"{site} after {years:g} years: difference of each arm from the base",
        f"{site}运行{years:g}年后:各方案与基准之差", height=HEAD + FOOT + rows * panel + wide,
        note=(
            "Lines: 95 % intervals of paired seeds. Full marks: told apart from zero; hollow marks: not.",
            "横线:配对种子的95%区间。实心:与零有显著差别;空心:无显著差别。",
        ),
    )  # fmt: skip
    grid = figure.add_gridspec(rows + 1, ACROSS, height_ratios=[panel] * rows + [wide])
    for k, name in enumerate(panels):
        axis = figure.add_subplot(grid[k // ACROSS, k % ACROSS])
        _panel(axis, shown[shown["outcome"] == name], MEASURES[name], words)
        _name_rows(axis, labels if k % ACROSS == 0 else [], len(arms))
    axis = figure.add_subplot(grid[rows, :])
    _displacement(axis, shown, arms, words)
    _name_rows(axis, labels, len(arms))
    return table


def panels_of(result: Result) -> tuple[str, ...]:
    """Outcomes with a panel each: those that the question is judged by, then the usual ones, spending last."""
    asked = (*result.provenance.get("judged_by", ()), *PANELS)
    chosen = dict.fromkeys(name for name in asked if name not in (*DISPLACEMENT, PANELS[-1]))
    return (*list(chosen)[: len(PANELS) - 1], PANELS[-1])


def _panel(axis: Axes, rows: pd.DataFrame, measure: Measure, words: Words) -> None:
    divisor, unit = told_unit(measure, words, str(rows["told"].iloc[0]))
    for i, (value, low, high) in enumerate(rows[["value", "low", "high"]].to_numpy(float) / divisor):
        point(axis, i, value, low, high, INKS[i % len(INKS)], MARKERS[i % len(MARKERS)])
    finish(axis, words.title(words.pick(measure.en, measure.zh)), unit)


def _displacement(axis: Axes, shown: pd.DataFrame, arms: list[str], words: Words) -> None:
    divisor, unit = told_unit(MEASURES["gain"], words)
    for k, name in enumerate(DISPLACEMENT):
        rows = shown[shown["outcome"] == name].set_index("arm").loc[arms]
        label = words.pick(*_SOURCES[name])
        for i, (value, low, high) in enumerate(rows[["value", "low", "high"]].to_numpy(float) / divisor):
            at = i + 0.26 * (k - 1)
            point(axis, at, value, low, high, INKS[k], MARKERS[k], label if i == 0 else "")
    finish(axis, words.pick("Sources of the revenue gained", "收入差额的来源"), unit)
    axis.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(DISPLACEMENT), borderaxespad=0.1, borderpad=0.2,
        handletextpad=0.2, columnspacing=1.0,
    )  # fmt: skip


def point(
    axis: Axes, at: float, value: float, low: float, high: float, colour: str, marker: str, label: str = ""
) -> None:
    """A value with its interval in a row of a panel: full where it is told apart from zero."""
    apart = low > 0.0 or high < 0.0
    axis.plot([low, high], [at, at], color=colour, linewidth=1.4, solid_capstyle="butt")
    axis.plot(
        [value], [at], linestyle="none", marker=marker, markersize=5.5, markeredgecolor=colour, markeredgewidth=1.2,
        markerfacecolor=colour if apart and low < high else "white", label=label or "_",
    )  # fmt: skip


def finish(axis: Axes, title: str, unit: str) -> None:
    """Zero line, title, unit and ticks of a panel of differences."""
    axis.axvline(0.0, color="0.2", linewidth=0.9, zorder=0.5)
    left, right = axis.get_xlim()
    if axis.dataLim.width < 1e-12 and abs(axis.dataLim.x0) < 1e-12:
        left, right = -1.0, 1.0
    axis.set_xlim(left, right)
    axis.grid(axis="y", visible=False)
    axis.set_title(title, fontsize=9)
    axis.set_xlabel(unit, fontsize=SMALL)
    # Small numbers have long names.
    thousands(axis, "x", bins=4 if max(abs(left), abs(right)) > 0.01 else 3)


def _name_rows(axis: Axes, labels: list[str], count: int) -> None:
    axis.set_ylim(count - 0.4, -0.6)
    axis.set_yticks(range(count), labels or [""] * count, fontsize=SMALL)
    axis.tick_params(axis="y", length=0)


def _wrapped(label: str, words: Words) -> str:
    text, times, dose = label.partition(" × ")
    if not words.chinese or text.isascii():
        parts = textwrap.wrap(label, 18, break_long_words=False) or [label]
    else:
        parts = re.findall(r".{1,8}[、，；：）”]*", text)
        parts[-1] += times + dose if len(parts[-1]) < 5 else ""
        parts += [f"× {dose}"] if times and not parts[-1].endswith(dose) else []
    return "\n".join(parts)
