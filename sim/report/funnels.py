"""The figure ``funnels``: projects on their way to the market, and equity by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.report.labels import COLOURS, HATCHES, Words
from sim.report.page import SMALL, nothing, page, thousands

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TRLS = tuple(range(1, 9))
ORIGINS = {0: ("of firms", "企业项目"), 1: ("of universities", "高校成果")}
STEPS = {
    "started": ("started", "立项"),
    "climbs_concept": ("proof of concept", "概念验证"),
    "climbs_pilot": ("pilot", "中试"),
    "climbs_testing": ("testing", "检测"),
    "climbs_market": ("market", "进入市场"),
}
"""Steps of a project's way: columns of the sites that count them (``started`` sums two)."""

ROUNDS = {0: ("seed", "种子轮"), 1: ("round A", "A轮"), 2: ("round B", "B轮"), 3: ("later", "C轮及以后")}
FUNDS = {
    0: ("angels", "天使"),
    1: ("venture", "创投"),
    2: ("growth", "成长"),
    3: ("guidance", "引导基金"),
    4: ("banks", "银行"),
}


def funnels_table(result: Result) -> pd.DataFrame:
    """Four parts of the park: ``stock`` (projects at the end by TRL and origin), ``steps`` (a year),
    ``deals`` (a year, by round) and ``money`` (m¥ a year, by round and kind of fund)."""
    scale = 1.0 / result.scenario.run.sample
    years = max(result.quarters / 4.0, 0.25)
    projects = result.projects
    last = projects[(projects["quarter"] == projects["quarter"].max()) & (projects["site"] == result.focal)]
    rows: list[tuple[str, str, str, float, str]] = []
    for origin in ORIGINS:
        for trl in TRLS:
            count = scale * float(((last["origin"] == origin) & (last["trl"] == trl)).sum())
            rows.append(("stock", str(trl), str(origin), count, "projects"))
    after = result.sites[(result.sites["quarter"] > 0) & (result.sites["site"] == result.focal)]
    for step in STEPS:
        columns = ["projects_started", "results_started"] if step == "started" else [step]
        rows.append(("steps", step, "", float(after[columns].to_numpy(float).sum()) / years, "projects/year"))
    deals = result.deals[result.deals["site"] == result.focal]
    at = np.minimum(deals["round"].to_numpy(np.int64), max(ROUNDS))
    for stage in ROUNDS:
        held = deals[at == stage]
        rows.append(("deals", str(stage), "", scale * len(held) / years, "deals/year"))
        for kind in FUNDS:
            money = float(held.loc[held["fund_kind"] == kind, "ticket"].sum())
            rows.append(("money", str(stage), str(kind), scale * money / years, "m¥/year"))
    return pd.DataFrame(rows, columns=["part", "stage", "kind", "value", "unit"]).replace({"kind": {"": "all"}})


def draw_funnels(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Projects by TRL, climbs a year with the share that goes on, deals and money by round."""
    table = funnels_table(result)
    site = words.site(result.scenario, result.focal)
    page(
        figure, result, words, f"projects and equity of {site}, by stage", f"{site}的项目与股权资金,按阶段",
        height=7.4,
        note=(
            "Steps, deals and money: means a year. Per cents: of the step above. TRL: technology readiness level.",
            "阶段、交易与资金为年均值;百分比为占上一阶段之比;TRL为技术成熟度。",
        ),
    )  # fmt: skip
    axes = figure.subplots(2, 2)
    part = dict(tuple(table.groupby("part", sort=False)))
    _stock(axes[0, 0], part["stock"], words)
    _steps(axes[0, 1], part["steps"], words)
    _deals(axes[1, 0], part["deals"], words)
    _money(axes[1, 1], part["money"], words)
    return table


def _stock(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    base = np.zeros(len(TRLS))
    for i, origin in enumerate(ORIGINS):
        height = rows.loc[rows["kind"] == str(origin), "value"].to_numpy(float)
        axis.bar(
            TRLS, height, 0.76, base, color=COLOURS[i], hatch=HATCHES[i], edgecolor="white", linewidth=0.4,
            label=words.pick(*ORIGINS[origin]),
        )  # fmt: skip
        base = base + height
    axis.set_xticks(TRLS)
    axis.grid(axis="x", visible=False)
    axis.set_title(words.pick("Projects under way", "在研项目"))
    axis.set_xlabel("TRL")
    axis.set_ylabel(words.pick("projects at the end", "期末项目数(项)"))
    # Room for the key above the tallest bar.
    axis.set_ylim(0.0, 1.25 * max(float(base.max(initial=0.0)), 1.0))
    thousands(axis)
    axis.legend(loc="upper right")


def _steps(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    values = rows["value"].to_numpy(float)
    at = np.arange(len(values))
    axis.barh(at, values, 0.76, left=-values / 2.0, color=COLOURS[0], edgecolor="white")
    largest = float(values.max(initial=0.0)) or 1.0
    for i, value in enumerate(values):
        inside = value > 0.45 * largest
        share = "" if i == 0 or values[i - 1] <= 0 else f"  ({100.0 * value / values[i - 1]:.0f} %)"
        axis.text(
            0.0 if inside else value / 2.0 + 0.03 * largest, i, f"{value:,.0f}" + share, va="center",
            ha="center" if inside else "left", color="white" if inside else "black", fontsize=SMALL,
        )  # fmt: skip
    axis.set_yticks(at, [words.pick(*STEPS[step]) for step in rows["stage"]])
    axis.invert_yaxis()
    axis.set_xlim(-0.52 * largest, 0.62 * largest)
    axis.set_xticks([])
    axis.grid(visible=False)
    axis.spines["bottom"].set_visible(False)
    axis.set_title(words.pick("Steps, projects a year", "进入各阶段(项/年)"))


def _deals(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    axis.set_title(words.pick("Equity deals", "股权交易"))
    values = rows["value"].to_numpy(float)
    if not values.any():
        nothing(axis, words.pick("no deals in this run", "本次运行无交易"))
        return
    at = np.arange(len(values))
    axis.bar(at, values, 0.7, color=COLOURS[2])
    for i, value in enumerate(values):
        told = f"{value:,.1f}" if value < 10.0 else f"{value:,.0f}"
        axis.annotate(told, (i, value), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=SMALL)
    _by_round(axis, words)
    axis.set_ylabel(words.pick("deals a year", "交易(笔/年)"))


def _money(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    axis.set_title(words.pick("Equity money", "股权资金"))
    if not rows["value"].to_numpy(float).any():
        nothing(axis, words.pick("no deals in this run", "本次运行无交易"))
        return
    wide = rows.pivot(index="stage", columns="kind", values="value").sort_index()
    scale, unit = words.money(float(wide.sum(axis=1).max()))
    base = np.zeros(len(wide))
    for i, (kind, label) in enumerate(FUNDS.items()):
        height = wide[str(kind)].to_numpy(float) / scale
        if height.any():
            axis.bar(
                range(len(height)), height, 0.7, base, color=COLOURS[i], hatch=HATCHES[i % len(HATCHES)],
                edgecolor="white", linewidth=0.4, label=words.pick(*label),
            )  # fmt: skip
        base = base + height
    _by_round(axis, words)
    axis.set_ylabel(words.pick(f"{unit} a year", f"{unit}/年"))
    axis.legend(loc="upper left")


def _by_round(axis: Axes, words: Words) -> None:
    axis.set_xticks(range(len(ROUNDS)), [words.pick(*label) for label in ROUNDS.values()])
    axis.grid(axis="x", visible=False)
    axis.margins(y=0.18)
    thousands(axis)
