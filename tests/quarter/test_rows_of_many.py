"""What rows that stand for many firms do for all of them: consortia, visits, results taken over, fees."""

from __future__ import annotations

import copy
from functools import cache

import numpy as np
import pytest

from sim.genesis import build_world
from sim.luck import Purpose
from sim.policy.operators import hosted, pilot_places
from sim.quarter.collaboration.convening import visitors
from sim.quarter.innovation import consortia, facilities
from sim.quarter.innovation.university_results import leave_universities
from sim.quarter.policy.facilities import run_lever_facilities, run_own_facilities
from sim.scenario.files import load
from sim.world import World
from tests.worlds import at_work

MANY = 10.0


@cache
def _built(weight: float, lever: str, intensity: float) -> World:
    settings = {"run.sample": 0.25, "run.generic_firms": 1000, "hinterland.row_weight": weight}
    return build_world(load("tianjin_binhai", settings | {f"levers.{lever}.intensity": intensity}), seed=2)


def opened(weight: float, lever: str, intensity: float = 1.0) -> World:
    """A world in its first quarter, with money for the lever."""
    return at_work(copy.deepcopy(_built(weight, lever, intensity)))


def test_members_of_consortia_are_paid_for_all_their_firms_and_the_quota_is_of_firms() -> None:
    spends = {}
    for weight in (1.0, MANY):
        world = opened(weight, consortia.LEVER, 100.0)
        world.firms.cash[:] = world.firms.rd_real_year[:] = 1e4
        before = len(world.projects)
        consortia.start_major_projects(world)
        projects, firms = world.projects, world.firms
        new = np.arange(before, len(projects))
        owner = firms.rows(projects.owner[new])
        assert np.all(firms.weight[owner] >= world.fixed.row_weight[firms.site[owner]])
        part = world.levers.unit_cost(consortia.LEVER) / consortia.TEAM
        assert projects.granted[new] == pytest.approx(part * firms.weight[owner])
        assert np.any(firms.site[owner] == 1)
        grant, least = consortia.tasks(world, new)
        quarterly = projects.granted[new] / (4.0 * world.levers.term(consortia.LEVER, "years"))
        assert grant == pytest.approx(quarterly) and np.all(least > grant)
        spends[weight] = projects.granted[new].sum()
    assert spends[MANY] == pytest.approx(spends[1.0], rel=0.3)


def test_own_funds_are_asked_of_each_firm_and_not_of_the_row() -> None:
    world = opened(MANY, consortia.LEVER, 20.0)
    firms = world.firms
    asked = world.levers.term(consortia.LEVER, "own_funds") * world.levers.unit_cost(consortia.LEVER) / consortia.TEAM
    firms.rd_real_year[:] = 1e4
    firms.cash[:] = np.where(firms.weight > 1.0, 0.5 * firms.weight * asked, 0.0)
    before = len(world.projects)
    consortia.start_major_projects(world)
    assert len(world.projects) == before
    firms.cash[firms.weight > 1.0] *= 2.1
    consortia.start_major_projects(world)
    assert len(world.projects) > before


def test_rows_come_to_as_many_meetings_as_their_firms_would() -> None:
    shown = np.array([40.0, 400.0])
    came = {}
    for weight in (1.0, MANY):
        world = opened(weight, "match_event")
        _, visitor = visitors(world, "match_event", Purpose.MATCH_EVENT, shown)
        came[weight] = np.bincount(world.firms.site[visitor], world.firms.weight[visitor], 2)
    assert came[MANY][0] == came[1.0][0] == 40.0
    assert came[MANY][1] == pytest.approx(400.0, rel=0.1)


def test_a_result_is_taken_over_by_one_firm_and_not_by_all_of_a_row() -> None:
    world = opened(MANY, "match_event")
    projects, firms = world.projects, world.firms
    firms.rd_real[firms.site == 0] = 0.0  # only rows of the hinterland look for results
    firms.cash[:] = 1e6
    projects.partner[:] = -1
    world.sites.leave_rate[:] = 50.0
    world.universities.transfer[:] = 1e6
    inside = np.flatnonzero(projects.owner < 0)
    cash = firms.cash.copy()
    leave_universities(world)
    taken = inside[projects.owner[inside] >= 0]
    gone = inside[projects.retired[inside] & (projects.owner[inside] < 0)]
    owner = firms.rows(projects.owner[taken])
    many = firms.weight[owner]
    assert len(taken) > 0 and len(gone) > 3 * len(taken)
    assert world.happenings.of("licences").sum() == pytest.approx(many.sum())
    paid = cash - firms.cash
    assert paid[owner].min() > 0.0 and np.count_nonzero(paid) == len(np.unique(owner))


def test_a_row_pays_the_fees_of_all_its_firms_and_can_if_each_of_them_can() -> None:
    world = opened(MANY, "voucher", 0.0)
    firms, projects = world.firms, world.projects
    p, owner = world.scenario.research, world.project_owners()
    own = owner >= 0
    fee = np.asarray(world.scenario.projects.facility_fee)[projects.stage]
    each = np.append(firms.weight, 1.0)[owner] / (1.0 - p.staff_share - p.contract_share)
    assert np.any(firms.weight[owner[own]] > 1.0)
    for share, able in ((0.9, False), (1.1, True)):
        firms.rd_real[:] = 0.0
        np.maximum.at(firms.rd_real, owner[own], share * (fee * each)[own])
        dearest = firms.rd_real[owner] <= share * fee * each * 1.0001
        assert np.all(facilities.can_pay(world, owner)[own & dearest] == able)


def test_operators_places_are_counted_in_rows() -> None:
    world = opened(MANY, "pie_operator", 2.0)
    run_own_facilities(world)
    run_lever_facilities(world)
    own = 2.0 * world.fixed.thousands * world.levers.term("pie_operator", "places") / 4.0
    assert pilot_places(world) == pytest.approx(own / world.fixed.row_weight)
    assert not hosted(world)[world.firms.mentored_until < world.quarter].any()
