"""Life tables, dispersion and persistence of productivity, and net entry on cases worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.evidence.estimators import lives, productivity


def test_hazards_and_survival_of_a_table_with_known_rates():
    quarterly = np.repeat([0.01, 0.03, 0.05, 0.02, 0.02, 0.02, 0.02, 0.02], 4)
    exposed = np.full(32, 1000.0)
    died = quarterly * exposed
    yearly = lives.yearly_hazards(exposed, died, 8)
    assert yearly == pytest.approx(1.0 - (1.0 - quarterly[::4]) ** 4)
    assert int(np.argmax(yearly)) == 2
    assert lives.survival(exposed, died, 5) == pytest.approx(np.prod(1.0 - yearly[:5]))
    assert lives.pooled_hazard(exposed, died, 8) == pytest.approx(1.0 - 0.98**4)


def test_an_age_at_which_nobody_lives_is_safe():
    assert lives.survival(np.zeros(20), np.zeros(20), 5) == 1.0
    assert math.isnan(lives.pooled_hazard(np.zeros(40), np.zeros(40), 8))


def test_log_90_10_is_taken_within_groups():
    values = np.concatenate([np.linspace(0, 1, 1001), 50.0 + np.linspace(0, 2, 1001)])
    group = np.repeat([0, 7], 1001)
    assert productivity.log_90_10(values, group) == pytest.approx(0.5 * (0.8 + 1.6))
    assert math.isnan(productivity.log_90_10(values[:10], group[:10]))


def test_fifths_are_equal_shares_of_each_group():
    values = np.concatenate([np.arange(100.0), np.arange(1000.0, 1050.0)])
    group = np.repeat([3, 1], [100, 50])
    fifth = productivity.fifth(values, group)
    assert np.bincount(fifth[:100]).tolist() == [20] * 5
    assert np.bincount(fifth[100:]).tolist() == [10] * 5
    assert fifth[99] == 4 and fifth[0] == 0


def test_persistence_of_firms_that_keep_and_that_reverse_their_order():
    before, group = np.arange(100.0), np.zeros(100, np.int64)
    pair = np.arange(100)
    assert productivity.top_fifth_stays(before, before, group, group, pair) == 1.0
    assert productivity.top_fifth_stays(before, -before, group, group, pair) == 0.0
    pair[90:] = -1
    later = np.concatenate([before[:80] - 200.0, before[80:90], np.full(10, -500.0)])
    assert productivity.top_fifth_stays(before, later, group, group, pair) == 1.0


def test_net_entry_of_a_case_by_hand():
    """One stays at 0, one at -1 leaves (share .4), one at +1 enters (share .5)."""
    entry, change = productivity.net_entry(
        np.array([0.0, -1.0]),
        np.array([0.6, 0.4]),
        np.array([0.0, 1.0]),
        np.array([0.5, 0.5]),
        np.array([0, -1]),
    )
    base = -0.4
    assert change == pytest.approx(0.5 - base)
    assert entry == pytest.approx(0.5 * (1.0 - base) - 0.4 * (-1.0 - base))


def test_without_entry_and_exit_net_entry_is_nothing():
    entry, change = productivity.net_entry(
        np.array([0.0, 1.0]),
        np.array([0.5, 0.5]),
        np.array([0.5, 1.5]),
        np.array([0.5, 0.5]),
        np.array([0, 1]),
    )
    assert entry == 0.0 and change == pytest.approx(0.5)
