"""Efficiency, customers, technology space, choice on rings, patents: rules on arrays."""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck import Luck, Purpose
from sim.quarter.innovation import efficiency, measures, patents, rings, technology
from sim.scenario.parameters.production import Production

P = Production()
IDS = np.arange(1, 20001, dtype=np.uint64)


def test_larger_firms_run_more_lines() -> None:
    lines = measures.lines_of_business(np.array([0.0, 1.0, 100.0]), P)
    assert lines[0] == 1.0
    assert lines[1] == pytest.approx(21**0.57)
    assert np.all(np.diff(lines) > 0)


def test_efficiency_reverts_to_ability_and_a_lesson_a_quarter_is_a_level() -> None:
    alpha, z = np.array([0.1]), np.array([-0.5])
    for _ in range(400):
        z = efficiency.efficiency_next(z, alpha, np.zeros(1), np.array([0.001]), np.zeros(1), P)
    assert z == pytest.approx(0.1 + 0.001 / P.reversion)


def test_efficiency_disperses_as_in_the_small_system() -> None:
    """One line, bursts of unit mean square: stationary s.d. of z is (sigma/2)/sqrt(1 − (1 − λ)²)."""
    luck, none = Luck(4), np.zeros(len(IDS))
    z = none
    for quarter in range(1, 120):
        burst = luck.burst(Purpose.EFFICIENCY_BURST, IDS, quarter, P.burst_exponent)
        shock = burst * luck.normal(Purpose.EFFICIENCY, IDS, quarter)
        z = efficiency.efficiency_next(z, none, shock, none, none, P)
    expected = 0.5 * P.efficiency_sd / np.sqrt(1.0 - (1.0 - P.reversion) ** 2)
    assert z.std() == pytest.approx(expected, rel=0.04)


def test_a_stock_like_the_outsides_gives_nothing_and_doubling_it_eps_ln_two() -> None:
    level = efficiency.research_level(np.array([7.3, 730.0, 1460.0, 0.0]), np.full(4, 7.3), P)
    assert level[0] == pytest.approx(0.0, abs=1e-15)
    assert level[2] - level[1] == pytest.approx(P.rd_el_output * np.log(2.0), rel=1e-3)
    assert level[3] == pytest.approx(P.rd_el_output * (P.rd_log_low - np.log(1.02)))


def test_customers_without_luck_grow_in_youth_and_fall_to_rivals() -> None:
    zero, b = np.zeros(1), np.ones(1)
    young = efficiency.customers_next(b, zero, zero, zero, zero, np.array([0.2]), P)
    assert np.log(young) == pytest.approx(P.young_growth * 0.2 / 4.0)
    robbed = efficiency.customers_next(b, zero, zero, np.array([1.0]), np.array([90.0]), zero, P)
    assert robbed == pytest.approx(0.5)
    assert efficiency.customers_next(0 * b, zero, np.array([1.0]), zero, zero, zero, P) == 0.0


def test_quality_wears_off_by_a_tenth_a_year() -> None:
    v = np.array([0.4])
    for _ in range(4):
        v = efficiency.quality_next(v, np.zeros(1), 0.1)
    assert v == pytest.approx(0.36)


def test_sectors_lie_apart_in_technology_space() -> None:
    centres = technology.sector_centres(10, 0.2)
    gaps = np.sqrt(((centres[:, None] - centres[None]) ** 2).sum(axis=2))[np.triu_indices(10, 1)]
    assert 0.3 < gaps.mean() < 1.5 and gaps.min() > 0.1


def test_novelty_turns_what_is_required_away_from_what_is_known() -> None:
    own = technology.directions(Luck(1), Purpose.PLACE, IDS[:500], 0)
    other = technology.directions(Luck(1), Purpose.PROJECT_TRAITS, IDS[:500], 0)
    gaps = []
    for novelty in (0.0, 0.3, 0.7, 1.0):
        required = technology.required_technology(own, other, np.full(500, novelty))
        np.testing.assert_allclose((required**2).sum(axis=1), 1.0)
        gaps.append(np.sqrt(((required - own) ** 2).sum(axis=1)).mean())
    assert gaps[0] == pytest.approx(0.0, abs=1e-12)
    assert np.all(np.diff(gaps) > 0)


def test_one_more_member_changes_few_choices_and_groups_stay_apart() -> None:
    members, group = IDS[:200], np.arange(200) % 2
    asker, asked = IDS[500:1500], np.arange(1000) % 2
    before = rings.members_asked(members, group, 2, asker, asked, 3)
    assert np.all(group[before] == asked[:, None])
    after = rings.members_asked(np.append(members, IDS[-1]), np.append(group, 1), 2, asker, asked, 3)
    changed = (before != after).any(axis=1)
    assert not changed[asked == 0].any()
    assert 0 < changed.sum() < 60


def test_an_empty_group_has_nobody_to_ask() -> None:
    asked = rings.members_asked(IDS[:3], np.zeros(3, np.int64), 2, IDS[5:7], np.array([0, 1]), 5)
    assert set(asked[0][:3]) == {0, 1, 2}
    assert np.all(asked[1] == -1)


def test_patents_settle_at_filings_times_life() -> None:
    stock = np.zeros(1)
    for _ in range(600):
        stock = patents.live_patents(stock, np.array([0.5]), 8.0)
    assert stock == pytest.approx(0.5 * 32)
