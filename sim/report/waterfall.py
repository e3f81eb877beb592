"""The figure ``waterfall``: how the four effects add up to the premium of the park."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.parts import OUTCOMES, PREMIUM, Outcome, parts_table
from sim.experiment.result import Result
from sim.report.labels import COLOURS, Words
from sim.report.page import SMALL, page, thousands
from sim.scenario.schema import EFFECT_NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS = (*EFFECT_NAMES, PREMIUM)
PART_LABELS = {
    "scale": ("scale", "规模"), "network": ("network", "网络"), "synergy": ("synergy", "协同"),
    "talent": ("talent", "人才"), PREMIUM: ("premium", "溢价"),
}  # fmt: skip
PART_COLOURS = {
    "scale": COLOURS[0], "network": COLOURS[1], "synergy": COLOURS[2], "talent": COLOURS[3], PREMIUM: "#555555",
}  # fmt: skip


def outcome_unit(outcome: Outcome, words: Words) -> tuple[float, str]:
    """Factor and unit in which parts of an outcome are told: log points for logs, billions for balances."""
    if outcome.unit == "log":
        return 100.0, words.pick("log points (≈ %)", "对数百分点(≈%)")
    if outcome.unit == "pp":
        return 1.0, words.pick("percentage points", "百分点")
    return (0.01, "亿元/年") if words.chinese else (1.0, "¥ million a year")


def waterfall_table(result: Result, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """A row an outcome and part: ``value`` with ``low`` and ``high``, and the bar drawn, ``start`` to ``end``."""
    table = parts_table(result.coalitions, scope, line)
    rows = []
    for outcome in OUTCOMES:
        held = table[table["outcome"] == outcome.name]
        numbers = dict(zip(held["part"], held[["value", "low", "high"]].to_numpy(float), strict=True))
        reached = 0.0
        for part in PARTS if numbers else ():
            value, low, high = (float(x) for x in numbers[part])
            start = 0.0 if part == PREMIUM else reached
            reached = start + value
            low, high = (value, value) if not np.isfinite([low, high]).all() else (low, high)
            rows.append((outcome.name, outcome.unit, part, value, low, high, start, reached))
    names = ["outcome", "unit", "part", "value", "low", "high", "start", "end"]
    return pd.DataFrame(rows, columns=names).assign(scope=scope, line=line)


def draw_waterfall(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel an outcome: bars of the four effects' Shapley parts, and the premium that they sum to."""
    table = waterfall_table(result, scope=scope_shown(result))
    site, years = words.site(result.scenario, result.focal), result.scenario.run.quarters / 4.0
    page(
        figure, result, words, f"premium of {site} after {years:g} years, split over four effects",
        f"{site}运行{years:g}年后的集聚溢价,分解为四种效应", height=8.8,
        note=(
            "Bars: exact Shapley parts, they sum to the premium. Whiskers: 95 % intervals over seeds.",
            "条形:精确沙普利值,合计等于溢价;细线:种子间95%区间。",
        ),
    )  # fmt: skip
    outcome_panels(figure, table, _panel, _guide, words)
    return table


def scope_shown(result: Result) -> str:
    """Scope that figures of an attribution show: effects off at the park only, if that was run."""
    return "focal" if (result.coalitions["scope"] == "focal").any() else "all"


def outcome_panels(
    figure: Figure,
    table: pd.DataFrame,
    panel: Callable[[Axes, pd.DataFrame, Outcome, Words], None],
    guide: Callable[[Axes, Words], None],
    words: Words,
) -> None:
    """A panel for each outcome that the table holds, and how to read them in the panels left."""
    axes = figure.subplots(4, 2).ravel()
    held = [outcome for outcome in OUTCOMES if outcome.name in set(table["outcome"])]
    for axis, outcome in zip(axes, held, strict=False):
        panel(axis, table[table["outcome"] == outcome.name], outcome, words)
    for axis in axes[len(held) :]:
        guide(axis, words)


def _panel(axis: Axes, rows: pd.DataFrame, outcome: Outcome, words: Words) -> None:
    factor, unit = outcome_unit(outcome, words)
    values = {name: factor * rows[name].to_numpy(float) for name in ("value", "low", "high", "start", "end")}
    at = np.arange(len(rows))
    for i, part in enumerate(rows["part"]):
        axis.barh(
            i, values["value"][i], 0.72, left=values["start"][i], color=PART_COLOURS[part],
            hatch=("", "///", "...", "xxx", "")[i], edgecolor="white", linewidth=0.4,
        )  # fmt: skip
    ends = values["end"]
    half = np.stack([values["value"] - values["low"], values["high"] - values["value"]])
    axis.errorbar(ends, at, xerr=half, fmt="none", ecolor="black", elinewidth=1.0, capsize=2.5)
    for i in range(len(rows) - 1):
        axis.plot([ends[i], ends[i]], [i, i + 1], color="0.4", linewidth=0.7)
    span = float(np.ptp([*ends, *values["start"], *(ends - half[0]), *(ends + half[1])])) or 1.0
    edge = max(float((ends + half[1]).max()), float(values["start"].max()), 0.0) + 0.06 * span
    for i, value in enumerate(values["value"]):
        axis.text(edge, i, signed(float(value)), va="center", fontsize=SMALL)
    axis.axvline(0.0, color="0.2", linewidth=0.9)
    axis.set_xlim(min(0.0, float((ends - half[0]).min())) - 0.04 * span, edge + 0.30 * span)
    axis.set_yticks(at, [words.pick(*PART_LABELS[part]) for part in rows["part"]])
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    axis.set_title(words.title(words.pick(outcome.en, outcome.zh)))
    axis.set_xlabel(unit)
    thousands(axis, "x")


def _guide(axis: Axes, words: Words) -> None:
    axis.axis("off")
    text = words.pick(
        "How to read: with all four effects off\n"
        "in this park the outcome would be lower\n"
        "by the premium (or higher, if negative).\n"
        "Each bar is one effect's average share\n"
        "over all orders of switching them on.\n"
        "A whisker that crosses its bar's start\n"
        "means: not told apart from zero.",
        "读法:若在本园区关闭全部四种效应,\n"
        "该指标将低出“溢价”那么多\n"
        "(为负则高出)。每个条形是一种效应\n"
        "在所有开启次序下的平均贡献。\n"
        "细线越过条形起点,表示与零\n"
        "无显著差别。",
    )
    axis.text(0.0, 1.0, text, va="top", transform=axis.transAxes, fontsize=SMALL + 0.5, linespacing=1.4)


def signed(value: float) -> str:
    """A number with its sign, three digits or two decimals."""
    size = abs(value)
    told = f"{size:,.0f}" if size >= 100 else f"{size:.1f}" if size >= 10 else f"{size:.2f}"
    return told if float(told.replace(",", "")) == 0.0 else f"{'+' if value > 0 else '−'}{told}"
