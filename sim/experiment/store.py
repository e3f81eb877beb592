"""The run folder: written to a temporary sibling, synced, and renamed, so that it is never half there."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd

from sim.experiment.collect import DEAL_COLUMNS, EVENT_COLUMNS, LEDGER_COLUMNS, MOVE_COLUMNS
from sim.experiment.controls import NULL_COLUMNS
from sim.experiment.levers_table import CAMPAIGN_COLUMNS
from sim.experiment.micro import COLUMNS, LINK_COLUMNS
from sim.experiment.outcomes import ARM_COLUMNS
from sim.experiment.paired import comparison_entries
from sim.experiment.parts import COALITION_COLUMNS, attribution_entries
from sim.experiment.result import TABLES, Result
from sim.metrics import METRICS, columns_of
from sim.scenario.errors import ScenarioError, short
from sim.scenario.files import load, write

_INDEX = {
    "quarter": ("quarter", "quarter", "季度", "quarter of the run; 0 is the initial state"),
    "year": ("year", "year", "年份", "calendar year in which the quarter lies"),
    "site": ("name", "site", "园区", "site"),
    "sector": ("name", "sector", "行业", "sector"),
}


def save(
    result: Result, directory: Path, *, force: bool = False, extras: Callable[[Path], None] | None = None
) -> Path:
    """Write a run folder and return it. ``extras`` may write more files into it before it gets its name.

    Raises ScenarioError if it exists and ``force`` is not set, or if nothing can be written there, OSError if
    writing fails; then
    nothing is left under the final name but what was there.
    """
    refuse_existing(directory, force)
    with whole_folder(directory) as folder:
        write(result.scenario, folder / "scenario.toml")
        for name, table in result.tables().items():
            if len(table.columns):
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
        _write_json(folder / "provenance.json", result.provenance)
        _write_json(folder / "columns.json", column_entries(result))
        _write_json(folder / "summary.json", summary_entry(result))
        if extras is not None:
            extras(folder)
    return directory


def refuse_existing(directory: Path, force: bool) -> None:
    """Raise ScenarioError if a folder may not be written, or cannot be: before what goes into it takes hours."""
    refuse_unwritable(directory.parent, directory.name)
    if directory.is_dir() and not force and any(directory.iterdir()):
        raise ScenarioError(f"{directory}: exists; --force replaces it, --out names another folder")
    if directory.exists() and not directory.is_dir():
        raise ScenarioError(f"{directory}: is a file; name a folder")
    if (
        directory.is_dir()
        and force
        and any(directory.iterdir())
        and not (directory / "provenance.json").is_file()
    ):
        raise ScenarioError(f"{directory}: is not a run folder, so --force does not replace it")


def refuse_unwritable(folder: Path, name: str = "") -> None:
    """Raise ScenarioError if nothing of that name can be written into a folder, which need not be there yet."""
    told = short(str(folder / name)).strip("'")
    try:
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        if not there.is_dir():
            raise ScenarioError(f"{told}: cannot be written, as {there} is a file; name a folder")
        Path(mkdtemp(prefix=f".{name}.", dir=there)).rmdir()
    except OSError as problem:
        raise ScenarioError(f"{told}: cannot be written: {problem.strerror or problem}") from None


@contextmanager
def whole_folder(directory: Path) -> Iterator[Path]:
    """A temporary sibling of ``directory`` that takes its name when the block ends without an error.

    What earlier runs that were killed left beside it is removed first.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    _clean(directory)
    folder = directory.parent / f".{directory.name}.part-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
        _sync(folder)
        _rename(folder, directory)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_run(directory: str | Path) -> Result:
    """Read a run folder back. Raises ScenarioError if it is not one."""
    folder = Path(directory)
    if not (folder / "provenance.json").is_file():
        raise ScenarioError(f"{folder}: is not a run folder; `parksim run SCENARIO --out DIR` writes one")
    try:
        made_by = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
        seed = int(made_by["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ScenarioError(f"{folder}: provenance.json is damaged; run the scenario again") from None
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    try:
        tables: dict[str, Any] = {
            name: pd.read_parquet(file) if file.is_file() else pd.DataFrame() for name, file in files.items()
        }
    except (ValueError, OSError) as problem:
        raise ScenarioError(f"{folder}: cannot be read: {' '.join(str(problem).split())}") from None
    for name in ("sites", "sectors"):
        if len(tables[name]) and not {"quarter", "site"} <= set(tables[name].columns):
            raise ScenarioError(f"{folder}: {name}.parquet is damaged; run the scenario again")
    if not (folder / "scenario.toml").is_file():
        raise ScenarioError(f"{folder}: scenario.toml is missing; run the scenario again")
    return Result(scenario=load(folder / "scenario.toml"), seed=seed, provenance=made_by, **tables)


def summary_entry(result: Result) -> dict[str, Any]:
    """The summary as strict JSON: numbers that are not defined are null."""
    lines: Any = result.summary()
    outcomes = {
        row.outcome: {
            "unit": row.unit,
            "first": _number(row.first),
            "last": _number(row.last),
            "growth_per_year": _number(row.growth_per_year),
        }
        for row in lines.itertuples()
    }
    return {
        "scenario": result.scenario.name,
        "site": result.focal,
        "seed": result.seed,
        "quarters": result.quarters,
        "outcomes": outcomes,
        **({} if result.coalitions.empty else attribution_entries(result.coalitions)),
        **({} if result.arms.empty else comparison_entries(result.arms, result.provenance)),
    }


def column_entries(result: Result) -> list[dict[str, Any]]:
    """The dictionary of every column of every file of a run folder."""
    entries = []
    for file, table in result.tables().items():
        for column in table.columns:
            unit, en, zh, meaning = _meaning(file, str(column))
            entries.append({
                "file": f"{file}.parquet", "name": str(column), "unit": unit,
                "dtype": str(table[column].dtype),
                "label_en": en, "label_zh": zh, "meaning": meaning,
            })  # fmt: skip
    return entries


def _meaning(file: str, column: str) -> tuple[str, str, str, str]:
    if column in _INDEX and not (file == "events" and column == "sector"):
        return _INDEX[column]
    if file in ("sites", "sectors") and column in columns_of(file):
        metric = METRICS[column]
        return metric.unit, metric.en, metric.zh, metric.meaning
    if file in COLUMNS:
        declared = COLUMNS[file][0].columns[column]
        return declared.unit, declared.en, declared.zh, declared.meaning
    named = {
        "deals": DEAL_COLUMNS, "moves": MOVE_COLUMNS, "events": EVENT_COLUMNS, "ledger": LEDGER_COLUMNS,
        "coalitions": COALITION_COLUMNS, "arms": ARM_COLUMNS, "campaign": CAMPAIGN_COLUMNS,
        "nulls": NULL_COLUMNS,
    }  # fmt: skip
    unit, meaning = named.get(file, LINK_COLUMNS)[column]
    return unit, column, column, meaning


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(folder: Path, directory: Path) -> None:
    old = directory.parent / f".{directory.name}.old-{os.getpid()}"
    replaced = directory.exists()
    if replaced:
        directory.rename(old)
    try:
        folder.rename(directory)
    except BaseException:
        if replaced:
            old.rename(directory)
        raise
    _flush(directory.parent)
    if replaced:
        shutil.rmtree(old, ignore_errors=True)


def _clean(directory: Path) -> None:
    for left in directory.parent.glob(f".{_escape(directory.name)}.*-*"):
        word, _, number = left.name.removeprefix(f".{directory.name}.").partition("-")
        if word not in ("part", "old") or not number.isdigit() or _lives(int(number)):
            continue
        if word == "old" and not directory.exists():
            left.rename(directory)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _escape(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _lives(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
