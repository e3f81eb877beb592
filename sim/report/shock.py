"""What a shock does to parks with and without something: a table, an answer in words, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.paired import told
from sim.metrics import METRICS
from sim.report.labels import INKS, STYLES, Words, number, with_half, with_span
from sim.report.page import legend, page, whole_years

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiment.result import Result

type Labels = dict[str, tuple[str, str]]
"""English and Chinese label of each park, in the order in which they are told; two of them."""

_MEASURES = {
    "depth": ("deepest loss", "最大损失"), "lost": ("lost in all, of one quarter", "累计损失(折一个季度)"),
    "recovery": ("quarters to recover", "恢复所需季度"),
}  # fmt: skip


def shock_rows(table: pd.DataFrame, parks: Labels, words: Words) -> tuple[list[str], list[list[str]]]:
    """Head and rows: depth, loss and recovery (median) of each outcome by park, and what the first spares, ± half.

    ``table`` has a row a ``park``, ``seed`` and ``outcome`` with ``depth``, ``lost``, ``recovery`` (:func:`sim.
    experiment.resilience.resilience`).
    """
    one, other = parks
    head = [words.pick("outcome", "指标"), words.pick("measure", "度量"), words.pick("unit", "单位")]
    head += [words.pick(*parks[one]), words.pick(*parks[other]), words.pick("spared by chains", "产业链减少的损失")]
    rows = []
    for outcome, held in table.groupby("outcome", sort=False):
        unit = words.pick("log points", "对数百分点") if METRICS[str(outcome)].by_difference else "%"
        wide = held.pivot(index="seed", columns="park", values=["depth", "lost", "recovery"])
        for name in ("depth", "lost"):
            first, second = (100.0 * wide[name][park].to_numpy(float) for park in (one, other))
            cells = [_level(first), _level(second), _cell(second - first)]
            rows.append([words.metric(str(outcome)), words.pick(*_MEASURES[name]), unit, *cells])
        medians = [float(np.median(wide["recovery"][park])) for park in (one, other)]
        late = words.pick("not in the run", "期内未恢复")
        cells = [number(median) if np.isfinite(median) else late for median in medians]
        rows.append([words.metric(str(outcome)), words.pick(*_MEASURES["recovery"]), words.pick("median", "中位数"),
                     *cells, ""])  # fmt: skip
    return head, rows


def shock_answer(table: pd.DataFrame, parks: Labels, words: Words) -> str:
    """Whether the first park loses less revenue than the second, beyond doubt of the seeds or not."""
    one, other = parks
    revenue = table[table["outcome"] == "revenue"]
    wide = 100.0 * revenue.pivot(index="seed", columns="park", values="lost")
    value, low, high = _interval((wide[other] - wide[one]).to_numpy(float))
    span = with_span(value, low, high, "%")
    late = words.pick("not in the run", "期内未恢复")
    medians = (float(revenue.loc[revenue["park"] == park, "recovery"].median()) for park in (one, other))
    over, against = (f"{median:g}" if np.isfinite(median) else late for median in medians)
    if not (low > 0.0 or high < 0.0):
        lost = words.pick(
            f"What {parks[one][0]} spare is not told apart from zero: {span} of a quarter's revenue",
            f"{parks[one][1]}减少的损失与零无显著差别:一个季度营业收入的{span}",
        )
    else:
        lost = words.pick(
            f"With {parks[one][0]} the park loses {'less' if value > 0 else 'more'} revenue: {span} of a quarter's",
            f"{parks[one][1]}的园区营业收入损失更{'小' if value > 0 else '大'}:相差一个季度营业收入的{span}",
        )
    return lost + words.pick(
        f"; quarters to recover (median): {over}, against {against} with {parks[other][0]}",
        f";恢复所需季度(中位数):{over},{parks[other][1]}时为{against}",
    )


def draw_shock(
    result: Result, losses: pd.DataFrame, parks: Labels, words: Words, figure: Figure
) -> None:
    """Loss of revenue by quarter: mean and 95 % interval over seeds of each park; grey while the shock lasts.

    ``losses`` has a row a ``park``, ``seed`` and ``quarter`` with ``loss`` (share).
    """
    page(
        figure, result, words, "loss of revenue to a supply shock, against the same park without it",
        "供给冲击造成的营业收入损失,与同一园区无冲击时相比", height=4.4, legend_rows=1,
        note=(
            "Lines: means over paired seeds; bands: 95 % intervals. Grey: the shock.",
            "线:配对种子的均值;色带:95%区间。灰色:冲击期间。",
        ),
    )  # fmt: skip
    axis, shock = figure.subplots(), result.provenance["shock"]
    first, last = shock["first_quarter"], shock["first_quarter"] + shock["quarters"] - 1
    axis.axvspan(first - 0.5, last + 0.5, color="0.9", zorder=0)
    axis.axhline(0.0, color="0.2", linewidth=0.9)
    lines = []
    for k, park in enumerate(parks):
        held = losses[losses["park"] == park].pivot(index="quarter", columns="seed", values="loss")
        bounds = 100.0 * np.array([_interval(row) for row in held.to_numpy(float)])
        (line,) = axis.plot(held.index, bounds[:, 0], color=INKS[k], linestyle=STYLES[k])
        axis.fill_between(held.index, bounds[:, 1], bounds[:, 2], color=INKS[k], alpha=0.2, linewidth=0.0)
        lines.append(line)
    axis.set_xlabel(words.pick("quarter", "季度"))
    axis.set_ylabel(words.pick("loss of revenue, %", "营业收入损失,%"))
    whole_years(axis)
    legend(figure, lines, [words.pick(*label) for label in parks.values()], 2)


def _interval(values: np.ndarray) -> tuple[float, float, float]:
    value, low, high = told(values)
    return (value, low, high) if np.isfinite(low) else (value, value, value)


def _cell(values: np.ndarray) -> str:
    value, _, high = _interval(values)
    return with_half(value, high - value)


def _level(values: np.ndarray) -> str:
    return _cell(values).removeprefix("+")
