"""Figures of a run: each is drawn from a table, and both are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.result import Result
from sim.report.labels import Words, words_for_figures
from sim.scenario.errors import ScenarioError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 150


@dataclass
class Drawing:
    """A figure and the table that it shows."""

    figure: Figure
    table: pd.DataFrame


def draw(result: Result, name: str, language: str = "en") -> Drawing:
    """Draw a figure by name; Chinese labels need an installed Chinese font, else they are English.

    Raises ScenarioError for an unknown name.
    """
    import matplotlib
    from matplotlib.figure import Figure

    makers = figures()
    if name not in makers:
        raise ScenarioError(f"figure {name}: unknown; allowed: {', '.join(makers)}{nearest(name, makers)}")
    words, font = words_for_figures(language)
    style: Any = {
        "font.size": 9, "axes.titlesize": 10, "axes.titlelocation": "left", "axes.spines.top": False,
        "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.25, "grid.linewidth": 0.6,
        "legend.frameon": False, "lines.linewidth": 1.8, "axes.unicode_minus": False,
    }  # fmt: skip
    if font is not None:
        style["font.family"] = [font, "DejaVu Sans"]
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(11.0, 7.0), layout="constrained")
        table = makers[name](result, words, figure)
    return Drawing(figure, table)


def figures() -> dict[str, Callable[[Result, Words, Figure], pd.DataFrame]]:
    """What draws each figure, by name."""
    from sim.report.levels import draw_levels
    from sim.report.moves import draw_moves

    return {"levels": draw_levels, "moves": draw_moves}


def write_figures(
    result: Result, folder: Path, names: tuple[str, ...] = (), language: str = "en"
) -> list[Path]:
    """Write figures (all by default) as PNG, each with the table drawn as CSV; returns the PNG files."""
    import matplotlib

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names or tuple(figures()):
        drawing = draw(result, name, language)
        path = folder / f"{name}.png"
        with matplotlib.rc_context({"axes.unicode_minus": False}):
            drawing.figure.savefig(path, dpi=DPI, metadata={"Software": None})
        drawing.table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")
        written.append(path)
    return written
