"""Many parks at once: totals, the fastest and the slowest, for a terminal, and the figure ``parks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.result import Result, growth
from sim.report.labels import COLOURS, Words, number
from sim.report.page import FOOT, HEAD, SMALL, page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ENDS = 10
"""Parks at either end of the ranking that are named."""
TOTALS = ("firms", "high_tech_enterprises", "employment_all", "revenue_all_year", "rd_real_year")
RANKED = "revenue_all_year"
NAMED = 9
"""Largest parks that are named on the map."""
STEP = 0.05
"""Growth a year at which the colours of the map end."""
ACROSS, ROOM, BAR = 4.9, 0.75, 0.27
"""Inches: width of the map itself, what a panel needs besides, and a park's bar."""


def parks_table(result: Result) -> pd.DataFrame:
    """A row a park: place (km), revenue and staff first and last, growth of revenue a year, net moves of firms."""
    cities = {city.name: city for city in result.scenario.cities}
    first, last = result.sites["quarter"].min(), result.sites["quarter"].max()
    start, end = (result.sites[result.sites["quarter"] == q].set_index("site") for q in (first, last))
    moved = result.sites.groupby("site", observed=True)
    come, gone = (moved[name].sum().to_dict() for name in ("moves_in", "moves_out"))
    revenue = [ends[RANKED].to_dict() for ends in (start, end)]
    staff = [ends["employment_all"].to_dict() for ends in (start, end)]
    rows = []
    for site in result.scenario.sites:
        if site.kind == "hinterland" or not site.surveyed_firms:
            continue
        city, name = cities[site.city], site.name
        before, after = (float(ends[name]) for ends in revenue)
        rows.append({
            "site": name, "x": city.x + site.x, "y": city.y + site.y, "revenue_first": before, "revenue_last": after,
            "growth": growth(before, after, (last - first) / 4.0, by_difference=False),
            "employment_first": float(staff[0][name]), "employment_last": float(staff[1][name]),
            "net_moves": float(come[name] - gone[name]),
        })  # fmt: skip
    return pd.DataFrame(rows)


def totals_rows(result: Result, words: Words) -> tuple[list[str], list[list[str]]]:
    """Head and rows of totals, first and last, over all parks and over all hinterlands."""
    around = {site.name for site in result.scenario.sites if site.kind == "hinterland"}
    first, last = result.sites["quarter"].min(), result.sites["quarter"].max()
    head = [words.pick(*pair) for pair in (
        ("total of", "合计"), ("outcome", "指标"), ("unit", "单位"), ("start", "期初"), ("end", "期末"),
        ("growth a year", "年均变化"),
    )]  # fmt: skip
    rows = []
    for label, away in ((("all parks", "全部园区"), False), (("all hinterlands", "全部腹地"), True)):
        part = result.sites[result.sites["site"].isin(around) == away]
        for name in TOTALS:
            if part.empty:
                continue
            ends = [float(part.loc[part["quarter"] == q, name].sum()) for q in (first, last)]
            rate = growth(ends[0], ends[1], (last - first) / 4.0, by_difference=False)
            rows.append([
                words.pick(*label), words.metric(name), words.metric_unit(name),
                *(number(words.shown(name, value)) for value in ends), f"{100.0 * rate:.1f} %",
            ])  # fmt: skip
    return head, rows


def ranked_rows(result: Result, words: Words, most: int = 5) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the parks whose revenue grew most and least."""
    table = parks_table(result).sort_values("growth", ascending=False, kind="stable").reset_index(drop=True)
    head = [words.pick(*pair) for pair in (
        ("rank by growth", "增速排名"), ("park", "园区"), ("revenue at start", "期初营业收入"),
        ("at the end", "期末"), ("growth a year", "年均变化"), ("firms moved in, net", "净迁入企业"),
    )]  # fmt: skip
    shown = [*range(min(most, len(table))), *range(max(most, len(table) - most), len(table))]
    rows = []
    for place in shown:
        row = table.iloc[place]
        money = [number(words.shown(RANKED, float(row[name]))) for name in ("revenue_first", "revenue_last")]
        rows.append([str(place + 1), words.site(result.scenario, str(row["site"])), *money,
                     f"{100.0 * row['growth']:.1f} %", f"{row['net_moves']:+,.0f}"])  # fmt: skip
    return head, rows


def draw_parks(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A map of all parks, by size and growth, above all of them by growth, or the fastest and the slowest of many."""
    table = parks_table(result)
    years = result.quarters / 4.0
    ranked = table.sort_values("growth", ascending=False, kind="stable")
    bars = ENDS if len(ranked) >= 2 * ENDS else len(ranked)
    window = _window(table)
    heights = (ROOM + ACROSS * (window[3] - window[2]) / (window[1] - window[0]), ROOM + BAR * bars)
    page(
        figure, result, words, f"{len(table)} parks: growth of revenue over {years:g} years",
        f"{len(table)}个园区:{years:g}年营业收入增速",
        height=HEAD + FOOT + sum(heights),
        note=(
            "Area of a circle: revenue at the end. Parks of one city lie on one another.",
            "圆面积为期末营业收入;同城园区重叠。",
        ),
    )  # fmt: skip
    parts: Any = figure.subfigures(2, 1, height_ratios=heights)
    _map(parts[0], table, window, result, words)
    if len(ranked) < 2 * ENDS:
        _bars(parts[1].subplots(), ranked.head(bars), result, words, words.pick("By growth", "按增速"), COLOURS[0])
        return table
    left, right = parts[1].subplots(1, 2, sharex=True)
    _bars(left, ranked.head(bars), result, words, words.pick("Fastest", "增长最快"), COLOURS[0])
    _bars(right, ranked.tail(bars), result, words, words.pick("Slowest", "增长最慢"), COLOURS[5])
    return table


def _window(table: pd.DataFrame) -> tuple[float, float, float, float]:
    """West, east, south and north ends of the map, km: room for circles and names, also of parks along one line."""
    west, east, low, high = (float(f(table[name])) for name in ("x", "y") for f in (np.min, np.max))
    span = max(east - west, high - low, 1.0)
    half = max(0.5 * (high - low) + 0.1 * span, 0.25 * span)
    return west - 0.1 * span, max(east + 0.3 * span, west + span), 0.5 * (low + high) - half, 0.5 * (low + high) + half


def _map(
    part: Any, table: pd.DataFrame, window: tuple[float, float, float, float], result: Result, words: Words
) -> None:
    from matplotlib.patheffects import withStroke

    axis: Axes = part.subplots()
    drawn = table.sort_values("revenue_last", ascending=False, kind="stable")
    size = 900.0 * drawn["revenue_last"] / drawn["revenue_last"].max()
    middle = float(np.average(drawn["growth"].fillna(0.0), weights=drawn["revenue_last"]))
    dots = axis.scatter(
        drawn["x"], drawn["y"], s=np.maximum(size, 9.0), c=100.0 * drawn["growth"], cmap="PuOr_r",
        vmin=100.0 * (middle - STEP), vmax=100.0 * (middle + STEP), edgecolor="0.25", linewidth=0.6,
    )  # fmt: skip
    named: list[tuple[float, float]] = []
    span = max(float(np.ptp(drawn["x"])), float(np.ptp(drawn["y"])), 1.0)
    for site, x, y in zip(drawn["site"], drawn["x"], drawn["y"], strict=True):
        # Names that would lie on one another are left out; the larger park keeps its name.
        if len(named) == NAMED or any(abs(x - u) < 0.22 * span and abs(y - v) < 0.035 * span for u, v in named):
            continue
        named.append((x, y))
        axis.annotate(
            _short(words.site(result.scenario, site)), (x, y), xytext=(9, 7), textcoords="offset points",
            fontsize=SMALL, color="black", path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )  # fmt: skip
    axis.set_aspect("equal")
    axis.set_xlim(*window[:2])
    axis.set_ylim(*window[2:])
    axis.set_xlabel(words.pick("km east", "东向(公里)"))
    axis.set_ylabel(words.pick("km north", "北向(公里)"))
    bar = part.colorbar(dots, ax=axis, shrink=0.9, extend="both")
    bar.set_label(words.pick("growth, % a year", "年均增速(%)"))


def _bars(axis: Axes, rows: pd.DataFrame, result: Result, words: Words, title: str, colour: str) -> None:
    at = np.arange(len(rows))
    axis.barh(at, 100.0 * rows["growth"], 0.65, color=colour)
    axis.set_yticks(at, [_short(words.site(result.scenario, name)) for name in rows["site"]], fontsize=SMALL)
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    axis.axvline(0.0, color="0.4", linewidth=0.8)
    axis.set_title(title)
    axis.set_xlabel(words.pick("growth of revenue, % a year", "营业收入年均增速(%)"))


def _short(label: str) -> str:
    """A label without what all zones are called."""
    for common in ("高新技术产业开发区", "高新技术产业园区", "国家"):
        label = label.replace(common, "")
    return label
