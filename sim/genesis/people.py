"""Labour pools, households and floor space at quarter 0."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.costs import cost_shares
from sim.quarter.market.hiring import pools_of
from sim.quarter.market.labour_prices import payroll
from sim.state.cells import cell_sum
from sim.world import World


def fill_pools(world: World) -> None:
    """Pools that hold today's staff at the reference unemployment, and matching that replaces quits."""
    p = world.scenario.labour
    firms, cities = world.firms, world.cities
    firms.wage_bill = payroll(world)
    universities = world.universities
    paid = cell_sum(firms.site, firms.wage_bill, world.n_sites)
    share = world.scenario.universities.payroll_share
    paid += cell_sum(universities.site, share * universities.budget, world.n_sites)
    cities.payroll = cell_sum(world.sites.city, paid, world.n_cities)
    jobs = cell_sum(world.firm_city(), firms.ordinary + firms.technical + firms.leading, world.n_cities)
    wage = cities.wage_start[:, 0]
    services = p.local_mult * jobs * wage / 4.0 / p.services_wage_share
    cities.services_share = np.where(
        cities.payroll > 0, services / np.where(cities.payroll > 0, cities.payroll, 1.0), 0.0
    )
    cities.services = services
    cities.services_jobs = p.local_mult * jobs
    staff = pools_of(world, np.stack([firms.ordinary, firms.technical, firms.leading]))
    others = world.other_staff()
    cities.employed = staff + others
    cities.labour = np.maximum((staff + others) / (1.0 - p.unemployment), 1e-6)
    cities.base = cities.labour
    quits = p.job_hop / 4.0 * staff
    vacancies = quits / p.fill_target + world.other_vacancies()
    searchers = np.maximum(cities.labour - staff - others + quits, 1e-9)
    cities.vacancies, cities.searchers = vacancies, searchers
    cities.fill = p.fill_target
    smooth = searchers ** (1.0 - p.match_el) * np.maximum(vacancies, 1e-12) ** p.match_el
    cities.match_level = np.where(vacancies > 0, p.fill_target * vacancies / smooth, 1.0)
    cities.tight = np.maximum(vacancies, 1e-12) / searchers
    cities.tight_start = cities.tight
    cities.households = p.deposit_quarters * (cities.payroll + p.services_wage_share * services)
    cities.thickness_start = world.thickness()


def lay_floor(world: World) -> None:
    """Floor of every firm and site at quarter-0 rents."""
    firms, sites = world.firms, world.sites
    p = world.scenario.space
    share = cost_shares(world)[2].ravel()[world.firm_cell()]
    spending = share * firms.revenue * np.exp(-firms.markup)
    by_site = cell_sum(firms.site, spending, world.n_sites) / world.sample
    goods = cell_sum(firms.site, spending * world.fixed.goods[firms.sector], world.n_sites) / world.sample
    share_goods = np.where(by_site > 0, goods / np.where(by_site > 0, by_site, 1.0), 0.5)
    month = share_goods * p.rent_plant + (1.0 - share_goods) * p.rent_rd
    sites.rent_start = 12.0 * month / 1e6
    sites.rent_money = sites.rent_start
    sites.rent = 0.0
    sites.rent_spending_start = by_site
    least = np.where(world.trading(), p.floor_minimum * firms.weight, 0.0)
    firms.floor = np.maximum(4.0 * spending / sites.rent_money[firms.site], least)
    sites.floor_start = np.maximum(cell_sum(firms.site, firms.floor, world.n_sites) / world.sample, 1.0)
    sites.floor_stock = sites.floor_start
    sites.floor_limit = sites.floor_start * p.floor_headroom
