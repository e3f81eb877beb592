"""What an institution's own facilities cost its authority, and what an authority without money does."""

from __future__ import annotations

import numpy as np
import pytest

from sim.loop import Loop
from sim.quarter.policy import policy
from sim.state.places import FACILITIES
from sim.world import World
from tests.worlds import toy_world


def opened(**settings: object) -> World:
    world = toy_world(**settings)
    world.quarter += 1
    world.open_quarter()
    return world


def test_places_cost_their_authority_money_before_levers() -> None:
    world = opened()
    p = world.scenario
    thousands = np.array([site.surveyed_firms or 0.0 for site in p.sites]) / 1000.0
    held = [p.institution_of(site) for site in p.sites]
    places = np.array([[getattr(each, name) for name in FACILITIES] for each in held])
    cost = (places * np.asarray(p.fiscal.facility_cost)).sum(axis=1) * thousands / 4.0
    before = world.sites.cash.copy()
    policy(world)
    assert world.ledger.flow_by_site("operations")[:-1] == pytest.approx(cost)
    assert world.sites.budget == pytest.approx((before - cost) * world.fixed.lever_budget_share)
    assert np.array_equal(world.sites.facilities, world.fixed.facilities)


def test_general_spending_gives_way() -> None:
    dear = opened()
    free = opened(fiscal__facility_cost=(0.0,) * 6)
    free.sites.cash[:] = dear.sites.cash
    for world in (dear, free):
        policy(world)
    less = free.ledger.flow_by_site("general_spending") - dear.ledger.flow_by_site("general_spending")
    assert np.all(less[:-1] > 0)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_an_authority_without_money_shuts_places_and_owes_nothing(share: float) -> None:
    world = opened()
    world.sites.cash[:] = share * world.fixed.facility_cost
    policy(world)
    assert np.all(world.sites.cash >= -1e-12)
    assert world.sites.facilities == pytest.approx(share * world.fixed.facilities)


def test_the_fiscal_balance_holds_it() -> None:
    world = toy_world()
    Loop().run(world)
    assert world.observer is not None
    paid = world.ledger.flow_by_site("operations")[:-1]
    income = sum(
        world.ledger.flow_by_site(flow)[:-1]
        for flow in ("tax_share", "rent_public", "facility_fees", "distributions_authorities")
    )
    given = sum(world.ledger.flow_by_site(flow)[:-1] for flow in ("grants_authorities", "calls_authorities"))
    assert np.all(paid > 0)
    assert world.observer.sites[-1]["fiscal_authority"] == pytest.approx(income - paid - given)
