"""The figure ``nulls``: policies that do nothing, and the cause whose change makes them do something."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.controls import CONTROLS, Case, Control
from sim.experiment.nulls import verdicts
from sim.experiment.result import Result
from sim.report.forest import point
from sim.report.labels import INKS, Words
from sim.report.page import FOOT, HEAD, SMALL, page, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, ROW, GAP = 7.0, 0.46, 0.92
"""Inches of the figure, of a case, and of what a control needs besides its cases."""


def nulls_table(result: Result) -> pd.DataFrame:
    """A row a case: mean, low and high (its mean from one seed), change from the null case, whether it is as found."""
    table = verdicts(result.nulls)
    for name in ("", "change_"):
        middle = table["value" if not name else "change"]
        for end in ("low", "high"):
            table[name + end] = table[name + end].fillna(middle)
    return table


def draw_nulls(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel a control: its null case and the cases in which the cause is changed; grey: what the study found."""
    table = nulls_table(result)
    held = [control for control in CONTROLS if (table["control"] == control.name).any()]
    heights = [GAP + ROW * len(control.cases) for control in held]
    page(
        figure, result, words, "policies that do nothing, and what has to change for them to do something",
        "不起作用的政策,以及何种条件改变后起作用", height=HEAD + FOOT + sum(heights), width=WIDTH,
        note=(
            "Effect of the lever in each world: mean and 95 % interval of paired seeds; full marks: told apart from "
            "zero.\nGrey: what counts as the study's finding (assumed width).",
            "各情境下政策的作用:配对种子的均值与95%区间;实心:与零有显著差别。\n灰带:视为与文献一致的范围(宽度为假设)。",
        ),
    )  # fmt: skip
    axes = np.atleast_1d(figure.subplots(len(held), 1, gridspec_kw={"height_ratios": heights}))
    for axis, control in zip(axes, held, strict=True):
        _panel(axis, control, table[table["control"] == control.name].set_index("case"), words)
    return table


def case_label(case: Case, words: Words) -> str:
    """What a case is."""
    return words.pick(case.en, case.zh)


def _panel(axis: Axes, control: Control, rows: pd.DataFrame, words: Words) -> None:
    axis.axvspan(*control.found, color="0.88", zorder=0)
    axis.axvline(0.0, color="0.2", linewidth=0.9)
    labels = []
    for i, case in enumerate(control.cases):
        value, low, high = (float(rows[name].loc[case.name]) for name in ("value", "low", "high"))
        null = case.role == "null"
        point(axis, i, value, low, high, INKS[0] if null else INKS[5], "o" if null else "s")
        label = case_label(case, words)
        labels.append(label if words.chinese else "\n".join(textwrap.wrap(label, 36)))
    axis.set_ylim(len(control.cases) - 0.5, -0.5)
    axis.set_yticks(range(len(control.cases)), labels, fontsize=SMALL)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="y", visible=False)
    title = words.pick(f"{control.en}: {control.study}", f"{control.zh}:{control.study_zh}")
    axis.set_title("\n".join(textwrap.wrap(title, 36 if words.chinese else 56)), fontsize=8.5)
    axis.set_xlabel(words.pick(control.unit_en, control.unit_zh), fontsize=SMALL)
    thousands(axis, "x")
