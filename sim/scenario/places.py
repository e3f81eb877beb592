"""What a scenario file leaves open about its sites: totals from statistics or a park, mixes of sectors."""

from __future__ import annotations

from typing import Any

from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.national import zones
from sim.scenario.parameters.hinterland import Hinterland
from sim.scenario.schema import Scenario, Site
from sim.scenario.zones import TOTALS, zone_names, zone_totals, zone_years

Tables = dict[str, Any]
"""Tables of a scenario file."""

SECTOR_MIX: dict[str, float] = {
    "ICE": 0.22, "OPT": 0.11, "NEN": 0.09, "EQP": 0.20, "NEV": 0.07, "MAT": 0.16, "BIO": 0.14, "FUT": 0.01,
    "SW": 0.55, "BUS": 0.45,
}  # fmt: skip
"""Shares of firms within goods and within services, where the file does not say (assumed)."""


def fill_sites(tables: Tables) -> None:
    """Give every site its totals and its sector weights, in place; what the file says holds.

    Raises ScenarioError if a site's totals are neither given, nor published, nor those of a hinterland.
    Values of a wrong type are left for the schema to refuse.
    """
    sites = [site for site in _list(tables.get("sites")) if isinstance(site, dict)]
    by_name = {site["name"]: site for site in sites if isinstance(site.get("name"), str)}
    if len(by_name) < len(sites):
        return  # a name that is no text or there twice explains what else is missing; the schema refuses it
    ratios = _hinterland(tables)
    for site in sorted(sites, key=lambda each: "hinterland_of" in each):
        key = f"sites.{site.get('name', '?')}"
        _fill_from_statistics(site, key)
        _fill_from_park(site, by_name, ratios)
        if site.get("surveyed_firms") == 0:
            for name in TOTALS:
                site.setdefault(name, 0.0)
        _require_totals(site, key)
        if not site.get("sector_weights"):
            park = by_name.get(str(site.get("hinterland_of")), {})
            site["sector_weights"] = park.get("sector_weights") or dict(SECTOR_MIX)


FEWEST_ROWS = 30
"""Surveyed rows that a site keeps however many firms a row stands for."""


def row_weights(scenario: Scenario) -> list[float]:
    """Firms that a row stands for at quarter 0, by site: 1, but for hinterlands that are not too small."""
    found = []
    for site in scenario.sites:
        many = scenario.hinterland.row_weight if site.kind == "hinterland" else 1.0
        firms = round((site.surveyed_firms or 0.0) * scenario.run.sample)
        rows = max(round(firms / many), min(firms, FEWEST_ROWS))
        found.append(firms / rows if many > 1.0 and rows > 0 else 1.0)
    return found


def simulated_rows(scenario: Scenario) -> list[float]:
    """Rows of firms at quarter 0 by site, about."""
    stated = [(s.surveyed_firms or 0.0) * (1.0 + s.unsurveyed_ratio) * scenario.run.sample for s in scenario.sites]
    return [firms / many for firms, many in zip(stated, row_weights(scenario), strict=True)]


def origin(scenario: Scenario, site: Site, name: str) -> str:
    """Where a total of a site comes from: ``data`` (published), ``derived`` from another year's, ``synthetic``
    (both: table of all zones), ``rule`` (hinterland) or ``file``."""
    value = getattr(site, name)
    if site.zone is not None and site.year is not None:
        published = zone_totals(site.zone, site.year)
        if name in published and published[name].value == value:
            return "data"
    listed = zones().get(site.name)
    if listed is not None and listed.zone == site.label_en and listed.totals[name] == value:
        return listed.origins[name]
    if site.hinterland_of is not None:
        park = next(s for s in scenario.sites if s.name == site.hinterland_of)
        totals = {each: float(getattr(park, each) or 0.0) for each in TOTALS}
        if surrounding_totals(totals, scenario.hinterland)[name] == value:
            return "rule"
    return "file"


def surrounding_totals(park: dict[str, float], ratios: Hinterland) -> dict[str, float]:
    """Totals of a hinterland from those of its park (firms, persons, m¥ a year); ratios are assumed."""
    firms = float(round(park["surveyed_firms"] * ratios.firms_ratio))
    if firms == 0:
        return dict.fromkeys(TOTALS, 0.0)
    jobs = float(round(park["employees"] * ratios.jobs_ratio))
    revenue = jobs * ratios.revenue_per_worker
    return {
        "surveyed_firms": firms,
        "employees": jobs,
        "revenue": revenue,
        "industrial_output": revenue * ratios.output_share,
        "high_tech_enterprises": float(round(firms * ratios.certified_share)),
    }


def _fill_from_statistics(site: Tables, key: str) -> None:
    zone, year = site.get("zone"), site.get("year")
    if zone is None or year is None or not isinstance(zone, str) or not isinstance(year, int):
        return
    try:
        totals = zone_totals(zone, year)
    except ScenarioError as error:
        raise ScenarioError(f"{key}.{error}") from None
    for name, total in totals.items():
        site.setdefault(name, total.value)


def _fill_from_park(site: Tables, by_name: dict[str, Tables], ratios: Hinterland) -> None:
    park = by_name.get(site["hinterland_of"]) if isinstance(site.get("hinterland_of"), str) else None
    if park is None or not all(_number(park.get(name)) for name in TOTALS):
        return
    for name, value in surrounding_totals({name: float(park[name]) for name in TOTALS}, ratios).items():
        site.setdefault(name, value)


def _require_totals(site: Tables, key: str) -> None:
    if site.get("surveyed_firms") == 0 or site.get("hinterland_of") is not None:
        return
    missing = [name for name in TOTALS if name not in site]
    if missing:
        zone, year = site.get("zone"), site.get("year")
        if isinstance(zone, str) and year is None:
            raise ScenarioError(f"{key}.{_without_year(zone)}")
        why = (
            f"the statistics of {zone} {year} lack it" if zone and year else "the site names no zone and year"
        )
        raise ScenarioError(f"{key}.{missing[0]}: missing: {why}; give a number, or another zone and year")


def _without_year(zone: str) -> str:
    """What is wrong where a site names a zone and no year."""
    if zone not in zone_names():
        return f"zone: there are no statistics of {short(zone)}{nearest(zone, zone_names())}"
    return f"year: missing; there are statistics of {zone} for {', '.join(str(year) for year in zone_years(zone))}"


def _hinterland(tables: Tables) -> Hinterland:
    try:
        return Hinterland.model_validate(tables.get("hinterland", {}))
    except ValueError:
        return Hinterland()


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
