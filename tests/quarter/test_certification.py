"""Certificates and ranks in a small world: won, renewed, lost, reviewed, and drawn at quarter 0."""

from __future__ import annotations

import numpy as np
import pytest

from sim.quarter.demography.certification import (
    certify,
    eagerness,
    market_share,
    record_of,
    solve_applications,
    starting_ranks,
)
from sim.scenario.parameters.certification import Certification
from sim.state.firms import Tier
from sim.world import World
from tests.worlds import toy_world


def give(world: World, rows: np.ndarray, good: bool = True) -> None:
    """Firms that pass every gate of the certificate, or fail the one of research."""
    firms = world.firms
    firms.born[rows] = -40
    firms.revenue_year[rows], firms.rd_reported_year[rows] = 100.0, 9.0 if good else 0.0
    firms.ordinary[rows], firms.technical[rows], firms.leading[rows] = 60.0, 38.0, 2.0
    firms.ht_share[rows], firms.patents[rows] = 0.9, 60.0


def at(world: World, quarter: int) -> World:
    """Another quarter, with clear books of events."""
    world.quarter = quarter
    world.happenings.clear()
    return world


def eager_world(**settings: float) -> World:
    """A world where everyone within the gates applies for the certificate."""
    world = toy_world(**settings)
    world.sites.apply_rate[:] = 100.0
    return world


def turn_of(world: World) -> np.ndarray:
    """Rows whose quarter of the year it is."""
    return np.flatnonzero((world.firms.id % np.uint64(4)) == np.uint64(world.quarter % 4))


def test_a_certificate_holds_for_twelve_quarters_the_first_included() -> None:
    world = at(eager_world(certification__hte_score=99.0), 4)
    world.firms.certified_until[:] = -1
    rows = turn_of(world)
    give(world, rows)
    certify(world)
    assert np.all(world.firms.certified_until[rows] == 4 + 11)
    assert world.happenings.of("certified").sum() == len(rows)


def test_only_those_whose_turn_it_is_apply() -> None:
    world = at(eager_world(), 4)
    world.firms.certified_until[:] = -1
    give(world, np.arange(len(world.firms)))
    certify(world)
    others = np.setdiff1d(np.arange(len(world.firms)), turn_of(world))
    assert np.all(world.firms.certified_until[others] == -1)
    assert np.any(world.firms.certified_until >= 4)


@pytest.mark.parametrize("good", [True, False])
def test_an_ending_certificate_is_renewed_or_lost(good: bool) -> None:
    world = at(toy_world(certification__hte_reapply=1.0, certification__hte_score=99.0), 5)
    rows = np.arange(10)
    world.firms.certified_until[:] = -1
    give(world, np.arange(len(world.firms)), good)
    world.firms.certified_until[rows] = 5
    certify(world)
    assert np.all(world.firms.certified_until[rows] == (17 if good else 5))
    assert world.happenings.of("certificates_lost").sum() == (0 if good else 10)


def test_certificates_in_force_are_left_alone() -> None:
    world = at(toy_world(), 5)
    give(world, np.arange(len(world.firms)), good=False)
    world.firms.certified_until[:] = 9
    certify(world)
    assert np.all(world.firms.certified_until == 9)


def test_a_shell_wins_nothing() -> None:
    world = at(eager_world(), 4)
    give(world, np.arange(len(world.firms)))
    world.firms.b[:] = 0.0
    before = world.firms.copy_columns()
    certify(world)
    for name, values in before.items():
        assert np.array_equal(values, getattr(world.firms, name)), name


def test_a_shell_moves_no_luck_of_others() -> None:
    one, other = at(toy_world(), 4), at(toy_world(), 4)
    shell = int(turn_of(one)[0])
    for world in (one, other):
        give(world, np.arange(len(world.firms)))
    other.firms.b[shell] = 0.0
    certify(one)
    certify(other)
    rest = np.arange(len(one.firms)) != shell
    for name in ("certified_until", "tier", "tier_until", "gazelle", "unicorn"):
        assert np.array_equal(getattr(one.firms, name)[rest], getattr(other.firms, name)[rest]), name


def test_a_rank_that_fails_its_review_falls_and_leaves_a_row() -> None:
    world = at(toy_world(), 5)
    firms = world.firms
    row = int(np.setdiff1d(np.arange(len(firms)), turn_of(world))[0])
    give(world, np.arange(len(firms)), good=False)
    firms.tier[:], firms.tier_until[:] = Tier.NONE, -1
    firms.tier[row], firms.tier_until[row] = Tier.LITTLE_GIANT, 5
    firms.certified_until[row], firms.raised[row], firms.ht_share[row] = -1, 0.0, 0.0
    firms.technical[row], firms.leading[row], firms.ordinary[row] = 0.0, 0.0, 5000.0
    firms.revenue_year[row] = 5000.0
    certify(world)
    assert firms.tier[row] == Tier.NONE
    assert firms.tier_until[row] == -1
    assert world.happenings.of("demotions").sum() == 1
    written = world.happenings.rows["events"][0]
    assert written["kind"].tolist() == ["demotion_none"]
    assert written["firm"].tolist() == [firms.id[row]]


def test_a_promotion_starts_the_clock() -> None:
    world = at(toy_world(certification__apply_rank=(1.0, 1.0, 0.0, 0.0, 0.0, 0.0)), 4)
    firms = world.firms
    firms.tier[:], firms.tier_until[:] = Tier.NONE, -1
    rows = turn_of(world)
    give(world, rows)
    firms.certified_until[rows] = 15
    certify(world)
    assert np.all(firms.tier[rows] == Tier.INNOVATIVE_SME)
    assert np.all(firms.tier_until[rows] == 4 + 12)
    assert world.happenings.of("promotions").sum() == len(rows)


def test_ranks_of_quarter_zero_are_within_the_gates_and_end_at_different_times() -> None:
    world = toy_world()
    starting_ranks(world)
    firms = world.firms
    ranked = np.flatnonzero(firms.tier > Tier.NONE)
    assert len(ranked) > 10
    assert np.all((firms.tier_until[ranked] >= 1) & (firms.tier_until[ranked] <= 12))
    assert np.all(firms.born[ranked] <= -4)
    assert np.all(firms.tier_until[firms.tier == Tier.NONE] == -1)
    assert len(np.unique(firms.tier_until[ranked])) > 3


def test_market_share_rises_with_core_revenue_and_is_a_share() -> None:
    world = toy_world()
    rows = np.arange(len(world.firms))
    before = market_share(world, rows)
    world.firms.revenue_year = 2.0 * world.firms.revenue_year
    after = market_share(world, rows)
    assert np.all((after >= before) & (after <= 1.0))
    assert np.all((before > 0.0) == (world.firms.revenue_year > 0.0))
    inside = after < 1.0
    assert np.allclose(after[inside], 2.0 * before[inside])


def test_growth_is_unknown_without_two_years() -> None:
    world = toy_world()
    world.firms.revenue_ends[0] = (121.0, 110.0, 100.0)
    world.firms.revenue_ends[1] = (121.0, 110.0, 0.0)
    assert record_of(world, np.array([0, 1])).growth == pytest.approx([0.1, -1.0])


def test_two_seeds_differ() -> None:
    outcomes = []
    for seed in (1, 2):
        world = at(toy_world(seed), 4)
        give(world, np.arange(len(world.firms)))
        world.firms.certified_until[:] = -1
        certify(world)
        outcomes.append(world.firms.certified_until.copy())
    assert len(outcomes[0]) != len(outcomes[1]) or not np.array_equal(*outcomes)


def test_applications_replace_the_holders_that_drop_out() -> None:
    world = toy_world()
    world.sites.apply_rate[:] = 0.0
    solve_applications(world)
    first = world.sites.apply_rate.copy()
    world.firms.certified_until[:] = -1
    solve_applications(world)
    assert np.all((first > 0) & (first != world.scenario.certification.hte_apply))
    assert np.all(world.sites.apply_rate == world.scenario.certification.hte_apply)


def test_large_firms_apply_more_often() -> None:
    small, large = eagerness(np.array([50.0, 5000.0]), Certification())
    assert small == pytest.approx(1.0)
    assert large == pytest.approx(100.0**0.15)
