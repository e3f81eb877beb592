"""Figures of a run: each is drawn from a table, and both are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.result import Result, has_many
from sim.report.labels import Words
from sim.report.page import DPI, style
from sim.scenario.errors import ScenarioError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    type Maker = Callable[[Result, Words, Figure], pd.DataFrame]

AGENTS = ("firms", "projects", "links")
"""Tables that a run keeps unless it is told to keep no rows of agents."""

FIGURES: dict[str, tuple[str, ...]] = {
    "levels": ("sites",),
    "parks": ("sites",),
    "waterfall": ("coalitions",),
    "interplay": ("coalitions",),
    "forest": ("arms",),
    "dose": ("doses",),
    "gap": ("gaps",),
    "every_lever": ("campaign",),
    "responses": ("responses",),
    "nulls": ("nulls",),
    "map": ("sites", *AGENTS),
    "distributions": ("sites", "firms"),
    "funnels": ("sites", "projects"),
    "moves": ("sites",),
    "network": ("sites", *AGENTS),
    "fiscal": ("sites",),
}
"""Every figure, with the tables that it cannot do without; ``draw_NAME`` of module NAME draws it."""

_HOW = {
    "coalitions": "`parksim attribute` makes them",
    "arms": "`parksim compare` makes them",
    "doses": "`parksim compare --dose` makes them",
    "campaign": "`parksim compare --levers all` makes it",
    "responses": "`parksim compare --dose all` makes them",
    "nulls": "experiments/null_controls.py makes them",
    "gaps": "sim.experiment.institutions.high_tech_gap makes them",
    "sites": "every run keeps them",
    **dict.fromkeys(AGENTS, "runs with --micro yearly keep them"),
}


@dataclass
class Drawing:
    """A figure and the table that it shows."""

    figure: Figure
    table: pd.DataFrame


def figures() -> tuple[str, ...]:
    """Names of all figures."""
    return tuple(FIGURES)


def drawable(result: Result) -> tuple[str, ...]:
    """Names of the figures for which a result holds the tables."""
    held = [name for name, needs in FIGURES.items() if not _missing(result, needs)]
    return tuple(name for name in held if name != "parks" or has_many(result.scenario))


def draw(result: Result, name: str, lang: str = "en") -> Drawing:
    """Draw a figure by name, in English (``en``) or Chinese (``zh``).

    Raises ScenarioError for an unknown name, and for a figure whose tables the result does not hold.
    """
    import matplotlib
    from matplotlib.figure import Figure

    if name not in FIGURES:
        raise ScenarioError(f"figure {name}: unknown; allowed: {', '.join(FIGURES)}{nearest(name, FIGURES)}")
    if missing := _missing(result, FIGURES[name]):
        raise ScenarioError(f"figure {name}: this result holds no {missing[0]}; {_HOW[missing[0]]}")
    make: Maker = getattr(import_module(f"sim.report.{name}"), f"draw_{name}")
    if set(FIGURES[name]) <= {"sites", *AGENTS}:
        result = _base_run(result)
    with matplotlib.rc_context(style()):
        figure = Figure(layout="constrained")
        table = make(result, Words(chinese=lang == "zh"), figure)
    return Drawing(figure, table)


def write_figures(
    result: Result, folder: Path, names: tuple[str, ...] = (), lang: str = "en"
) -> list[Path]:
    """Write figures (by default all that can be drawn) as PNG, each with its table as CSV; returns the PNGs."""
    import matplotlib

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names or drawable(result):
        drawing = draw(result, name, lang)
        path = folder / f"{name}.png"
        with matplotlib.rc_context(style()):
            drawing.figure.savefig(path, dpi=DPI, metadata={"Software": None})
        drawing.table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")
        written.append(path)
    return written


def _base_run(result: Result) -> Result:
    """The one run that tables of sites and agents are of: the base of the first seed, where arms were compared."""
    made = {key: value for key, value in result.provenance.items() if key != "seeds"}
    if any(not getattr(result, name).empty for name in ("coalitions", "arms", "campaign", "nulls")):
        made["shown"] = "base"
    none = pd.DataFrame()
    return replace(result, coalitions=none, arms=none, campaign=none, nulls=none, provenance=made)


def write_drawing(path: Path, make: Callable[[Figure], None]) -> None:
    """Write a PNG in the house's style of what ``make`` draws."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(style()):
        figure = Figure(layout="constrained")
        make(figure)
        figure.savefig(path, dpi=DPI, metadata={"Software": None})


def _missing(result: Result, needs: tuple[str, ...]) -> list[str]:
    return [name for name in needs if getattr(result, name).empty]
