"""The figure ``nulls``: policies that do nothing, and the cause whose change makes them do something."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.controls import CONTROLS, Case, Control
from sim.experiment.nulls import verdicts
from sim.experiment.result import Result
from sim.report.forest import point
from sim.report.labels import INKS, Words
from sim.report.page import FOOT, HEAD, SMALL, page, thousands
from sim.report.waterfall import signed

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


def world_words(case: Case, words: Words) -> str:
    """Whether a case is the world as it ships, else what was altered."""
    if case.as_shipped:
        return words.pick("yes", "是")
    altered = ", ".join(f"{name.split('.')[1]} {value:g}" for name, value in case.world.items())
    return words.pick(f"no: {altered}", f"否:{altered}")


def verdict_words(row: Mapping[str, Any], words: Words) -> str:
    """How a case came out, and whether a null that counts as found is yet something."""
    told = words.pick(*_VERDICTS[row["role"] == "flip", row["holds"]])
    if row["role"] != "flip" and row["holds"] and row["apart"]:
        told += words.pick(", but told apart from zero", ",但与零有显著差别")
    return told


_VERDICTS = {
    (False, True): ("as found", "与文献一致"), (False, False): ("not as found", "与文献不符"),
    (True, True): ("flips", "翻转"), (True, False): ("doesn't flip", "未翻转"),
}  # fmt: skip


def count_words(table: pd.DataFrame, words: Words) -> list[str]:
    """Sentences that count nulls and flips, and of them those in the world as it ships."""
    names = {control.name: words.pick(control.en, control.zh) for control in CONTROLS}
    nulls, flips = table[table["role"] == "null"], table[table["role"] == "flip"]
    found = nulls[nulls["holds"]]
    own = found[found["as_shipped"]]
    shipped = table[table["as_shipped"]]
    # What a lever does in the shipped world is a flip that holds, or a null that isn't as found.
    beyond = shipped[(shipped["role"] == "flip") == shipped["holds"]]
    weak = found[found["apart"]]

    def told(rows: pd.DataFrame) -> str:
        values = rows.groupby("control", sort=False)["value"].agg(lambda held: ", ".join(signed(x) for x in held))
        listed = [f"{names[str(control)]} {value}" for control, value in values.items()]
        return words.pick("; ", "、").join(listed) or words.pick("none", "无")

    return [
        words.pick(
            f"As the studies found: {len(found)} of {len(nulls)} nulls; a changed cause flips the result in "
            f"{int(flips['holds'].sum())} of {len(flips)} cases.",
            f"与文献一致:{len(nulls)}项对照中有{len(found)}项;改变原因后结果翻转:{len(flips)}种情境中有"
            f"{int(flips['holds'].sum())}种。",
        ),
        words.pick(
            f"Of these {len(found)} nulls, {len(own)} in the world as it ships ({told(own)}); for the others a cause "
            f"was altered until the lever did about nothing. In the shipped world what it does lies outside what was "
            f"found in {len(beyond)} of {len(shipped)} cases: {told(beyond)}.",
            f"其中只有{len(own)}项是在默认参数下得到({told(own)}),其余均须改变某个原因,政策才几乎不起作用。"
            f"在默认参数下,{len(shipped)}种情境中有{len(beyond)}种的作用超出文献结果:{told(beyond)}。",
        ),
        words.pick(
            f"As found by the assumed width, but told apart from zero: {told(weak)}.",
            f"按假设宽度算与文献一致、但与零有显著差别:{told(weak)}。",
        ),
    ]  # fmt: skip


def _panel(axis: Axes, control: Control, rows: pd.DataFrame, words: Words) -> None:
    axis.axvspan(*control.found, color="0.88", zorder=0)
    axis.axvline(0.0, color="0.2", linewidth=0.9)
    labels = []
    cases = [case for case in control.cases if case.name in rows.index]
    for i, case in enumerate(cases):
        value, low, high = (float(rows[name].loc[case.name]) for name in ("value", "low", "high"))
        null = case.role == "null"
        point(axis, i, value, low, high, INKS[0] if null else INKS[5], "o" if null else "s")
        lines = textwrap.wrap(case_label(case, words), 20 if words.chinese else 36)
        labels.append("\n".join([*lines, *([words.pick("[as shipped]", "[默认参数]")] if case.as_shipped else [])]))
    axis.set_ylim(len(cases) - 0.5, -0.5)
    axis.set_yticks(range(len(cases)), labels, fontsize=SMALL)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="y", visible=False)
    title = words.pick(f"{control.en}: {control.study}", f"{control.zh}:{control.study_zh}")
    axis.set_title("\n".join(textwrap.wrap(title, 36 if words.chinese else 56)), fontsize=8.5)
    axis.set_xlabel(words.pick(control.unit_en, control.unit_zh), fontsize=SMALL)
    thousands(axis, "x")
