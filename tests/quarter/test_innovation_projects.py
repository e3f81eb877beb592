"""Projects from laboratory to market: odds, money, value, and what they take from others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.luck import Luck, Purpose
from sim.model import ParkModel
from sim.quarter.innovation import funding, stages, starts, success, university_results
from sim.quarter.innovation.measures import projects_by_size
from sim.scenario.files import load
from sim.scenario.parameters.projects import Projects
from tests.worlds import at_work

P = Projects()
N = 40000
IDS = np.arange(1, N + 1, dtype=np.uint64)


def _lives(odds: float, years: float, funded: float) -> tuple[float, float]:
    """Share of projects that climb in the end, and mean years in the stage."""
    luck, alive = Luck(5), np.ones(N, bool)
    climbed, time = 0, 0.0
    for quarter in range(1, 200):
        draw = luck.uniform(Purpose.PROJECT_FATE, IDS, quarter)
        up, down = stages.fate(draw, np.full(N, odds), np.full(N, years), np.full(N, funded))
        assert not np.any(up & down)
        climbed += int((alive & up).sum())
        time += alive.sum() / 4.0
        alive &= ~(up | down)
    return climbed / N, time / N


def test_a_funded_project_climbs_with_its_odds_after_its_years() -> None:
    climbed, years = _lives(0.7, 2.0, 1.0)
    assert climbed == pytest.approx(0.7, abs=0.01)
    assert years == pytest.approx(2.0, abs=0.15)


def test_too_little_money_slows_and_does_not_help() -> None:
    climbed, years = _lives(0.7, 2.0, 0.3)
    assert climbed == pytest.approx(0.21 / 0.51, abs=0.01)
    assert years > 3.0


@given(st.floats(0.01, 0.99), st.floats(0.0, 0.5), st.floats(0.0, 1.0))
def test_better_odds_never_undo_a_climb_or_make_a_failure(odds: float, lift: float, funded: float) -> None:
    draw = (np.arange(500) + 0.5) / 500
    ones = np.ones(500)
    up, down = stages.fate(draw, odds * ones, 2.0 * ones, funded * ones)
    better = stages.lifted_odds(odds * ones, lift * ones)
    up2, down2 = stages.fate(draw, better, 2.0 * ones, funded * ones)
    assert np.all(up <= up2) and np.all(down2 <= down)


def test_odds_follow_whoever_carries_the_project() -> None:
    stage = np.array([0, 1, 2, 3])
    no, yes = np.zeros(4, bool), np.ones(4, bool)
    odds, years = stages.stage_table(no, yes, stage, P)
    assert np.prod(odds) == pytest.approx(0.516, abs=0.001)
    odds, _ = stages.stage_table(no, no, stage, P)
    assert np.prod(odds) == pytest.approx(0.039, abs=0.001)
    bio, longer = stages.stage_table(yes, yes, stage, P)
    assert np.prod(bio) == pytest.approx(0.258, abs=0.001)
    np.testing.assert_allclose(longer, 2.5 * years)


def test_readiness_rises_from_one_to_nine() -> None:
    stage = np.array([0, 0, 0, 1, 2, 2, 3, 3, 4])
    quarters = np.array([0, 3, 5, 2, 0, 7, 1, 100, 50])
    trl = stages.readiness_level(stage, quarters, np.where(stage < 2, 1.5, 2.0))
    np.testing.assert_array_equal(trl, [1, 2, 3, 4, 5, 6, 7, 8, 9])


def test_starved_projects_are_given_up_in_time() -> None:
    years, late = np.full(3, 1.5), np.array([19, 19, 17])
    given_up = stages.abandoned(late, years, np.array([0.2, 0.4, 0.2]), P)
    np.testing.assert_array_equal(given_up, [True, False, False])


def test_late_stages_are_served_first_and_no_budget_is_overspent() -> None:
    owner, stage = np.array([0, 0, 0, 1]), np.array([0, 0, 3, 1])
    need = np.array([1.0, 3.0, 5.0, 2.0])
    own = funding.shared_out(np.array([7.0, 9.0]), need, stage, owner)
    np.testing.assert_allclose(own, [0.5, 1.5, 5.0, 2.0])


def test_early_money_adds_where_it_is_short_and_displaces_where_it_is_not() -> None:
    """The same grant lifts a starved early project; given to the late one it is left unspent."""
    owner, stage, need = np.zeros(2, np.int64), np.array([0, 3]), np.array([1.0, 2.0])
    own = funding.shared_out(np.array([2.2]), need, stage, owner)
    early = funding.bridged(own, need, np.array([0.5, 0.0]))
    late = funding.bridged(own, need, np.array([0.0, 0.5]))
    np.testing.assert_allclose(early, [0.5, 0.0])
    np.testing.assert_allclose(late, [0.0, 0.0])


def test_need_of_all_projects_is_the_same_share_of_research_at_every_size_and_effort() -> None:
    size, effort, norm = np.array([0.1, 1.0, 50.0]), np.array([0.5, 1.0, 2.0]), np.array([1.0, 5.0, 90.0])
    count = starts.start_rate(projects_by_size(size, P), effort, P)
    reached = np.concatenate([[1.0], np.cumprod(P.odds_firm)[:-1]])
    spent = np.zeros(3)
    for stage in range(4):
        years = np.full(3, P.years[stage])
        each = funding.stage_need(np.full(3, stage), projects_by_size(size, P), norm, effort, years, P) * 4.0
        spent += count * reached[stage] * P.years[stage] * each
    share = spent / (norm * effort**2)
    np.testing.assert_allclose(share, share[0])
    assert 0.2 < share[0] < P.budget_share


def test_merit_ranks_by_promise_and_politics_do_not() -> None:
    luck = Luck(9)
    promise, favour = luck.normal(Purpose.PROJECT_TRAITS, IDS, 0), luck.normal(Purpose.GRANT_RANK, IDS, 0, 1)
    noise = 0.5 * luck.normal(Purpose.GRANT_RANK, IDS, 0)
    site, quota = np.zeros(N, np.int64), np.array([N // 10])
    merit = funding.best_of_group(site, funding.grant_score(promise, noise, favour, 1.0), quota)
    political = funding.best_of_group(site, funding.grant_score(promise, noise, favour, 0.0), quota)
    assert merit.sum() == political.sum() == N // 10
    assert promise[merit].mean() > 1.2
    assert abs(promise[political].mean()) < 0.06


def test_quotas_hold_by_group_and_the_best_win() -> None:
    group, score = np.array([0, 1, 0, 0, 1]), np.array([1.0, 5.0, 3.0, 2.0, 4.0])
    won = funding.best_of_group(group, score, np.array([2, 0]))
    np.testing.assert_array_equal(won, [False, False, True, True, False])


@given(st.floats(0.0, 40.0))
def test_whole_numbers_have_the_right_mean(mean: float) -> None:
    draw = (np.arange(1000) + 0.5) / 1000
    assert funding.whole_number(np.full(1000, mean), draw).mean() == pytest.approx(mean, abs=2e-3)


def test_values_are_heavy_tailed_and_cut() -> None:
    draw = (np.arange(200000) + 0.5) / 200000
    gain = success.relative_value(draw, np.ones(len(draw)), P)
    assert gain.min() == pytest.approx(P.value_scale, rel=1e-4) and gain.max() == P.largest_step
    top = np.sort(gain)[-len(gain) // 10 :]
    assert top.sum() / gain.sum() > 0.4
    middle = gain[(gain > 0.2) & (gain < 2.0)]
    share = (middle > 0.4).mean(), (middle > 0.8).mean()

    def above(gain: float) -> float:
        return gain**-P.value_tail - 2.0**-P.value_tail

    assert share[0] / share[1] == pytest.approx(above(0.4) / above(0.8), rel=0.02)


def test_mean_growth_from_projects_is_free_of_size() -> None:
    draw = (np.arange(20000) + 0.5) / 20000
    drift = []
    for size in (0.3, 1.0, 30.0):
        factor = projects_by_size(np.array([size]), P)
        each = success.relative_value(draw, factor, P)
        drift.append(starts.start_rate(factor, np.ones(1), P)[0] * each.mean())
    assert max(drift) / min(drift) < 1.6


def test_a_success_is_worth_the_same_sales_as_product_or_process() -> None:
    """Half of a product's gain is quality; sales rise by pass_through per unit of quality or efficiency."""
    gain, pass_through = np.array([0.2, 0.2]), 2.25
    process = np.array([False, True])
    customers, quality, efficiency = success.split_of_gain(gain, process, pass_through, P)
    np.testing.assert_allclose(customers + pass_through * (quality + efficiency), np.log1p(gain))
    assert np.all(success.split_of_gain(np.full(2, 3.0), process, pass_through, P)[2] <= P.step_cap)


def test_gains_of_a_quarter_are_added_by_firm_and_capped() -> None:
    owner, gain = np.array([1, 1, 1, 0]), np.array([3.0, 3.0, 3.0, 0.1])
    gains = success.gains_of(owner, gain, np.zeros(4, bool), 2.25, 3, P)
    np.testing.assert_array_equal(gains.wins, [1.0, 3.0, 0.0])
    assert gains.customers[1] == pytest.approx(3 * 0.5 * np.log1p(8.0 / 3.0))
    assert gains.customers[2] == 0.0


def test_nothing_is_worth_more_than_its_share_of_the_market() -> None:
    gain = success.capped_by_market(np.array([3.0]), np.array([100.0]), np.array([1000.0]), P)
    assert gain * 100.0 == pytest.approx(P.market_cap * 1000.0)


def test_lasting_share_counts_customers_only() -> None:
    share = success.lasting_share(P)
    assert 0.2 < share < 0.5 * (1.0 - P.process_share)
    assert success.lasting_share(P.model_copy(update={"process_share": 1.0})) == 0.0


def test_results_leave_by_licence_only_if_a_firm_can_use_them() -> None:
    rate, capacity = np.full(3, 0.2), np.array([1.0, 1.0, 0.5])
    match, joint = np.array([0.0, 1.0, 1.0]), np.array([False, False, True])
    licence, spin = university_results.transfer_hazards(rate, capacity, match, joint, 0.08, 4.0)
    np.testing.assert_allclose(licence, [0.0, 0.184, 0.368])
    np.testing.assert_allclose(spin, [0.016, 0.016, 0.032])


@given(st.floats(0.0, 4.0), st.floats(0.0, 4.0), st.floats(0.0, 1.0))
def test_a_worse_match_leaves_fewer_licences_and_more_founders(licence: float, spin: float, match: float) -> None:
    first = university_results.first_of
    worse = licence * match
    assert first(worse, spin) <= first(licence, spin) + 1e-15
    assert first(spin, licence) <= first(spin, worse) + 1e-15 <= first(spin, 0.0) + 2e-15
    assert first(licence, spin) + first(spin, licence) == pytest.approx(-np.expm1(-(licence + spin) / 4.0))


def test_only_results_that_may_leave_are_shown_to_firms(monkeypatch: pytest.MonkeyPatch) -> None:
    world, shown = at_work(ParkModel(load("small")).world), []
    match = university_results.best_match

    def look(*asked):
        shown.append(len(asked[1]))
        return match(*asked)

    inside = np.count_nonzero(world.projects.owner < 0)
    monkeypatch.setattr(university_results, "best_match", look)
    university_results.leave_universities(world)
    assert inside > 30 and 0 < shown[0] < 0.3 * inside


def test_results_leave_out_of_the_stage_they_are_in_until_their_time_is_over() -> None:
    """Stages that never end: the chance is that of the hazard; certain failure leaves nothing to license."""
    leaves, still, met = np.array([0.2, 0.0]), np.full(4, 1e9), np.ones(4)
    left = university_results.licensed_by_stage(leaves, np.full(4, 0.5), still, met, 3.0)
    np.testing.assert_allclose(left[0], [1.0 - np.exp(-0.6), 0.0, 0.0, 0.0], atol=1e-6)
    assert not left[1].any()
    moving = university_results.licensed_by_stage(leaves, np.full(4, 0.5), np.ones(4), met, 50.0)[0]
    np.testing.assert_allclose(moving, 0.2 / 1.2 * (0.5 / 1.2) ** np.arange(4), rtol=1e-3)


def test_fees_have_their_mean_and_follow_promise() -> None:
    promise = Luck(2).normal(Purpose.RESULT_TRAITS, IDS, 0)
    fee = university_results.licence_fee(promise, 0.56, 0.8)
    assert fee.mean() == pytest.approx(0.56, rel=0.03)
    assert np.all(np.diff(fee[np.argsort(promise)]) >= 0)
