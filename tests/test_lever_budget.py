"""A budget that does not reach scales levers down, and the metrics show it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.policy.payers import affordable, run_lever
from sim.world import World
from tests.test_minimal_difference import live
from tests.worlds import toy_world

LEVERS = {
    "levers__rd_grant__intensity": 4.0,
    "levers__poc__intensity": 20.0,
    "levers__major_project__intensity": 100.0,
}
PAID_BY_AUTHORITY, PAID_BY_STATE = ("rd_grant", "poc"), "major_project"


def lived(share: float) -> World:
    """Four quarters under levers for which the authority sets aside this share of its cash."""
    return live(toy_world(seed=4, institutions__high_tech__lever_budget=share, **LEVERS), 4)


@pytest.fixture(scope="module")
def poor() -> World:
    return lived(0.002)


@pytest.fixture(scope="module")
def rich() -> World:
    return lived(1.0)


def metric(world: World, name: str) -> np.ndarray:
    """A metric of the park by quarter, from the second on: in the first nothing has been asked for yet."""
    return np.array([sheet[name][0] for sheet in world.observer.sites[2:]])


def test_reach_is_shown(poor: World, rich: World) -> None:
    assert np.all(metric(poor, "budget_reach") < 0.5)
    assert np.all(metric(rich, "budget_reach") > metric(poor, "budget_reach"))


def test_levers_of_the_authority_spend_less_and_those_of_the_state_do_not(poor: World, rich: World) -> None:
    for lever in PAID_BY_AUTHORITY:
        spent = metric(poor, f"spent_{lever}")
        assert np.all(spent > 0.0)
        assert np.all(spent < 0.5 * metric(rich, f"spent_{lever}"))
    assert metric(poor, f"spent_{PAID_BY_STATE}").sum() > 0.5 * metric(rich, f"spent_{PAID_BY_STATE}").sum()


def test_no_more_is_spent_than_was_set_aside(poor: World) -> None:
    budget = poor.sites.budget[0] / poor.sample
    assert 0.0 < metric(poor, "lever_spending_authority")[-1] <= budget * (1 + 1e-9)


def test_what_is_asked_is_the_same_however_far_it_reaches(poor: World) -> None:
    """Reach is set by what full intensity would cost, so that a budget cut does not look like thrift."""
    world = poor
    asked = world.levers.asked_of_authority(world.n_sites)[0]
    assert world.sites.lever_scale[0] == pytest.approx(min(1.0, world.sites.budget[0] / asked))


def test_a_lever_that_is_half_paid_is_half_in_force() -> None:
    world = toy_world(seed=4, levers__cross_region__intensity=0.8)
    world.quarter += 1
    world.open_quarter()
    world.levers.open_quarter(world.quarter)
    world.levers.grant_budget(np.array([5.0, 1e9]), np.ones(world.n_sites))
    world.sites.cash[:] = 100.0
    reached = run_lever(world, "cross_region", np.array([10.0, 10.0]))
    assert reached == pytest.approx([0.4, 0.8])
    assert world.levers.intensity("cross_region") == pytest.approx([0.4, 0.8])
    assert affordable(world, "cross_region", np.array([1.0, 0.0]))[0] == 0.0
