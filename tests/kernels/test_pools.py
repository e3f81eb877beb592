"""Leads within pools equal a plain sort and running sums, to the bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernels.philox import normal, uniform
from sim.kernels.pools import leads


def by_sorting(a, leavers, pool):
    out = np.zeros(len(a))
    for one in np.unique(pool):
        rows = np.flatnonzero(pool == one)
        rows = rows[np.argsort(-a[rows], kind="stable")]
        ahead, weight = np.cumsum(leavers[rows] * a[rows]), np.cumsum(leavers[rows])
        if weight[-1] > 0.0:
            out[rows] = np.maximum(0.0, ahead - a[rows] * weight) / weight[-1]
    return out


@settings(max_examples=60, deadline=None)
@given(n=st.integers(0, 300), pools=st.integers(1, 9), seed=st.integers(0, 99))
def test_equals_sorting(n, pools, seed):
    ids = np.arange(n)
    a = np.round(normal(seed, ids, 0, 1), 1)
    leavers = np.maximum(0.0, normal(seed, ids, 0, 2))
    pool = (pools * uniform(seed, ids, 0, 3)).astype(np.int64)
    np.testing.assert_array_equal(leads(a, leavers, pool), by_sorting(a, leavers, pool))


def test_many_rows_over_threads_equal_sorting():
    ids = np.arange(60_000)
    a, leavers, pool = normal(1, ids, 0, 1), uniform(1, ids, 0, 2), ids % 40
    np.testing.assert_array_equal(leads(a, leavers, pool), by_sorting(a, leavers, pool))


def test_a_pool_of_equals_keeps_its_order():
    ids = np.arange(60_000)
    a, leavers = np.zeros(60_000), uniform(1, ids, 0, 2)
    np.testing.assert_array_equal(leads(a, leavers, ids % 3), by_sorting(a, leavers, ids % 3))


def test_two_firms_on_paper():
    assert leads(np.array([0.0, 1.0]), np.array([1.0, 3.0]), np.array([0, 0])).tolist() == [0.75, 0.0]


def test_a_pool_without_leavers_teaches_nobody():
    assert leads(np.array([0.0, 1.0]), np.zeros(2), np.array([2, 2])).tolist() == [0.0, 0.0]


def test_refuses_bad_arrays():
    with pytest.raises(ValueError, match="2 firms"):
        leads(np.zeros(2), np.zeros(1), np.zeros(2, np.int64))
    with pytest.raises(IndexError):
        leads(np.zeros(2), np.zeros(2), np.array([0, -1]))
