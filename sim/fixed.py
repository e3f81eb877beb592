"""Numbers that hold for the whole run, as arrays by site, sector, city or field."""

from __future__ import annotations

import numpy as np

from sim.effects.scale import reach_matrix
from sim.scenario.schema import Scenario
from sim.state.table import Floats


class Fixed:
    """Constants of a run, read once from the scenario. P sites, S sectors, C cities, F fields."""

    def __init__(self, scenario: Scenario) -> None:
        sites, sectors, cities = scenario.sites, scenario.sector_list, scenario.cities
        self.site_names = tuple(site.name for site in sites)
        self.city_names = tuple(city.name for city in cities)
        self.sector_names = tuple(sector.name for sector in sectors)
        index = {name: i for i, name in enumerate(self.city_names)}
        self.site_city = np.array([index[site.city] for site in sites])
        self._read_sectors(scenario)
        self._read_institutions(scenario)
        self._lay_out(scenario)

    def _read_sectors(self, scenario: Scenario) -> None:
        sectors = scenario.sector_list
        self.sector_growth = np.array([s.growth for s in sectors])
        self.value_added = np.array([s.value_added for s in sectors])
        self.goods = np.array([s.goods for s in sectors])
        self.vat_rate = np.array([scenario.fiscal.vat_goods if s.goods else scenario.fiscal.vat_services for s in sectors])
        self.export_share = np.array([s.export_share for s in sectors])
        self.technical_share = np.array([s.technical_share for s in sectors])
        self.know_dep = np.array([s.know_dep for s in sectors])
        self.field_mix = np.array([s.field_mix for s in sectors])
        self.io = scenario.io_matrix()
        self.import_share = scenario.io_import_share()
        self.park_share = scenario.io_park_share()

    def _read_institutions(self, scenario: Scenario) -> None:
        held = [scenario.institution_of(site) for site in scenario.sites]
        self.gate_selectivity = np.array([i.gate_selectivity for i in held])
        self.gate_noise = np.array([i.gate_noise for i in held])
        self.own_authority = np.array([i.own_authority for i in held])
        self.local_tax_share = np.array([i.local_tax_share for i in held])
        self.admin_delay = np.array([i.admin_delay for i in held])
        self.amenity = np.array([i.amenity for i in held])

    def _lay_out(self, scenario: Scenario) -> None:
        sites, cities = scenario.sites, scenario.cities
        city = self.site_city
        at_city = np.array([[c.x, c.y] for c in cities], float)
        position = at_city[city] + np.array([[s.x, s.y] for s in sites], float)
        self.site_x, self.site_y = position[:, 0], position[:, 1]
        self.site_km = _distances(position)
        # Firms of a site are spread over it, so sites of one city are at least a mean radius apart.
        self.radius = np.array([s.radius_km for s in sites])
        apart = np.maximum(self.site_km, np.maximum(self.radius[:, None], self.radius[None, :]) * (city[:, None] == city[None, :]))
        np.fill_diagonal(apart, 0.0)
        closed = np.array([s.isolated for s in sites])
        shut = (closed[:, None] | closed[None, :]) & (city[:, None] != city[None, :])
        self.site_km = np.where(shut, np.inf, apart)
        self.reach: Floats = reach_matrix(self.site_km, scenario.scale.spill_half_city)
        self.city_closed = np.array([bool(np.any(closed & (city == c))) for c in range(len(cities))])
        km = _distances(at_city)
        self.city_hours = np.where(km > 0, 1.0 + km / scenario.talent.km_per_hour, 0.0)
        self.site_market = np.where(closed, 1 + city, 0)
        self.site_market = np.unique(self.site_market, return_inverse=True)[1].astype(np.int64)
        self.n_markets = int(self.site_market.max()) + 1
        same_city = city[:, None] == city[None, :]
        near = (self.city_hours[city][:, city] <= scenario.demography.reach_hours) & ~shut
        self.sites_in_reach = same_city | near
        self.home_bias = np.full(len(sites), scenario.demography.home_bias)


def _distances(position: Floats) -> Floats:
    gap = position[:, None, :] - position[None, :, :]
    return np.asarray(np.sqrt((gap**2).sum(axis=2)))
