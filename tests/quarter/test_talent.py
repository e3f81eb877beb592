"""The talent phase on a real small world: books, people, posts, levers, closed cities."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.outside import outside_stock
from sim.quarter.talent import talent
from sim.state.knowledge import Employer

_spec = importlib.util.spec_from_file_location("worlds", Path(__file__).parents[1] / "worlds.py")
assert _spec is not None and _spec.loader is not None
worlds = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(worlds)


@pytest.fixture
def world() -> Any:
    return opened(worlds.toy_world())


def opened(world: Any, quarter: int = 1) -> Any:
    world.quarter = quarter
    world.ledger.open_quarter()
    world.happenings.clear()
    world.levers.open_quarter(quarter)
    world.levers.budget_left = np.full(world.n_sites, 1e9)
    return world


def quarters(world: Any, count: int) -> Any:
    for quarter in range(1, count + 1):
        opened(world, quarter)
        talent(world)
        world.ledger.audit()
        world.settle()
    return world


def test_books_balance_and_universities_end_with_empty_coffers(world):
    ledger, first = world.ledger, np.array([0])
    ledger.pay("licence_fees", ledger.firms(first), ledger.universities(first), np.ones(1))
    talent(world)
    world.ledger.audit()
    np.testing.assert_array_equal(world.universities.cash, 0.0)
    spent = world.ledger.flow_total("university_payroll") + world.ledger.flow_total("university_other")
    public = world.ledger.flow_total("block_grants") + world.ledger.flow_total("tuition")
    assert spent == pytest.approx(public + 1.0, rel=1e-12)


def test_pools_stand_at_trend_in_the_first_quarter(world):
    before = world.cities.labour.copy()
    talent(world)
    growth = 4.0 * (world.cities.labour / before - 1.0)
    np.testing.assert_allclose(growth, world.scenario.talent.labour_growth, atol=2e-3)


def test_everybody_together_grows_at_the_trend():
    world = opened(quarters(worlds.toy_world(), 8), 9)
    world.cities.wage[:, 1:] += 0.2
    before = world.cities.labour.sum() + outside_stock(world).sum()
    talent(world)
    world.quarter = 10
    after = world.cities.labour.sum() + outside_stock(world).sum()
    assert after / before == pytest.approx(np.exp(world.scenario.talent.labour_growth / 4.0), rel=1e-9)


def test_wages_rise_where_vacancies_are_many(world):
    world.cities.tight[:, 1] = 3.0 * world.cities.tight_start[:, 1]
    talent(world)
    assert np.all(world.cities.wage[:, 1] > 0) and np.all(np.abs(world.cities.wage[:, 2:]) < 1e-12)


def test_higher_pay_fills_a_pool():
    low, high = opened(worlds.toy_world()), opened(worlds.toy_world())
    high.cities.wage[0, 1] = 0.3
    talent(low), talent(high)
    assert high.cities.labour[0, 1] > low.cities.labour[0, 1]


def test_without_universities_a_pool_dries_up():
    with_them, without = worlds.toy_world(), worlds.toy_world()
    without.universities.retire(np.ones(len(without.universities), np.bool_))
    without.settle()
    quarters(with_them, 4), quarters(without, 4)
    assert np.all(without.cities.labour[0, 1:5] < with_them.cities.labour[0, 1:5])
    assert without.cities.labour.min() > 0


def test_every_leading_talent_has_a_living_employer_where_it_sits():
    world = quarters(worlds.toy_world(), 6)
    talents = world.talents
    firm = world.firms.rows(np.where(talents.employer_kind == Employer.FIRM, talents.employer, -1))
    university = world.universities.rows(
        np.where(talents.employer_kind == Employer.UNIVERSITY, talents.employer, -1)
    )
    assert np.all((firm >= 0) | (university >= 0))
    np.testing.assert_array_equal(talents.site[firm >= 0], world.firms.site[firm[firm >= 0]])
    assert np.all(world.firms.rd_real[firm[firm >= 0]] > 0)


def test_who_loses_an_employer_finds_another(world):
    talents, firms = world.talents, world.firms
    row = int(np.flatnonzero(firms.rd_real > 0)[0])
    talents.employer[:] = firms.handle[row]
    talents.employer_kind[:] = Employer.FIRM
    gone = int(firms.handle[row])
    firms.retire(np.array([row]))
    world.settle()
    talent(world)
    assert not np.any((talents.employer == gone) & (talents.employer_kind == Employer.FIRM))
    assert np.all(talents.employer_kind[~talents.retired] != Employer.NONE)
    assert np.all(talents.since[~talents.retired] == 1)


def test_named_talent_follows_the_leading_pools():
    world = worlds.toy_world(run__seed=3)
    world.scenario = world.scenario.model_copy(
        update={"talent": world.scenario.talent.model_copy(update={"star_share": 0.5})}
    )
    before = len(world.talents)
    quarters(world, 12)
    assert len(world.talents) > 2 * before
    world.cities.labour[:, 5:] = 1e-6
    at_most = len(world.talents)
    quarters(world, 12)
    assert len(world.talents) < at_most


def test_housing_draws_people_and_is_paid():
    plain, lured = (opened(worlds.toy_world()) for _ in range(2))
    lured.levers._intensity["talent_housing"] = np.where(np.arange(lured.n_sites) == 0, 1.0, 0.0)
    talent(plain), talent(lured)
    lured.ledger.audit()
    assert np.all(lured.cities.labour[0, 1:] > plain.cities.labour[0, 1:])
    assert lured.cities.labour[0, 0] == plain.cities.labour[0, 0]
    paid = lured.ledger.flow_total("talent_authorities") + lured.ledger.flow_total("talent_state")
    assert paid > 0 and plain.ledger.flow_total("talent_authorities") == 0


def test_off_means_no_peers_and_no_knowledge_with_hires():
    on, off = worlds.toy_world(), worlds.toy_world()
    off.scenario = off.scenario.with_effects(talent=0.0)
    for world in (on, off):
        opened(world)
        world.cities.employed *= 1.3
        talent(world)
    assert np.all(off.firms.hired_knowledge == 0.0) and on.firms.hired_knowledge.max() > 0.0
    assert np.all(on.cities.labour > off.cities.labour)


def test_a_firm_that_does_not_trade_changes_nobody():
    alone, beside = worlds.toy_world(), worlds.toy_world()
    firms = beside.firms
    first = firms.copy_columns()
    row = {name: values[:1] for name, values in first.items() if name not in ("id", "handle")}
    idle = ("b", "ordinary", "technical", "leading", "rd_real", "rd_real_year", "cash", "capital", "debt")
    firms.add(np.array([12345], np.uint64), {**row, **dict.fromkeys(idle, 0.0)})
    beside.settle()
    quarters(alone, 3), quarters(beside, 3)
    np.testing.assert_array_equal(alone.cities.labour, beside.cities.labour)
    np.testing.assert_array_equal(alone.talents.id, beside.talents.id)
    np.testing.assert_array_equal(alone.talents.since, beside.talents.since)
    here = beside.firms.row_of_identity(alone.firms.id)
    np.testing.assert_array_equal(alone.firms.hired_knowledge, beside.firms.hired_knowledge[here])


def test_a_closed_city_lives_by_itself():
    shut = worlds.toy_world(sites__park__isolated=True, sites__hinterland__isolated=True)
    assert np.all(shut.fixed.city_closed)
    far = worlds.toy_world(sites__park__isolated=True, sites__hinterland__isolated=True)
    far.cities.wage[:, 1:] += 0.5
    quarters(shut, 1), quarters(far, 1)
    np.testing.assert_array_equal(shut.cities.labour, far.cities.labour)
    np.testing.assert_array_equal(shut.cities.migrants, 0.0)
