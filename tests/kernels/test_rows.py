"""Rows of tables against numpy: handles, gaps, and sums by cell that are the same bits as np.bincount."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config

from sim.kernels.contacts import count_ends
from sim.kernels.rows import (
    close_gaps,
    look_up,
    look_up_ends,
    place_among,
    places,
    spread,
    sum_by_cell,
    sum_columns_by_cell,
    sum_rows_by_cell,
)


@given(st.integers(0, 200), st.integers(1, 6), st.booleans(), st.integers(0, 2**32 - 1))
def test_sums_are_those_of_bincount_bit_for_bit(n, cells, in_order, seed):
    rng = np.random.default_rng(seed)
    cell = rng.integers(0, cells, n).astype(np.int16)
    weights = rng.normal(size=n) * 10.0 ** rng.integers(-8, 8, n)
    cell = np.sort(cell) if in_order else cell
    assert np.array_equal(sum_by_cell(cell, weights, cells), np.bincount(cell, weights, minlength=cells))


@pytest.mark.parametrize("bad", [-1, 3])
@pytest.mark.parametrize("rows", [1, 100])
def test_a_cell_outside_is_refused(bad, rows):
    for cell in (np.full(rows, bad), np.append(np.zeros(rows, np.int64), bad)):
        with pytest.raises(IndexError, match=r"0\.\.2"):
            sum_by_cell(cell, np.ones(len(cell)), 3)
        with pytest.raises(IndexError, match=r"0\.\.2"):
            sum_columns_by_cell(cell, np.ones((len(cell), 2)), np.ones(len(cell)), 3)
        with pytest.raises(IndexError, match=r"0\.\.2"):
            sum_rows_by_cell(cell, np.ones((2, len(cell))), 3)
        with pytest.raises(IndexError, match=r"0\.\.2"):
            spread(np.ones((3, 2)), cell)


def test_columns_are_summed_as_each_alone():
    rng = np.random.default_rng(5)
    cell, values, weights = rng.integers(0, 7, 500), rng.normal(size=(500, 8)), rng.uniform(size=500)
    sums = sum_columns_by_cell(cell, values, weights, 7)
    for k in range(8):
        assert np.array_equal(sums[:, k], np.bincount(cell, values[:, k] * weights, minlength=7))


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 9])
def test_rows_are_summed_as_each_alone_and_spread_back(rows):
    rng = np.random.default_rng(7)
    cell, values = rng.integers(0, 7, 500), rng.normal(size=(rows, 500))
    cell[:200] = np.sort(cell[:200])
    sums = sum_rows_by_cell(cell, values, 7)
    for k in range(rows):
        assert np.array_equal(sums[k], np.bincount(cell, values[k], minlength=7))
    assert np.array_equal(spread(np.ascontiguousarray(sums.T), cell), sums[:, cell])


@given(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.integers(0, 2**32 - 1))
def test_a_place_among_identities_is_that_of_a_search(n, m, in_order, seed):
    rng = np.random.default_rng(seed)
    ids = np.unique(rng.integers(0, 60, n)).astype(np.uint64)
    wanted = rng.integers(0, 60, m).astype(np.uint64)
    wanted = np.sort(wanted) if in_order else wanted
    at = np.searchsorted(ids, wanted)
    known = np.isin(wanted, ids)
    assert np.array_equal(place_among(ids, wanted), np.where(known, at, -1))


def test_places_are_rows_of_a_table_that_is_so_wide():
    rng = np.random.default_rng(6)
    outer, inner = (rng.integers(0, n, 90).astype(np.int16) for n in (5, 12))
    table = np.array([3, 0, 2, 2, 1])
    assert np.array_equal(places(table, outer, inner, 12), table[outer] * 12 + inner)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 1.0])
def test_gaps_close_as_by_picking_rows(monkeypatch, threads, share):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    rng = np.random.default_rng(7)
    n = 30_000
    columns = [
        rng.integers(0, 100, n).astype(np.int8), rng.integers(0, 100, n).astype(np.int16),
        rng.integers(0, 100, n).astype(np.int32), rng.normal(size=n), rng.normal(size=(n, 8)),
    ]  # fmt: skip
    gone = rng.uniform(size=n) < share
    kept = np.flatnonzero(~gone)
    wanted = [column[kept] for column in columns]
    close_gaps(columns, np.flatnonzero(gone))
    for column, rows in zip(columns, wanted, strict=True):
        assert np.array_equal(column[: len(kept)], rows)


def test_handles_point_at_rows_of_their_generation():
    where = np.array([5, (3 << 32) | 7, (1 << 32) | 0xFFFFFFFF])
    handles = np.array([[0, (3 << 32) | 1], [1, (1 << 32) | 2], [-1, 9]])
    assert look_up(handles, where).tolist() == [[5, 7], [-1, -1], [-1, -1]]
    assert look_up(handles[0], where, np.array([True, False])).tolist() == [-1, 7]


def test_ends_are_looked_up_as_each_alone():
    rng = np.random.default_rng(8)
    where = np.where(rng.random(50) < 0.8, (2 << 32) | np.arange(50), (2 << 32) | 0xFFFFFFFF)
    apart_where = (1 << 32) | np.arange(9)
    a, b = ((rng.integers(1, 4, 400) << 32) | rng.integers(0, 60, 400) for _ in range(2))
    apart = rng.random(400) < 0.2
    one, other, gone = look_up_ends(a, b, apart, where, apart_where)
    assert np.array_equal(one, look_up(a, where))
    assert np.array_equal(other, look_up(b, where, apart))
    there = np.where(apart, look_up(b, apart_where), other)
    assert np.array_equal(gone, (one < 0) | (there < 0))


def test_ends_of_links_are_counted_by_kind_and_cell():
    a, b = np.array([0, 1, -1, 2]), np.array([1, -1, 2, 0])
    kind, cell = np.array([0, 1, 0, 2], np.int8), np.array([4, 0, 4])
    formal, informal = count_ends(a, b, kind, cell, 5)
    assert formal.tolist() == [1, 0, 0, 0, 2]
    assert informal.tolist() == [1, 0, 0, 0, 2]
