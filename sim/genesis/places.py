"""Tables of sites, cities, sectors and cells as the scenario states them, before any firm is drawn."""

from __future__ import annotations

import numpy as np

from sim.fixed import Fixed
from sim.scenario.schema import Scenario
from sim.state.places import POOLS, Cells, Cities, Sectors, SiteKind, Sites

KINDS = {"high_tech": SiteKind.HIGH_TECH, "ordinary": SiteKind.ORDINARY, "hinterland": SiteKind.HINTERLAND}


INSTITUTIONAL = ("kind", "facilities", "leave_rate", "admin_delay")
"""Columns of sites that follow from the institutions of their kind."""


def _indexed(n: int) -> np.ndarray:
    return np.arange(n, dtype=np.uint64)


def build_sites(scenario: Scenario, fixed: Fixed) -> Sites:
    """One row a site, with its rent and rank among kinds; stocks are set when firms are known."""
    sites = Sites(len(scenario.sites))
    sites.add(
        _indexed(len(scenario.sites)),
        city=fixed.site_city,
        kind=[KINDS[scenario.kind_of(site)] for site in scenario.sites],
        x=fixed.site_x,
        y=fixed.site_y,
        area=[site.area_km2 for site in scenario.sites],
        isolated=[site.isolated for site in scenario.sites],
        facilities=fixed.facilities,
        leave_rate=fixed.leave_rate,
        admin_delay=fixed.admin_delay,
        lever_scale=1.0,
    )
    return sites


def build_cities(scenario: Scenario) -> Cities:
    """One row a city; pools are filled when heads are known."""
    cities = Cities(len(scenario.cities))
    wages = np.array(
        [[c.wage_ordinary, *[c.wage_technical] * 4, *[c.wage_leading] * 4] for c in scenario.cities], float
    )
    assert wages.shape[1] == len(POOLS)
    cities.add(
        _indexed(len(scenario.cities)),
        x=[c.x for c in scenario.cities],
        y=[c.y for c in scenario.cities],
        wage_start=wages,
    )
    return cities


def build_sectors(fixed: Fixed) -> Sectors:
    """One row a market and sector."""
    n = fixed.n_markets * len(fixed.sector_names)
    sectors = Sectors(n)
    sectors.add(_indexed(n), growth=1.0)
    return sectors


def build_cells(fixed: Fixed) -> Cells:
    """One row a site and sector."""
    n = len(fixed.site_names) * len(fixed.sector_names)
    cells = Cells(n)
    cells.add(_indexed(n))
    return cells
