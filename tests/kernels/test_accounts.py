"""Money by row against numpy: balances and sums by cell, for all rows and for some."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels.accounts import give, take


@given(st.integers(0, 120), st.integers(1, 5), st.booleans(), st.integers(0, 2**32 - 1))
def test_all_rows_give_and_take_what_numpy_does(n, cells, in_order, seed):
    rng = np.random.default_rng(seed)
    cell, value, balance = rng.integers(0, cells, n).astype(np.int16), rng.normal(size=n), rng.normal(size=n)
    cell = np.sort(cell) if in_order else cell
    for move, sign in ((give, 1.0), (take, -1.0)):
        after = balance.copy()
        sums = move(after, None, cell, value, cells)
        assert np.array_equal(sums, np.bincount(cell, value, minlength=cells))
        assert np.array_equal(after, balance + sign * value)


@given(st.integers(1, 30), st.integers(0, 60), st.integers(0, 2**32 - 1))
def test_some_rows_may_come_more_than_once(n, m, seed):
    rng = np.random.default_rng(seed)
    rows, value, balance = rng.integers(0, n, m), rng.normal(size=m), rng.normal(size=n)
    cell = (rows % 3).astype(np.int16)
    after, expected = balance.copy(), balance.copy()
    sums = take(after, rows, cell, value, 3)
    np.subtract.at(expected, rows, value)
    assert np.array_equal(after, expected)
    assert np.array_equal(sums, np.bincount(cell, value, minlength=3))


def test_a_cell_or_a_row_that_does_not_exist_is_refused():
    money, cell = np.zeros(3), np.array([0, 1, 2], np.int16)
    with pytest.raises(IndexError, match=r"0\.\.1"):
        give(money, None, cell, np.ones(3), 2)
    with pytest.raises(IndexError, match=r"0\.\.2"):
        give(money, np.array([0, 1, 3]), cell, np.ones(3), 3)
    with pytest.raises(IndexError, match="amounts"):
        give(money, None, cell, np.ones(2), 3)
