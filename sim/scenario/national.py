"""Many zones at once: ``[national]`` in a scenario file, spelled out as cities, sites and hinterlands.

The table `sim/data/national_2020.csv` (written by `docs/tables/national.py`) holds the five totals of each of
the 169 zones of 2020 with their origin: published, derived from another year, or synthetic.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sim.scenario.errors import ScenarioError, nearest, short

_TOTALS = ("surveyed_firms", "employees", "revenue", "industrial_output", "high_tech_enterprises")
_KEYS = ("year", "zones", "hinterlands", "universities")
YEAR = 2020


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the table: site name, place (km from 112 E, 33 N), totals and where each comes from."""

    name: str
    zone: str
    label_zh: str
    city: str
    x: float
    y: float
    upgraded: int
    totals: dict[str, float]
    origins: dict[str, str]


@lru_cache(maxsize=1)
def zones() -> dict[str, Zone]:
    """All zones by site name, largest revenue first."""
    text = files("sim.data").joinpath(f"national_{YEAR}.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        name = site_name(row["zone"])
        totals = {each: float(row[each]) for each in _TOTALS}
        origins = dict.fromkeys(_TOTALS, "synthetic")
        for part in filter(None, row["known"].split(";")):
            total, _, origin = part.partition("=")
            origins[total] = origin
        found[name] = Zone(
            name, row["zone"], row["zone_zh"], row["city"], float(row["x"]), float(row["y"]),
            int(row["year_upgraded"]), totals, origins,
        )  # fmt: skip
    return found


def site_name(zone: str) -> str:
    """Name of a zone as a site: lower case, other signs as underscores."""
    return re.sub(r"[^a-z0-9]+", "_", zone.lower().replace("'", "")).strip("_")


def spell_out(tables: dict[str, Any]) -> None:
    """Replace ``[national]`` by its cities and sites, in place; those that the file gives by name hold.

    ``year`` must be 2020; ``zones`` names some of them or tells how many, the largest ones (all if absent);
    ``hinterlands = false`` leaves the surroundings out, else the largest zone of each city has one;
    ``universities`` are spread over zones by revenue (assumed). Raises ScenarioError for other values.
    """
    if "national" not in tables:
        return
    said = tables.pop("national")
    if not isinstance(said, dict):
        raise ScenarioError("national: must be a table such as [national] year = 2020")
    for key in said:
        if key not in _KEYS:
            raise ScenarioError(f"national.{key}: unknown key; allowed: {', '.join(_KEYS)}{nearest(key, _KEYS)}")
    if said.get("year", YEAR) != YEAR:
        raise ScenarioError(f"national.year: must be {YEAR}, not {short(said['year'])}")
    if not isinstance(said.get("hinterlands", True), bool):
        raise ScenarioError(f"national.hinterlands: must be true or false, not {short(said['hinterlands'])}")
    chosen = _chosen(said.get("zones"))
    sites, cities = [_site(zone) for zone in chosen], {}
    for site, count in zip(sites, _spread(said.get("universities", 0), chosen), strict=True):
        site["universities"] = count
    for zone in chosen:
        if zone.city not in cities:
            cities[zone.city] = {"name": site_name(zone.city), "label_en": zone.city, "x": zone.x, "y": zone.y}
            if said.get("hinterlands", True):
                sites.append(_hinterland(zone))
    _add(tables, "cities", list(cities.values()))
    _add(tables, "sites", sites)


def _spread(universities: Any, chosen: list[Zone]) -> list[int]:
    """Universities of each zone: whole numbers by revenue, what is left over to the largest remainders."""
    if not isinstance(universities, int) or isinstance(universities, bool) or not 0 <= universities <= 5000:
        raise ScenarioError(f"national.universities: must be a whole number from 0 to 5000, not {short(universities)}")
    whole = sum(zone.totals["revenue"] for zone in chosen)
    exact = [universities * zone.totals["revenue"] / whole for zone in chosen]
    counts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for i in order[: universities - sum(counts)]:
        counts[i] += 1
    return counts


def _chosen(names: Any) -> list[Zone]:
    table = zones()
    if names is None:
        return list(table.values())
    if isinstance(names, int) and not isinstance(names, bool):
        if not 1 <= names <= len(table):
            raise ScenarioError(f"national.zones: must be 1 to {len(table)} zones, or their names, not {names}")
        return list(table.values())[:names]
    if not isinstance(names, list | tuple) or not names or not all(isinstance(name, str) for name in names):
        raise ScenarioError(
            f"national.zones: must be 1 to {len(table)}, or a list of names of zones in quotes, not {short(names)}"
        )
    found = []
    for name in names:
        key = site_name(name)
        if key not in table:
            known = [zone.zone for zone in table.values()]
            allowed = f"{len(known)} names{nearest(name, known)}"
            raise ScenarioError(f"national.zones: unknown name {short(name)}; allowed: {allowed}")
        if table[key] in found:
            raise ScenarioError(f"national.zones: {short(name)} is there twice")
        found.append(table[key])
    return found


def _site(zone: Zone) -> dict[str, Any]:
    return {
        "name": zone.name, "label_en": zone.zone, "label_zh": zone.label_zh, "kind": "high_tech",
        "city": site_name(zone.city), "tech_share": 0.85, **zone.totals,
    }  # fmt: skip


def _hinterland(zone: Zone) -> dict[str, Any]:
    return {
        "name": f"{zone.name}_hinterland", "label_en": f"{zone.city} outside", "label_zh": f"{zone.label_zh}腹地",
        "kind": "hinterland", "city": site_name(zone.city), "hinterland_of": zone.name, "area_km2": 1500.0,
        "ring_km": 15.0, "rd_intensity": 0.010, "tech_share": 0.35,
    }  # fmt: skip


def _add(tables: dict[str, Any], key: str, new: list[dict[str, Any]]) -> None:
    given = tables.get(key, [])
    if not isinstance(given, list | tuple):
        raise ScenarioError(f"{key}: must be a list in [ ], not {short(given)}")
    said = {str(entry.get("name")): entry for entry in given if isinstance(entry, dict)}
    merged = [{**entry, **said.pop(entry["name"], {})} for entry in new]
    names = {entry["name"] for entry in merged}
    tables[key] = merged + [e for e in given if not isinstance(e, dict) or str(e.get("name")) not in names]
