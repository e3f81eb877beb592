"""The page of a figure: its head and foot, and the manners that all panels share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.report.fonts import font_family
from sim.report.labels import Words
from sim.scenario.places import origin
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.experiment.result import Result

WIDTH = 6.6
"""Inches. Narrow on purpose: letters of 9 points are still read when a phone shows the figure 400 pixels wide."""

DPI = 160
HEAD, FOOT = 0.64, 0.46
LEGEND = 0.24
"""Inches kept for the head, the foot, and a row of the legend below the head."""

SMALL = 8.0
"""Size of the smallest letters inside panels, in points."""

_STYLE = {
    "font.size": 9, "axes.titlesize": 10, "axes.titlelocation": "left", "axes.titleweight": "bold",
    "axes.labelsize": 8.5, "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "legend.fontsize": 8.5,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.25,
    "grid.linewidth": 0.6, "axes.axisbelow": True, "legend.frameon": False, "lines.linewidth": 1.8,
    "axes.unicode_minus": True, "hatch.linewidth": 0.8,
}  # fmt: skip


def style() -> Any:
    """Matplotlib settings of every figure, the shipped font among them."""
    return {**_STYLE, "font.family": [font_family()]}


def page(
    figure: Figure, result: Result, words: Words, en: str, zh: str, *, height: float,
    note: tuple[str, str] = ("", ""), legend_rows: int = 0, width: float = WIDTH,
) -> None:  # fmt: skip
    """Set size, head (scenario, what is shown) and foot (source, seed, sample, a note) of a figure."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    head = HEAD + LEGEND * legend_rows
    figure.set_size_inches(width, height)
    room = (0.0, FOOT / height, 1.0, 1.0 - (head + FOOT) / height)
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=room, h_pad=0.06, w_pad=0.06))
    scenario = result.scenario
    name = words.pick(scenario.title_en, scenario.title_zh) or scenario.name
    figure.text(0.012, 1.0 - 0.10 / height, name, va="top", weight="bold", fontsize=13)
    figure.text(0.012, 1.0 - 0.36 / height, words.title(words.pick(en, zh)), va="top", fontsize=10, color="0.25")
    told = words.pick(*note)
    foot = source_line(result, words) + (f"\n{told}" if told else "")
    figure.text(0.012, 0.06 / height, foot, va="bottom", fontsize=7, color="0.3", linespacing=1.35)


def legend(figure: Figure, handles: list[Any], labels: list[str], columns: int) -> None:
    """A legend of the whole figure, below its head; needs ``legend_rows`` of the page."""
    top = 1.0 - (HEAD - 0.06) / float(figure.get_size_inches()[1])
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(0.014, top), ncols=columns, handlelength=3.0,
        borderaxespad=0.0, borderpad=0.0, columnspacing=1.4,
    )  # fmt: skip


def source_line(result: Result, words: Words) -> str:
    """Where the numbers come from: simulated by what, from which totals, with which seed and sample."""
    scenario = result.scenario
    version = str(result.provenance.get("version", ""))
    parts = [
        words.pick(f"Simulated by parksim {version}".strip(), f"parksim {version} 模拟".replace("  ", " ")),
        _totals(scenario, words),
    ]
    held = (table for table in (result.coalitions, result.arms, result.campaign, result.nulls) if not table.empty)
    counted = (int(table["rep"].nunique()) for table in held)
    reps = max((*counted, len(result.provenance.get("seeds", ()))))
    if reps > 1:
        parts.append(words.pick(f"{reps} paired seeds from {result.seed}", f"{reps}个配对种子,从{result.seed}起"))
    else:
        which = words.pick("base, ", "基准，") if result.provenance.get("shown") == "base" else ""
        parts.append(which + words.pick(f"seed {result.seed}", f"随机种子{result.seed}"))
    if scenario.run.sample < 1.0:
        share = f"{100.0 * scenario.run.sample:g}"
        told = words.pick(f"{share} % sample of firms, totals scaled up", f"{share}%企业抽样,总量已放大")
        parts.append(told)
    return " · ".join(parts)


def _totals(scenario: Scenario, words: Words) -> str:
    found = [
        site for site in scenario.sites if site.kind != "hinterland" and origin(scenario, site, "revenue") == "data"
    ]
    if found and found[0].year:
        year = found[0].year
        return words.pick(f"start: Torch statistics of {year}", f"期初:{year}年火炬统计")
    return words.pick("start: assumed totals", "期初:假设总量")


def whole_years(axis: Axes, bins: int = 5) -> None:
    """Ticks of the time axis at whole years."""
    from matplotlib.ticker import MaxNLocator

    axis.xaxis.set_major_locator(MaxNLocator(nbins=bins, integer=True))


def thousands(axis: Axes, which: str = "y", bins: int = 5) -> None:
    """Numbers of an axis with thousands apart, few ticks."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for name in which:
        side = axis.xaxis if name == "x" else axis.yaxis
        side.set_major_locator(MaxNLocator(nbins=bins))
        side.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}".replace("-", "−")))


def nothing(axis: Axes, text: str) -> None:
    """Say in an empty panel why it is empty."""
    axis.set_xticks([])
    axis.set_yticks([])
    axis.grid(visible=False)
    for side in axis.spines.values():
        side.set_visible(False)
    axis.text(0.5, 0.5, text, ha="center", va="center", transform=axis.transAxes, color="0.35", wrap=True)
