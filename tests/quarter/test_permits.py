"""Delay of entry: it costs founders cash, keeps them away, and service shortens it for money."""

from __future__ import annotations

import numpy as np
import pytest

from sim.quarter.demography.entry import enter, entry_rates, permits_spared
from sim.quarter.demography.location import reach_of, terms_of_entry
from sim.quarter.policy import policy
from sim.world import World
from tests.worlds import toy_world


def born(delay: float) -> World:
    world = toy_world()
    world.quarter += 1
    world.open_quarter()
    world.sites.admin_delay[:] = world.fixed.admin_delay[:] = delay  # it stands, so as many are founders
    world.cells.entry_base *= 20.0
    enter(world)
    return world


def test_permits_cost_entrants_quarters_of_overhead() -> None:
    free, slow = born(0.0), born(2.0)
    assert free.ledger.flow_total("overhead") == 0.0
    p, firms = slow.scenario.production, slow.firms
    new = firms.born == 1
    reference = slow.cells.mean_sales[slow.firm_cell()]
    overhead = (p.overhead_share * 4.0 * firms.demand + p.overhead_fixed * reference) / 4.0
    assert new.sum() > 5
    assert slow.ledger.flow_total("overhead") == pytest.approx(2.0 * overhead[new].sum())
    assert slow.ledger.flow_total("founders_equity") == pytest.approx(free.ledger.flow_total("founders_equity"))


def test_a_slow_site_is_chosen_less() -> None:
    world = toy_world()
    sector, size = np.arange(3), np.array([0.1, 0.5, 2.0])
    world.sites.admin_delay[:] = 0.0
    reach = reach_of(world, np.zeros_like(sector), sector)
    before = terms_of_entry(world, reach, size)
    world.sites.admin_delay[0] = 4.0
    after = terms_of_entry(world, reach, size)
    slow = reach.site == 0
    assert slow.any() and np.all(after[slow] < before[slow])
    assert not slow.all() and np.array_equal(after[~slow], before[~slow])


def test_service_cuts_the_delay_as_far_as_it_is_paid() -> None:
    world = toy_world(levers__service_speed__intensity=1.0)
    world.quarter += 1
    world.open_quarter()
    policy(world)
    cost = world.levers.unit_cost("service_speed") / 4.0
    account = world.levers.accounts["service_speed"]
    reached = account.authority / cost
    assert np.all((reached > 0) & (reached <= 1))
    cut = world.levers.term("service_speed", "cut")
    assert world.sites.admin_delay == pytest.approx(world.fixed.admin_delay * (1 - cut * reached))


def test_where_nothing_is_slow_service_is_money_lost() -> None:
    world = toy_world(levers__service_speed__intensity=1.0, institutions__high_tech__admin_delay=0.0)
    world.quarter += 1
    world.open_quarter()
    policy(world)
    assert world.sites.admin_delay[0] == 0.0
    assert world.levers.accounts["service_speed"].authority[0] > 0


def test_speed_makes_founders_of_some_who_would_not_be_and_the_standing_delay_of_none() -> None:
    world = toy_world()
    standing = entry_rates(world)
    assert np.all(permits_spared(world) == 0.0)
    world.sites.admin_delay = 0.5 * world.fixed.admin_delay
    p, entrant = world.scenario.production, world.scenario.demography.entrant_size
    overhead = (p.overhead_share * entrant + p.overhead_fixed) / 4.0
    expected = 0.5 * world.fixed.admin_delay * overhead / (world.sites.profit_target * entrant)
    assert permits_spared(world) == pytest.approx(np.repeat(expected[:, None], world.n_sectors, axis=1))
    ratio = world.grid("profit_rate") / world.sites.profit_target[:, None]
    inside = (ratio > 0.3) & (ratio + expected[:, None] < 2.0) & (standing > 0)
    more = (1.0 + expected[:, None] / ratio) ** world.scenario.demography.entry_profit_el
    assert inside.any()
    assert (entry_rates(world)[inside] / standing[inside]) == pytest.approx(more[inside])
