"""The figure ``map``: the park's firms by sector, links, universities and facilities, and the ring around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.result import Result
from sim.fixed import Fixed
from sim.report.distributions import trading
from sim.report.labels import COLOURS, Words
from sim.report.network import KIND_COLOURS, KIND_STYLES, KINDS, last_links
from sim.report.page import SMALL, legend, page, thousands
from sim.state.identity import hash_of
from sim.state.places import FACILITIES, TENANTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

SECTOR_COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#000000", "#D55E00", "#8C564B", "#56B4E9", "#999999", "#F0E442",
)  # fmt: skip
SECTOR_MARKERS = ("^", "v", "<", ">", "P", "X", "D", "o", "s", "*")
MOST_FIRMS, MOST_LINKS, MOST_AROUND = 1200, 200, 1500
LARGEST = 40
FACILITY_LABELS = {
    "platform": ("laboratory", "公共实验室"), "proof_of_concept": ("proof of concept", "概念验证"),
    "pilot": ("pilot lines", "中试"), "testing": ("testing", "检测"), "incubator": ("incubator", "孵化器"),
    "accelerator": ("accelerator", "加速器"),
}  # fmt: skip


def map_table(result: Result) -> pd.DataFrame:
    """What is drawn: a row a firm (``part`` firm, or around for sites of the same city), university, link
    (from ``x, y`` to ``x2, y2``, km), and a row a sector with all its staff (``part`` sector, size in persons).

    Firms of one building stand side by side.
    """
    quarter = int(result.firms["quarter"].max())
    firms, links, campuses = trading(result, quarter), last_links(result), _campuses(result)
    firm_at = _spots(firms)
    campus_at = _spots(campuses) if len(campuses) else {}
    to = [(campus_at if kind == 3 else firm_at).get(int(b)) for kind, b in zip(links["kind"], links["b"], strict=True)]
    known = links[[spot is not None and int(a) in firm_at for spot, a in zip(to, links["a"], strict=True)]]
    drawn = known.iloc[_few(known["id"].to_numpy(), MOST_LINKS)]
    chosen = _side_by_side(_shown(firms, drawn), _radius(result))
    dots = chosen[["sector", "x", "y"]].assign(part="firm", size=chosen["heads"])
    beside = _spots(chosen)
    start = [beside[int(a)] for a in drawn["a"]]
    end = [(campus_at if kind == 3 else beside)[int(b)] for kind, b in zip(drawn["kind"], drawn["b"], strict=True)]
    ends = np.hstack([np.reshape(start, (-1, 2)), np.reshape(end, (-1, 2))])
    lines = pd.DataFrame(ends, columns=["x", "y", "x2", "y2"])
    lines = lines.assign(part="link", sector=drawn["kind"].astype(str).to_numpy(), size=1.0)
    rows = result.firms[(result.firms["quarter"] == quarter) & (result.firms["b"] > 0)]
    around = rows[rows["site"].isin(_same_city(result)) & (rows["site"] != result.focal)]
    around = _side_by_side(around.iloc[_few(around["id"].to_numpy(), MOST_AROUND)], 1.2 * _radius(result))
    staff = firms.groupby("sector", observed=False)["heads"].sum() / result.scenario.run.sample
    parts = [dots, lines, around[["sector", "x", "y"]].assign(part="around", size=1.0)]
    parts.append(pd.DataFrame({"part": "sector", "sector": staff.index.astype(str), "size": staff.to_numpy(float)}))
    if len(campuses):
        parts.append(campuses[["x", "y"]].assign(part="university", sector="-", size=campuses["quality"]))
    table = pd.concat([part.astype({"sector": str}) for part in parts], ignore_index=True)
    table[["x", "y"]] = table[["x", "y"]].fillna(0.0)
    table["x2"], table["y2"] = table["x2"].fillna(table["x"]), table["y2"].fillna(table["y"])
    return table[["part", "sector", "x", "y", "x2", "y2", "size"]]


def _campuses(result: Result) -> pd.DataFrame:
    rows = result.universities
    if not len(rows):
        return rows
    kept: pd.DataFrame = rows[(rows["quarter"] == rows["quarter"].max()) & (rows["site"] == result.focal)]
    return kept


def _spots(rows: pd.DataFrame) -> dict[int, tuple[float, float]]:
    return {int(i): (float(x), float(y)) for i, x, y in zip(rows["id"], rows["x"], rows["y"], strict=True)}


def _radius(result: Result) -> float:
    fixed = Fixed(result.scenario)
    return float(fixed.outer_radius[fixed.site_names.index(result.focal)])


def _side_by_side(rows: pd.DataFrame, radius: float) -> pd.DataFrame:
    """Firms of one building laid out as seeds of a sunflower about it, the largest in the middle."""
    if rows.empty:
        return rows
    ranked = rows.assign(heads=rows["ordinary"] + rows["technical"] + rows["leading"])
    ranked = ranked.sort_values("heads", ascending=False, kind="stable")
    place = ranked.groupby(["x", "y"]).cumcount().to_numpy(float)
    away, angle = 0.011 * radius * np.sqrt(place), place * np.pi * (3.0 - np.sqrt(5.0))
    return ranked.assign(x=ranked["x"] + away * np.cos(angle), y=ranked["y"] + away * np.sin(angle))


def draw_map(result: Result, words: Words, figure: Figure) -> pd.DataFrame:
    """The park with firms, links, universities and facilities; staff by sector as the key; the city around."""
    table = map_table(result)
    fixed = Fixed(result.scenario)
    park = fixed.site_names.index(result.focal)
    year = result.scenario.run.start_year + (int(result.firms["quarter"].max()) + 3) // 4
    site = words.site(result.scenario, result.focal)
    count = {name: int((table["part"] == name).sum()) for name in ("firm", "link")}
    alive = len(trading(result, int(result.firms["quarter"].max())))
    page(
        figure, result, words, f"{site} at the end of {year}: who works where", f"{year}年末的{site}:企业分布与合作",
        height=10.4, legend_rows=2,
        note=(
            f"Places are drawn at random, not surveyed; a cluster is a building. Shown: {count['firm']:,} of "
            f"{alive:,} simulated firms, {count['link']:,} of {len(last_links(result)):,} links.",
            f"位置为随机生成,非实测;一簇为一栋楼。图中为{alive:,}家模拟企业中的{count['firm']:,}家、"
            f"{len(last_links(result)):,}个合作中的{count['link']:,}个。",
        ),
    )  # fmt: skip
    parts: Any = figure.subfigures(2, 1, height_ratios=(1.5, 1.0))
    _park(parts[0].subplots(), table, fixed, park, words)
    left, right = parts[1].subfigures(1, 2, width_ratios=(1.0, 1.25))
    around, facilities = left.subplots(2, 1, height_ratios=(1.6, 1.0))
    _around(around, table, fixed, park, words)
    _facilities(facilities, fixed, park, result.scenario.run.sample, words)
    _sectors(right.subplots(), table[table["part"] == "sector"], result, words)
    marks = _marks(words)
    legend(figure, marks, [str(mark.get_label()) for mark in marks], 3)
    return table


def _marks(words: Words) -> list[Line2D]:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=KIND_COLOURS[kind], ls=KIND_STYLES[kind], label=words.pick(*label))
        for kind, label in KINDS.items()
    ]
    points = (
        ("s", "white", 7, ("university", "高校")),
        ("*", "#F0E442", 11, ("facilities (no address)", "公共平台(无具体位置)")),
    )
    for marker, colour, size, label in points:
        text = words.pick(*label)
        mark = Line2D([], [], marker=marker, color=colour, markersize=size, markeredgecolor="black", label=text)
        mark.set_linestyle("none")
        marks.append(mark)
    return marks


def _park(axis: Axes, table: pd.DataFrame, fixed: Fixed, park: int, words: Words) -> None:
    links = table[table["part"] == "link"]
    for kind in KINDS:
        for row in links[links["sector"] == str(kind)][["x", "x2", "y", "y2"]].to_numpy(float):
            axis.plot(row[:2], row[2:], color=KIND_COLOURS[kind], linestyle=KIND_STYLES[kind], linewidth=0.8,
                      alpha=0.5, zorder=1)  # fmt: skip
    firms = table[table["part"] == "firm"]
    for k, name in enumerate(fixed.sector_names):
        rows = firms[firms["sector"] == name]
        size = np.clip(1.6 * np.sqrt(rows["size"].to_numpy(float)), 4, 150)
        axis.scatter(
            rows["x"], rows["y"], s=size, zorder=2, color=SECTOR_COLOURS[k % 10], marker=SECTOR_MARKERS[k % 10],
            edgecolor="white", linewidth=0.3,
        )  # fmt: skip
    campus = table[table["part"] == "university"]
    axis.scatter(campus["x"], campus["y"], s=50, marker="s", color="white", edgecolor="black", linewidth=1.5, zorder=3)
    axis.scatter([fixed.site_x[park]], [fixed.site_y[park]], s=190, marker="*", color="#F0E442", edgecolor="black",
                 linewidth=1.0, zorder=4)  # fmt: skip
    _ring(axis, fixed, park)
    _frame(axis, fixed, park, words)


def _around(axis: Axes, table: pd.DataFrame, fixed: Fixed, park: int, words: Words) -> None:
    rows = table[table["part"].isin(["around", "firm"])]
    for part, colour, size in (("around", COLOURS[1], 1.5), ("firm", COLOURS[0], 1.5)):
        held = rows[rows["part"] == part]
        axis.scatter(held["x"], held["y"], s=size, color=colour, linewidth=0.0, alpha=0.7)
    for site in range(len(fixed.site_names)):
        if fixed.site_city[site] == fixed.site_city[park]:
            _ring(axis, fixed, site)
    axis.set_title(words.pick("Park and hinterland", "园区与腹地"))
    widest = int(np.argmax(np.where(fixed.site_city == fixed.site_city[park], fixed.outer_radius, 0.0)))
    _frame(axis, fixed, widest, words)


def _frame(axis: Axes, fixed: Fixed, site: int, words: Words) -> None:
    """Limits of a map about a site, without axes but with a scale."""
    x, y, radius = float(fixed.site_x[site]), float(fixed.site_y[site]), float(fixed.outer_radius[site])
    axis.set_xlim(x - 1.04 * radius, x + 1.04 * radius)
    axis.set_ylim(y - 1.04 * radius, y + 1.04 * radius)
    axis.set_aspect("equal")
    axis.axis("off")
    length = next((km for km in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if km >= 0.25 * radius), 200)
    left, low = x - 1.02 * radius, y - 1.0 * radius
    axis.plot([left, left + length], [low, low], color="black", linewidth=2.0, solid_capstyle="butt")
    axis.text(left, low + 0.03 * radius, words.pick(f"{length:g} km", f"{length:g}公里"), va="bottom", fontsize=SMALL)


def _sectors(axis: Axes, rows: pd.DataFrame, result: Result, words: Words) -> None:
    staff = rows["size"].to_numpy(float)
    at = np.arange(len(rows))
    scale, unit = (1e4, "万人") if words.chinese else (1000.0, "thousand persons")
    for k in at:
        axis.barh(k, staff[k] / scale, 0.62, color=SECTOR_COLOURS[k % 10], edgecolor="white", linewidth=0.4)
        axis.plot(
            [-0.035], [k], marker=SECTOR_MARKERS[k % 10], color=SECTOR_COLOURS[k % 10], markersize=6, clip_on=False,
            transform=axis.get_yaxis_transform(), linestyle="none",
        )  # fmt: skip
    axis.set_yticks(at, [_short(words.sector(result.scenario, name)) for name in rows["sector"]], fontsize=SMALL)
    axis.tick_params(axis="y", length=0, pad=10)
    axis.invert_yaxis()
    axis.grid(axis="y", visible=False)
    axis.spines["left"].set_visible(False)
    axis.set_title(words.pick("Staff by sector", "各行业从业人员"))
    axis.set_xlabel(unit)
    thousands(axis, "x", bins=3)


def _facilities(axis: Axes, fixed: Fixed, park: int, sample: float, words: Words) -> None:
    lines = []
    for k, name in enumerate(FACILITIES):
        stays = name in TENANTED
        held = fixed.facilities[park, k] / sample * (1.0 if stays else 4.0)
        unit = words.pick("places", "个席位") if stays else words.pick("projects a year", "项/年")
        lines.append(f"{words.title(words.pick(*FACILITY_LABELS[name]))}{words.pick(': ', '：')}{held:,.0f} {unit}")
    axis.axis("off")
    axis.set_title(words.pick("Capacity of facilities", "公共平台能力"))
    axis.text(0.0, 1.0, "\n".join(lines), transform=axis.transAxes, va="top", fontsize=SMALL, linespacing=1.35)


def _ring(axis: Axes, fixed: Fixed, site: int) -> None:
    from matplotlib.patches import Circle

    at = (float(fixed.site_x[site]), float(fixed.site_y[site]))
    for radius in (fixed.inner_radius[site], fixed.outer_radius[site]):
        if radius > 0:
            axis.add_patch(Circle(at, float(radius), fill=False, color="0.35", linewidth=0.9, zorder=0))


def _shown(firms: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Firms that are drawn: ends of links that are, the largest, and an even choice of the others."""
    linked = firms["id"].isin(set(links["a"]) | set(links["b"])).to_numpy()
    large = firms["heads"].rank(ascending=False, method="first").to_numpy() <= LARGEST
    chosen = linked | large
    others = np.flatnonzero(~chosen)
    room = max(MOST_FIRMS - int(chosen.sum()), 0)
    chosen[others[_few(firms["id"].to_numpy()[others], room)]] = True
    return firms[chosen].sort_values("heads", ascending=False)


def _few(ids: np.ndarray, most: int) -> np.ndarray:
    """Row numbers of at most ``most`` rows, chosen by a hash of their identity, in order."""
    if len(ids) <= most:
        return np.arange(len(ids))
    return np.sort(np.argsort(hash_of(ids.astype(np.uint64), 1), kind="stable")[:most])


def _same_city(result: Result) -> list[str]:
    city = next(site.city for site in result.scenario.sites if site.name == result.focal)
    return [site.name for site in result.scenario.sites if site.city == city]


def _short(label: str) -> str:
    return label.replace(" and ", " & ").replace("intelligent & ", "")
