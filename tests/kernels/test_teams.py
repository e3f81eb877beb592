"""Kernels of projects and their teams against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels.budgets import by_stage
from sim.kernels.coverage import angles, directions, partners
from sim.kernels.pools import members_of

seeds = st.integers(0, 2**32 - 1)


@given(st.integers(0, 50), st.integers(1, 6), seeds)
def test_money_goes_to_the_latest_stage_first(q, n, seed):
    rng = np.random.default_rng(seed)
    budget, need = rng.uniform(0, 3, n), rng.uniform(0, 2, q)
    stage, owner = rng.integers(0, 4, q), rng.integers(0, n, q)
    left, by_hand = budget.copy(), np.zeros(q)
    for k in (3, 2, 1, 0):
        asked = np.bincount(owner[stage == k], need[stage == k], n)
        share = np.minimum(1.0, left / np.where(asked > 0, asked, 1.0))
        by_hand[stage == k] = (share[owner] * need)[stage == k]
        left = np.maximum(left - share * asked, 0.0)
    assert np.array_equal(by_stage(budget, need, stage, owner, 4), by_hand)


def test_no_money_for_a_stage_or_owner_that_is_not_there():
    one = np.ones(1)
    for stage, owner in ((4, 0), (0, 1), (-1, 0)):
        with pytest.raises(IndexError):
            by_stage(one, one, np.array([stage]), np.array([owner]), 4)


@given(st.integers(0, 30), st.integers(1, 9), seeds)
def test_distances_of_directions(q, n, seed):
    rng = np.random.default_rng(seed)
    tech, centre, held = rng.normal(size=(q, 8)), rng.normal(size=(q, 8)), rng.normal(size=(n, 8))
    rows = rng.integers(-1, n, (q, 3))
    away = held[rows] - centre[:, None]
    away /= np.sqrt((away**2).sum(axis=2, keepdims=True))
    by_hand = np.where(rows >= 0, 0.5 * np.sqrt(((away - tech[:, None]) ** 2).sum(axis=2)), 0.0)
    np.testing.assert_allclose(angles(tech, centre, held, rows), by_hand, rtol=1e-12)


@given(st.integers(0, 30), st.integers(1, 9), st.integers(0, 3), seeds)
def test_directions_from_centres(m, n, beyond, seed):
    rng = np.random.default_rng(seed)
    held, others, centre = rng.normal(size=(n, 8)), rng.normal(size=(beyond, 8)), rng.normal(size=(3, 8))
    rows, of = rng.integers(0, n + beyond, m), rng.integers(0, 3, m)
    held[0] = centre[0]
    by_hand = np.concatenate([held, others])[rows] - centre[of]
    by_hand[(by_hand == 0.0).all(axis=1), 0] = 1.0
    by_hand /= np.sqrt((by_hand**2).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(directions(held, rows, others, centre, of), by_hand, rtol=1e-12, atol=1e-15)


def test_directions_are_of_rows_that_are_there():
    one = np.ones((1, 8))
    for row, of in ((2, 0), (-1, 0), (0, 1)):
        with pytest.raises(IndexError):
            directions(one, np.array([row]), one, one, np.array([of]))


def test_directions_have_eight_dimensions():
    with pytest.raises(ValueError, match="8 dimensions"):
        angles(np.ones((1, 7)), np.ones((1, 7)), np.ones((1, 7)), np.zeros((1, 1), np.int64))


@given(st.integers(0, 60), st.integers(1, 9), seeds)
def test_partners_along_links(m, n, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(-1, n, (2, m))
    kind, gone, asks = rng.integers(0, 4, m).astype(np.int8), rng.random(m) < 0.2, rng.random(n) < 0.6
    by_hand = []
    for link in range(m):
        i, j = a[link], b[link]
        if gone[link] or i < 0:
            continue
        if kind[link] == 3 and asks[i]:
            by_hand.append((i, -1 - link))
        if kind[link] == 1 and j >= 0:
            by_hand += [(x, y) for x, y in ((i, j), (j, i)) if asks[x]]
    assert list(zip(*partners(asks, a, b, kind, np.flatnonzero(~gone), 1, 3), strict=True)) == by_hand


@given(st.integers(0, 60), st.integers(1, 9), seeds)
def test_members_stand_in_order(n, groups, seed):
    group = np.random.default_rng(seed).integers(0, groups, n)
    rows, starts = members_of(group, groups)
    assert np.array_equal(rows, np.argsort(group, kind="stable"))
    assert np.array_equal(np.diff(starts), np.bincount(group, minlength=groups))
