import numpy as np
import pytest

from sim.kernels.cells import product


def test_product_is_the_sum_in_order():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(7, 9)), rng.normal(size=(9, 4))
    got = product(a, b)
    for i in range(7):
        for j in range(4):
            total = 0.0
            for k in range(9):
                total += a[i, k] * b[k, j]
            assert got[i, j] == pytest.approx(total, rel=1e-15, abs=1e-15)


def test_a_site_out_of_reach_changes_no_bit():
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(6, 6)), rng.normal(size=(6, 3))
    wide = np.insert(a, 2, 0.0, axis=1)
    for extra in (1e9, np.inf, np.nan):
        tall = np.insert(b, 2, extra, axis=0)
        assert product(wide, tall).tobytes() == product(a, b).tobytes()


def test_sizes_must_fit():
    with pytest.raises(ValueError, match="cannot multiply"):
        product(np.ones((2, 3)), np.ones((2, 3)))
    assert product(np.ones((0, 3)), np.ones((3, 2))).shape == (0, 2)
