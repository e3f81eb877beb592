"""The figure ``moves``: where firms, people and money went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.flows import FLOWS
from sim.metrics import METRICS
from sim.report.labels import COLOURS, HATCHES, HUNDRED_MILLION, Words, heading, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COMING = ("births", "moves_in")
GOING = ("deaths", "moves_out")
PUBLIC = (
    "tax",
    "tax_relief",
    "subsidies",
    "lever_spending",
    "venture_money",
    "fund_proceeds",
    "loans_new",
    "bank_losses",
)
LARGEST = 10
_BLUE, _ORANGE, _GREEN, _RED, _GREY = COLOURS[0], COLOURS[1], COLOURS[2], COLOURS[5], "#666666"


def moves_table(result: Result) -> pd.DataFrame:
    """Four parts: ``firms`` a year by flow (focal site), ``people``: net migration a year by site,
    ``money``: payments by kind and ``public``: public and venture money (both a mean year, focal site)."""
    after = result.sites[result.sites["quarter"] > 0]
    focal = after[after["site"] == result.focal]
    years = max(result.quarters / 4.0, 0.25)
    counts = focal.groupby("year")[[*COMING, *GOING]].sum().reset_index()
    firms = counts.melt("year", var_name="name", value_name="value")
    firms = firms.assign(part="firms", site=result.focal, unit="firms/year")
    people = after.groupby(["year", "site"], observed=True)["migration_net"].sum().reset_index(name="value")
    people = people.assign(part="people", name="migration_net", unit="persons/year")
    paid = result.ledger[result.ledger["site"] == result.focal]
    by_kind = paid.groupby("kind", observed=True)["amount"].sum() / years
    money = by_kind.sort_values(ascending=False).rename_axis("name").reset_index(name="value")
    money = money.assign(part="money", site=result.focal, unit="m¥/year", year="")
    sums = focal[list(PUBLIC)].sum() / years
    public = sums.rename_axis("name").reset_index(name="value")
    public = public.assign(part="public", site=result.focal, unit="m¥/year", year="")
    parts = [
        frame.astype({"year": str, "site": str, "name": str}) for frame in (firms, people, money, public)
    ]
    return pd.concat(parts, ignore_index=True)[["part", "year", "site", "name", "value", "unit"]]


def draw_moves(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Births, deaths and moves of firms, net migration, the largest payments, public and venture money."""
    table = moves_table(result)
    heading(figure, result.scenario, words, "where firms, people and money went", "企业、人口与资金去向")
    axes = figure.subplots(2, 2, width_ratios=(1.0, 1.0))
    part = dict(tuple(table.groupby("part", sort=False)))
    if "firms" in part:
        _draw_firms(axes[0, 0], part["firms"], words)
        _draw_people(axes[1, 0], part["people"], result, words)
    _draw_money(axes[0, 1], part.get("money", table.head(0)), words)
    _draw_public(axes[1, 1], part["public"], words)
    return table


def _draw_firms(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    wide = rows.pivot(index="year", columns="name", values="value").sort_index()
    years = wide.index.to_numpy(float)
    net = np.zeros(len(years))
    colours = {"births": _BLUE, "moves_in": COLOURS[4], "deaths": _RED, "moves_out": _ORANGE}
    for names, sign in ((COMING, 1.0), (GOING, -1.0)):
        base = np.zeros(len(years))
        for i, name in enumerate(names):
            height = sign * wide[name].to_numpy(float)
            axis.bar(years, height, 0.75, base, color=colours[name], hatch=HATCHES[i], edgecolor="white",
                     linewidth=0.5, label=words.metric(name))  # fmt: skip
            base = base + height
        net = net + base
    axis.plot(
        years, net, color="black", marker="o", markersize=3.5, linewidth=1.3, label=words.pick("net", "净增")
    )
    _finish(axis, words.pick("Firms of the park, a year", "园区企业进出(每年)"), words.pick("firms", "家"))
    axis.legend(fontsize=7.5, ncols=5, loc="upper center", bbox_to_anchor=(0.5, -0.08), columnspacing=1.0)


def _draw_people(axis: Axes, rows: pd.DataFrame, result: Result, words: Words) -> None:
    sites = list(dict.fromkeys(rows["site"]))
    width = 0.8 / max(len(sites), 1)
    for i, site in enumerate(sites):
        part = rows[rows["site"] == site].sort_values("year")
        at = part["year"].to_numpy(float) + (i - (len(sites) - 1) / 2.0) * width
        axis.bar(
            at, part["value"].to_numpy(float), width, label=words.site(result.scenario, str(site)),
            color=COLOURS[i % 8], hatch=HATCHES[i % len(HATCHES)], edgecolor="white", linewidth=0.5,
        )  # fmt: skip
    title = words.pick("Net migration, by the site's share of its city's jobs", "净流入人口(按就业占比分摊)")
    _finish(axis, title, words.pick("persons a year", "人/年"))
    axis.legend(fontsize=7.5, ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.08))


def _finish(axis: Axes, title: str, unit: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.axhline(0.0, color="0.3", linewidth=0.8)
    axis.set_title(title, weight="bold")
    axis.set_ylabel(unit, fontsize=8)
    axis.set_axisbelow(True)
    axis.grid(axis="x", visible=False)
    axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))


def _draw_money(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    top = rows.head(LARGEST)
    kinds = {
        (False, True): (_BLUE, words.pick("firms receive", "企业收入")),
        (True, False): (_RED, words.pick("firms pay", "企业支出")),
        (True, True): (_GREY, words.pick("between firms", "企业之间")),
        (False, False): (_GREEN, words.pick("others", "其他")),
    }
    found = [kinds[FLOWS[n].payer == "firms", FLOWS[n].payee == "firms"] for n in top["name"]]
    names = [words.pick(FLOWS[n].en, FLOWS[n].zh) for n in top["name"]]
    scale, unit = (HUNDRED_MILLION, "亿元/年") if words.chinese else (1000.0, "¥ billion a year")
    _bars(axis, names, top["value"].to_numpy(float) / scale, [colour for colour, _ in found])
    axis.set_title(words.pick("Largest payments at the park", "园区主要资金流"), weight="bold")
    axis.set_xlabel(unit, fontsize=8)
    for colour, label in dict.fromkeys(found):
        axis.barh([names[0]], [0.0], color=colour, label=label)
    if found:
        axis.legend(fontsize=7.5, loc="lower right")


def _draw_public(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    scale = HUNDRED_MILLION if words.chinese else 1000.0
    names = [words.pick(METRICS[n].en, METRICS[n].zh) for n in rows["name"]]
    colours = [_BLUE if n == "tax" else _RED if n in PUBLIC[1:4] else _GREEN for n in rows["name"]]
    _bars(axis, names, rows["value"].to_numpy(float) / scale, colours)
    title = words.pick("Public, venture and bank money", "财政、创投与银行资金")
    axis.set_title(title, weight="bold")
    axis.set_xlabel(words.pick("¥ billion a year", "亿元/年"), fontsize=8)


def _bars(axis: Axes, names: list[str], values: np.ndarray, colours: list[str]) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.barh(names, values, color=colours, height=0.7)
    axis.invert_yaxis()
    for i, value in enumerate(values):
        axis.annotate(
            number(float(value)),
            (value, i),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axis.margins(x=0.14)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axis.set_axisbelow(True)
    axis.tick_params(axis="y", labelsize=8)
    axis.grid(axis="y", visible=False)
    axis.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
