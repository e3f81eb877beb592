"""Tables of a result for a terminal or a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from sim.experiment.result import Result
from sim.experiment.store import refuse_unwritable
from sim.metrics import METRICS
from sim.report.labels import Words, number
from sim.scenario.errors import ScenarioError, nearest

FORMATS = ("csv", "xlsx")
SHEET_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its head."""


def summary_rows(result: Result, words: Words) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the summary: outcome, unit, first, last, growth a year."""
    summary = result.summary()
    head = [
        words.pick("outcome", "指标"),
        words.pick("unit", "单位"),
        words.pick("start", "期初"),
        words.pick("end", "期末"),
        words.pick("growth a year", "年均变化"),
    ]
    rows = []
    numbers = summary[["first", "last", "growth_per_year"]].to_numpy(float)
    for name, (first, last, growth) in zip(summary["outcome"], numbers, strict=True):
        by_difference = METRICS[name].by_difference
        change = words.shown(name, growth) if by_difference else 100.0 * growth
        told = number(change) if by_difference or change != change else f"{change:.1f} %"
        ends = (number(words.shown(name, value)) for value in (first, last))
        rows.append([words.metric(name), words.metric_unit(name), *ends, told])
    return head, rows


def export(result: Result, folder: Path, format_name: str) -> list[Path]:
    """Write every table of a result as CSV files or one workbook into ``folder``; returns what was written.

    A table longer than a sheet of a workbook goes into several sheets. Raises ScenarioError for an
    unknown format, for a result without its run,
    and for a folder that cannot be written.
    """
    if format_name not in FORMATS:
        raise ScenarioError(
            f"--format {format_name}: unknown; allowed: {', '.join(FORMATS)}{nearest(format_name, FORMATS)}"
        )
    if result.sites.empty:
        raise ScenarioError("export: this result holds no sites, which every run keeps; run the scenario again")
    tables = {name: table for name, table in result.tables().items() if len(table.columns)}
    summary = result.summary()
    refuse_unwritable(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if format_name == "csv":
        written = []
        for name, table in {"summary": summary, **tables}.items():
            path = folder / f"{name}.csv"
            _whole(path, partial(table.to_csv, index=False, encoding="utf-8-sig"))
            written.append(path)
        return written
    path = folder / f"{result.scenario.name}.xlsx"
    _whole(path, lambda to: _workbook(to, {"summary": summary, **tables}))
    return [path]


def _workbook(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, table in tables.items():
            # A cell holds a double, in which an identity of 64 bits loses its last digits.
            wide = table.astype({c: str for c in table.columns if table[c].dtype == "uint64"})
            for part, start in enumerate(range(0, max(len(wide), 1), SHEET_ROWS)):
                sheet = name if part == 0 else f"{name}_{part + 1}"
                wide.iloc[start : start + SHEET_ROWS].to_excel(
                    book, sheet_name=sheet, index=False, freeze_panes=(1, 0)
                )


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
