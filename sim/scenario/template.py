"""Commented scenario files to start from."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

from sim.scenario.errors import ScenarioError, nearest
from sim.scenario.files import shipped
from sim.scenario.zones import TOTALS, zone_names, zone_totals, zone_years

_STAFF, _REVENUE_A_HEAD, _OUTPUT, _CERTIFIED = 120.0, 2.05, 0.6, 0.5
"""Staff of a surveyed firm, revenue a head (m¥), output over revenue, certified share: means of all zones."""

_COMMENTS = {
    "surveyed_firms": "firms in the reporting panel",
    "employees": "persons",
    "revenue": "m¥ a year (1 亿元 = 100)",
    "industrial_output": "m¥ a year",
    "high_tech_enterprises": "firms with a certificate",
}


def template(like: str | None = None, zone: str | None = None) -> str:
    """Text of a scenario file: a shipped one, one of a zone's statistics, or a small park of no real place.

    Raises ScenarioError for unknown names, or if both are asked for.
    """
    if like is not None and zone is not None:
        raise ScenarioError("new: take either --like or --zone")
    if zone is not None:
        return _of_zone(zone)
    known = shipped()
    name = "small" if like is None else like
    if name not in known:
        raise ScenarioError(
            f"--like {name}: there is no such scenario; allowed: {', '.join(known)}{nearest(name, known)}"
        )
    return known[name].read_text(encoding="utf-8")


def _of_zone(zone: str) -> str:
    if zone not in zone_names():
        names = zone_names()
        raise ScenarioError(
            f"--zone {zone}: there are no statistics of it; allowed: {', '.join(names)}{nearest(zone, names)}"
        )
    year = max(zone_years(zone), key=lambda each: (len(zone_totals(zone, each)), each))
    known = {name: total.value for name, total in zone_totals(zone, year).items()}
    place = _place(zone)
    park, city = _slug(zone), _slug(place["city"]) + "_city"
    missing = [
        f"{name} = {value:.0f} # {_COMMENTS[name]}; assumed, as no statistics tell it\n"
        for name, value in _estimates(known).items()
        if name not in known
    ]
    seen = ", ".join(name for name in TOTALS if name in known)
    return f'''# {zone} in {year}, with the hinterland of its city.
#
# Data: {seen} of the park are published statistics (zone and year below).
# Assumed: everything else in this file, and every parameter that is not named here
# (parksim list parameters shows them all, with sources).

name = "{park}"
title_en = "{zone}, {year}"
title_zh = "{place["name_zh"]},{year}年"

[run]
start_year = {year} # quarter 0 is the end of this year
quarters = 40 # ten years
seed = 1

[[cities]]
name = "{city}"
label_en = "{place["city"]}"
# Cost of an employee to the employer, m¥ a year; assumed.
wage_ordinary = 0.12
wage_technical = 0.22
wage_leading = 0.60

[[sites]]
name = "{park}"
label_en = "{zone}"
label_zh = "{place["name_zh"]}"
kind = "high_tech" # high_tech, ordinary or hinterland
city = "{city}"
zone = "{zone}" # totals come from the statistics of this zone ...
year = {year} # ... and this year; a total given here holds instead
{"".join(missing)}area_km2 = 100 # assumed
universities = 5 # assumed
# rd_intensity = 0.0214 # R&D over revenue; mean of all zones

# Shares of firms within goods (ICE ... FUT) and within services (SW, BUS); each group sums to 1. Assumed.
# [sites.sector_weights]
# ICE = 0.22
# ...

[[sites]]
name = "hinterland"
label_en = "{place["city"]} outside the park"
kind = "hinterland"
city = "{city}"
hinterland_of = "{park}" # half its firms, twice its jobs; assumed, see [hinterland]
area_km2 = 1500 # assumed
ring_km = 15 # mean distance from the centre; assumed
rd_intensity = 0.010 # assumed
tech_share = 0.35 # assumed

[levers.hte_tax] # the national tax rate of certified firms
intensity = 1.0

# Levers: parksim list levers. Example:
# [levers.platform]
# intensity = 1.0
# from = {year + 2}
# sites = ["{park}"]
'''


def _estimates(known: dict[str, float]) -> dict[str, float]:
    """Totals, those known and those that follow from them by means of all zones."""
    staff = known.get("employees") or (known.get("revenue", 0.0) / _REVENUE_A_HEAD)
    if not staff:
        staff = known.get("surveyed_firms", known.get("high_tech_enterprises", 500.0) / _CERTIFIED) * _STAFF
    firms = known.get("surveyed_firms") or max(
        staff / _STAFF, known.get("high_tech_enterprises", 0.0) / _CERTIFIED
    )
    revenue = known.get("revenue") or staff * _REVENUE_A_HEAD
    return {
        "surveyed_firms": round(firms),
        "employees": round(max(staff, firms)),
        "revenue": max(revenue, known.get("industrial_output", 0.0)),
        "industrial_output": _OUTPUT * revenue,
        "high_tech_enterprises": round(_CERTIFIED * firms),
    } | known


def _place(zone: str) -> dict[str, str]:
    text = files("sim.data").joinpath("zones_list.csv").read_text(encoding="utf-8")
    rows = {row["name_en"]: row for row in csv.DictReader(text.splitlines())}
    return rows.get(zone, {"city": zone, "name_zh": zone})


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "park"
