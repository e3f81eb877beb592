"""What a shock does to parks with and without something: a table, an answer in words, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.paired import told
from sim.metrics import METRICS
from sim.report.labels import INKS, STYLES, Words, number, with_half, with_span
from sim.report.page import SMALL, page, whole_years

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiment.result import Result

type Labels = dict[str, tuple[str, str]]
"""English and Chinese label of each park."""

_MEASURES = {
    "depth": ("deepest loss", "最大损失"), "lost": ("lost in all, of one quarter", "累计损失(折一个季度)"),
    "recovery": ("time to recover", "恢复所需时间"),
}  # fmt: skip
_WORDS = {
    "depth": (("depth", "shallower", "deeper"), ("最大损失", "最大损失减少", "最大损失增加")),
    "lost": (("loss in all", "less lost in all", "more lost in all"), ("累计损失", "累计损失减少", "累计损失增加")),
    "recovery": (("recovery", "recovery sooner", "recovery later"), ("恢复时间", "恢复提前", "恢复推迟")),
}  # fmt: skip
"""A measure, and how the first of a pair differs where it has less of it, or more."""


def shock_rows(
    table: pd.DataFrame, labels: Labels, pair: tuple[str, str], words: Words
) -> tuple[list[str], list[list[str]]]:
    """Head and rows: depth, loss and recovery of each outcome at a pair of parks, and what the first spares, ± half.

    ``table`` has a row a ``park``, ``seed`` and ``outcome`` with ``depth``, ``lost``, ``recovery`` (:func:`sim.
    experiment.resilience.resilience`). Where a seed doesn't recover within the run, recovery is told by medians.
    """
    head = [words.pick("outcome", "指标"), words.pick("measure", "度量"), words.pick("unit", "单位")]
    head += [*(words.pick(*labels[park]) for park in pair), words.pick("spared by chains", "产业链减少的损失")]
    rows = []
    for outcome, held in table[table["park"].isin(pair)].groupby("outcome", sort=False):
        unit = words.pick("log points", "对数百分点") if METRICS[str(outcome)].by_difference else "%"
        wide = held.pivot(index="seed", columns="park", values=["depth", "lost", "recovery"])
        for name, (en, zh) in _MEASURES.items():
            factor, told_in = (1.0, words.pick("quarters", "季度")) if name == "recovery" else (100.0, unit)
            first, second = (factor * wide[name][park].to_numpy(float) for park in pair)
            if np.isfinite([first, second]).all():
                cells = [_level(first), _level(second), _cell(second - first)]
            else:
                cells = [*(words.pick("median ", "中位数") + _median(each, words) for each in (first, second)), ""]
            rows.append([words.metric(str(outcome)), words.pick(en, zh), told_in, *cells])
    return head, rows


def shock_answer(table: pd.DataFrame, labels: Labels, pair: tuple[str, str], words: Words) -> str:
    """How deep revenue falls, what is lost in all and how soon it is over, at the first park of a pair and the second.

    Beyond doubt of the seeds or not.
    """
    one, other = pair
    revenue = table[(table["outcome"] == "revenue") & table["park"].isin(pair)]
    parts = []
    for name, (en, zh) in _WORDS.items():
        wide = revenue.pivot(index="seed", columns="park", values=name)
        first, second = ((1.0 if name == "recovery" else 100.0) * wide[park].to_numpy(float) for park in pair)
        unit = words.pick("quarters", "季度") if name == "recovery" else "%"
        if not np.isfinite([first, second]).all():
            parts.append(words.pick(
                f"{en[0]} (median) {_median(first, words)}, against {_median(second, words)}",
                f"{zh[0]}(中位数){_median(first, words)},对比{_median(second, words)}",
            ))  # fmt: skip
            continue
        value, low, high = _interval(second - first)
        if not (low > 0.0 or high < 0.0):
            span = with_span(value, low, high, unit)
            parts.append(words.pick(f"{en[0]} not told apart ({span})", f"{zh[0]}无显著差别({span})"))
            continue
        less = value > 0
        span = with_span(value, low, high, unit) if less else with_span(-value, -high, -low, unit)
        parts.append(words.pick(f"{en[1 if less else 2]} by {span}", f"{zh[1 if less else 2]}{span}"))
    return words.pick(
        f"{words.title(labels[one][0])} against {labels[other][0]}, revenue: {', '.join(parts)}",
        f"{labels[one][1]}对比{labels[other][1]},营业收入:{'、'.join(parts)}",
    )


def draw_shock(
    result: Result, losses: pd.DataFrame, labels: Labels, pairs: Sequence[tuple[str, str]], words: Words, figure: Figure
) -> None:
    """A panel a pair: loss of revenue by quarter, mean and 95 % interval over seeds; grey while the shock lasts.

    ``losses`` has a row a ``park``, ``seed`` and ``quarter`` with ``loss`` (share).
    """
    page(
        figure, result, words, "loss of revenue to a supply shock, against the same park without it",
        "供给冲击造成的营业收入损失,与同一园区无冲击时相比", height=4.0,
        note=(
            "Lines: means over paired seeds; bands: 95 % intervals. Grey: the shock.",
            "线:配对种子的均值;色带:95%区间。灰色:冲击期间。",
        ),
    )  # fmt: skip
    shock = result.provenance["shock"]
    first, last = shock["first_quarter"], shock["first_quarter"] + shock["quarters"] - 1
    for axis, pair in zip(np.atleast_1d(figure.subplots(1, len(pairs), sharey=True)), pairs, strict=True):
        axis.axvspan(first - 0.5, last + 0.5, color="0.9", zorder=0)
        axis.axhline(0.0, color="0.2", linewidth=0.9)
        for k, park in enumerate(pair):
            held = losses[losses["park"] == park].pivot(index="quarter", columns="seed", values="loss")
            bounds = 100.0 * np.array([_interval(row) for row in held.to_numpy(float)])
            axis.plot(held.index, bounds[:, 0], color=INKS[k], linestyle=STYLES[k], label=words.pick(*labels[park]))
            axis.fill_between(held.index, bounds[:, 1], bounds[:, 2], color=INKS[k], alpha=0.2, linewidth=0.0)
        axis.set_xlabel(words.pick("quarter", "季度"))
        axis.legend(loc="upper right", fontsize=SMALL, frameon=False)
        whole_years(axis)
    figure.axes[0].set_ylabel(words.pick("loss of revenue, %", "营业收入损失,%"))


def _median(values: np.ndarray, words: Words) -> str:
    median = float(np.median(values))
    return number(median) if np.isfinite(median) else words.pick("not in the run", "期内未恢复")


def _interval(values: np.ndarray) -> tuple[float, float, float]:
    value, low, high = told(values)
    return (value, low, high) if np.isfinite(low) else (value, value, value)


def _cell(values: np.ndarray) -> str:
    value, _, high = _interval(values)
    return with_half(value, high - value)


def _level(values: np.ndarray) -> str:
    return _cell(values).removeprefix("+")
