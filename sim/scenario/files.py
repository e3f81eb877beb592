"""Scenario files: TOML in, a checked scenario out; and back, complete."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.levers import LEVERS
from sim.scenario.schema import INSTITUTIONS, Scenario, Site
from sim.scenario.sectors import SECTORS

LARGEST_FILE = 2_000_000
"""Bytes of the largest scenario file that is read."""

_FROM_DATA = {
    "surveyed_firms": ("surveyed_firms", 1.0),
    "employees": ("employees", 1e4),
    "revenue": ("revenue", 100.0),
    "industrial_output": ("industrial_output", 100.0),
    "high_tech_enterprises": ("high_tech_enterprises", 1.0),
}
"""Totals of a site, the indicator of the statistics, and the factor from its unit (persons in 10,000, 100m CNY)."""

HINTERLAND = {"rows": 0.5, "jobs": 2.0, "revenue_per_worker": 1.0, "certified": 0.15, "output": 0.6}
"""A hinterland's firms and jobs over its park's, revenue a worker (m¥), certified share, goods in revenue. Assumed."""


def load(source: str | Path) -> Scenario:
    """Read a scenario from a file, or by the name of a shipped one.

    Raises :class:`ScenarioError` with one line that names file, key, allowed values and nearest name.
    """
    path = locate(source)
    return build(_read(path), str(source))


def locate(source: str | Path) -> Path:
    """Path of a scenario: a file, or the name of a shipped scenario."""
    path = Path(source)
    if path.is_dir():
        raise ScenarioError(f"{source}: is a folder, not a scenario file")
    if path.exists():
        return path
    for folder in shipped_folders():
        found = folder / f"{path.name.removesuffix('.toml')}.toml"
        if found.exists() and (path.parent == Path(".") or path.parent.name == "experiments"):
            return found
    raise ScenarioError(f"{source}: no such file, and no shipped scenario of that name{nearest(path.stem, shipped())}")


def shipped_folders() -> list[Path]:
    """Folders where shipped scenarios lie: in the package, or beside it in a checkout."""
    package = Path(str(files("sim.data")))
    return [f for f in (package / "scenarios", package.parents[1] / "experiments") if f.is_dir()]


def shipped() -> list[str]:
    """Names of shipped scenarios."""
    return sorted({p.stem for folder in shipped_folders() for p in folder.glob("*.toml")})


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror})") from None
    if not raw.strip():
        raise ScenarioError(f"{path}: is empty")
    if len(raw) > LARGEST_FILE:
        raise ScenarioError(f"{path}: is larger than {LARGEST_FILE} bytes; a scenario is a short text file")
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ScenarioError(f"{path}: is not valid TOML: {error or 'nested too deeply'}") from None


def build(values: Mapping[str, Any], where: str = "scenario") -> Scenario:
    """Check values as read from TOML and resolve them into a scenario; ``where`` names the source in errors."""
    data = {k: v for k, v in values.items()}
    _reject_odd_containers(data, where)
    data = _overlay_defaults(data)
    data["sites"] = _resolve_totals(data.get("sites", []), where)
    try:
        scenario = Scenario.model_validate(_tuples(data))
    except ValidationError as error:
        raise ScenarioError(f"{where}: {describe(error.errors()[0], values)}") from None
    from sim.scenario.stability import check_stability

    check_stability(scenario, where)
    return scenario


def _reject_odd_containers(data: Mapping[str, Any], where: str) -> None:
    for key in ("sites", "cities", "shocks"):
        rows = data.get(key, [])
        if not isinstance(rows, (list, tuple)) or not all(isinstance(r, Mapping) for r in rows):
            raise ScenarioError(f"{where}: {key}: must be a list of tables, written [[{key}]]")
    for key in ("sectors", "institutions", "levers"):
        table = data.get(key, {})
        if not isinstance(table, Mapping) or not all(isinstance(r, Mapping) for r in table.values()):
            raise ScenarioError(f"{where}: {key}: must be a table of tables, written [{key}.NAME]")
    for group, valid in (("sectors", SECTORS), ("institutions", INSTITUTIONS), ("levers", LEVERS)):
        for name in data.get(group, {}):
            if name not in valid:
                allowed = ", ".join(valid)
                raise ScenarioError(
                    f"{where}: {group}.{name}: unknown name; allowed: {allowed}{nearest(name, valid)}"
                )


def _overlay_defaults(data: dict[str, Any]) -> dict[str, Any]:
    """Sectors and institutions of a file override single numbers of the defaults."""
    for group, defaults in (("sectors", SECTORS), ("institutions", INSTITUTIONS)):
        given = data.get(group, {})
        data[group] = {
            name: {**default.model_dump(), **given.get(name, {})} for name, default in defaults.items()
        }
    return data


def _tuples(value: Any) -> Any:
    """Lists become tuples, as the schema is frozen."""
    if isinstance(value, Mapping):
        return {k: _tuples(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_tuples(v) for v in value)
    return value


# -- totals from the statistics ---------------------------------------------------------------


@lru_cache(maxsize=1)
def zone_rows() -> dict[tuple[str, int], dict[str, float]]:
    """Indicators of single zones by (zone, year), as in the shipped statistics."""
    rows: dict[tuple[str, int], dict[str, float]] = {}
    text = files("sim.data").joinpath("zones_by_zone.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        key = (row["zone"], int(row["year"]))
        rows.setdefault(key, {})[row["indicator"]] = float(row["value"])
    return rows


def complete_zones() -> dict[tuple[str, int], dict[str, float]]:
    """Zones and years for which all five totals of a site are known."""
    return {k: v for k, v in zone_rows().items() if all(ind in v for ind, _ in _FROM_DATA.values())}


def _resolve_totals(sites: Sequence[Any], where: str) -> list[dict[str, Any]]:
    resolved = [dict(site) for site in sites]
    for site in resolved:
        if isinstance(site.get("zone"), str) and isinstance(site.get("year"), int):
            _fill_from_statistics(site, where)
    for site in resolved:
        park = next((s for s in resolved if s.get("name") == site.get("hinterland_of")), None)
        if park is not None and site.get("hinterland_of") is not None and park is not site:
            _fill_hinterland(site, park)
    return resolved


def _fill_from_statistics(site: dict[str, Any], where: str) -> None:
    zone, year = site["zone"], site["year"]
    known = zone_rows()
    row = known.get((zone, year))
    key = f"{where}: sites.{site.get('name', '?')}"
    if row is None:
        years = sorted(y for z, y in complete_zones() if z == zone)
        if years:
            raise ScenarioError(f"{key}.year: no totals of {zone} for {year}; allowed: {', '.join(map(str, years))}")
        zones = sorted({z for z, _ in complete_zones()})
        raise ScenarioError(f"{key}.zone: unknown zone {short(zone)}; allowed: {len(zones)} zones{nearest(zone, zones)}")
    for field, (indicator, factor) in _FROM_DATA.items():
        if site.get(field) is None:
            if indicator not in row:
                raise ScenarioError(f"{key}: the statistics of {zone} {year} have no {indicator}; give {field}")
            site[field] = row[indicator] * factor


def _fill_hinterland(site: dict[str, Any], park: Mapping[str, Any]) -> None:
    firms, jobs = park.get("surveyed_firms"), park.get("employees")
    if not isinstance(firms, (int, float)) or not isinstance(jobs, (int, float)):
        return
    site.setdefault("surveyed_firms", float(round(HINTERLAND["rows"] * firms)))
    site.setdefault("employees", HINTERLAND["jobs"] * jobs)
    if isinstance(site["employees"], (int, float)) and isinstance(site["surveyed_firms"], (int, float)):
        site.setdefault("revenue", HINTERLAND["revenue_per_worker"] * site["employees"])
        site.setdefault("high_tech_enterprises", float(round(HINTERLAND["certified"] * site["surveyed_firms"])))
        if isinstance(site["revenue"], (int, float)):
            site.setdefault("industrial_output", HINTERLAND["output"] * site["revenue"])


# -- errors -------------------------------------------------------------------------------------


def describe(error: ErrorDetails, values: Mapping[str, Any]) -> str:
    """One line on a validation error: dotted key, what is wrong, what is allowed, nearest name."""
    key = _dotted(error["loc"], values)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        message = str(context.get("error", error["msg"]))
        return f"{key}: {message}" if key else message
    if kind == "extra_forbidden":
        valid = _fields_at(error["loc"][:-1])
        return f"{key}: unknown key{nearest(str(error['loc'][-1]), valid)}; allowed: {_some(valid)}"
    if kind == "missing":
        return f"{key}: is missing"
    allowed = {
        "greater_than_equal": "must be at least {ge}", "less_than_equal": "must be at most {le}",
        "greater_than": "must be above {gt}", "less_than": "must be below {lt}",
        "literal_error": "must be one of {expected}", "string_pattern_mismatch": "may hold letters, digits, - and _ only",
    }  # fmt: skip
    if kind in allowed:
        found = nearest(str(error["input"]), str(context.get("expected", "")).replace("'", "").split(" or "))
        hint = found if kind == "literal_error" else ""
        return f"{key}: is {short(error['input'])}, {allowed[kind].format(**context)}{_range(error['loc'])}{hint}"
    return f"{key}: is {short(error['input'])}: {error['msg'][0].lower()}{error['msg'][1:]}{_range(error['loc'])}"


def _dotted(loc: Iterable[int | str], values: Mapping[str, Any]) -> str:
    parts: list[str] = []
    at: Any = values
    for part in loc:
        at = at[part] if isinstance(at, Mapping) and part in at else (
            at[part] if isinstance(at, (list, tuple)) and isinstance(part, int) and part < len(at) else None
        )  # fmt: skip
        name = at.get("name") if isinstance(part, int) and isinstance(at, Mapping) else None
        parts.append(str(name if isinstance(name, str) else part))
    return ".".join(parts)


def model_at(loc: Iterable[int | str]) -> type[BaseModel] | None:
    """Schema class at a dotted place, None where there is none."""
    model: type[BaseModel] | None = Scenario
    container: Any = None
    for part in loc:
        if container is not None:
            model, container = container, None
            continue
        if model is None or part not in model.model_fields:
            return None
        annotation = model.model_fields[str(part)].annotation
        inner = [a for a in get_args(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
        elif inner:
            container, model = inner[0], None
        else:
            return None
    return model


def _fields_at(loc: Iterable[int | str]) -> list[str]:
    model = model_at(loc)
    return list(model.model_fields) if model is not None else []


def _range(loc: Sequence[int | str]) -> str:
    model = model_at(loc[:-1])
    field = model.model_fields.get(str(loc[-1])) if model is not None and loc else None
    extra = field.json_schema_extra if field is not None else None
    if isinstance(extra, dict) and "low" in extra:
        return f"; allowed: {extra['low']:g} to {extra['high']:g} {extra['unit']}"
    return ""


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")


# -- settings and writing -----------------------------------------------------------------------


def apply_settings(scenario: Scenario, settings: Iterable[str] | Mapping[str, Any], where: str = "--set") -> Scenario:
    """The scenario with some values changed: ``path=value`` texts, or a mapping of paths to values.

    ``levers.NAME.intensity=0.5`` turns a lever on; sites and cities are reached by name.
    """
    pairs = settings.items() if isinstance(settings, Mapping) else (_pair(text, where) for text in settings)
    data = dump(scenario)
    for path, value in pairs:
        _assign(data, path, value, where)
    return build(data, where)


def _pair(text: str, where: str) -> tuple[str, Any]:
    path, equals, raw = text.partition("=")
    if not equals or not path.strip():
        raise ScenarioError(f"{where} {text}: must be PATH=VALUE, such as run.seed=2")
    try:
        value = tomllib.loads(f"value = {raw.strip()}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        value = raw.strip()
    return path.strip(), value


def _assign(data: dict[str, Any], path: str, value: Any, where: str) -> None:
    parts = path.split(".")
    at: Any = data
    for depth, part in enumerate(parts[:-1]):
        if isinstance(at, list):
            names = [row.get("name") for row in at]
            if part not in names:
                raise ScenarioError(f"{where} {path}: no {parts[depth - 1]} named {part!r}; allowed: {', '.join(map(str, names))}{nearest(part, map(str, names))}")
            at = at[names.index(part)]
        elif isinstance(at, dict):
            if part not in at and not (depth == 1 and parts[0] == "levers" and part in LEVERS):
                valid = list(LEVERS) if parts[0] == "levers" and depth == 1 else list(at)
                raise ScenarioError(f"{where} {path}: unknown name {part!r}; allowed: {_some(valid)}{nearest(part, valid)}")
            at = at.setdefault(part, {})
        else:
            raise ScenarioError(f"{where} {path}: {'.'.join(parts[: depth + 1])} is a value, not a group")
    if not isinstance(at, dict):
        raise ScenarioError(f"{where} {path}: name the row by its name, such as sites.NAME.area_km2")
    at[parts[-1]] = value


def dump(scenario: Scenario) -> dict[str, Any]:
    """Everything resolved, as plain values without None."""
    return _plain(scenario.model_dump())


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def text_of(scenario: Scenario) -> str:
    """The resolved scenario as TOML text that loads to an equal scenario."""
    import tomlkit

    return tomlkit.dumps(dump(scenario))


def totals_are_data(site: Site) -> bool:
    """True if the site's totals come from the statistics."""
    return site.zone is not None and site.year is not None
