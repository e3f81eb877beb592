"""Hiring kernels against the same sentences in numpy, bit for bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import staff


@given(st.integers(0, 60), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_equals_numpy(n, places, seed):
    rng = np.random.default_rng(seed)
    heads, wanted = rng.uniform(0, 9, (3, n)), rng.uniform(0, 9, (3, n)) * (rng.random((3, n)) < 0.9)
    fill, rate = rng.uniform(0.1, 1, (2, places, 3))
    place = rng.integers(0, places, n)
    quits = 0.055 * heads
    need = heads + 0.25 * (wanted - heads) - heads + quits
    vacancies, leaving = staff.plan(heads, wanted, fill, place, 0.055, 0.25)
    assert np.array_equal(vacancies, np.maximum(need, 0.0) / fill[place].T)
    layoffs = np.maximum(-need, 0.0)
    assert np.array_equal(leaving, quits + layoffs)
    after = staff.settle(heads, wanted, vacancies, rate, place, 0.055, 0.25)
    assert np.array_equal(after, np.maximum(heads - quits - layoffs + vacancies * rate[place].T, 0.0))
    some = np.where(wanted > 0, wanted, 1.0)
    assert np.array_equal(
        staff.staffed(heads, wanted), np.where(wanted > 0, np.maximum(heads / some, 1e-3), 1.0)
    )
