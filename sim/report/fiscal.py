"""The figure ``fiscal``: what the public purse gets from the park and what it spends there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.flows import FLOWS
from sim.report.labels import COLOURS, HATCHES, INKS, STYLES, Words, number
from sim.report.page import SMALL, nothing, page, thousands, whole_years
from sim.scenario.levers import LEVERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TAXES = {
    "income_tax": ("corporate income tax", "企业所得税"),
    "other_taxes": ("value added and wage tax", "增值税与个人所得税"),
}
BALANCES = {
    "fiscal_authority": ("park authority", "管委会"),
    "fiscal_state": ("state", "国家财政"),
    "fiscal_balance": ("together", "合计"),
}
AUTHORITY = (
    "tax_share", "rent_public", "facility_fees", "facility_state", "distributions_authorities", "operations",
    "land_relief", "grants_authorities", "talent_authorities", "calls_authorities", "general_spending",
)  # fmt: skip
"""Flows of the household of the park's authority, receipts first."""


def fiscal_table(result: Result) -> pd.DataFrame:
    """Four parts of the park, m¥: ``taxes`` by kind and year, ``levers`` by lever and year (with the tax relief),
    ``balances`` by purse and year, and ``authority``: receipts and spending of a mean year."""
    years = max(result.quarters / 4.0, 0.25)
    paid = result.ledger[result.ledger["site"] == result.focal].astype({"kind": str})
    after = result.sites[(result.sites["quarter"] > 0) & (result.sites["site"] == result.focal)]
    parts = []
    by_year = after.groupby("year")
    income = paid[paid["kind"] == "income_tax"].groupby("year")["amount"].sum().reindex(by_year["tax"].sum().index)
    parts.append(_rows("taxes", income.index.astype(str), "income_tax", income.fillna(0.0)))
    others = by_year["tax"].sum() - income.fillna(0.0)
    parts.append(_rows("taxes", others.index.astype(str), "other_taxes", others))
    for name in LEVERS:
        spent = by_year["tax_relief" if name == "hte_tax" else f"spent_{name}"].sum()
        if spent.any():
            parts.append(_rows("levers", spent.index.astype(str), name, spent))
    for name in BALANCES:
        summed = by_year[name].sum()
        parts.append(_rows("balances", summed.index.astype(str), name, summed))
    for kind in AUTHORITY:
        sign = 1.0 if FLOWS[kind].payee == "authorities" else -1.0
        amount = sign * float(paid.loc[paid["kind"] == kind, "amount"].sum()) / years
        if amount:
            parts.append(_rows("authority", ["mean"], kind, [amount]))
    return pd.concat(parts, ignore_index=True)


def draw_fiscal(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Taxes by kind, cost of levers, balances by purse, and the household of the authority."""
    table = fiscal_table(result)
    site = words.site(result.scenario, result.focal)
    page(
        figure, result, words, f"public money at {site}", f"{site}的财政收支", height=8.8,
        note=(
            "Balances: without universities and benefits; the authority's before general spending.",
            "收支差不含高校与社会保障;管委会为一般公共支出前。",
        ),
    )  # fmt: skip
    axes = figure.subplots(2, 2)
    part = dict(tuple(table.groupby("part", sort=False)))
    none = table.head(0)
    _stacked(axes[0, 0], part.get("taxes", none), TAXES, words)
    axes[0, 0].set_title(words.pick("Taxes raised", "税收"))
    _stacked(axes[0, 1], part.get("levers", none), {n: (r.en, r.zh) for n, r in LEVERS.items()}, words)
    axes[0, 1].set_title(words.pick("Cost of levers", "政策成本"))
    _balances(axes[1, 0], part["balances"], words)
    _authority(axes[1, 1], part.get("authority", none), words)
    return table


def _stacked(axis: Axes, rows: pd.DataFrame, labels: dict[str, tuple[str, str]], words: Words) -> None:
    if rows.empty:
        nothing(axis, words.pick("none in this run", "本次运行无"))
        return
    wide = rows.pivot(index="year", columns="name", values="value").fillna(0.0).sort_index()
    scale, unit = words.money(float(wide.sum(axis=1).max()))
    years, base = wide.index.to_numpy(float), np.zeros(len(wide))
    for i, name in enumerate(name for name in labels if name in wide):
        height = wide[name].to_numpy(float) / scale
        axis.bar(
            years, height, 0.76, base, color=COLOURS[i % len(COLOURS)], hatch=HATCHES[i % len(HATCHES)],
            edgecolor="white", linewidth=0.4, label=_wrapped(words.pick(*labels[name])),
        )  # fmt: skip
        base = base + height
    axis.grid(axis="x", visible=False)
    axis.set_ylim(0.0, 1.08 * float(base.max()))
    axis.set_ylabel(words.pick(f"{unit} a year", f"{unit}/年"))
    thousands(axis)
    whole_years(axis)
    axis.legend(loc="upper center", bbox_to_anchor=(0.45, -0.12), ncols=1)


def _balances(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    scale, unit = words.money(float(rows["value"].abs().max()))
    for i, (name, label) in enumerate(BALANCES.items()):
        part = rows[rows["name"] == name]
        years, values = part["year"].astype(float), part["value"].to_numpy(float) / scale
        axis.plot(
            years, values, color=COLOURS[i], linestyle=STYLES[i], marker="os^"[i], markersize=3.5,
            label=words.pick(*label),
        )  # fmt: skip
    axis.axhline(0.0, color="0.3", linewidth=0.8)
    axis.set_title(words.pick("Balances", "收支差"))
    axis.set_ylabel(words.pick(f"{unit} a year", f"{unit}/年"))
    thousands(axis)
    whole_years(axis)
    axis.legend(loc="upper center", bbox_to_anchor=(0.45, -0.12), ncols=2)


def _authority(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    if rows.empty:
        nothing(axis, words.pick("no money passed", "无收支"))
        return
    scale, unit = words.money(float(rows["value"].abs().max()))
    values = rows["value"].to_numpy(float) / scale
    for i, value in enumerate(values):
        axis.barh(i, value, 0.74, color=COLOURS[0] if value > 0 else COLOURS[5], hatch="" if value > 0 else "///",
                  edgecolor="white", linewidth=0.4)  # fmt: skip
        axis.annotate(
            number(abs(float(value))), (value, i), xytext=(3 if value > 0 else -3, 0), va="center",
            textcoords="offset points", ha="left" if value > 0 else "right", fontsize=SMALL,
            color=INKS[0] if value > 0 else INKS[5],
        )  # fmt: skip
    names = [_wrapped(words.pick(FLOWS[name].en, FLOWS[name].zh), 24) for name in rows["name"]]
    axis.set_yticks(range(len(names)), names, fontsize=SMALL)
    axis.invert_yaxis()
    axis.axvline(0.0, color="0.3", linewidth=0.8)
    axis.grid(axis="y", visible=False)
    axis.margins(x=0.28)
    axis.set_title(words.pick("The authority's household", "管委会收支"))
    axis.set_xlabel(words.pick(f"{unit} a year: receipts, −spending", f"{unit}/年:收入,支出为负"))
    thousands(axis, "x")


def _wrapped(text: str, width: int = 30) -> str:
    from textwrap import fill

    return fill(text, width)


def _rows(part: str, year: object, name: object, value: object) -> pd.DataFrame:
    return pd.DataFrame({"part": part, "year": year, "name": name, "value": np.asarray(value, float)})
