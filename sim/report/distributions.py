"""The figure ``distributions``: sizes, productivity, growth and ages of the park's firms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.evidence.estimators.sizes import subbotin_shape, tail_exponent
from sim.experiment.result import Result
from sim.report.labels import COLOURS, HATCHES, STYLES, Words
from sim.report.page import SMALL, nothing, page
from sim.state.table import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 200
"""Points of a line of ranks: a large park has more firms than a print has dots."""
LEAST_REVENUE = 1.0
"""Revenue a year, m¥, below which a growth rate says little."""
AGES = (0, 2, 5, 10, 15, 20, 200)
"""Limits of the classes of age, in years."""


def trading(result: Result, quarter: int) -> pd.DataFrame:
    """Firms of the park that trade in a quarter, with ``heads``."""
    rows = result.firms
    rows = rows[(rows["quarter"] == quarter) & (rows["site"] == result.focal) & (rows["b"] > 0)]
    return rows.assign(heads=rows["ordinary"] + rows["technical"] + rows["leading"])


def kept_quarters(result: Result) -> tuple[int, int]:
    """First and last quarter of which firms were kept."""
    return int(result.firms["quarter"].min()), int(result.firms["quarter"].max())


def growth_rates(result: Result) -> Floats:
    """Log changes of revenue a year of firms that stay, all kept years together, less the mean of the year.

    Both ends have revenue of 1 m¥ a year or more, and the first end is a whole year old.
    """
    rows = result.firms
    rows = rows[(rows["site"] == result.focal) & (rows["b"] > 0) & (rows["revenue_year"] >= LEAST_REVENUE)]
    after = rows[["id", "quarter", "revenue_year"]]
    # Sales of a first year are not yet those of a whole year.
    before = after[rows["quarter"] - rows["born"] >= 4]
    before = before.assign(quarter=before["quarter"] + 4)
    both = after.merge(before, on=["id", "quarter"], suffixes=("", "_before"))
    change = np.log(both["revenue_year"].to_numpy(float) / both["revenue_year_before"].to_numpy(float))
    mean = pd.Series(change).groupby(both["quarter"].to_numpy()).transform("mean").to_numpy(float)
    return np.asarray(change - mean)


def distributions_table(result: Result) -> pd.DataFrame:
    """Four parts: ``size`` (share of firms at least as large), ``tfp``, ``growth`` (densities) and ``age`` (shares).

    ``series`` is the quarter, or the law fitted; ``x`` the value or the middle of a class.
    """
    parts = []
    first, last = kept_quarters(result)
    for quarter in dict.fromkeys((first, last)):
        firms = trading(result, quarter)
        heads = np.sort(firms["heads"].to_numpy(float))[::-1]
        heads = heads[heads >= 1.0]
        at = _few(len(heads))
        parts.append(_rows("size", str(quarter), heads[at], (at + 1.0) / max(len(heads), 1)))
        tfp = firms["tfp"].to_numpy(float)
        edges = np.linspace(-1.5, 1.5, 31)
        density = np.histogram(np.clip(tfp - np.median(tfp), -1.5, 1.5), edges)[0] / max(len(tfp), 1) / 0.1
        parts.append(_rows("tfp", str(quarter), 0.5 * (edges[1:] + edges[:-1]), density))
        age = (quarter - firms["born"].to_numpy(float)) / 4.0
        share = np.histogram(age, AGES)[0] / max(len(age), 1)
        parts.append(_rows("age", str(quarter), np.array(AGES[:-1], float), share))
    rates = growth_rates(result)
    if len(rates) >= 20:
        edges = np.linspace(-1.5, 1.5, 31)
        middle = 0.5 * (edges[1:] + edges[:-1])
        parts.append(_rows("growth", "firms", middle, np.histogram(rates, edges)[0] / len(rates) / 0.1))
        scale, spread = float(np.abs(rates).mean()), float(rates.std())
        x = np.linspace(-1.5, 1.5, 121)
        parts.append(_rows("growth", "laplace", x, np.exp(-np.abs(x) / scale) / (2.0 * scale)))
        normal = np.exp(-0.5 * (x / spread) ** 2) / (spread * np.sqrt(2.0 * np.pi))
        parts.append(_rows("growth", "normal", x, normal))
    return pd.concat(parts, ignore_index=True)


def draw_distributions(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Sizes with the exponent of the tail, productivity, growth against Laplace and normal laws, ages."""
    table = distributions_table(result)
    site = words.site(result.scenario, result.focal)
    page(
        figure, result, words, f"firms of {site}: sizes, productivity, growth and ages",
        f"{site}企业的规模、生产率、增长与年龄分布", height=7.2,
        note=(
            "Growth: log change of revenue less the mean of the year; firms of a year or more, with 1 m¥ or more.",
            "增长:年营业收入对数变化减当年均值;仅含成立满一年、两年收入均不低于100万元的企业。",
        ),
    )  # fmt: skip
    axes = figure.subplots(2, 2)
    _sizes(axes[0, 0], table, result, words)
    _tfp(axes[0, 1], table, result, words)
    _growth(axes[1, 0], table[table["part"] == "growth"], growth_rates(result), words)
    _ages(axes[1, 1], table, result, words)
    return table


def year_label(result: Result, quarter: int, words: Words) -> str:
    """The end of the year in which a quarter lies."""
    year = result.scenario.run.start_year + (quarter + 3) // 4
    return words.pick(f"end of {year}", f"{year}年末")


def _sizes(axis: Axes, table: pd.DataFrame, result: Result, words: Words) -> None:
    for i, (series, rows) in enumerate(_series(table, "size")):
        label = year_label(result, int(series), words)
        axis.plot(rows["x"], rows["y"], color=COLOURS[i], linestyle=STYLES[i], label=label)
    exponent = tail_exponent(trading(result, kept_quarters(result)[1])["heads"].to_numpy(float))
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_title(words.pick("Size", "规模"))
    axis.set_xlabel(words.pick("staff, persons", "从业人员(人)"))
    axis.set_ylabel(words.pick("share of firms at least as large", "不小于该规模的企业占比"))
    if np.isfinite(exponent):
        text = words.pick(
            f"tail exponent of the\nlargest tenth: {exponent:.2f}", f"最大十分之一企业\n尾部指数:{exponent:.2f}"
        )
        axis.text(0.04, 0.24, text, transform=axis.transAxes, fontsize=SMALL)
    axis.legend(loc="lower left")


def _tfp(axis: Axes, table: pd.DataFrame, result: Result, words: Words) -> None:
    for i, (series, rows) in enumerate(_series(table, "tfp")):
        label = year_label(result, int(series), words)
        axis.step(rows["x"], rows["y"], where="mid", color=COLOURS[i], linestyle=STYLES[i], label=label)
    axis.set_title(words.pick("Productivity", "生产率"))
    axis.set_xlabel(words.pick("ln TFP against the median firm", "全要素生产率(对数,相对中位企业)"))
    axis.set_ylabel(words.pick("density of firms", "企业密度"))
    axis.set_ylim(0.0, 1.35 * max(float(table.loc[table["part"] == "tfp", "y"].max()), 0.1))
    axis.legend(loc="upper left")


def _growth(axis: Axes, rows: pd.DataFrame, rates: Floats, words: Words) -> None:
    axis.set_title(words.pick("Growth", "增长"))
    if rows.empty:
        nothing(axis, words.pick("less than a year was run", "运行不足一年"))
        return
    laws: dict[str, tuple[str, dict[str, Any]]] = {
        "firms": (words.pick("firms", "企业"), {"marker": "o", "markersize": 3.5, "ls": "none", "color": "black"}),
        "laplace": (words.pick("Laplace", "拉普拉斯"), {"color": COLOURS[0], "linestyle": "-"}),
        "normal": (words.pick("normal", "正态"), {"color": COLOURS[5], "linestyle": "--"}),
    }
    for series, (label, how) in laws.items():
        part = rows[(rows["series"] == series) & (rows["y"] > 0)]
        axis.plot(part["x"], part["y"], label=label, **how)
    axis.set_yscale("log")
    seen = rows.loc[(rows["series"] == "firms") & (rows["y"] > 0), "y"]
    axis.set_ylim(0.4 * float(seen.min()), 30.0 * float(seen.max()))
    shape = subbotin_shape(rates)
    if np.isfinite(shape):
        text = words.pick(f"shape {shape:.2f}\n(Laplace 1, normal 2)", f"形状参数{shape:.2f}\n(拉普拉斯1,正态2)")
        axis.text(0.97, 0.96, text, transform=axis.transAxes, va="top", ha="right", fontsize=SMALL)
    axis.set_xlabel(words.pick("log change of revenue in a year", "年营业收入对数变化"))
    axis.set_ylabel(words.pick("density of firms", "企业密度"))
    axis.legend(loc="upper left")


def _ages(axis: Axes, table: pd.DataFrame, result: Result, words: Words) -> None:
    series = list(_series(table, "age"))
    width = 0.8 / max(len(series), 1)
    for i, (quarter, rows) in enumerate(series):
        at = np.arange(len(rows)) + (i - (len(series) - 1) / 2.0) * width
        axis.bar(
            at, 100.0 * rows["y"].to_numpy(float), width, color=COLOURS[i], hatch=HATCHES[i], edgecolor="white",
            linewidth=0.4, label=year_label(result, int(quarter), words),
        )  # fmt: skip
    names = [f"{a}–{b - 1}" if b < AGES[-1] else f"{a}+" for a, b in pairwise(AGES)]
    axis.set_xticks(range(len(names)), names)
    axis.grid(axis="x", visible=False)
    axis.set_title(words.pick("Age", "年龄"))
    axis.set_xlabel(words.pick("years since foundation", "成立年数"))
    axis.set_ylabel(words.pick("% of firms", "企业占比(%)"))
    axis.set_ylim(0.0, 1.3 * 100.0 * max(float(table.loc[table["part"] == "age", "y"].max()), 0.01))
    axis.legend(loc="upper right")


def _series(table: pd.DataFrame, part: str) -> list[tuple[str, pd.DataFrame]]:
    rows = table[table["part"] == part]
    return [(str(name), held) for name, held in rows.groupby("series", sort=False)]


def _rows(part: str, series: str, x: Floats, y: Floats) -> pd.DataFrame:
    return pd.DataFrame({"part": part, "series": series, "x": x, "y": y})


def _few(n: int) -> np.ndarray:
    """Ranks of which a line is drawn: each of the first, then evenly in logs."""
    if n <= POINTS:
        return np.arange(n)
    return np.unique(np.round(np.geomspace(1, n, POINTS)).astype(np.int64) - 1)
