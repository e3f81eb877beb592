"""The figure ``moves``: where firms, people and money went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.flows import FLOWS
from sim.metrics import METRICS
from sim.report.labels import COLOURS, HATCHES, Words, number
from sim.report.page import SMALL, page, thousands, whole_years

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
SITES = 4
"""Sites whose migration is drawn: the park, and those to or from which most moved."""
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
    money = money.assign(part="money", site=result.focal, unit="m¥/year", year="mean")
    sums = focal[list(PUBLIC)].sum() / years
    public = sums[sums != 0.0].rename_axis("name").reset_index(name="value")
    public = public.assign(part="public", site=result.focal, unit="m¥/year", year="mean")
    parts = [
        frame.astype({"year": str, "site": str, "name": str}) for frame in (firms, people, money, public)
    ]
    return pd.concat(parts, ignore_index=True)[["part", "year", "site", "name", "value", "unit"]]


def draw_moves(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Births, deaths and moves of firms, net migration, the largest payments, public and venture money."""
    table = moves_table(result)
    page(
        figure, result, words, "where firms, people and money went", "企业、人口与资金去向", height=9.6,
        note=(
            "Migration is the city's, by the site's share of its jobs. Payments: means a year of the park.",
            "人口流动按园区占全市就业的比重分摊;资金为园区年均值。",
        ),
    )  # fmt: skip
    parts: Any = figure.subfigures(3, 1, height_ratios=(1.3, 1.2, 1.0))
    firms, people = parts[0].subplots(1, 2)
    part = dict(tuple(table.groupby("part", sort=False)))
    if "firms" in part:
        _draw_firms(firms, part["firms"], words)
        _draw_people(people, part["people"], result, words)
    _draw_money(parts[1].subplots(), part.get("money", table.head(0)), words)
    _draw_public(parts[2].subplots(), part.get("public", table.head(0)), words)
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
    _finish(axis, words.pick("Firms that came and went", "企业进出"), words.pick("firms a year", "家/年"))
    axis.legend(ncols=2, loc="upper center", bbox_to_anchor=(0.45, -0.10), columnspacing=1.0)


def _draw_people(axis: Axes, rows: pd.DataFrame, result: Result, words: Words) -> None:
    moved = rows["value"].abs().groupby(rows["site"]).sum().drop(result.focal, errors="ignore")
    chosen = {result.focal, *moved.nlargest(SITES - 1).index}
    sites = [site for site in dict.fromkeys(rows["site"]) if site in chosen]
    width = 0.8 / max(len(sites), 1)
    for i, site in enumerate(sites):
        part = rows[rows["site"] == site].sort_values("year")
        at = part["year"].to_numpy(float) + (i - (len(sites) - 1) / 2.0) * width
        axis.bar(
            at, part["value"].to_numpy(float), width, label=words.site(result.scenario, str(site)),
            color=COLOURS[i % 8], hatch=HATCHES[i % len(HATCHES)], edgecolor="white", linewidth=0.5,
        )  # fmt: skip
    _finish(axis, words.pick("Net migration", "净流入人口"), words.pick("persons a year", "人/年"))
    axis.legend(ncols=1, loc="upper center", bbox_to_anchor=(0.45, -0.10))


def _finish(axis: Axes, title: str, unit: str) -> None:
    axis.axhline(0.0, color="0.3", linewidth=0.8)
    axis.set_title(title)
    axis.set_ylabel(unit)
    axis.grid(axis="x", visible=False)
    thousands(axis)
    whole_years(axis)


def _draw_money(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    from matplotlib.patches import Patch

    top = rows.head(LARGEST)
    kinds = {
        (False, True): (_BLUE, "", words.pick("firms receive", "企业收入")),
        (True, False): (_RED, "///", words.pick("firms pay", "企业支出")),
        (True, True): (_GREY, "...", words.pick("between firms", "企业之间")),
        (False, False): (_GREEN, "xxx", words.pick("others", "其他")),
    }
    found = [kinds[FLOWS[n].payer == "firms", FLOWS[n].payee == "firms"] for n in top["name"]]
    names = [words.pick(FLOWS[n].en, FLOWS[n].zh) for n in top["name"]]
    _bars(axis, names, top["value"].to_numpy(float), [kind[:2] for kind in found], words)
    axis.set_title(words.pick("Largest payments at the park", "园区主要资金流"))
    told = [
        Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=label)
        for colour, hatch, label in dict.fromkeys(found)
    ]
    if told:
        axis.legend(handles=told, loc="lower right")


def _draw_public(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    names = [words.pick(METRICS[n].en, METRICS[n].zh) for n in rows["name"]]
    kinds = [
        (_BLUE, "") if n == "tax" else (_RED, "///") if n in PUBLIC[1:4] else (_GREEN, "...") for n in rows["name"]
    ]
    _bars(axis, names, rows["value"].to_numpy(float), kinds, words)
    axis.set_title(words.pick("Public, venture and bank money", "财政、创投与银行资金"))


def _bars(
    axis: Axes, names: list[str], amounts: np.ndarray, kinds: list[tuple[str, str]], words: Words
) -> None:
    scale, unit = words.money(float(amounts.max(initial=0.0)))
    values = amounts / scale
    for i, (colour, hatch) in enumerate(kinds):
        axis.barh(i, values[i], 0.74, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4)
    axis.set_yticks(range(len(names)), names)
    axis.invert_yaxis()
    for i, value in enumerate(values):
        axis.annotate(
            number(float(value)), (value, i), xytext=(3, 0), textcoords="offset points", va="center",
            fontsize=SMALL,
        )  # fmt: skip
    axis.margins(x=0.14)
    axis.grid(axis="y", visible=False)
    axis.set_xlabel(words.pick(f"{unit} a year", f"{unit}/年"))
    thousands(axis, "x")
