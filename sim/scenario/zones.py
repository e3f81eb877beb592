"""Statistics of single zones, as shipped: the five totals that a park at quarter 0 starts from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sim.scenario.errors import ScenarioError, nearest, short

TOTALS = ("surveyed_firms", "employees", "revenue", "industrial_output", "high_tech_enterprises")
"""Totals of a site at quarter 0 that statistics tell."""

_TO_MODEL_UNITS = {"count": 1.0, "10k_persons": 1e4, "100m_CNY": 100.0}
"""Units of the statistics in the model's: persons, million CNY."""


@dataclass(frozen=True, slots=True)
class Total:
    """One published total in the model's units, and the page that it stands on."""

    value: float
    source: str


@lru_cache(maxsize=1)
def _rows() -> dict[tuple[str, int], dict[str, Total]]:
    found: dict[tuple[str, int], dict[str, Total]] = {}
    text = files("sim.data").joinpath("zones_by_zone.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        indicator, unit = row["indicator"], row["unit"]
        if indicator not in TOTALS or unit not in _TO_MODEL_UNITS or not row["year"].isdigit():
            continue
        value = round(float(row["value"]) * _TO_MODEL_UNITS[unit], 6)
        totals = found.setdefault((row["zone"], int(row["year"])), {})
        # Preliminary figures and those of the press give way to yearbook tables.
        before = totals.get(indicator)
        if before is None or "Yearbook" in row["source"] or "preliminary" in before.source:
            totals[indicator] = Total(value, row["source"])
    return found


def zone_names() -> tuple[str, ...]:
    """Zones of which at least one of the five totals is known."""
    return tuple(sorted({zone for zone, _ in _rows()}))


def zone_years(zone: str) -> tuple[int, ...]:
    """Years of which a zone's totals are known, at least one."""
    return tuple(sorted(year for name, year in _rows() if name == zone))


def complete_zones() -> tuple[tuple[str, int], ...]:
    """Zones and years of which all five totals are known."""
    return tuple(sorted(key for key, totals in _rows().items() if len(totals) == len(TOTALS)))


def zone_totals(zone: str, year: int) -> dict[str, Total]:
    """The published totals of a zone in a year, in persons and m¥. Raises ScenarioError for unknown ones."""
    if zone not in zone_names():
        whole = ", ".join(f"{name} {of_year}" for name, of_year in complete_zones())
        raise ScenarioError(
            f"zone: there are no statistics of {short(zone)}{nearest(zone, zone_names())}; "
            f"complete ones: {whole}"
        )
    if isinstance(year, bool) or (zone, year) not in _rows():
        years = ", ".join(str(y) for y in zone_years(zone))
        raise ScenarioError(f"year: there are no statistics of {zone} in {short(year)}; allowed: {years}")
    return _rows()[zone, year]
