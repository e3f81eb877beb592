"""The radix sort against numpy's stable one."""

import numpy as np
import pytest

from sim.kernels.order import falling, order_of


@pytest.mark.parametrize("bits", [1, 11, 12, 40, 47, 64])
@pytest.mark.parametrize("n", [0, 1, 100, 5000])
def test_keys_are_ordered_as_numpy_does_and_left_as_they_are(n, bits):
    keys = np.random.default_rng(bits).integers(0, 2**bits, n, np.uint64)
    if bits == 40:
        keys |= np.uint64(7 << 51)
    given = keys.copy()
    assert np.array_equal(order_of(keys), np.argsort(keys, kind="stable"))
    assert np.array_equal(keys, given)


def test_equal_keys_keep_their_order():
    assert np.array_equal(order_of(np.full(4000, 3)), np.arange(4000))


def test_keys_in_a_crowd_are_ordered_too():
    keys = np.random.default_rng(1).permutation(5000).astype(np.uint64)
    keys[0] = 2**63
    assert np.array_equal(order_of(keys), np.argsort(keys, kind="stable"))


@pytest.mark.parametrize("n", [10, 5000])
def test_keys_of_numbers_fall_with_them(n):
    values = np.round(np.random.default_rng(n).normal(size=n), 2) * np.where(np.arange(n) % 7, 1.0, -0.0)
    assert np.array_equal(order_of(falling(values)), np.argsort(-values, kind="stable"))
