"""Accelerators: who gets a place, and whom it helps."""

from __future__ import annotations

import numpy as np
import pytest

from sim.quarter.demography.acceleration import PLACES, accelerate
from sim.quarter.demography.incubation import has_graduated
from sim.quarter.finance.appraisal import pool_of
from sim.quarter.finance.rounds import clarity
from sim.quarter.innovation.teams import scale_up_lift
from sim.world import World
from tests.worlds import toy_world


def hall(places: float) -> World:
    """Quarter 6: every firm has graduated, is technological and grew by half a year; the first site has places."""
    world = toy_world()
    world.quarter = 6
    world.happenings.clear()
    firms = world.firms
    firms.accelerated_until[:], firms.tech_firm[:], firms.round[:] = -1, 1, 0
    firms.certified_until[:] = 9
    firms.revenue_ends[:] = np.array([22.5, 15.0, 10.0])
    world.sites.facilities[:, PLACES] = 0.0
    world.sites.facilities[0, PLACES] = places
    return world


def test_places_bound_the_tenants_of_a_site() -> None:
    world = hall(5.5)
    accelerate(world, has_graduated(world))
    held = np.flatnonzero(world.firms.accelerated_until >= 6)
    assert len(held) == 5
    assert np.all(world.firms.site[held] == 0)
    assert np.all(world.firms.accelerated_until[held] == 6 + 11)
    assert world.happenings.of("places_accelerator").tolist() == [5, 0]
    accelerate(world, has_graduated(world))
    assert np.count_nonzero(world.firms.accelerated_until >= 6) == 5


@pytest.mark.parametrize(
    ("column", "value"),
    [("tech_firm", 0), ("b", 0.0), ("round", 9), ("accelerated_until", 3), ("certified_until", -1)],
)
def test_who_may_not_apply(column: str, value: float) -> None:
    world = hall(1000.0)
    firms = world.firms
    firms.raised[:], firms.revenue_year[:] = 0.0, 2.0
    getattr(firms, column)[:40] = value
    before = firms.accelerated_until[:40].copy()
    accelerate(world, has_graduated(world))
    assert np.array_equal(firms.accelerated_until[:40], before)
    assert np.any(firms.accelerated_until >= 6)


def test_slow_growers_stay_out() -> None:
    world = hall(1000.0)
    world.firms.revenue_ends[:, 0] = 14.0
    accelerate(world, has_graduated(world))
    assert not np.any(world.firms.accelerated_until >= 6)


def test_it_helps_late_stages_of_promising_projects_only() -> None:
    world = hall(0.0)
    projects, firms = world.projects, world.firms
    assert not np.any(scale_up_lift(world))
    firms.accelerated_until[:] = 6
    lift = scale_up_lift(world)
    helped = (projects.owner >= 0) & (projects.stage >= 2) & (projects.promise > 0)
    assert np.any(helped)
    assert lift == pytest.approx(np.where(helped, world.scenario.projects.beta_accelerator, 0.0))


def test_funds_see_better_tenants_more_clearly_and_others_as_before() -> None:
    world = hall(0.0)
    pool = pool_of(world, np.flatnonzero(world.trading()))
    nobodys = np.zeros(len(pool.rows), np.bool_)
    assert not np.any(clarity(world, pool, nobodys))
    world.firms.accelerated_until[:] = 6
    seen = clarity(world, pool, nobodys)
    better = pool.worth > pool.usual
    assert np.any(better) and np.any(~better)
    assert seen == pytest.approx(np.where(better, world.scenario.finance.accelerator_clarity, 0.0))
