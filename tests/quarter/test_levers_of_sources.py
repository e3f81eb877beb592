"""Levers on sources of technology: what each moves, and when it moves nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.quarter.collaboration import collaboration
from sim.quarter.collaboration.convening import agrees
from sim.quarter.innovation.consortia import own_funds, start_major_projects
from sim.quarter.innovation.teams import leading_lift
from sim.quarter.talent.programme import recruit
from sim.quarter.talent.stars import post_leading_talent
from sim.state.identity import Birth, kind_of_birth
from sim.state.knowledge import LinkKind
from sim.world import World
from tests.worlds import at_work, toy_world


def with_lever(name: str, intensity: float = 100.0, **terms: float) -> World:
    """The toy park at the start of its first quarter, with money for every lever."""
    settings: dict[str, Any] = {f"levers__{name}__intensity": intensity}
    settings |= {f"levers__{name}__terms__{term}": value for term, value in terms.items()}
    return at_work(toy_world(seed=3, **settings))


def test_recruits_bring_their_teams_and_take_posts_at_the_site() -> None:
    world = with_lever("leading_talent")
    before, people = len(world.talents), world.cities.labour.sum()
    post_leading_talent(world)
    invited = np.flatnonzero(kind_of_birth(world.talents.id) == Birth.INVITED)
    assert len(invited) > 0 and len(world.talents) >= before
    assert world.cities.labour.sum() == pytest.approx(people + len(invited) * 4.0)
    posted = invited[world.talents.employer_kind[invited] > 0]
    firm = world.firms.rows(world.talents.employer[posted])
    assert len(posted) > 0
    assert np.all(world.talents.site[posted[firm >= 0]] == world.firms.site[firm[firm >= 0]])


def test_a_star_without_a_laboratory_lifts_nothing_and_with_one_something() -> None:
    world = with_lever("leading_talent", per_thousand=500.0)
    plain = leading_lift(world)
    post_leading_talent(world)
    with_laboratory = leading_lift(world)
    assert with_laboratory.sum() > plain.sum()
    world.firms.rd_real[:] = 0.0
    world.universities.budget[:] = 0.0
    assert np.all(leading_lift(world) == 0.0)


def test_recruits_cost_what_they_are_paid_whether_or_not_they_find_a_laboratory() -> None:
    world = with_lever("leading_talent")
    world.firms.rd_real[:] = 0.0
    recruit(world)
    wanted = 100.0 * 10.0 * world.fixed.thousands / 4.0
    np.testing.assert_allclose(world.levers.accounts["leading_talent"].authority, 3.0 * wanted)


@pytest.mark.parametrize(
    ("lever", "terms"),
    [("match_event", {"intentions": 1.0, "follow_through": 1.0}), ("national_link", {"meetings": 100.0})],
)
def test_meetings_form_ties_among_firms_that_can_bear_them_and_none_among_others(
    lever: str, terms: dict[str, float]
) -> None:
    def ties(rd_year: float | None, intensity: float) -> int:
        world = with_lever(lever, intensity, **terms)
        if rd_year is not None:
            world.firms.rd_real_year[:] = rd_year
        collaboration(world)
        world.settle()
        assert len(np.unique(world.links.id)) == len(world.links)
        return int((world.links.kind != LinkKind.INFORMAL).sum())

    assert ties(None, 100.0) > ties(None, 0.0)
    assert ties(1e-9, 100.0) == ties(1e-9, 0.0)


def test_most_signings_lead_nowhere() -> None:
    world = with_lever("match_event", per_thousand=100.0)
    before = {int(i) for i in world.links.id}
    plain = with_lever("match_event", 0.0)
    for one in (world, plain):
        collaboration(one)
    signed = int(world.happenings.of("intentions").sum())
    followed = len({int(i) for i in world.links.id} - {int(i) for i in plain.links.id} - before)
    assert signed > 5
    assert followed < 0.5 * signed


def test_travel_keeps_partners_apart_and_a_link_takes_part_of_it_off() -> None:
    world = with_lever("national_link")
    n = 4000
    keys = np.arange(1, n + 1, dtype=np.uint64)
    a, b = np.zeros(n, np.int64), np.zeros(n, np.int64)

    def share(hours: float, relief: float) -> float:
        world.fixed.city_hours = np.full_like(world.fixed.city_hours, hours)
        return float(agrees(world, LinkKind.UNIVERSITY, a, b, keys, relief).mean())

    assert share(5.0, 0.0) < share(5.0, 0.5) < share(5.0, 1.0)
    assert share(0.0, 0.5) == share(0.0, 1.0)


def test_a_consortium_is_a_lead_and_partners_with_own_funds_and_the_state_pays() -> None:
    world = with_lever("major_project")
    before = len(world.projects)
    start_major_projects(world)
    projects, firms = world.projects, world.firms
    task = np.arange(before, len(projects))
    owner = firms.rows(projects.owner[task])
    assert len(task) >= 2 * world.happenings.of("major_projects").sum() > 0
    assert np.all(firms.rows(projects.partner[task]) >= 0)
    assert not np.any(firms.rows(projects.partner[task]) == owner)
    assert np.all(projects.stage[task] == 0) and np.all(projects.granted[task] == pytest.approx(20.0 / 3.0))
    account = world.levers.accounts["major_project"]
    assert account.authority.sum() == 0.0 and account.state.sum() == pytest.approx(projects.granted[task].sum())
    assert np.all(firms.cash[owner] >= 20.0 / 3.0) and np.all(4.0 * firms.rd_real_year[owner] >= 20.0 / 3.0)


def test_own_funds_keep_small_and_constrained_applicants_out() -> None:
    cash, rd = np.array([0.5, 50.0, 50.0]), np.array([5.0, 0.1, 5.0])
    assert own_funds(cash, rd, 6.0, 4.0).tolist() == [False, False, True]

    def owners(**terms: float) -> set[int]:
        world = with_lever("major_project", per_thousand=50.0, **terms)
        before = len(world.projects)
        start_major_projects(world)
        return set(world.firms.rows(world.projects.owner[before:]).tolist())

    assert len(owners(own_funds=0.0)) > len(owners(own_funds=1.0)) > len(owners(own_funds=5.0))
