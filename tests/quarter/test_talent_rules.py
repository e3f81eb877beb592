"""Rules of talent on arrays: wages, universities' staff, flows of people, what hires carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects.talent import migration_flows, net_migration
from sim.outside import by_pool
from sim.quarter.talent.migration import renewed, settle_graduates, travel
from sim.quarter.talent.stars import sorting
from sim.quarter.talent.universities import affordable_staff, staff_next
from sim.quarter.talent.wages import wage_next

WAGE = {"speed": 0.25, "elasticity": 0.2, "bound": 20.0}


def test_wage_rests_at_the_tightness_of_quarter_0():
    tight = np.array([[0.3, 2.0]])
    np.testing.assert_array_equal(wage_next(np.zeros((1, 2)), tight, tight, **WAGE), 0.0)


def test_wage_tends_to_elasticity_times_ln_tightness():
    wage = np.zeros(1)
    for _ in range(200):
        wage = wage_next(wage, np.array([2.0]), np.array([1.0]), **WAGE)
    assert wage[0] == pytest.approx(0.2 * np.log(2.0), rel=1e-9)
    first = wage_next(np.zeros(1), np.array([2.0]), np.array([1.0]), **WAGE)
    assert first[0] == pytest.approx(0.25 * 0.2 * np.log(2.0))


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_wage_moves_by_a_finite_step(tight, start):
    moved = wage_next(np.zeros(1), np.array([tight]), np.array([start]), **WAGE)
    assert abs(moved[0]) <= 0.25 * 0.2 * np.log(20.0) + 1e-12


def test_staff_that_payroll_bears_stays():
    wage = np.array([[0.3, 0.4, 0.2, 0.5]])
    mix = np.array([[0.4, 0.3, 0.2, 0.1]])
    staff = affordable_staff(np.array([90.0]), wage, mix, support=1.0)
    assert (staff * wage).sum() * 2.0 / 4.0 == pytest.approx(90.0)
    after = staff_next(staff, np.array([90.0]), wage, support=1.0, speed=0.1)
    np.testing.assert_allclose(after, staff, rtol=1e-12)
    grown = staff_next(staff, np.array([180.0]), wage, support=1.0, speed=0.1)
    np.testing.assert_allclose(grown, 1.1 * staff, rtol=1e-12)


def test_a_university_without_staff_stays_empty():
    empty = staff_next(np.zeros((1, 4)), np.array([50.0]), np.ones((1, 4)), support=1.0, speed=0.1)
    np.testing.assert_array_equal(empty, 0.0)


def test_retirees_are_replaced_at_trend():
    labour = np.full((2, 9), 1000.0)
    np.testing.assert_allclose(renewed(labour, np.full((2, 9), 0.03), 0.025), 1000.0 * (1 + 0.005 / 4))


def test_graduates_are_neither_made_nor_lost():
    graduates = np.array([[100.0, 0.0], [40.0, 8.0]])
    shares = np.array([[[0.5, 0.2, 0.3], [0.1, 0.6, 0.3], [0, 0, 1.0]]] * 2)
    came = settle_graduates(graduates, shares, np.array([False, False]), local=0.5)
    abroad = 0.5 * 0.3 * graduates.sum()
    assert came.sum() + abroad == pytest.approx(graduates.sum())
    assert came[0, 0] == pytest.approx(50 + 0.5 * 50 + 0.1 * 20)


def test_graduates_of_a_closed_city_stay():
    shares = np.zeros((1, 2, 2))
    came = settle_graduates(np.array([[12.0]]), shares, np.array([True]), local=0.5)
    assert came[0, 0] == 12.0


def test_a_closed_border_is_infinitely_far():
    hours = travel(np.array([[0.0, 2.0], [2.0, 0.0]]), np.array([True, False]), np.array([1.0, 3.0]))
    assert np.isinf(hours[0, 1]) and np.isinf(hours[1, 0]) and np.isinf(hours[0, 2])
    assert hours[1, 2] == 3.0 and hours[0, 0] == 0.0 and hours[2, 2] == 0.0


def _flows(wage, closed=(False, False), policy=0.0):
    people = np.array([[1000.0] * 9, [2000.0] * 9, [1e6] * 9])
    pay = np.ones((3, 9))
    pay[0] *= wage
    extra = np.zeros((3, 9))
    extra[0] += policy
    return people, migration_flows(
        1.0, people, pay, np.ones(3), 0.0, np.zeros(3), np.ones((3, 9)), extra, people,
        travel(np.array([[0.0, 2.0], [2.0, 0.0]]), np.array(closed), np.ones(2)),
        considering=by_pool(0.015, 0.035, 0.05), wage_el=by_pool(0.8, 1.8, 1.8), psi=0.3, hours_el=0.6,
        rent_share=0.25,
    )  # fmt: skip


def test_people_go_where_pay_and_policy_are_better_and_nobody_is_lost():
    people, flows = _flows(1.0)
    _, paid = _flows(1.1)
    _, lured = _flows(1.0, policy=0.2)
    net, better, policy = net_migration(flows), net_migration(paid), net_migration(lured)
    np.testing.assert_allclose(net.sum(axis=0), 0.0, atol=1e-7)
    assert np.all(better[0] > net[0]) and np.all(policy[0] > net[0])
    assert better[0, 1] - net[0, 1] > better[0, 0] - net[0, 0], "technical staff is more mobile than ordinary"
    assert np.all(people + better > 0)


def test_response_of_the_first_year_is_a_small_part_of_the_long_run():
    people, _ = _flows(1.0)
    base = people.copy()
    stock = people.copy()
    first = 0.0
    for quarter in range(400):
        wage = np.ones((3, 9))
        wage[0] *= 1.1
        flows = migration_flows(
            1.0, stock, wage, np.ones(3), 0.0, np.zeros(3), np.ones((3, 9)), np.zeros((3, 9)), base,
            travel(np.zeros((2, 2)), np.array([False, False]), np.zeros(2)),
            considering=by_pool(0.015, 0.035, 0.05), wage_el=by_pool(0.8, 1.8, 1.8), psi=0.3, hours_el=0.6,
            rent_share=0.25,
        )  # fmt: skip
        stock = stock + net_migration(flows)
        if quarter == 3:
            first = np.log(stock[0, 1] / base[0, 1])
    long_run = np.log(stock[0, 1] / base[0, 1])
    assert long_run / np.log(1.1) == pytest.approx(1.8, rel=0.02)
    assert first < long_run / 3


def test_a_closed_city_keeps_its_people():
    people, flows = _flows(1.5, closed=(True, False))
    np.testing.assert_array_equal(flows[:, 0, :], 0.0)
    np.testing.assert_array_equal(flows[:, :, 0], 0.0)
    assert flows[:, 1, 2].min() > 0
    assert people.shape == (3, 9)


def test_better_talent_cares_more_for_equipment():
    rich, poor = np.array([2.0]), np.array([0.1])
    good, plain = np.array([2.0]), np.array([1.0])
    assert sorting(rich, good, 0.5, 0.5) > sorting(rich, plain, 0.5, 0.5) == 1.0
    assert sorting(poor, good, 0.5, 0.5) < 1.0
    assert sorting(rich, good, 0.5, 0.0) == 1.0
