"""The figure ``dose``: how outcomes respond to the intensity of a lever."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.outcomes import MEASURES
from sim.experiment.response import QUADRATIC, SHAPES, quadratic
from sim.experiment.result import Result
from sim.experiment.shapley import Floats
from sim.report.forest import told_unit
from sim.report.labels import INKS, Words, with_span
from sim.report.page import SMALL, page, thousands
from sim.scenario.levers import LEVERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = (
    "employment_all", "revenue_all_year", "tfp", "rd_real_year", "patents", "firms", "fiscal_balance", "spending",
)  # fmt: skip


def draw_dose(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel an outcome: response by intensity with intervals, and the quadratic through the origin if it fits."""
    table = result.doses
    lever = LEVERS[result.provenance["dose"]["lever"]]
    site, years = words.site(result.scenario, result.focal), result.scenario.run.quarters / 4.0
    page(
        figure, result, words, f"{site} after {years:g} years: response to {lever.en}",
        f"{site}运行{years:g}年后:对“{lever.zh}”强度的响应", height=8.6,
        note=(
            "Differences from intensity 0, 95 % intervals of paired seeds. Curve: quadratic through the origin;\n"
            "where the responses reject it, lines from dose to dose, and the slope is that to the smallest.",
            "与强度为零相比之差,配对种子的95%区间;曲线:过原点的二次拟合;\n若被数据拒绝,则逐点相连,斜率取至最小强度。",
        ),
    )  # fmt: skip
    held = [name for name in PANELS if (table["outcome"] == name).any()]
    axes = np.atleast_1d(figure.subplots(-(-len(held) // 2), 2)).ravel()
    for axis, name in zip(axes, held, strict=False):
        _panel(axis, table[table["outcome"] == name], words)
    for axis in axes[len(held) :]:
        axis.axis("off")
    return shown_numbers(table)


def shown_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Responses as the table that goes with a figure has them.

    A turning point that was not found is no number: it stands as text.
    """
    found = table["turning"].map(lambda value: "none found" if math.isnan(value) else f"{value:.6g}")
    columns = [name for name in table.columns if not name.startswith(("turning", "slope_"))]
    low, high = table["low"].fillna(table["value"]), table["high"].fillna(table["value"])
    return table[columns].assign(low=low, high=high, turning=found)


def curve(rows: pd.DataFrame, divisor: float) -> tuple[Floats, Floats]:
    """Doses and gains of the curve through a response: the quadratic, or lines from dose to dose if it is rejected."""
    x, value = rows["intensity"].to_numpy(float), rows["value"].to_numpy(float) / divisor
    if rows["shape"].iloc[0] != QUADRATIC:
        return np.concatenate([[0.0], x]), np.concatenate([[0.0], value])
    fine = np.linspace(0.0, x.max(), 60)
    return fine, quadratic(x, value, fine)


def _panel(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    measure = MEASURES[str(rows["outcome"].iloc[0])]
    divisor, unit = told_unit(measure, words)
    x = rows["intensity"].to_numpy(float)
    value, low, high = (rows[name].to_numpy(float) / divisor for name in ("value", "low", "high"))
    low, high = np.where(np.isfinite(low), low, value), np.where(np.isfinite(high), high, value)
    axis.errorbar(x, value, yerr=[value - low, high - value], fmt="o", color=INKS[0], markersize=4.5, capsize=2.5,
                  elinewidth=1.2)  # fmt: skip
    axis.plot(*curve(rows, divisor), color=INKS[5], linestyle="--", linewidth=1.3)
    axis.axhline(0.0, color="0.2", linewidth=0.9)
    axis.set_title(words.title(words.pick(measure.en, measure.zh)))
    axis.set_ylabel(unit, fontsize=SMALL)
    axis.set_xlabel(words.pick("intensity", "强度"), fontsize=SMALL)
    slope, turning = fit_text(records(rows)[0], divisor, words)
    fitted = words.pick(f"slope: {slope}\nturning point: {turning}", f"斜率:{slope}\n转折点:{turning}")
    axis.text(0.02, 0.98, fitted, transform=axis.transAxes, va="top", fontsize=SMALL)
    bottom, top = axis.get_ylim()
    axis.set_ylim(bottom, top + 0.45 * (top - bottom))
    thousands(axis, "y")


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as mappings by column."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def fit_text(row: dict[str, Any], divisor: float, words: Words) -> tuple[str, str]:
    """Slope with the shape of a response that isn't the quadratic, and turning point or none found; with intervals."""
    slope, low, high = (row[name] / divisor for name in ("slope", "slope_low", "slope_high"))
    told = with_span(slope, low, high)
    if row["shape"] != QUADRATIC:
        told += words.pick(f", {SHAPES[row['shape']][0]}", f",{SHAPES[row['shape']][1]}")
    turning = row["turning"]
    if math.isnan(turning):
        return told, words.pick("none found", "未发现")
    return told, f"{turning:.2f} [{row['turning_low']:.2f}; {row['turning_high']:.2f}]"


def dose_answer(result: Result, outcomes: Sequence[str], words: Words) -> list[str]:
    """A sentence an outcome: what a unit of intensity brings at small doses, beyond doubt or not, and the turn."""
    sentences = []
    for row in records(result.doses.drop_duplicates("outcome")):
        if row["outcome"] not in outcomes:
            continue
        measure = MEASURES[row["outcome"]]
        divisor, unit = told_unit(measure, words)
        slope, turning = fit_text(row, divisor, words)
        label, sure = words.pick(measure.en, measure.zh), row["slope_low"] > 0 or row["slope_high"] < 0
        doubt = "" if sure else words.pick(" (not told apart from zero)", "(与零无显著差别)")
        sentences.append(words.pick(
            f"{words.title(label)}: at small doses a unit brings, in {unit}, {slope}{doubt}; turning point: {turning}",
            f"{label}:小强度时每单位强度带来({unit}){slope}{doubt};转折点:{turning}",
        ))  # fmt: skip
    return sentences
