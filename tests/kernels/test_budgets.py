"""Who a payer has money for, against the same sentence told one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels.budgets import in_line


@given(st.integers(0, 60), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_first_come_first_as_far_as_money_goes(m, payers, seed):
    rng = np.random.default_rng(seed)
    price, payer, money = rng.uniform(0, 3, m), rng.integers(0, payers, m), rng.uniform(0, 6, payers)
    left, expected = money.copy(), []
    for asked, whom in zip(price, payer, strict=True):
        expected.append(asked <= left[whom])
        left[whom] -= asked if asked <= left[whom] else 0.0
    assert in_line(money, price, payer).tolist() == expected
    assert np.array_equal(money, left)


def test_a_payer_who_is_not_there_is_refused():
    with pytest.raises(IndexError):
        in_line(np.ones(2), np.ones(1), np.array([2]))
