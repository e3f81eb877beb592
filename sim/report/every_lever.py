"""The figure ``every_lever``: what each lever of a campaign moves alone, with paired 95 % intervals."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.levers_table import doses_of, levers_of
from sim.experiment.outcomes import MEASURES
from sim.experiment.result import Result, has_many, scope_of
from sim.report.forest import finish, point, told_differences, told_unit
from sim.report.labels import INKS, Words, number
from sim.report.page import FOOT, HEAD, page
from sim.scenario.levers import LEVERS, firms, industries, results, sources

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLOCKS = (
    ("firms", "employment_all", "tfp"),
    ("rd_real_year", "patents", "certified_all"),
    ("survival_5y", "fiscal_authority", "fiscal_balance"),
    ("gain_created", "gain_from_sites", "gain_from_outside"),
)
"""Outcomes with a panel each: size and productivity, research and ranks, lives and purses, where revenue comes from."""

BLOCKS_OF_MANY = (
    ("joint_rd", "joint_rd_across", "links_per_firm"),
    ("rd_real_year", "patents", "tfp"),
    ("employment_all", "revenue_all_year", "fiscal_balance"),
)
"""Outcomes with a panel each where parks are many: who works with whom, research, size and purses."""

WIDTH = 7.0
ROW, LEAST = 0.21, 5
"""Inches of a lever's row, two lines of letters, and rows for which there is room where levers are few."""

LETTERS = 36
"""Letters of a lever's name in a line; Chinese ones are twice as wide."""

PARTS = (sources, firms, results, industries)
"""Modules of levers by part of the programme, a colour each."""

_FAR, _FEW = 2.5, 8
"""A panel of more than a few levers ends at so many times the reach of its fourth widest interval; what lies beyond is
named at the edge."""


def levers_shown(result: Result) -> list[str]:
    """Levers of a campaign by part of the programme."""
    held = levers_of(result.campaign)
    return [record.name for part in PARTS for record in part.RECORDS if record.name in held]


def ink_of(lever: str) -> str:
    """Colour of the part of the programme that a lever belongs to."""
    part = next(k for k, each in enumerate(PARTS) if any(record.name == lever for record in each.RECORDS))
    return INKS[part]


def lever_label(lever: str, words: Words, width: int) -> str:
    """Name of a lever in at most one line of so many characters."""
    label = words.pick(LEVERS[lever].en, LEVERS[lever].zh)
    if words.chinese:
        return label if len(label) <= width // 2 else label[: width // 2 - 1] + "…"
    return textwrap.shorten(label, width, placeholder="…")


def where_told(result: Result, words: Words) -> str:
    """The park that a campaign is told of, or all sites where parks are many."""
    if has_many(result.scenario):
        return words.pick("All sites", "全部园区与腹地")
    return words.site(result.scenario, result.focal)


def blocks_of(result: Result) -> tuple[tuple[str, ...], ...]:
    """Outcomes that have a panel, in rows."""
    return BLOCKS_OF_MANY if has_many(result.scenario) else BLOCKS


def lever_lines(lever: str, words: Words, width: int) -> list[str]:
    """Lines of a lever's name, of at most so many letters each; Chinese ones count double, in lines of like length."""
    label = words.pick(LEVERS[lever].en, LEVERS[lever].zh)
    if not words.chinese:
        return textwrap.wrap(label, width, break_long_words=False)
    lines = math.ceil(len(label) / (width // 2))
    return textwrap.wrap(label, math.ceil(len(label) / lines))


def usual_dose(result: Result) -> float:
    """Intensity that a campaign is told at: 1, else the nearest to it."""
    return min(doses_of(result.campaign), key=lambda x: abs(x - 1.0))


def every_lever_table(result: Result) -> pd.DataFrame:
    """A row a lever and outcome at the usual intensity: base, difference as it is told, low and high."""
    table = result.lever_effects(scope_of(result.scenario))
    chosen = table[table["intensity"] == usual_dose(result)].rename(columns={"lever": "arm"})
    return told_differences(chosen).rename(columns={"arm": "lever"})


def draw_every_lever(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Blocks of three panels: a row a lever, full marks where it is told apart from zero."""
    table, levers = every_lever_table(result), levers_shown(result)
    site, years = where_told(result, words), result.scenario.run.quarters / 4.0
    blocks, block = blocks_of(result), 0.66 + ROW * max(len(levers), LEAST)
    dose = usual_dose(result)
    page(
        figure, result, words,
        f"{site} after {years:g} years: each lever alone at intensity {dose:g}, against going without it",
        f"{site}运行{years:g}年后:逐项单独实施各政策工具(强度{dose:g}),与不实施之差",
        height=HEAD + FOOT + len(blocks) * block, width=WIDTH,
        note=(
            "Lines: 95 % intervals of paired seeds; full marks: told apart from zero, by luck in one of twenty.\n"
            "Numbers at an edge lie beyond it. Colours: sources, firms, results, industries.",
            "横线:配对种子的95%区间;实心:与零有显著差别(每二十个约一个属偶然)。\n边缘数字为超出坐标范围的数值。"
            "颜色依次为创新源头、企业、成果转化、产业。",
        ),
    )  # fmt: skip
    grid = figure.add_gridspec(len(blocks), len(blocks[0]))
    labels = ["\n".join(lever_lines(name, words, LETTERS)) for name in levers]
    for i, outcomes in enumerate(blocks):
        for j, name in enumerate(outcomes):
            axis = figure.add_subplot(grid[i, j])
            rows = table[table["outcome"] == name].set_index("lever").loc[levers]
            _panel(axis, rows, levers, name, words)
            axis.set_ylim(len(levers) - 0.4, -0.6)
            axis.set_yticks(range(len(levers)), labels if j == 0 else [""] * len(levers), fontsize=7, linespacing=0.98)
            axis.tick_params(axis="y", length=0)
            axis.grid(axis="y", visible=True, alpha=0.15)
    return table


def _panel(axis: Axes, rows: pd.DataFrame, levers: list[str], name: str, words: Words) -> None:
    measure = MEASURES[name]
    divisor, unit = told_unit(measure, words, str(rows["told"].iloc[0]))
    numbers = rows[["value", "low", "high"]].to_numpy(float) / divisor
    reach = np.sort(np.abs(numbers).max(axis=1))[::-1]
    edge = float(min(reach[0], _FAR * reach[3] if len(reach) > _FEW else math.inf) * 1.08) or 1.0
    for i, (value, low, high) in enumerate(numbers):
        if abs(value) <= edge:
            point(axis, i, value, max(low, -edge), min(high, edge), ink_of(levers[i]), "o")
            continue
        side = float(np.sign(value))
        ink, apart = ink_of(levers[i]), low > 0.0 or high < 0.0
        axis.plot([side * edge], [i], marker=">" if side > 0 else "<", color=ink,
                  markerfacecolor=ink if apart else "white")  # fmt: skip
        axis.annotate(number(value).replace("-", "−"), (side * edge, i), (-side * 5, 0), textcoords="offset points",
                      ha="right" if side > 0 else "left", va="center", fontsize=7)  # fmt: skip
    for line in axis.lines:
        line.set_markersize(4.0)
    axis.set_xlim(-1.04 * edge, 1.04 * edge)
    finish(axis, words.title(words.pick(measure.en, measure.zh)), unit)
    axis.title.set_fontsize(8)
