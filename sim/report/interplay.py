"""The figure ``interplay``: what each effect does alone, and what pairs of effects do beyond that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.parts import LEVEL, Outcome, games
from sim.experiment.result import Result
from sim.experiment.shapley import dividends, t_interval
from sim.report.labels import Words
from sim.report.page import SMALL, page
from sim.report.waterfall import PART_LABELS, outcome_panels, outcome_unit, scope_shown, signed
from sim.scenario.schema import EFFECT_NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

N = len(EFFECT_NAMES)


def interplay_table(result: Result, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
    """A row an outcome and coalition of one effect or more: its Harsanyi dividend with an interval.

    One effect: what it does alone. Two: what the pair does beyond both alone. All 15 sum to the premium.
    ``clear`` tells that the interval leaves out zero.
    """
    rows = []
    for outcome, game in games(result.coalitions, scope, line).items():
        shares = dividends(game)
        low, high = t_interval(shares, LEVEL)
        for coalition in range(1, 1 << N):
            members = [name for k, name in enumerate(EFFECT_NAMES) if coalition >> k & 1]
            value = float(shares[:, coalition].mean())
            known = bool(np.isfinite(low[coalition]))
            span = (float(low[coalition]), float(high[coalition])) if known else (value, value)
            clear = known and (span[0] > 0.0 or span[1] < 0.0)
            rows.append((outcome, "*".join(members), len(members), value, *span, clear))
    names = ["outcome", "effects", "order", "value", "low", "high", "clear"]
    return pd.DataFrame(rows, columns=names).assign(scope=scope, line=line)


def draw_interplay(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """A panel an outcome: the matrix of effects alone (diagonal) and of pairs (below it)."""
    table = interplay_table(result, scope_shown(result))
    site = words.site(result.scenario, result.focal)
    page(
        figure, result, words, f"{site}: what effects do alone, and together beyond that",
        f"{site}:各效应单独的作用,以及两两之间的相互作用", height=10.2,
        note=(
            "Harsanyi dividends, last quarter; bold: 95 % interval leaves out zero. Units as in the titles.",
            "哈萨尼红利,期末季度;粗体:95%区间不含零。单位见各图标题。",
        ),
    )  # fmt: skip
    outcome_panels(figure, table, _panel, _guide, words)
    return table


def _panel(axis: Axes, rows: pd.DataFrame, outcome: Outcome, words: Words) -> None:
    from matplotlib import colormaps

    factor, unit = outcome_unit(outcome, words)
    values = dict(zip(rows["effects"], factor * rows["value"].to_numpy(float), strict=True))
    clearly = dict(zip(rows["effects"], rows["clear"], strict=True))
    shown = np.full((N, N), np.nan)
    for i, one in enumerate(EFFECT_NAMES):
        for j, other in enumerate(EFFECT_NAMES[: i + 1]):
            shown[i, j] = values[one if i == j else f"{other}*{one}"]
    largest = float(np.nanmax(np.abs(shown))) or 1.0
    axis.imshow(shown, cmap=colormaps["PuOr_r"], vmin=-1.9 * largest, vmax=1.9 * largest, aspect="auto")
    for i, one in enumerate(EFFECT_NAMES):
        for j, other in enumerate(EFFECT_NAMES[: i + 1]):
            clear = clearly[one if i == j else f"{other}*{one}"]
            axis.text(
                j, i, signed(float(shown[i, j])), ha="center", va="center", fontsize=SMALL,
                weight="bold" if clear else "normal", color="black" if clear else "0.25",
            )  # fmt: skip
    for k in range(N):
        axis.add_patch(_frame(k))
    names = [words.pick(*PART_LABELS[name]) for name in EFFECT_NAMES]
    axis.set_xticks(range(N), names)
    axis.set_yticks(range(N), names)
    axis.tick_params(length=0, labelsize=SMALL)
    axis.grid(visible=False)
    for side in axis.spines.values():
        side.set_visible(False)
    rest = factor * float(rows.loc[rows["order"] > 2, "value"].sum())
    axis.text(
        3.45, -0.35, words.pick(f"three or\nmore: {signed(rest)}", f"三种及以上:\n{signed(rest)}"), ha="right",
        va="top", fontsize=SMALL, color="0.25",
    )  # fmt: skip
    axis.set_title(words.title(words.pick(f"{outcome.en}, {unit}", f"{outcome.zh},{unit}")), fontsize=9)


def _frame(k: int) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle((k - 0.48, k - 0.48), 0.96, 0.96, fill=False, edgecolor="black", linewidth=1.2)


def _guide(axis: Axes, words: Words) -> None:
    axis.axis("off")
    text = words.pick(
        "How to read: framed, on the diagonal:\n"
        "the effect alone, the others off.\n"
        "Below: what a pair adds beyond both\n"
        "alone; positive (orange): they help\n"
        "each other, negative (purple): one\n"
        "takes the place of the other.\n"
        "All cells and the rest at the corner\n"
        "sum to the premium.",
        "读法:对角线加框者为单独开启\n"
        "一种效应的作用(其余关闭);\n"
        "其下为两种效应同时开启时,\n"
        "超出各自单独作用之和的部分:\n"
        "为正(橙色)表示相互增强,\n"
        "为负(紫色)表示相互替代。\n"
        "各格与角上其余项之和为溢价。",
    )
    axis.text(0.0, 1.0, text, va="top", transform=axis.transAxes, fontsize=SMALL + 0.5, linespacing=1.4)
