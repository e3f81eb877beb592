"""The figure ``levels``: a park beside its hinterland."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.report.labels import COLOURS, INKS, STYLES, Words, number
from sim.report.page import SMALL, legend, page, whole_years

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = ("firms", "employment_all", "revenue_all_year", "tfp_absolute", "rd_real_year", "wage")
INDEXED = ("firms", "employment_all", "revenue_all_year", "rd_real_year")
MOST_SITES = 3
APART = 0.06
"""Least distance between labels at the ends of lines, as a share of the height of the panel."""


def levels_table(result: Result) -> pd.DataFrame:
    """A row a metric, site and quarter: ``value``, and what is ``drawn``: an index (start = 100), the
    change of ln TFP, or the wage itself."""
    rows = []
    for name in PANELS:
        wide = result.sites.pivot(index="quarter", columns="site", values=name)
        for site in shown_sites(result):
            values = wide[site]
            start = float(values.iloc[0])
            drawn = values
            if name == "tfp_absolute":
                drawn = values - start
            elif start > 0 and name in INDEXED:
                drawn = 100.0 * values / start
            columns = {"metric": name, "site": site, "quarter": wide.index, "value": values, "drawn": drawn}
            rows.append(pd.DataFrame(columns))
    table = pd.concat(rows, ignore_index=True)
    table.insert(3, "time", result.scenario.run.start_year + 1.0 + table["quarter"] / 4.0)
    return table


def shown_sites(result: Result) -> list[str]:
    """The first park and its hinterland, then others as far as there is room."""
    sites = result.scenario.sites
    own = [s.name for s in sites if s.name == result.focal or s.hinterland_of == result.focal]
    return [*own, *(s.name for s in sites if s.name not in own)][:MOST_SITES]


def draw_levels(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Six panels: firms, staff, revenue and R&D as indexes; TFP as change; wages as they are."""
    table = levels_table(result)
    page(
        figure, result, words, "the park beside its hinterland", "园区与腹地", height=8.6, legend_rows=1,
        note=(
            "Indexes start at 100; numbers at the ends of lines are levels. Money in prices of the start.",
            "指数以期初为100;线端数字为期末水平。金额按期初价格。",
        ),
    )  # fmt: skip
    axes = figure.subplots(3, 2).flat
    for axis, name in zip(axes, PANELS, strict=True):
        _panel(axis, table[table["metric"] == name], name, words)
    lines = axes[0].get_lines()[: table["site"].nunique()]
    labels = [words.site(result.scenario, str(line.get_label())) for line in lines]
    legend(figure, lines, labels, min(len(labels), 3))
    return table


def _panel(axis: Axes, rows: pd.DataFrame, name: str, words: Words) -> None:
    ends: list[float] = []
    told: list[str] = []
    for i, (site, part) in enumerate(rows.groupby("site", observed=True, sort=False)):
        shown = np.array([words.shown(name, value) for value in part["value"]])
        drawn = shown if name == "wage" else part["drawn"].to_numpy(float)
        axis.plot(part["time"], drawn, color=COLOURS[i], linestyle=STYLES[i % len(STYLES)], label=str(site))
        ends.append(float(drawn[-1]))
        if name in INDEXED:
            told.append(number(words.large(name, float(part["value"].iloc[-1]))[0]))
        else:
            told.append(number(float(drawn[-1])).replace("-", "−"))
    if name in INDEXED:
        axis.axhline(100.0, color="0.6", linewidth=0.8, zorder=0)
        ending = words.pick("level: ", "水平:") + words.large(name, 0.0)[1]
        axis.set_ylabel(words.pick(f"index ({ending})", f"指数({ending})"))
    elif name == "tfp_absolute":
        axis.axhline(0.0, color="0.6", linewidth=0.8, zorder=0)
        axis.set_ylabel(words.pick("change since the start", "较期初变化"))
    else:
        axis.set_ylabel(words.metric_unit(name))
    axis.set_title(words.title(words.metric(name)))
    axis.margins(x=0.02)
    whole_years(axis)
    last = float(rows["time"].max())
    low, high = axis.get_ylim()
    for i, at in enumerate(spread(ends, APART * (high - low))):
        axis.annotate(
            told[i], (last, at), xytext=(5, 0), textcoords="offset points", va="center", fontsize=SMALL,
            color=INKS[i], annotation_clip=False,
        )  # fmt: skip


def spread(heights: list[float], least: float) -> list[float]:
    """Heights moved apart until neighbours are ``least`` from each other, in the order given."""
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, float)[order]
    for i in range(1, len(placed)):
        short = least - (placed[i] - placed[i - 1])
        if short > 0:
            placed[:i] -= short / 2.0
            placed[i:] += short / 2.0
    back = np.empty(len(placed))
    back[order] = placed
    return [float(value) for value in back]
