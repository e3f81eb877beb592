"""Incubators: who gets a place, who graduates, and how long a tenant stays."""

from __future__ import annotations

import numpy as np
import pytest

from sim.quarter.demography.incubation import (
    PLACES,
    best_of_site,
    has_graduated,
    incubate,
    starting_tenants,
    tenants,
)
from sim.quarter.innovation.efficiency import mentored
from sim.world import World
from tests.worlds import toy_world


def nursery(places: float) -> World:
    """Quarter 6: all firms are young, small, technological and without a place; the first site has places."""
    world = toy_world()
    world.quarter = 6
    world.happenings.clear()
    firms = world.firms
    firms.mentored_until[:] = -1
    firms.certified_until[:] = -1
    firms.raised[:], firms.round[:], firms.revenue_year[:] = 0.0, 0, 2.0
    firms.born[:], firms.tech_firm[:] = 4, 1
    world.sites.facilities[:, PLACES] = 0.0
    world.sites.facilities[0, PLACES] = places
    return world


def test_best_of_site_takes_the_best_of_each() -> None:
    site = np.array([0, 1, 0, 1, 0])
    score = np.array([1.0, 5.0, 3.0, 4.0, 2.0])
    assert best_of_site(site, score, np.array([2.0, 1.0])).tolist() == [1, 2, 4]
    assert best_of_site(site, score, np.array([0.0, 9.0])).tolist() == [1, 3]
    assert best_of_site(site[:0], score[:0], np.array([2.0, 1.0])).tolist() == []


def test_places_bound_the_tenants_of_a_site() -> None:
    world = nursery(7.9)
    incubate(world, has_graduated(world))
    held = np.flatnonzero(tenants(world))
    assert len(held) == 7
    assert np.all(world.firms.site[held] == 0)
    assert np.all(world.firms.mentored_until[held] == 6 + 15)
    assert world.happenings.of("places_incubator").tolist() == [7, 0]


def test_without_places_nothing_happens() -> None:
    world = nursery(0.0)
    before = world.firms.copy_columns()
    incubate(world, has_graduated(world))
    for name, values in before.items():
        assert np.array_equal(values, getattr(world.firms, name)), name


@pytest.mark.parametrize(
    ("column", "value"),
    [("born", -3), ("tech_firm", 0), ("b", 0.0), ("revenue_year", 10.0), ("raised", 5.0),
     ("certified_until", 6), ("mentored_until", 2)],
)  # fmt: skip
def test_who_may_not_apply(column: str, value: float) -> None:
    world = nursery(1000.0)
    getattr(world.firms, column)[:] = value
    incubate(world, has_graduated(world))
    assert not tenants(world).any()


def test_a_firm_of_eight_quarters_is_still_taken() -> None:
    world = nursery(1000.0)
    world.firms.born[:] = -2
    incubate(world, has_graduated(world))
    assert tenants(world).any()


def test_abler_firms_are_likelier_to_get_in() -> None:
    world = nursery(20.0)
    here = np.flatnonzero(world.firms.site == 0)
    incubate(world, has_graduated(world))
    chosen = tenants(world)[here]
    assert world.firms.alpha[here][chosen].mean() > world.firms.alpha[here][~chosen].mean()


@pytest.mark.parametrize(
    ("column", "value"), [("revenue_year", 10.0), ("raised", 5.0), ("certified_until", 7), ("round", 9)]
)
def test_conditions_of_graduation(column: str, value: float) -> None:
    world = nursery(5.0)
    incubate(world, has_graduated(world))
    held = np.flatnonzero(tenants(world))
    world.quarter = 7
    world.sites.facilities[:, PLACES] = 0.0
    getattr(world.firms, column)[held] = value
    incubate(world, has_graduated(world))
    assert world.happenings.of("graduations").sum() == len(held) == 5
    assert np.all(world.firms.mentored_until[held] == 6)
    world.sites.facilities[:, PLACES] = 1000.0
    getattr(world.firms, column)[held] = 0
    incubate(world, has_graduated(world))
    assert not np.any(tenants(world)[held])


def test_a_stay_ends_and_frees_the_place() -> None:
    world = nursery(5.0)
    incubate(world, has_graduated(world))
    first = np.flatnonzero(tenants(world))
    world.quarter = 6 + 15
    assert np.all(tenants(world)[first])
    world.quarter += 1
    world.firms.born[:] = world.quarter - 1
    incubate(world, has_graduated(world))
    assert tenants(world).sum() == 5
    assert not np.any(tenants(world)[first])


def test_tenants_of_quarter_zero_have_a_part_of_their_stay_left() -> None:
    world = nursery(1000.0)
    world.quarter = 0
    world.firms.born[:] = -4 * (np.arange(len(world.firms)) % 6)
    starting_tenants(world)
    held = np.flatnonzero(tenants(world))
    assert len(held) > 5
    assert np.all(world.firms.born[held] >= -23)
    assert np.all(world.firms.mentored_until[held] <= 15)
    assert len(np.unique(world.firms.mentored_until[held])) > 3


def test_mentors_teach_the_abler_tenants_and_nobody_else() -> None:
    world = nursery(0.0)
    firms = world.firms
    founders = world.cells.quality_pool[world.firm_cell()]
    firms.alpha[:] = founders + np.where(np.arange(len(firms)) % 2 == 0, 0.1, -0.1)
    assert not np.any(mentored(world))
    firms.mentored_until[:20] = world.quarter
    firms.accelerated_until[20:40] = world.quarter
    gain = mentored(world)
    assert np.array_equal(gain > 0.0, (np.arange(len(firms)) < 40) & (np.arange(len(firms)) % 2 == 0))
    assert gain.max() == world.scenario.projects.mentor_gain
