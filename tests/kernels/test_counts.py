"""Counts and sums over owners against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from sim.kernels.counts import smallest_counts
from sim.kernels.projects import sums_of_owners


def test_counts_are_poisson_quantiles():
    rng = np.random.default_rng(1)
    u, mean = rng.uniform(size=2000), np.r_[np.zeros(100), rng.uniform(0, 12, 1900)]
    assert np.array_equal(smallest_counts(u, mean, np.exp(-mean)), poisson.ppf(u, mean))


def test_no_count_is_endless():
    assert smallest_counts(np.full(1, 2.0), np.ones(1), np.exp(-np.ones(1)))[0] == 60


@given(st.integers(0, 60), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_sums_of_owners(q, n, seed):
    rng = np.random.default_rng(seed)
    owner, values = rng.integers(-1, n, q), rng.normal(size=q)
    sums, counts = [0.0] * n, [0.0] * n
    for i, value in zip(owner, values, strict=True):
        if i >= 0:
            sums[i] += value
            counts[i] += 1
    found = sums_of_owners(owner, values, n)
    assert (found[0] == sums).all() and (found[1] == counts).all()


def test_an_owner_that_is_not_there():
    with pytest.raises(IndexError):
        sums_of_owners(np.array([2]), np.ones(1), 2)
