"""The figure ``responses``: how outcomes respond to the dose of every lever of a campaign."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiment.outcomes import MEASURES
from sim.experiment.response import QUADRATIC, SHAPES
from sim.experiment.result import Result, has_many
from sim.report.dose import curve, records, shown_numbers
from sim.report.every_lever import ink_of, lever_lines, levers_shown, where_told
from sim.report.forest import told_unit
from sim.report.labels import Words
from sim.report.page import FOOT, HEAD, page, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = ("employment_all", "tfp", "fiscal_balance")
"""Outcomes with a column each; the table beside the figure holds all."""

SHOWN_OF_MANY = ("joint_rd", "joint_rd_across", "rd_real_year")
"""The same where parks are many."""

WIDTH, ROW, TEXT, LETTERS = 7.0, 1.02, 7.0, 20
"""Inches of the figure and of a lever's row; points of the letters of a fit, and letters in a line of a name."""

LEFT, TOP, BOTTOM = 1.85, 0.42, 0.4
"""Inches for names of levers, titles of columns, and the axis of intensities."""

LEAST = 1e-3
"""A response below this, in the unit that is shown, isn't drawn but told."""

_NONE, _LITTLE = ("moves nothing here", "在此不起作用"), (f"moves less than {LEAST:g}", f"变动不足{LEAST:g}")


def draw_responses(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A row a lever, a column an outcome: response with intervals, its curve, slope and turning point."""
    table, levers = result.responses, levers_shown(result)
    site, years = where_told(result, words), result.scenario.run.quarters / 4.0
    shown = SHOWN_OF_MANY if has_many(result.scenario) else SHOWN
    height = HEAD + FOOT + TOP + BOTTOM + ROW * len(levers)
    page(
        figure, result, words, f"{site} after {years:g} years: response to the intensity of each lever alone",
        f"{site}运行{years:g}年后:对各政策工具强度的响应(逐项单独实施)",
        height=height, width=WIDTH,
        note=(
            "Differences from 0, 95 % intervals of paired seeds; own scales. Curve: quadratic through the origin, "
            "slope at 0;\nwhere it doesn't fit: lines, first: slope up to the smallest dose. Turn: only if gone back "
            "at the largest dose.",
            "与强度为零之差,配对种子的95%区间;各小图刻度不同。曲线:过原点的二次拟合,斜率为零点斜率;拟合被拒绝时逐点相连,\n"
            "“首档”为至最小强度的斜率。转折:仅当最大强度时响应确已回落。",
        ),
    )  # fmt: skip
    axes = _grid(figure, len(levers), height)
    for i, lever in enumerate(levers):
        for j, name in enumerate(shown):
            rows = table[(table["lever"] == lever) & (table["outcome"] == name)]
            _panel(axes[i, j], rows, ink_of(lever), words)
            if i == 0:
                _, unit = told_unit(MEASURES[name], words)
                label = words.title(words.pick(MEASURES[name].en, MEASURES[name].zh))
                axes[i, j].set_title(f"{label}\n{unit}", fontsize=8.5)
            if i == len(levers) - 1:
                axes[i, j].set_xlabel(words.pick("intensity", "强度"), fontsize=8)
        axes[i, 0].text(-0.27, 0.5, "\n".join(lever_lines(lever, words, LETTERS)), transform=axes[i, 0].transAxes,
                        fontsize=7.5, ha="right", va="center", color=ink_of(lever))  # fmt: skip
    return shown_numbers(table)


def _grid(figure: Figure, rows: int, height: float) -> NDArray[np.object_]:
    """Axes by lever and outcome, placed by hand: a layout that looks for room is slow with so many."""
    figure.set_layout_engine("none")
    return figure.subplots(
        rows, len(SHOWN), sharex=True, squeeze=False,
        gridspec_kw={
            "left": LEFT / WIDTH, "right": 0.99, "top": 1.0 - (HEAD + TOP) / height, "bottom": (FOOT + BOTTOM) / height,
            "wspace": 0.32, "hspace": 0.22,
        },
    )  # fmt: skip


def _panel(axis: Axes, rows: pd.DataFrame, colour: str, words: Words) -> None:
    axis.tick_params(labelsize=7, length=2)
    axis.axhline(0.0, color="0.2", linewidth=0.8)
    if rows.empty:
        axis.text(0.5, 0.5, words.pick("nothing to compare with", "无可比基数"), transform=axis.transAxes,
                  ha="center", va="center", fontsize=TEXT, color="0.4")  # fmt: skip
        return
    divisor, _ = told_unit(MEASURES[str(rows["outcome"].iloc[0])], words)
    x = rows["intensity"].to_numpy(float)
    value, low, high = (rows[name].to_numpy(float) / divisor for name in ("value", "low", "high"))
    axis.set_xlim(0.0, 1.05 * x.max())
    low, high = np.where(np.isfinite(low), low, value), np.where(np.isfinite(high), high, value)
    if max(-low.min(), high.max()) < LEAST:
        axis.set_ylim(-1.0, 1.0)
        axis.set_yticks([0.0])
        axis.text(0.5, 0.72, words.pick(*(_LITTLE if value.any() else _NONE)), transform=axis.transAxes,
                  ha="center", va="center", fontsize=TEXT, color="0.4")  # fmt: skip
        return
    axis.errorbar(x, value, yerr=[value - low, high - value], fmt="o", color=colour, markersize=2.8, capsize=1.5,
                  elinewidth=0.9)  # fmt: skip
    axis.plot(*curve(rows, divisor), color="0.35", linestyle="--", linewidth=1.0)
    bottom, top = min(0.0, low.min()), max(0.0, high.max())
    span = (top - bottom) or 1.0
    axis.set_ylim(bottom - 0.06 * span, top + 1.0 * span)
    axis.text(0.03, 0.97, _fit(records(rows)[0], divisor, words), transform=axis.transAxes, va="top", fontsize=TEXT,
              linespacing=1.15)  # fmt: skip
    thousands(axis, "y", bins=3)


def _fit(row: dict[str, Any], divisor: float, words: Words) -> str:
    """Slope and turning point with intervals, in three short lines; a shape that isn't the quadratic is named."""
    slope, low, high = (row[name] / divisor for name in ("slope", "slope_low", "slope_high"))
    shape = str(row["shape"])
    if shape == QUADRATIC:
        told = words.pick(f"slope {_short(slope)}", f"斜率{_short(slope)}")
    else:
        told = words.pick(f"{SHAPES[shape][0]}; first {_short(slope)}", f"{SHAPES[shape][1]};首档{_short(slope)}")
    if math.isfinite(low):
        told += f"\n[{_short(low)}; {_short(high)}]"
    if math.isnan(row["turning"]):
        return told + "\n" + words.pick("turn: none found", "转折:未发现")
    span = f"{row['turning']:.2f} [{row['turning_low']:.2f}; {row['turning_high']:.2f}]"
    return told + "\n" + words.pick(f"turn {span}", f"转折:{span}")


def _short(value: float) -> str:
    """A signed number with two digits that matter, or whole."""
    return (f"{value:+,.0f}" if abs(value) >= 10 else f"{value:+.2g}").replace("-", "−")
