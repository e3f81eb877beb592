"""Scenario files: TOML in, with defaults and statistics filled in, and the whole resolved scenario out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.scenario.checks import require_consistent
from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.national import spell_out
from sim.scenario.places import Tables, fill_sites
from sim.scenario.problems import describe
from sim.scenario.schema import INSTITUTIONS, Scenario
from sim.scenario.sectors import SECTORS
from sim.scenario.zones import TOTALS

LARGEST_FILE = 4_000_000
"""Bytes; a scenario is a few thousand."""

_BARE_POINT = re.compile(r"^([+-]?)\.(\d+)$")
"""A number such as .5, which TOML doesn't know."""

_PERIOD = re.compile(r"^(\d{4})(?:[Qq]([1-4]))?$")


Settings = Iterable[str] | Mapping[str, Any]
"""Changes to a scenario: ``key=value`` texts, or values by dotted key. A site or city goes by its name."""


def load(path_or_name: str | Path, settings: Settings = ()) -> Scenario:
    """Read a scenario from a file, or a shipped one by name, with ``key=value`` settings on top.

    Raises ScenarioError, one line, for whatever is wrong with it.
    """
    path = find(path_or_name)
    tables = read_tables(path)
    pairs = _pairs(settings)
    try:
        # Before the other settings, so that they can name a site of the table.
        with_settings(tables, {key: value for key, value in pairs if _is_national(key)})
        spell_out(tables)
    except ScenarioError as error:
        raise ScenarioError(f"{path_or_name}: {error}") from None
    rest = {key: value for key, value in pairs if not _is_national(key)}
    return build(with_settings(tables, rest), str(path_or_name))


def shipped() -> dict[str, Path]:
    """Scenarios that come with the package, by name."""
    package = Path(str(files("sim")))
    folders = [package.parent / "experiments", package / "data" / "scenarios"]
    return {
        file.stem: file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.toml"))
    }


def find(path_or_name: str | Path) -> Path:
    """The file of a scenario: a path, or the name of a shipped one. Raises ScenarioError if there is none."""
    if not str(path_or_name).strip():
        raise ScenarioError("the name of the scenario is empty")
    path = Path(path_or_name)
    try:
        is_directory, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        raise ScenarioError(f"{short(str(path_or_name))}: is not a file name") from None
    if is_directory:
        raise ScenarioError(f"{path_or_name}: is a directory; a scenario is a TOML file")
    if exists:
        return path
    known = shipped()
    if str(path_or_name) in known:
        return known[str(path_or_name)]
    names = ", ".join(known) or "none"
    raise ScenarioError(
        f"{path_or_name}: there is no such file, nor a shipped scenario of that name; "
        f"shipped: {names}{nearest(path.stem, known)}"
    )


def read_tables(path: Path) -> Tables:
    """Tables of a TOML file. Raises ScenarioError if it cannot be read as one."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(raw) > LARGEST_FILE:
        raise ScenarioError(f"{path}: is larger than {LARGEST_FILE // 10**6} MB; a scenario is a short file")
    if not raw.strip():
        raise ScenarioError(f"{path}: is empty; `parksim new FILE` writes a template")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(f"{path}: is not a UTF-8 text (line {line}); save it as UTF-8") from None
    return parse(text, str(path))


def parse(text: str, source: str) -> Tables:
    """Tables of a TOML text. Raises ScenarioError with the line of a mistake."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{source}: is not valid TOML: {' '.join(str(error).split())}") from None
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{source}: is not valid TOML: {short(str(error))}") from None


def build(tables: Tables, source: str = "scenario") -> Scenario:
    """A checked scenario from tables; ``source`` names them in errors. The tables may be changed."""
    try:
        spell_out(tables)
        _spell_out_periods(tables)
        _merge_defaults(tables)
        fill_sites(tables)
        scenario = Scenario.model_validate(_tuples(tables))
        require_consistent(scenario)
    except ValidationError as error:
        raise ScenarioError(f"{source}: {describe(error, tables)}") from None
    except ScenarioError as error:
        raise ScenarioError(f"{source}: {error}") from None
    return scenario


def apply_settings(scenario: Scenario, settings: Settings) -> Scenario:
    """The scenario with settings on top, e.g. ``levers.platform.intensity=2``, which turns the lever on.

    A site goes by its name: ``sites.park.area_km2=50``. A new ``zone`` or ``year`` reads its totals anew.
    """
    pairs = _pairs(settings)
    for key, _ in pairs:
        if _is_national(key):
            raise ScenarioError(f"{key}: holds where a file is read; later its sites are there one by one, by name")
    return build(with_settings(dump(scenario), dict(pairs)), scenario.name)


def with_settings(tables: Tables, settings: Settings) -> Tables:
    """Tables with settings on top. Raises ScenarioError for a setting that is not of the form key=value."""
    pairs = _pairs(settings)
    for key, value in pairs:
        steps = [step.strip() for step in key.split(".")]
        if not all(steps):
            raise ScenarioError(f"--set {short(key)}: must be key=value, such as run.seed=7")
        if steps[0] == "sites" and len(steps) == 3 and steps[2] in ("zone", "year"):
            _forget_totals(tables, steps[1], {set_key for set_key, _ in pairs})
        _put(tables, steps, value)
    return tables


def dump(scenario: Scenario) -> Tables:
    """Everything resolved, as plain tables without None."""
    return _plain(scenario.model_dump(exclude_none=True))  # type: ignore[no-any-return]


def text_of(scenario: Scenario) -> str:
    """The whole resolved scenario as TOML text; reading it gives an equal scenario."""
    import tomlkit

    tables = dump(scenario)
    return tomlkit.dumps({key: value for key, value in tables.items() if value not in ([], {})})


def write(scenario: Scenario, path: Path) -> None:
    """Write the whole resolved scenario to a file."""
    path.write_text(text_of(scenario), encoding="utf-8")


def _pairs(settings: Settings) -> list[tuple[str, Any]]:
    return list(settings.items()) if isinstance(settings, Mapping) else [_pair(text) for text in settings]


def _is_national(key: str) -> bool:
    return key.split(".")[0].strip() == "national"


def _pair(setting: str) -> tuple[str, Any]:
    key, equals, text = setting.partition("=")
    if not equals or not key.strip():
        raise ScenarioError(f"--set {short(setting)}: must be key=value, such as run.seed=7")
    text = _BARE_POINT.sub(r"\g<1>0.\g<2>", text.strip())
    try:
        read = tomllib.loads(f"v = {text}")
        return key.strip(), read["v"] if len(read) == 1 else text
    except (ValueError, RecursionError):
        return key.strip(), text


def _put(tables: Tables, steps: Sequence[str], value: Any) -> None:
    here: Any = tables
    for step in steps[:-1]:
        if isinstance(here, list):
            here = _named(here, step, steps)
        elif isinstance(here, dict):
            here = here.setdefault(step, {})
    if not isinstance(here, dict):
        raise ScenarioError(f"--set {'.'.join(steps)}: {'.'.join(steps[:-1])} is not a table")
    here[steps[-1]] = value


def _named(entries: Sequence[Any], name: str, steps: Sequence[str]) -> Any:
    names = [str(entry.get("name", "")) for entry in entries if isinstance(entry, dict)]
    if name in names:
        return entries[names.index(name)]
    raise ScenarioError(
        f"--set {'.'.join(steps)}: there is no {name!r}; allowed: {', '.join(names)}{nearest(name, names)}"
    )


def _forget_totals(tables: Tables, name: str, set_too: set[str]) -> None:
    for site in tables.get("sites", ()):
        if isinstance(site, dict) and (site.get("name") == name or site.get("hinterland_of") == name):
            for total in TOTALS:
                if f"sites.{site.get('name')}.{total}" not in set_too:
                    site.pop(total, None)


def _merge_defaults(tables: Tables) -> None:
    """What a file says of a sector or an institution goes on top of its defaults."""
    for key, defaults in (("sectors", SECTORS), ("institutions", INSTITUTIONS)):
        given = tables.get(key, {})
        if not isinstance(given, dict):
            continue
        merged: Tables = {name: default.model_dump() for name, default in defaults.items()}
        for name, table in given.items():
            merged[name] = {**merged.get(name, {}), **table} if isinstance(table, dict) else table
        tables[key] = merged


def _spell_out_periods(tables: Tables) -> None:
    """``from`` and ``until`` of a lever (a year, or a quarter such as "2026Q2") as quarters of the run."""
    levers, run = tables.get("levers"), tables.get("run", {})
    start = run.get("start_year", 2024) if isinstance(run, dict) else 2024
    if not isinstance(levers, dict):
        return
    if not isinstance(start, int):
        start = 2024  # the schema refuses it in a moment
    for name, lever in levers.items():
        if not isinstance(lever, dict):
            continue
        for word, key, quarter in (("from", "first_quarter", 1), ("until", "last_quarter", 4)):
            if word in lever:
                lever[key] = _quarter_of(lever.pop(word), start, quarter, f"levers.{name}.{word}")


def _quarter_of(period: Any, start: int, default_quarter: int, key: str) -> int:
    match = _PERIOD.match(str(period))
    if match is None:
        raise ScenarioError(f'{key}: must be a year such as 2026 or a quarter, "2026Q2", not {short(period)}')
    quarter = int(match[2]) if match[2] else default_quarter
    return max(0, (int(match[1]) - start - 1) * 4 + quarter)


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_tuples(item) for item in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
