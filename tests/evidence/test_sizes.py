"""Tails, shapes of growth and size effects, recovered from samples whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.evidence.estimators import sizes

N = 20_000
U = (np.arange(N) + 0.5) / N
"""Evenly spread ranks: samples without luck."""


@pytest.mark.parametrize("exponent", [0.8, 1.1, 2.0])
def test_tail_exponents_of_a_pareto_law(exponent):
    values = U ** (-1.0 / exponent)
    assert sizes.tail_exponent(values, 0.1) == pytest.approx(exponent, rel=0.01)
    assert sizes.hill(values, 0.05) == pytest.approx(exponent, rel=0.01)


def test_tail_needs_values_and_ignores_those_that_are_not_positive():
    assert math.isnan(sizes.tail_exponent(np.ones(50), 0.5))
    assert math.isnan(sizes.tail_exponent(np.arange(1.0, 20.0), 0.1))
    values = U ** (-1.0 / 1.2)
    with_zeros = np.concatenate([values, np.zeros(N), [np.nan]])
    assert sizes.tail_exponent(with_zeros) == sizes.tail_exponent(values)


@pytest.mark.parametrize("b", [0.5, 1.0, 2.0, 3.0])
def test_subbotin_shape_of_a_power_exponential_law(b):
    assert sizes.subbotin_shape(0.3 * stats.gennorm(b).ppf(U)) == pytest.approx(b, rel=0.03)


def test_kurtosis_of_known_laws():
    assert sizes.kurtosis(stats.norm.ppf(U)) == pytest.approx(3.0, abs=0.02)
    assert sizes.kurtosis(stats.laplace.ppf(U)) == pytest.approx(6.0, abs=0.1)


def test_share_of_top_of_equal_and_of_single_values():
    assert sizes.share_of_top(np.ones(100), 0.1) == pytest.approx(0.1)
    assert sizes.share_of_top(np.array([1.0] + [0.0] * 99), 0.1) == 1.0
    assert math.isnan(sizes.share_of_top(np.zeros(3)))


def test_size_variance_slope_of_growth_whose_spread_falls_with_size():
    size = np.exp(stats.norm(0, 2).ppf(np.repeat(U[::10], 10)))
    shock = np.tile(stats.norm.ppf((np.arange(10) + 0.5) / 10), N // 10)
    assert sizes.size_variance_slope(size, shock * size**-0.17) == pytest.approx(-0.17, abs=0.01)
    assert sizes.size_variance_slope(size, shock) == pytest.approx(0.0, abs=0.01)


def test_demeaned_takes_off_the_mean_of_each_group():
    out = sizes.demeaned(np.array([1.0, 3.0, 10.0]), np.array([0, 0, 4]))
    assert out.tolist() == [-1.0, 1.0, 0.0]


def test_dhs_growth_is_symmetric_and_bounded():
    assert sizes.dhs_growth(np.array([0.0, 10.0, 0.0]), np.array([10.0, 0.0, 0.0])).tolist() == [
        2.0,
        -2.0,
        0.0,
    ]
    assert sizes.dhs_growth(np.array([10.0]), np.array([30.0])) == pytest.approx(1.0)


def test_growth_by_size_finds_bins_given_age():
    size_bin = np.tile([0, 1, 2], 200)
    age_bin = np.repeat([0, 1], 300)
    growth = np.array([-0.1, 0.0, 0.05])[size_bin] + 0.2 * age_bin
    found = sizes.growth_by_size(growth, size_bin, age_bin, 1.0 + size_bin, base=1)
    assert found == pytest.approx([-0.1, 0.0, 0.05], abs=1e-9)
