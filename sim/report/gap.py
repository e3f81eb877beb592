"""The figure ``gap``: a high-tech park against an ordinary one, split into institutions and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.gap import PARTS
from sim.experiment.outcomes import MEASURES
from sim.experiment.result import Result
from sim.report.forest import finish, point, told_unit
from sim.report.labels import INKS, MARKERS, Words, with_half, with_span
from sim.report.page import SMALL, page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = (
    "tfp", "rd_real_year", "rd_intensity", "productivity", "survival_5y", "technical_share", "certified_share",
    "employment_all", "fiscal_balance",
)  # fmt: skip
"""Technology, research, productivity, survival, structure, size, and public money."""

ACROSS = 3
PART_LABELS = {
    "whole": ("whole gap", "总差距"), "institutions": ("institutions", "制度"), "selection": ("selection", "选择"),
}  # fmt: skip


def draw_gap(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel an outcome: the whole gap, what institutions do to the same firms, and what selection does."""
    table = result.gaps
    site, years = words.site(result.scenario, result.focal), result.scenario.run.quarters / 4.0
    page(
        figure, result, words, f"{site} after {years:g} years: high-tech park less ordinary park",
        f"{site}运行{years:g}年后:高新区与普通园区之差", height=6.4,
        note=(
            "Institutions: same firms, other rules. Selection: sorting, gate. 95 % intervals; hollow: perhaps zero.",
            "制度:相同企业、不同规则;选择:初始分选与准入门槛。横线为95%区间,空心表示无显著差别。",
        ),
    )  # fmt: skip
    axes = figure.subplots(-(-len(PANELS) // ACROSS), ACROSS).ravel()
    labels = [words.pick(*PART_LABELS[part]) for part in PARTS]
    for k, (axis, name) in enumerate(zip(axes, PANELS, strict=True)):
        measure, held = MEASURES[name], _parts(table, name)
        divisor, unit = _unit(name, words)
        for i, part in enumerate(held):
            value, low, high = (bound / divisor for bound in held[part])
            low, high = (low, high) if np.isfinite([low, high]).all() else (value, value)
            point(axis, i, value, low, high, INKS[i], MARKERS[i])
        finish(axis, words.title(words.pick(measure.en, measure.zh)), unit)
        axis.set_ylim(len(PARTS) - 0.5, -0.5)
        axis.set_yticks(range(len(PARTS)), labels if k % ACROSS == 0 else [""] * len(PARTS), fontsize=SMALL)
        axis.tick_params(axis="y", length=0)
    return table.assign(low=table["low"].fillna(table["value"]), high=table["high"].fillna(table["value"]))


def gap_rows(result: Result, words: Words) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the gap: outcome, unit, the whole and its parts, each ± half its interval."""
    table = result.gaps
    head = [words.pick("outcome", "指标"), words.pick("unit", "单位")]
    head += [words.pick(*PART_LABELS[part]) for part in PARTS]
    rows = []
    for name in PANELS:
        held = _parts(table, name)
        divisor, unit = _unit(name, words)
        cells = []
        for value, _, high in ([bound / divisor for bound in held[part]] for part in held):
            cells.append(with_half(value, high - value))
        rows.append([words.pick(MEASURES[name].en, MEASURES[name].zh), unit, *(cells or ["–"] * len(PARTS))])
    return head, rows


def gap_answer(result: Result, words: Words) -> list[str]:
    """A sentence a part: the outcomes that it raises or lowers beyond doubt of the seeds."""
    table, found = result.gaps, {}
    for part in PARTS:
        moved = []
        for name in PANELS:
            if (held := _parts(table, name)) and (held[part][1] > 0 or held[part][2] < 0):
                divisor, unit = _unit(name, words)
                unit = "%" if MEASURES[name].told == "percent" else unit
                value, low, high = (bound / divisor for bound in held[part])
                span = with_span(value, low, high, unit)
                moved.append(f"{words.pick(MEASURES[name].en, MEASURES[name].zh)} {span}")
        found[part] = words.pick(", ", "、").join(moved) or words.pick("nothing told apart from zero", "无显著差别")
    told = [f"{words.title(words.pick(*PART_LABELS[part]))}{words.pick(': ', '：')}{found[part]}" for part in PARTS]
    return [*told, words.pick(
        "How firms were sorted before the start is assumed (demography.sorting): selection carries that assumption.",
        "期初企业如何分选是假定的(demography.sorting),“选择”一项承接了这一假定。",
    )]  # fmt: skip


def _parts(table: pd.DataFrame, outcome: str) -> dict[str, tuple[float, float, float]]:
    """Value, low and high of each part of an outcome, in order; empty where it is not told."""
    rows = table[table["outcome"] == outcome]
    numbers = rows[["value", "low", "high"]].to_numpy(float).tolist()
    return {str(part): (value, low, high) for part, (value, low, high) in zip(rows["part"], numbers, strict=True)}


def _unit(name: str, words: Words) -> tuple[float, str]:
    if MEASURES[name].told == "percent":
        return 1.0, words.pick("% of the ordinary park", "相对普通园区的%")
    return told_unit(MEASURES[name], words)
