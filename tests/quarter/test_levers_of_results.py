"""Levers that bring results to market: what each moves, and when it moves nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policy import operators
from sim.quarter.finance.funds import late_budget, opened_by_lever, pace
from sim.quarter.finance.guidance import promised_return
from sim.quarter.innovation import facilities, innovation
from sim.quarter.innovation.transfer import agencies
from sim.quarter.innovation.university_results import best_match, transfer_hazards
from sim.quarter.policy.facilities import ADDED, run_lever_facilities, run_own_facilities, yearly_cost
from sim.quarter.policy.rights import rights_factor, set_rights
from sim.state.firms import Owner
from sim.state.places import FACILITIES
from sim.world import World
from tests.test_minimal_difference import differences, live
from tests.worlds import at_work, toy_world

PILOT = FACILITIES.index("pilot")


def run_facilities(world: World) -> None:
    run_own_facilities(world)
    run_lever_facilities(world)


def with_lever(name: str, intensity: float = 1.0, **terms: float) -> World:
    settings: dict[str, Any] = {f"levers__{name}__intensity": intensity}
    settings |= {f"levers__{name}__terms__{term}": value for term, value in terms.items()}
    return at_work(toy_world(seed=3, **settings))


def all_enter(world: World) -> World:
    """The world with all projects in their first quarter in their stage, when they ask for a place."""
    world.projects.stage_since[:], world.projects.started[:] = world.quarter - 1, world.quarter - 9
    return world


@pytest.mark.parametrize("lever", ("poc", "pilot", "testing", "pie_operator"))
def test_a_facility_costs_its_running_and_its_part_of_building_and_adds_places(lever: str) -> None:
    plain, moved = at_work(toy_world(seed=3)), with_lever(lever, 2.0)
    for world in (plain, moved):
        run_facilities(world)
    units = 2.0 * moved.fixed.thousands
    account = moved.levers.accounts[lever]
    np.testing.assert_allclose(account.authority + account.state, units * yearly_cost(moved, lever) / 4.0)
    added = moved.sites.facilities - plain.sites.facilities
    for facility, term in ADDED[lever]:
        stay = 1.0 if facility == "incubator" else 4.0
        expected = units * moved.levers.term(lever, term) / stay
        np.testing.assert_allclose(added[:, FACILITIES.index(facility)], expected)
    assert np.count_nonzero(added.any(axis=0)) == len(ADDED[lever])


def test_building_is_paid_over_the_life_of_a_line() -> None:
    world = with_lever("pilot")
    assert yearly_cost(world, "pilot") == pytest.approx(15.0 + 0.3 * 100.0 / 6.5)
    assert yearly_cost(world, "poc") == 4.0


def test_capacity_does_nothing_without_a_queue_and_something_with_one() -> None:
    def served(capacity: float) -> World:
        world = at_work(toy_world(seed=3))
        world.sites.facilities[:, :4] = capacity
        innovation(all_enter(world))
        return world

    short, enough, more = served(2.0), served(1e4), served(2e4)
    assert (short.projects.served > 0).sum() < (enough.projects.served > 0).sum()
    assert set(differences(enough, more)) == {"sites.facilities"}


def test_an_agency_moves_more_results_only_where_the_office_is_the_bottleneck() -> None:
    def hazards(transfer: float, lever: bool) -> float:
        world = with_lever("transfer", 1.0 if lever else 0.0, introductions=0.0)
        added, _ = agencies(world)
        capacity = np.minimum(1.0, (transfer + added) / 20.0)
        licence, spin = transfer_hazards(np.full(len(added), 0.15), capacity, np.ones(1), np.zeros(1) > 0, 0.08, 4.0)
        return float((licence + spin).sum())

    assert hazards(5.0, True) > hazards(5.0, False)
    assert hazards(25.0, True) == hazards(25.0, False)


def test_introductions_find_firms_that_can_use_a_result_better() -> None:
    world = with_lever("transfer")
    rows = np.flatnonzero(world.projects.owner < 0)
    none, some = np.zeros(len(rows), np.int64), np.full(len(rows), 6)
    _, alone = best_match(world, rows, none)
    _, shown = best_match(world, rows, some)
    assert np.all(shown >= alone) and np.any(shown > alone)


def test_rights_move_results_only_as_far_as_the_office_places_them() -> None:
    world = with_lever("result_rights", inventors_share=1.0, leave_el=1.0)
    set_rights(world)
    np.testing.assert_allclose(world.sites.leave_rate, 2.0 * world.fixed.leave_rate)
    assert np.all(rights_factor(world, "spin_el") > 1.0)

    def leaving(rate: float, office: float) -> float:
        capacity = np.minimum(1.0, office / (100.0 * rate))
        licence, spin = transfer_hazards(np.array([rate]), capacity, np.ones(1), np.zeros(1) > 0, 0.08, 4.0)
        return float(licence[0] + spin[0])

    assert leaving(0.30, 9.4) == pytest.approx(leaving(0.15, 9.4))
    assert leaving(0.30, 94.0) == pytest.approx(2.0 * leaving(0.15, 94.0))


def test_vouchers_bring_small_technology_firms_into_the_queue_and_add_no_place() -> None:
    plain, moved = at_work(toy_world(seed=3)), with_lever("voucher", rate=0.5)
    dearest = max(plain.scenario.projects.facility_fee)
    p = plain.scenario.research
    for world in (plain, moved):
        world.firms.revenue_year[:] = 50.0
        # A quarter's purchases bear three quarters of the dearest fee.
        world.firms.rd_real[:] = 0.75 * dearest / (1.0 - p.staff_share - p.contract_share)
        world.sites.facilities[:, :4] = 30.0
        facilities.serve_projects(all_enter(world))
    assert np.all(moved.sites.queue >= plain.sites.queue)
    assert moved.sites.queue[:, PILOT].sum() > plain.sites.queue[:, PILOT].sum()
    np.testing.assert_array_equal(moved.sites.facilities, plain.sites.facilities)
    rate = facilities.voucher_rate(moved)
    account = moved.levers.accounts["voucher"]
    paid = float((account.authority + account.state).sum())
    assert paid == pytest.approx(moved.firms.rd_grant.sum()) and paid > 0.0
    assert np.all(rate[moved.firms.tech_firm == 0] == 0.0) and np.all(rate[moved.firms.tech_firm > 0] == 0.5)
    moved.firms.revenue_year[:] = 500.0
    assert np.all(facilities.voucher_rate(moved) == 0.0)


def test_who_lacks_equipment_asks_once_a_stage() -> None:
    world = all_enter(at_work(toy_world(seed=3)))
    projects, goods = world.projects, world.fixed.goods
    makers, others = goods.argmax(), (~goods).argmax()
    lab, concept, pilot, testing = world.scenario.projects.facility_novelty
    cases = (
        (0, others, lab, True), (0, others, lab - 0.01, False), (1, makers, concept, True),
        (1, makers, concept - 0.01, False), (2, makers, pilot, True), (2, makers, pilot - 0.01, False),
        (2, others, 1.0, False), (3, others, testing, True), (3, makers, testing, True),
    )  # fmt: skip
    for row, (stage, sector, novelty, _) in enumerate(cases):
        projects.stage[row], projects.sector[row], projects.novelty[row] = stage, sector, novelty
    assert facilities.needs_place(world)[: len(cases)].tolist() == [asks for *_, asks in cases]
    facilities.serve_projects(world)
    assert world.sites.queue[0, :4].min() > 0.0
    world.quarter += 1
    facilities.serve_projects(world)
    assert not world.sites.queue.any()


def test_places_serve_more_until_all_who_ask_are_served() -> None:
    def served(times: float) -> float:
        world = all_enter(at_work(toy_world(seed=3)))
        world.sites.facilities[:, PILOT] = times * asked
        facilities.serve_projects(world)
        return float(world.projects.served[world.projects.stage == 2].sum())

    world = all_enter(at_work(toy_world(seed=3)))
    facilities.serve_projects(world)
    asked = world.sites.queue[:, PILOT].copy()
    none, some, most, full, more = (served(times) for times in (0.0, 0.4, 0.8, 1.0, 2.0))
    assert 0.0 == none < some < most < full == more == asked.sum()


def test_operators_serve_their_tenants_first_and_leave_the_rest_of_their_places() -> None:
    world = with_lever("pie_operator", 20.0)
    run_facilities(world)
    firms, projects = world.firms, world.projects
    owner = firms.rows(projects.owner)
    waiting = np.flatnonzero((owner >= 0) & (projects.stage == 2) & (projects.site == 0))
    firms.mentored_until[owner[waiting[::2]]] = world.quarter + 8
    own = operators.hosted(world)[owner]
    assert own[waiting].any() and not own[waiting].all()
    innovation(all_enter(world))
    pilots = np.flatnonzero((projects.stage == 2) & (projects.stage_since <= 0) & (projects.site == 0))
    tenants = pilots[own[pilots]]
    assert projects.served[tenants].mean() > projects.served[pilots].mean()


def test_an_operators_fund_buys_only_into_tenants() -> None:
    world = toy_world(seed=3, levers__pie_operator__intensity=50.0)
    bought = 0
    for _ in range(12):
        live(world, 1)
        mine = np.flatnonzero(operators.operators_funds(world.funds.id))
        holder = world.funds.rows(world.stakes.fund)
        new = np.flatnonzero(np.isin(holder, mine) & (world.stakes.since == world.quarter))
        firm = world.firms.rows(world.stakes.firm[new])
        assert np.all(world.firms.mentored_until[firm[firm >= 0]] >= world.quarter - 1)
        bought += len(new)
    assert len(mine) > 0 and np.all(opened_by_lever(world.funds.id[mine]))
    assert bought > 0
    account = world.levers.accounts["pie_operator"]
    assert float((account.authority + account.state).sum()) > 0.0


def guided(**terms: float) -> World:
    """A quarter after a fund opened on these terms, in a park whose partners are easily convinced."""
    settings: dict[str, Any] = {f"levers__guidance_fund__terms__{k}": v for k, v in terms.items()}
    world = toy_world(
        seed=3, levers__guidance_fund__intensity=5.0, finance__smallest_fund=1.0, finance__optimism_discount=0.0,
        finance__partners_hurdle=0.0, **settings,
    )  # fmt: skip
    world.firms.owner[:] = Owner.STATE
    return live(world, 1)


def many_houses(**settings: Any) -> dict[str, float]:
    """Funds and money of the park, when eighty small houses plan what one large one does."""
    world = toy_world(
        seed=3, levers__guidance_fund__intensity=1.0, levers__guidance_fund__unit_cost=200.0 / 80.0,
        levers__guidance_fund__sites=("park",), finance__firms_per_guidance_fund=1.0,
        finance__smallest_fund=30.0 / 80.0, **settings,
    )  # fmt: skip
    live(world, 1)
    counts = {name: float(world.happenings.of(f"guidance_{name}")[0]) for name in ("planned", "opened", "filled")}
    money = {name: float(world.happenings.amount(f"guidance_{name}")[0]) for name in ("target", "committed")}
    mine = opened_by_lever(world.funds.id)
    assert counts["opened"] == np.count_nonzero(mine)
    assert money["committed"] == pytest.approx(world.funds.committed[mine].sum())
    return counts | money


def test_some_funds_meet_their_target_and_some_never_open() -> None:
    """[WAJ]: a quarter of funds meet their target; 15 to 45 % is the band."""
    found = many_houses()
    assert 70.0 <= found["planned"] <= 90.0
    assert 0.15 <= found["filled"] / found["planned"] <= 0.45
    assert found["filled"] < found["opened"] < found["planned"]
    assert 0.0 < found["committed"] < found["target"]
    alike = many_houses(levers__guidance_fund__terms__houses=0.0)
    assert alike["filled"] in (0.0, alike["planned"]) and alike["opened"] in (0.0, alike["planned"])


def test_an_operator_has_terms_of_its_own() -> None:
    own = {"levers__pie_operator__terms__largest_value": 77.0, "levers__pie_operator__terms__hard_tech": 0.5}
    of_guidance = {"levers__guidance_fund__terms__largest_value": 99.0, "levers__guidance_fund__terms__hard_tech": 3.0}
    world = live(toy_world(seed=3, levers__pie_operator__intensity=50.0, **own, **of_guidance), 1)
    mine = operators.operators_funds(world.funds.id)
    assert mine.any() and np.all(world.funds.largest[mine] == 77.0) and np.all(world.funds.hard_tech[mine] == 0.5)


@pytest.mark.parametrize("early", [0.0, 0.4, 1.0])
def test_early_money_is_a_share_and_not_a_switch(early: float) -> None:
    world = guided(early=early)
    rows = np.flatnonzero(opened_by_lever(world.funds.id))
    world.quarter += 12
    world.funds.late[rows] = 0.0
    late = late_budget(world)[rows]
    assert late == pytest.approx((1.0 - early) * pace(world)[rows])
    world.funds.late[rows] = 0.25 * pace(world)[rows]
    assert late_budget(world)[rows] == pytest.approx(np.maximum(0.75 - early, 0.0) * pace(world)[rows])


def test_partners_reckon_with_the_late_rounds_that_are_allowed() -> None:
    """With all money early the universe is the first rounds; each part set free can only add to it."""
    found = []
    for early in (1.0, 0.7, 0.3):
        world = guided(early=early)
        park = np.array([0])
        found.append(promised_return(world, park, np.array([2000.0]))[0])
    assert found[0] <= found[1] <= found[2]
    assert found[0] < found[2]


@pytest.mark.parametrize(
    ("term", "value", "column"),
    [
        ("public_share", 0.6, "public_share"),
        ("early", 0.2, "early"),
        ("largest_value", 200.0, "largest"),
        ("years", 20.0, "closes"),
        ("hard_tech", 3.0, "hard_tech"),
        ("patience", 1.0, "patience"),
    ],
)
def test_every_term_of_a_guidance_fund_shapes_it(term: str, value: float, column: str) -> None:
    usual, other = guided(), guided(**{term: value})
    values = []
    for world in (usual, other):
        rows = np.flatnonzero(opened_by_lever(world.funds.id))
        assert len(rows) > 0
        values.append(np.unique(getattr(world.funds, column)[rows]))
    assert not np.array_equal(*values)
