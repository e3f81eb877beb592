"""Checks of columns, sums by who stayed, hashes of keys: the same as in numpy."""

import numpy as np
import pytest
from numba import config

from sim.kernels.hashes import hash_of
from sim.kernels.rows import by_stay
from sim.kernels.soundness import unsound
from sim.kernels.threads import at_once, in_parts

GOLDEN, STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


def test_what_is_not_finite_or_too_low_is_counted():
    values = np.array([[0.0, -1.0, np.nan], [np.inf, -np.inf, 1e308]])
    np.testing.assert_array_equal(unsound([(values, -np.inf), (values, -0.5), (values[:, 2:], 0.0)]), [3, 4, 1])
    assert unsound([]).tolist() == [] and unsound([(np.zeros(0), 0.0)]).tolist() == [0]


@pytest.mark.parametrize("threads", [1, 2])
def test_tasks_run_once_each_and_parts_within_them_stay_whole(monkeypatch, threads):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    calls, done = [], np.zeros((3, 100_000), np.int64)

    def task(at):
        def count(first, last):
            calls.append((at, first, last))
            done[at, first:last] += 1

        in_parts(count, 100_000)

    at_once([lambda at=at: task(at) for at in range(3)], 100_000)
    assert (done == 1).all()
    assert threads == 1 or sorted(calls) == [(at, 0, 100_000) for at in range(3)]


def test_an_error_in_a_task_is_raised(monkeypatch):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", 2)

    def fails():
        raise ArithmeticError("a task")

    with pytest.raises(ArithmeticError, match="a task"):
        at_once([fails, lambda: None, lambda: None], 100_000)


def test_sums_by_who_stayed_have_the_bits_of_sums_in_order():
    rng = np.random.default_rng(1)
    cell, stayed = rng.integers(0, 4, 1000), rng.random(1000) < 0.6
    weight, value = rng.lognormal(size=(2, 1000))
    sums = by_stay(cell, weight, value, stayed, 4)
    for group, who in enumerate((stayed, ~stayed)):
        for k, of in enumerate((np.ones(1000), weight, weight * value, value)):
            np.testing.assert_array_equal(sums[group, k], np.bincount(cell[who], of[who], 4))
    with pytest.raises(IndexError):
        by_stay(cell, weight, value, stayed, 3)


def mix(x):
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def test_hashes_are_those_of_splitmix_part_by_part():
    a, b = np.random.default_rng(2).integers(0, 1 << 63, (2, 20)).astype(np.uint64)
    with np.errstate(over="ignore"):
        expected = mix(a + GOLDEN)
        for part in (b, np.uint64(7)):
            expected = mix(expected * STEP + part * GOLDEN + np.uint64(1))
    np.testing.assert_array_equal(hash_of([a, b, np.array(7, np.uint64)], (20,)), expected)
    assert hash_of([np.uint64(3).reshape(1)], (1,)).shape == (1,)
