"""Games whose answers are known on paper, and the axioms."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.experiment.shapley import dividends, shapley_values, t_interval

N = 4
VALUES = st.floats(-1e3, 1e3)
GAMES = arrays(np.float64, 1 << N, elements=VALUES)


def game_of(value):
    return np.array([value({k for k in range(N) if s >> k & 1}) for s in range(1 << N)], float)


def by_orders(game):
    """Shapley's definition in words: mean gain of joining over all orders."""
    parts = np.zeros(N)
    for order in permutations(range(N)):
        inside = 0
        for k in order:
            parts[k] += game[inside | 1 << k] - game[inside]
            inside |= 1 << k
    return parts / factorial(N)


def test_in_an_additive_game_everyone_gets_what_they_bring():
    worth = (3.0, -1.0, 0.5, 7.0)
    game = game_of(lambda s: 10.0 + sum(worth[k] for k in s))
    assert shapley_values(game) == pytest.approx(worth)
    assert dividends(game)[[1, 2, 4, 8]] == pytest.approx(worth)
    assert dividends(game)[[3, 5, 6, 7, 9, 15]] == pytest.approx(0.0)


def test_in_a_unanimity_game_members_share_alike_and_others_get_nothing():
    game = game_of(lambda s: 6.0 * ({0, 2, 3} <= s))
    assert shapley_values(game) == pytest.approx([2.0, 0.0, 2.0, 2.0])
    shares = dividends(game)
    assert shares[0b1101] == pytest.approx(6.0) and np.count_nonzero(shares) == 1


def test_the_glove_game():
    # One left glove, two right ones: the owner of the left one gets two thirds (Shapley and Shubik 1969).
    game = np.array([0, 0, 0, 1, 0, 1, 0, 1], float)
    assert shapley_values(game) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_pair_that_gains_together_is_an_interaction_shared_by_halves():
    game = game_of(lambda s: len(s) + 4.0 * ({0, 3} <= s))
    assert dividends(game)[0b1001] == pytest.approx(4.0)
    assert shapley_values(game) == pytest.approx([3.0, 1.0, 1.0, 3.0])


@given(GAMES)
def test_parts_sum_to_the_whole_and_follow_the_orders(game):
    parts = shapley_values(game)
    assert parts.sum() == pytest.approx(game[-1] - game[0], abs=1e-9)
    assert parts == pytest.approx(by_orders(game), abs=1e-9)


@given(GAMES)
def test_dividends_rebuild_the_game_and_its_parts(game):
    shares = dividends(game)
    sums = [sum(shares[t] for t in range(1 << N) if t & s == t) for s in range(1 << N)]
    assert sums == pytest.approx(game, abs=1e-8)
    split = [sum(shares[t] / t.bit_count() for t in range(1, 1 << N) if t >> k & 1) for k in range(N)]
    assert split == pytest.approx(shapley_values(game), abs=1e-8)


@given(GAMES, GAMES, VALUES)
def test_parts_are_linear_in_the_game(one, other, factor):
    both = shapley_values(one + factor * other)
    assert both == pytest.approx(shapley_values(one) + factor * shapley_values(other), rel=1e-9, abs=1e-6)


@given(GAMES, st.integers(0, N - 1), VALUES)
def test_who_adds_the_same_to_every_coalition_gets_that(game, player, worth):
    for s in range(1 << N):
        if s >> player & 1:
            game[s] = game[s ^ 1 << player] + worth
    assert shapley_values(game)[player] == pytest.approx(worth, abs=1e-9)


@given(GAMES)
def test_players_who_could_stand_for_each_other_get_the_same(game):
    swapped = [(s & ~0b11) | (s & 1) << 1 | (s >> 1 & 1) for s in range(1 << N)]
    alike = (game + game[swapped]) / 2.0
    parts = shapley_values(alike)
    assert parts[0] == pytest.approx(parts[1], abs=1e-9)


def test_replications_stand_on_the_first_axes():
    games = np.random.default_rng(1).normal(size=(3, 5, 16))
    assert shapley_values(games)[2, 4] == pytest.approx(shapley_values(games[2, 4]))


def test_another_number_of_values_is_no_game():
    with pytest.raises(ValueError, match="2\\^n"):
        shapley_values(np.zeros(6))


def test_interval_of_a_mean():
    # Four numbers with mean 5 and s.d. 2: half width t(0.975, 3) = 3.182446 times 2 / sqrt(4).
    samples = np.array([5 - np.sqrt(6), 5.0, 5.0, 5 + np.sqrt(6)])
    assert t_interval(samples) == pytest.approx([5 - 3.182446, 5 + 3.182446], abs=1e-5)
    assert np.isnan(t_interval(samples[:1])).all()
