"""Rows are shared out over threads without a gap, and the number of threads changes no bit."""

import numpy as np
import pytest
from numba import config

from sim.kernels import learning
from sim.kernels.threads import by_rows, in_parts, side_by_side


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("rows", [0, 1, 7, 100])
def test_every_row_is_worked_on_once(monkeypatch, threads, rows):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    done = np.zeros(rows, np.int64)

    def work(first, last):
        done[first:last] += 1

    in_parts(work, rows, least=10)
    assert (done == 1).all()


def test_an_error_in_a_part_is_raised(monkeypatch):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", 2)

    def work(first, last):
        if last == 100:
            raise ArithmeticError("second part")

    with pytest.raises(ArithmeticError, match="second part"):
        in_parts(work, 100, least=10)


def test_lessons_are_the_same_bits_on_one_thread_and_on_two(monkeypatch):
    rng = np.random.default_rng(3)
    n, m = 40_000, 90_000
    a, tech, radius = rng.normal(size=n), rng.normal(size=(n, 8)), rng.uniform(0.5, 1.5, n)
    ends = rng.integers(-1, n, (2, m))
    flags = rng.random((2, n)) < 0.8
    weight = rng.uniform(size=m)
    found = []
    for threads in (1, 2):
        monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
        found.append(
            learning.lessons(a, tech, radius, *ends, weight, 0.4, 0.3, meets=flags[0], asks=flags[1])
        )
    for one, two in zip(*found, strict=True):
        assert np.array_equal(one, two)


@pytest.mark.parametrize("threads", [1, 2])
def test_two_calls_side_by_side_may_share_out_rows_of_their_own(monkeypatch, threads):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    done = np.zeros((2, 1000), np.int64)

    def call(which):
        def work(first, last):
            done[which, first:last] += 1

        for _ in range(50):
            in_parts(work, 1000, least=10)
        return which

    assert side_by_side(lambda: call(0), lambda: call(1), 1 << 20) == (0, 1)
    assert (done == 50).all()


@pytest.mark.parametrize("threads", [2, 3])
def test_calls_in_calls_are_all_made(monkeypatch, threads):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    done = np.zeros((4, 1000), np.int64)

    def call(which):
        def work(first, last):
            done[which, first:last] += 1

        for _ in range(200):
            in_parts(work, 1000, least=10)

    def two(which):
        return side_by_side(lambda: call(which), lambda: call(which + 1), 1 << 20)

    for _ in range(5):
        side_by_side(lambda: two(0), lambda: two(2), 1 << 20)
    assert (done == 1000).all()


def test_an_error_in_either_call_is_raised(monkeypatch):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", 2)
    for calls in ((lambda: 1 / 0, lambda: 1), (lambda: 1, lambda: 1 / 0)):
        with pytest.raises(ZeroDivisionError):
            side_by_side(*calls, 1 << 20)


@pytest.mark.parametrize("rows", [0, 5, 70_000])
def test_a_function_of_rows_gives_the_same_bits_in_parts(monkeypatch, rows):
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=rows), rng.normal(size=(rows, 2))

    def function(x, y):
        return np.exp(x) * y[:, 0] + np.log1p(y[:, 1] ** 2)

    for threads in (1, 2, 3):
        monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
        assert np.array_equal(by_rows(function, x, y), function(x, y))
