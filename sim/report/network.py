"""The figure ``network``: how many partners firms have, how far away, and what it looks like around hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.report.distributions import trading
from sim.report.labels import COLOURS, MARKERS, Words
from sim.report.page import SMALL, nothing, page, thousands
from sim.state.identity import hash_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = {1: ("joint R&D", "联合研发"), 2: ("supply", "供应"), 3: ("firm and university", "校企合作")}
"""Formal links by kind, as the table of links codes them."""

KIND_COLOURS = {1: COLOURS[0], 2: COLOURS[1], 3: COLOURS[2]}
KIND_STYLES = {1: "-", 2: "--", 3: ":"}
DISTANCES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 1000.0)
"""Limits of the classes of distance, km."""

HUBS = 4
PARTNERS = 12
"""Hubs that are drawn, and the most partners drawn of each."""
PAIRS = 20_000
"""Pairs of firms that stand for all pairs."""


def last_links(result: Result) -> pd.DataFrame:
    """Formal links of the park's firms in the last quarter that was kept."""
    rows = result.links
    kept: pd.DataFrame = rows[(rows["quarter"] == rows["quarter"].max()) & (rows["site"] == result.focal)]
    return kept


def hubs_and_partners(links: pd.DataFrame) -> pd.DataFrame:
    """Links among the hubs, the firms of most partners, and their strongest partners: ``a, b, kind``."""
    ends = both_ways(links)
    hubs = partners(links).index[:HUBS]
    nearest = ends[ends["a"].isin(hubs)].sort_values(["strength", "b"], ascending=[False, True], kind="stable")
    drawn = set(hubs) | set(nearest.groupby("a").head(PARTNERS)["b"])
    held = named_ends(links)
    held = held[held["a"].isin(drawn) & held["b"].isin(drawn)]
    return held[["a", "b", "kind"]].drop_duplicates().reset_index(drop=True)


def named_ends(links: pd.DataFrame) -> pd.DataFrame:
    """Links with ends as text: ``firm 12`` or ``university 3``, as the same number may stand for one of each."""
    other = np.where(links["kind"] == 3, "university ", "firm ")
    return links[["kind", "strength"]].assign(a="firm " + links["a"].astype(str), b=other + links["b"].astype(str))


def both_ways(links: pd.DataFrame) -> pd.DataFrame:
    """Links as seen by each firm that is an end: ``a`` is the firm, ``b`` its partner."""
    ends = named_ends(links)
    back = ends[ends["kind"] != 3].rename(columns={"a": "b", "b": "a"})
    return pd.concat([ends, back], ignore_index=True)


def partners(links: pd.DataFrame) -> pd.Series[int]:
    """Partners of each firm that has any, most first."""
    pairs = both_ways(links)[["a", "b"]].drop_duplicates()
    return pairs.groupby("a").size().sort_values(ascending=False, kind="stable")


def network_table(result: Result) -> pd.DataFrame:
    """Three parts: ``degree`` (share of firms with at least ``x`` partners of a kind), ``distance`` (share of links
    in a class that begins at ``x`` km, beside all pairs of firms) and ``drawing`` (links drawn, ``a`` to ``b``)."""
    links, firms = last_links(result), trading(result, int(result.links["quarter"].max()))
    rows: list[tuple[str, str, float, float]] = []
    for kind in KINDS:
        held = links[links["kind"] == kind]
        ends = held["a"] if kind == 3 else pd.concat([held["a"], held["b"]])
        degree = ends.value_counts().reindex(firms["id"], fill_value=0).to_numpy()
        for least in np.unique(degree[degree > 0]):
            rows.append(("degree", str(kind), float(least), float((degree >= least).mean())))
        shares = _shares(held["metres"].to_numpy(float) / 1000.0)
        rows += [("distance", str(kind), x, y) for x, y in zip(DISTANCES[:-1], shares, strict=True)]
    x, y = firms["x"].to_numpy(float), firms["y"].to_numpy(float)
    one, other = (hash_of(np.arange(PAIRS), draw) % np.uint64(max(len(x), 1)) for draw in (1, 2))
    apart = one != other
    shares = _shares(np.hypot(x[one] - x[other], y[one] - y[other])[apart] if len(x) else np.zeros(0))
    rows += [("distance", "pairs", at, share) for at, share in zip(DISTANCES[:-1], shares, strict=True)]
    table = pd.DataFrame(rows, columns=["part", "kind", "x", "y"]).assign(a="-", b="-")
    drawing = hubs_and_partners(links).astype({"kind": str})
    return pd.concat([table, drawing.assign(part="drawing", x=0.0, y=0.0)], ignore_index=True)


def draw_network(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """Partners a firm by kind, distance of links beside that of all pairs, and the hubs with their partners."""
    table = network_table(result)
    site = words.site(result.scenario, result.focal)
    page(
        figure, result, words, f"formal links of the firms of {site}, at the end", f"{site}企业的正式合作网络,期末",
        height=9.2,
        note=(
            f"Drawing: the {HUBS} firms of most partners, up to {PARTNERS} of each; nearness has no scale.",
            f"网络图:伙伴最多的{HUBS}家企业,各取至多{PARTNERS}个最强伙伴;图上距离无比例。",
        ),
    )  # fmt: skip
    parts: Any = figure.subfigures(2, 1, height_ratios=(1.0, 1.55))
    left, right = parts[0].subplots(1, 2)
    below = parts[1].subplots()
    if len(last_links(result)) == 0:
        for axis in (left, right, below):
            nothing(axis, words.pick("no formal links", "无正式合作"))
        return table
    _degrees(left, table[table["part"] == "degree"], words)
    _distances(right, table[table["part"] == "distance"], words)
    _drawing(below, table[table["part"] == "drawing"], result, words)
    return table


def _degrees(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    for kind, label in KINDS.items():
        part = rows[rows["kind"] == str(kind)]
        if len(part):
            axis.plot(
                part["x"], 100.0 * part["y"], color=KIND_COLOURS[kind], linestyle=KIND_STYLES[kind],
                marker=MARKERS[kind - 1], markersize=3.5, label=words.pick(*label),
            )  # fmt: skip
    axis.set_xscale("log")
    axis.set_yscale("log")
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter(lambda value, _: f"{value:g}")
    axis.set_title(words.pick("Partners", "伙伴数"))
    axis.set_xlabel(words.pick("partners, at least", "伙伴数不少于"))
    axis.set_ylabel(words.pick("% of firms", "企业占比(%)"))
    axis.legend(loc="lower left")


def _distances(axis: Axes, rows: pd.DataFrame, words: Words) -> None:
    filled = [i for i, x in enumerate(DISTANCES[:-1]) if rows.loc[rows["x"] == x, "y"].sum() > 0]
    shown = range(max(filled) + 1)
    labels = {str(kind): label for kind, label in KINDS.items()} | {"pairs": ("any two firms", "任意两家企业")}
    for i, (kind, label) in enumerate(labels.items()):
        share = 100.0 * rows.loc[rows["kind"] == kind, "y"].to_numpy(float)[: len(shown)]
        colour = "#666666" if kind == "pairs" else KIND_COLOURS[int(kind)]
        style = "-." if kind == "pairs" else KIND_STYLES[int(kind)]
        axis.plot(
            shown, share, color=colour, linestyle=style, marker=MARKERS[i], markersize=4, label=words.pick(*label)
        )
    names = [f"<{DISTANCES[i + 1]:g}" if i + 2 < len(DISTANCES) else f"{DISTANCES[i]:g}+" for i in shown]
    axis.set_xticks(list(shown), names)
    axis.set_title(words.pick("Distance", "距离"))
    axis.set_xlabel(words.pick("km between partners (class)", "伙伴间距离(公里,分组)"))
    axis.set_ylabel(words.pick("% of links", "占比(%)"))
    axis.set_ylim(0.0, 1.5 * 100.0 * float(rows["y"].max()))
    thousands(axis)
    axis.legend(loc="upper left")


def _drawing(axis: Axes, rows: pd.DataFrame, result: Result, words: Words) -> None:
    graph: Any = nx.Graph()
    kinds: dict[tuple[str, str], int] = {}
    for a, b, kind in zip(rows["a"], rows["b"], rows["kind"], strict=True):
        graph.add_edge(a, b)
        kinds[a, b] = int(kind)
    campuses = {b for (_, b), kind in kinds.items() if kind == 3}
    start = nx.circular_layout(sorted(graph))
    place = nx.spring_layout(graph, pos=start, k=2.2 / np.sqrt(len(graph)), iterations=150, seed=1)
    for (a, b), kind in kinds.items():
        axis.plot(
            *zip(place[a], place[b], strict=True), color=KIND_COLOURS[kind], linestyle=KIND_STYLES[kind],
            linewidth=1.0, alpha=0.75, zorder=1,
        )  # fmt: skip
    hubs = _hub_names(result)
    plain = [node for node in graph if node not in campuses and node not in hubs]
    groups = (
        (plain, "o", 26, "#56B4E9"),
        (sorted(campuses), "s", 46, COLOURS[2]),
        ([node for node in hubs if node in graph], "o", 190, "black"),
    )
    for nodes, marker, size, colour in groups:
        at = np.array([place[node] for node in nodes]).reshape(-1, 2)
        axis.scatter(
            at[:, 0], at[:, 1], s=size, marker=marker, color=colour, edgecolor="white", linewidth=0.6, zorder=2
        )
    told = []
    for letter, (hub, text) in zip("ABCDEFGH", hubs.items(), strict=False):
        if hub in place:
            x, y = place[hub]
            axis.text(x, y, letter, color="white", ha="center", va="center", weight="bold", fontsize=9, zorder=3)
            told.append(f"{letter}  {words.pick(*text)}")
    axis.set_title(words.pick("Around the hubs", "枢纽企业及其伙伴"))
    axis.axis("off")
    _key(axis, told, words)


def _key(axis: Axes, told: list[str], words: Words) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=KIND_COLOURS[kind], ls=KIND_STYLES[kind], label=words.pick(*label))
        for kind, label in KINDS.items()
    ]
    firm, campus = words.pick("firm", "企业"), words.pick("university", "高校")
    marks.append(Line2D([], [], marker="o", linestyle="none", color="#56B4E9", label=firm))
    marks.append(Line2D([], [], marker="s", linestyle="none", color=COLOURS[2], label=campus))
    axis.legend(handles=marks, loc="upper left", bbox_to_anchor=(0.0, -0.01), ncols=1, fontsize=SMALL)
    axis.text(
        0.36, -0.03, "\n".join(told), transform=axis.transAxes, va="top", fontsize=SMALL, linespacing=1.6
    )


def _hub_names(result: Result) -> dict[str, tuple[str, str]]:
    """Hubs by identity, with what they are in English and Chinese."""
    links = last_links(result)
    firms = trading(result, int(links["quarter"].max())).set_index("id")
    firms.index = "firm " + firms.index.astype(str)
    found = {}
    for hub, count in partners(links).head(HUBS).items():
        name = str(hub)
        if name not in firms.index:
            found[name] = (f"a firm outside the park, {count} partners", f"区外企业,{count}个伙伴")
            continue
        sector = result.scenario.sectors[str(firms.loc[[name], "sector"].iloc[0])]
        staff = f"{firms.loc[[name], 'heads'].to_numpy(float)[0]:,.0f}"
        found[name] = (
            f"{sector.label_en}: {staff} staff, {count} partners",
            f"{sector.label_zh}:{staff}人,{count}个伙伴",
        )
    return found


def _shares(km: np.ndarray) -> list[float]:
    count = np.histogram(km, DISTANCES)[0]
    return [float(share) for share in count / max(int(count.sum()), 1)]
