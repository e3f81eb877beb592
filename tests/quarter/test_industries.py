"""Levers of industries, upgrading, energy and take-off: each on the mechanism that it works on."""

from __future__ import annotations

import numpy as np
import pytest

from sim.genesis import build_world
from sim.loop import Loop
from sim.quarter.collaboration.coordination import allied, introduced, travel_hours
from sim.quarter.collaboration.partners import appeal, at_partner_sites, latest_projects
from sim.quarter.collaboration.suppliers import suppliers_near
from sim.quarter.demography.invitation import best_sector, gaps, outlets
from sim.quarter.innovation.insurance import Cover, insure_first_sets, pay_claims
from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.stages import MARKET
from sim.quarter.innovation.upgrading import upgrade
from sim.quarter.market.costs import upgrading_gains, upgrading_lead
from sim.quarter.market.demand import takeoff_year, trend, trend_growth
from sim.quarter.market.hiring import wanted_heads
from sim.quarter.market.hubs import hubs, park_shares
from sim.quarter.market.markets_opened import foreign_ties
from sim.quarter.observe.stocks import energy_used
from sim.scenario.files import apply_settings
from sim.state.cells import cell_sum
from sim.state.identity import Birth
from sim.state.knowledge import LinkKind
from sim.world import World
from tests.worlds import toy_scenario, toy_world, two_city_scenario


def live(world: World, quarters: int) -> World:
    loop = Loop()
    for _ in range(quarters):
        loop.run(world)
    return world


def opened(world: World, quarter: int = 1) -> World:
    """The world with the levers of a quarter in force and money for them."""
    world.quarter = quarter
    world.open_quarter()
    world.levers.open_quarter(quarter)
    world.levers.grant_budget(np.full(world.n_sites, 1e9), np.ones(world.n_sites))
    return world


# -- take-off -------------------------------------------------------------------------------------


def test_no_sector_takes_off_unless_a_scenario_says_so() -> None:
    world = toy_world()
    world.quarter = 40
    assert np.all(np.isinf(takeoff_year(world)))
    assert trend(world).tobytes() == (world.fixed.sector_growth * 10.0).tobytes()


def test_a_take_off_adds_growth_for_its_years_and_then_the_level_stays() -> None:
    of_fut = {"hazard": 0.5, "growth": 0.3, "years": 2.0}
    world = toy_world(**{f"sectors__FUT__takeoff_{name}": value for name, value in of_fut.items()})
    start = takeoff_year(world)[-1]
    assert np.isfinite(start) and np.all(np.isinf(takeoff_year(world)[:-1]))
    extra = []
    for quarter in range(0, 4 * int(start + 5)):
        world.quarter = quarter
        extra.append(float((trend(world) - world.fixed.sector_growth * world.years_run)[-1]))
    assert extra[0] == 0.0
    assert extra[-1] == pytest.approx(0.6)
    assert np.all(np.diff(extra) >= -1e-12)
    world.quarter = int(4 * (start + 1.0))
    assert trend_growth(world)[-1] == pytest.approx(world.fixed.sector_growth[-1] + 0.3)


def test_the_year_of_take_off_is_the_seed_s() -> None:
    years = {takeoff_year(toy_world(seed=seed, sectors__FUT__takeoff_hazard=0.1))[-1] for seed in (1, 2)}
    assert len(years) == 2


# -- chains ---------------------------------------------------------------------------------------


def test_gaps_are_where_need_exceeds_what_neighbours_can_supply() -> None:
    world = live(toy_world(), 1)
    world.grid("supply_need")[:] = 9.0
    assert np.all(gaps(world) == 0.0)
    assert np.all(best_sector(world, "chain_fill", gaps(world)) == -1)
    world.grid("supply_need")[:, 3] = 0.0
    assert np.all(best_sector(world, "chain_fill", gaps(world)) == 3)


def test_chains_are_extended_by_sectors_that_neighbours_supply() -> None:
    world = live(toy_world(), 1)
    score = outlets(world)
    assert np.all(score[:, world.fixed.is_future] == 0.0)
    world.grid("supply_need")[:] = 0.0
    assert np.all(outlets(world) == 0.0)


def test_invited_firms_are_paid_where_they_settle_and_only_there() -> None:
    lever = {"levers.chain_extend.intensity": 40.0, "levers.chain_extend.sites": ["park"]}
    world = build_world(apply_settings(toy_scenario(), lever), 4)
    paid, came, elsewhere = 0.0, 0, 0
    for _ in range(4):
        live(world, 1)
        new = (world.firms.birth == Birth.INVITED) & (world.firms.born == world.quarter)
        came += int(np.count_nonzero(new & (world.firms.site == 0)))
        elsewhere += int(np.count_nonzero(new & (world.firms.site == 1)))
        account = world.levers.accounts["chain_extend"]
        paid += float((account.authority + account.state).sum())
    assert came > 0 and elsewhere > 0
    assert 0.0 < paid <= came * 5.0 + 1e-9


def test_hubs_are_the_largest_and_shift_points_of_what_they_buy() -> None:
    world = opened(toy_world(levers__chain_strengthen__intensity=1.0))
    chosen = hubs(world)
    for site in range(world.n_sites):
        here = world.firms.site == site
        assert world.firms.revenue_year[here & chosen].min() >= world.firms.revenue_year[here & ~chosen].max()
    usual, shares = world.fixed.park_share, park_shares(world)
    assert np.all(shares >= usual) and np.all(shares <= usual + 0.05)
    assert shares.max() > usual.max()


# -- regions and markets --------------------------------------------------------------------------


def two_cities(intensity: float) -> World:
    levers = {} if intensity == 0 else {"levers.cross_region.intensity": intensity}
    return build_world(apply_settings(two_city_scenario(), levers), 2)


def test_coordination_brings_partners_of_another_city_closer() -> None:
    world = opened(two_cities(1.0))
    pair = np.array([0]), np.array([2])
    assert travel_hours(world, *pair) == pytest.approx(0.5 * world.fixed.city_hours[0, 1])
    assert travel_hours(world, np.array([0]), np.array([0]))[0] == 0.0
    plain = opened(two_cities(0.0))
    here, there = (np.flatnonzero(plain.firms.site == site)[:5] for site in (0, 2))
    degree = np.zeros(len(plain.firms), np.int64)
    brought, alone = (appeal(of, here, there, degree, latest_projects(of)) for of in (world, plain))
    assert np.all(brought > alone)


def test_offices_name_firms_of_the_partner_site_to_a_share_of_those_who_look() -> None:
    world = opened(two_cities(25.0))
    firms = world.firms
    everyone = np.flatnonzero(world.trading())
    there = introduced(world, everyone, 0)
    told = there >= 0
    city = world.sites.city.astype(np.int64)
    assert np.all(city[there[told]] != city[firms.site[everyone[told]]])
    assert np.mean(told) == pytest.approx(0.5, abs=0.12)
    named = at_partner_sites(world, everyone, world.trading())
    assert np.all((named >= 0).any(axis=1) == told)
    rows, slots = np.nonzero(named >= 0)
    assert np.array_equal(firms.site[named[rows, slots]], there[rows])
    assert np.any(suppliers_near(world, everyone, firms.sector[everyone].astype(np.int64))[:, 4:] >= 0)


def test_offices_of_a_site_alone_or_isolated_name_nobody() -> None:
    alone = opened(toy_world(levers__cross_region__intensity=10.0))
    assert np.all(introduced(alone, np.arange(len(alone.firms)), 0) == -1)
    world = opened(two_cities(10.0))
    world.fixed.site_market[2] = 1
    assert not np.any(allied(world))


def test_joint_projects_over_distance_come_of_it() -> None:
    plain, treated = two_cities(0.0), two_cities(50.0)
    for world in (plain, treated):
        world.sites.cash[:] = 1e6
        live(world, 4)
    assert far_ties(treated) > far_ties(plain)


def far_ties(world: World) -> int:
    """Joint research across cities."""
    a, b = world.link_ends()
    joint = np.flatnonzero((world.links.kind == LinkKind.JOINT_RD) & ~world.links.retired & (a >= 0) & (b >= 0))
    city = world.firm_city()
    return int(np.count_nonzero(city[a[joint]] != city[b[joint]]))


def test_ties_abroad_swing_about_their_mean_and_are_nothing_without_the_lever() -> None:
    assert foreign_ties(opened(toy_world())) == 1.0
    found = []
    for year in range(200):
        world = opened(toy_world(levers__bri__intensity=1.0), 1 + 4 * year)
        found.append(np.asarray(foreign_ties(world)) - 1.0)
    assert np.all(np.concatenate(found) > 0.0)
    assert np.mean(np.concatenate(found)) == pytest.approx(0.02, rel=0.15)


def test_what_the_authority_buys_is_sold_and_paid() -> None:
    world = toy_world(levers__scenario_opening__intensity=5.0)
    world.quarter += 1
    world.open_quarter()
    for phase in Loop():
        phase.verb(world)
        world.settle()
        if phase.name == "market":
            break
    firms, sold = world.firms, world.firms.public_sales
    assert sold.sum() > 0
    assert world.ledger.flow_total("public_purchases") == pytest.approx(sold.sum())
    assert np.all(world.quarter - firms.born[sold > 0] <= 20)
    flows = ("sales_home", "sales_foreign", "sales_local", "public_purchases")
    income = sum(world.ledger.flow_total(name) for name in flows)
    assert income == pytest.approx(firms.revenue.sum(), rel=1e-6)


# -- first sets -----------------------------------------------------------------------------------


def test_first_sets_wait_less_and_claims_stay_within_the_sum_insured() -> None:
    world = opened(live(toy_world(levers__first_launch__intensity=30.0), 1), 2)
    cover = insure_first_sets(world, yardsticks(world))
    projects = world.projects
    assert cover.covered.any() and cover.waiting == pytest.approx(0.75)
    assert np.all(projects.stage[cover.covered] == MARKET - 1)
    assert np.all(projects.process[cover.covered] == 0)
    projects.spent[:] = 1e6
    pay_claims(world, cover, np.ones(len(projects), np.bool_))
    assert world.ledger.flow_total("insurance_claims") == pytest.approx(cover.amount.sum())
    premiums = world.ledger.flow_total("insurance_premiums")
    account = world.levers.accounts["first_launch"]
    assert float((account.authority + account.state).sum()) == pytest.approx(0.8 * premiums)


def test_who_is_not_insured_claims_nothing() -> None:
    world = opened(toy_world())
    n = len(world.projects)
    pay_claims(world, Cover(np.zeros(n, np.bool_), np.ones(n), 1.0), np.ones(n, np.bool_))
    assert world.ledger.flow_total("insurance_claims") == 0.0


# -- upgrading and energy -------------------------------------------------------------------------


def test_without_the_lever_nobody_leads() -> None:
    world = live(toy_world(), 6)
    assert world.firms.green.min() > 0.0
    assert np.all(upgrading_lead(world) == 0.0)
    assert np.all(upgrading_gains(world) == 0.0)


def test_subsidised_firms_lead_buy_machines_and_need_fewer_ordinary_staff() -> None:
    world = opened(live(toy_world(levers__smart_green__intensity=10.0), 1), 2)
    before, capital = wanted_heads(world, world.firms.expected), world.firms.capital.copy()
    lead = upgrading_lead(world)
    upgrade(world)
    after, ahead = wanted_heads(world, world.firms.expected), upgrading_lead(world) > lead + 1e-9
    assert ahead.any()
    assert np.all(after[0, ahead] < before[0, ahead]) and np.all(after[1, ahead] > before[1, ahead])
    assert np.all(upgrading_gains(world)[ahead] > 0.0)
    bought = world.firms.equipment
    assert np.array_equal(world.firms.capital, capital), "machines arrive when the market opens"
    assert np.all(bought[ahead] > 0.0)
    assert np.any((bought > 0.0) & ~ahead), "some projects upgrade nothing"
    by_site = cell_sum(world.firms.site, bought, world.n_sites)
    account = world.levers.accounts["smart_green"]
    assert np.all(account.authority + account.state < by_site)


def test_energy_saved_lowers_unit_cost_by_its_bill() -> None:
    saving, plain = (toy_world(production__upgrade_energy=share) for share in (0.45, 0.0))
    for world in (saving, plain):
        world.firms.green += 0.2
    bill = 0.0025 * saving.fixed.energy_intensity / (1.0 - saving.grid("margin"))
    spared = upgrading_gains(saving) - upgrading_gains(plain)
    assert spared == pytest.approx(0.45 * 0.2 * bill.ravel()[saving.firm_cell()])


def test_energy_is_revenue_times_intensity_less_what_upgrading_saves() -> None:
    used = energy_used(np.array([10.0, 10.0]), np.array([4.0, 4.0]), np.array([0.0, 1.0]), 0.45)
    assert used == pytest.approx([40.0, 22.0])
