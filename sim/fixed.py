"""Numbers that hold for the whole run, as arrays by site, sector, city or field."""

from __future__ import annotations

import numpy as np

from sim.effects.scale import reach_matrix
from sim.scenario.places import row_weights
from sim.scenario.schema import Scenario, Site
from sim.state.places import FACILITIES, TENANTED
from sim.state.table import Bools, Floats, Ints


class Fixed:
    """Constants of a run, read once from the scenario. P sites, S sectors, C cities, F fields."""

    def __init__(self, scenario: Scenario) -> None:
        self.sites: tuple[Site, ...] = scenario.sites
        self.site_names = tuple(site.name for site in scenario.sites)
        self.city_names = tuple(city.name for city in scenario.cities)
        self.sector_names = scenario.sector_names
        index = {name: i for i, name in enumerate(self.city_names)}
        self.site_city = np.array([index[site.city] for site in scenario.sites])
        self._read_sectors(scenario)
        self.row_weight: Floats = np.array(row_weights(scenario))
        """Firms that a row stands for at quarter 0: f64[P]."""
        self._read_institutions(scenario)
        self._read_sites(scenario)
        self._lay_out(scenario)
        self._set_reach(scenario)

    def _read_sectors(self, scenario: Scenario) -> None:
        sectors = list(scenario.sectors.values())
        table = scenario.io_table()
        self.io: Floats = table["a"]
        self.import_share: Floats = table["imports"]
        self.park_share: Floats = table["park"]
        self.value_added: Floats = table["value_added"]
        self.sector_growth = np.array([s.growth for s in sectors])
        self.goods: Bools = np.array([s.goods for s in sectors])
        fiscal, space = scenario.fiscal, scenario.space
        self.vat_rate: Floats = np.where(self.goods, fiscal.vat_goods, fiscal.vat_services)
        self.floor_share: Floats = np.where(self.goods, space.floor_share, space.floor_share_services)
        self.export_weight = np.array([s.export_weight for s in sectors])
        self.technical_share = np.array([s.technical_share for s in sectors])
        self.know_dep = np.array([s.know_dep for s in sectors])
        self.energy_intensity = np.array([s.energy_intensity for s in sectors])
        self.carbon_intensity = np.array([s.carbon_intensity for s in sectors])
        self.takeoff_hazard = np.array([s.takeoff_hazard for s in sectors])
        self.takeoff_growth = np.array([s.takeoff_growth for s in sectors])
        self.takeoff_years = np.array([s.takeoff_years for s in sectors])
        self.is_future: Bools = np.array([s.kind == "future" for s in sectors])
        self.is_bio: Bools = np.array([name == "BIO" for name in self.sector_names])
        self.field_mix = np.array([s.field_mix for s in sectors])
        self.business_services = self.sector_names.index("BUS")

    def _read_institutions(self, scenario: Scenario) -> None:
        held = [scenario.institution_of(site) for site in scenario.sites]
        self.gate_selectivity = np.array([i.gate_selectivity for i in held])
        self.gate_noise = np.array([i.gate_noise for i in held])
        self.own_authority = np.array([i.own_authority for i in held])
        self.local_tax_share = np.array([i.local_tax_share for i in held])
        self.admin_delay = np.array([i.admin_delay for i in held])
        self.lever_budget_share = np.array([i.lever_budget for i in held])
        self.leave_rate = np.array([i.leave_rate for i in held])
        thousands = (
            np.array([(site.surveyed_firms or 0.0) for site in scenario.sites]) / 1000.0 * scenario.run.sample
        )
        places = np.array([[getattr(i, name) for name in FACILITIES] for i in held])
        stays = np.array([name in TENANTED for name in FACILITIES])
        # Projects are served a quarter; tenants stay, so their places are counted as they stand.
        # A row takes one place for all firms that it stands for.
        self.facilities: Floats = places * (thousands / self.row_weight)[:, None] / np.where(stays, 1.0, 4.0)
        self.facility_cost: Floats = (places * np.asarray(scenario.fiscal.facility_cost)).sum(axis=1) * thousands / 4.0
        self.thousands = thousands

    def _read_sites(self, scenario: Scenario) -> None:
        n = len(self.sector_names)
        self.profit_target = np.array([s.profit_target for s in scenario.sites])
        self.rd_intensity = np.array([s.rd_intensity for s in scenario.sites])
        self.employees = np.array([s.employees or 0.0 for s in scenario.sites])
        weights = np.zeros((len(scenario.sites), n))
        for p, site in enumerate(scenario.sites):
            given = site.sector_weights or self._weights_of_park(scenario, site)
            raw = np.array([given.get(name, 0.0) for name in self.sector_names])
            raw = np.where(raw > 0, raw, 1e-3) if not given else raw
            output = (site.industrial_output or 0.0) / max(site.revenue or 0.0, 1e-9)
            for part, share in ((self.goods, output), (~self.goods, 1.0 - output)):
                held = raw * part
                held = held if held.sum() > 0 else 1.0 * part
                weights[p] += share * held / held.sum()
        self.sector_weights = weights

    def _weights_of_park(self, scenario: Scenario, site: Site) -> dict[str, float]:
        park = next((s for s in scenario.sites if s.name == site.hinterland_of), None)
        return park.sector_weights if park is not None else {}

    def _lay_out(self, scenario: Scenario) -> None:
        sites = scenario.sites
        at_city = np.array([[c.x, c.y] for c in scenario.cities], float)
        position = at_city[self.site_city] + np.array([[s.x, s.y] for s in sites], float)
        self.site_x, self.site_y = position[:, 0], position[:, 1]
        disc = np.sqrt(np.array([s.area_km2 for s in sites]) / np.pi)
        ring = np.array([s.ring_km for s in sites])
        self.inner_radius: Floats = np.where(ring > 0, 0.5 * ring, 0.0)
        self.outer_radius: Floats = np.where(ring > 0, 1.5 * ring, disc)
        self.site_km = _distances(position)
        self.city_km = _distances(at_city)
        tenants = scenario.space.building_tenants
        firms = [(s.surveyed_firms or 0.0) * scenario.run.sample * (1 + s.unsurveyed_ratio) for s in sites]
        rows = np.array(firms) / self.row_weight
        self.buildings: Ints = np.array([max(1, round(n / tenants)) for n in rows], np.int64)
        in_trade = np.zeros((len(scenario.cities), len(self.sector_names)))
        np.add.at(in_trade, self.site_city, rows[:, None] * self.sector_weights)
        # Of quarter 0's firms; circles multiply by the trend of numbers, not by the firms of today: one firm more
        # must not deal everybody into other circles.
        self.circles: Ints = np.maximum(1, np.rint(in_trade / scenario.network.circle_firms)).astype(np.int64)
        self.first_building: Ints = np.concatenate([[0], np.cumsum(self.buildings)[:-1]])
        self.last_building: Ints = self.first_building + self.buildings - 1
        self._plan_buildings(scenario.space.sector_pull)

    def _plan_buildings(self, pull: float) -> None:
        """Cumulative odds that a firm of a sector settles in each building of its site: f64[S, buildings].

        The number of the site is added, so that odds rise along all buildings.

        A building is planned for a lead sector, in proportion to the sectors of the site. Laboratories and
        plants suit goods of the lead sector and, less, those that trade with it; services sit anywhere.
        """
        n = len(self.sector_names)
        trade = np.maximum(self.io[:n], self.io[:n].T)
        np.fill_diagonal(trade, 0.0)
        suits = trade / trade.max()
        np.fill_diagonal(suits, 1.0)
        drawn = np.where(self.goods, pull, 0.0)[:, None] * suits
        self.building_odds: Floats = np.empty((n, int(self.buildings.sum())))
        for site, first in enumerate(self.first_building):
            count = int(self.buildings[site])
            share = np.cumsum(self.sector_weights[site])
            lead = np.searchsorted(share, (np.arange(count) + 0.5) / count * share[-1])
            odds = 1.0 + drawn[:, np.minimum(lead, n - 1)]
            odds = np.cumsum(odds, axis=1) / odds.sum(axis=1, keepdims=True)
            self.building_odds[:, first : first + count] = site + odds

    def _set_reach(self, scenario: Scenario) -> None:
        city = self.site_city
        same_city = city[:, None] == city[None, :]
        radius = np.array([s.radius_km for s in scenario.sites])
        # Firms of a site are spread over it: two sites of a city are apart by the larger mean radius at least.
        apart = np.where(
            same_city, np.maximum(self.site_km, np.maximum(radius[:, None], radius[None, :])), self.site_km
        )
        # Mean distance between two firms of a disc (128 R / 45 pi) and of a ring (4 r / pi).
        disc = 128.0 / (45.0 * np.pi) * np.sqrt(np.array([s.area_km2 for s in scenario.sites]) / np.pi)
        ring = np.array([s.ring_km for s in scenario.sites])
        np.fill_diagonal(apart, np.where(ring > 0, 4.0 * ring / np.pi, disc))
        closed = np.array([s.isolated for s in scenario.sites])
        shut = (closed[:, None] | closed[None, :]) & ~same_city
        self.reach: Floats = reach_matrix(np.where(shut, np.inf, apart), scenario.scale.spill_half_city)
        n_cities = len(scenario.cities)
        self.city_closed: Bools = np.array([bool(np.any(closed & (city == c))) for c in range(n_cities)])
        either = self.city_closed[:, None] | self.city_closed[None, :]
        other = ~np.eye(n_cities, dtype=bool)
        self.city_reach: Floats = reach_matrix(
            np.where(either & other, np.inf, self.city_km), scenario.scale.spill_half_city
        )
        hours = np.where(other, 1.0 + self.city_km / scenario.talent.km_per_hour, 0.0)
        for travel in scenario.hours:
            a, b = (self.city_names.index(name) for name in travel.between)
            hours[a, b] = hours[b, a] = travel.hours
        self.city_hours: Floats = np.where(either & other, np.inf, hours)
        self.outside_hours = np.array([c.outside_hours for c in scenario.cities])
        self.amenity = np.array([c.amenity for c in scenario.cities])
        market = np.where(closed, 1 + city, 0)
        self.site_market: Ints = np.unique(market, return_inverse=True)[1].astype(np.int64)
        self.n_markets = int(self.site_market.max()) + 1
        near = self.city_hours[city][:, city] <= scenario.demography.reach_hours
        self.sites_near: Ints = _listed(same_city | near)
        """Sites that a founder or mover considers, by home site, ascending, -1 for none: i64[P, k]."""
        self.home_bias: Floats = np.full(len(scenario.sites), scenario.demography.home_bias)


def _distances(position: Floats) -> Floats:
    gap = position[:, None, :] - position[None, :, :]
    return np.asarray(np.sqrt((gap**2).sum(axis=2)))


def _listed(marked: Bools) -> Ints:
    """Columns that are marked in each row, ascending, padded by -1."""
    row, column = np.nonzero(marked)
    count = marked.sum(axis=1)
    out = np.full((len(marked), max(int(count.max()), 1)), -1, np.int64)
    out[row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)] = column
    return out
