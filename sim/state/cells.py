"""Sums over rows into cells, sequential in row order.

Rows lie in identity order, and a zero changes no bit of a sequential sum, so the result depends
neither on how rows came to lie nor on rows of zero weight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.kernels.rows import sum_by_cell, sum_columns_by_cell, sum_rows_by_cell
from sim.state.table import Floats


def cell_sum(cell: NDArray[np.integer], weights: Floats, n_cells: int) -> Floats:
    """Sum of ``weights`` (rows) by ``cell`` (row -> 0..n_cells-1): f64[n_cells]."""
    each = np.asarray(weights, np.float64)
    return sum_by_cell(cell, each if each.shape == cell.shape else np.broadcast_to(each, cell.shape), n_cells)


def cell_sums(cell: NDArray[np.integer], values: Floats | Sequence[Floats], n_cells: int) -> Floats:
    """`cell_sum` of each of k arrays values[n], side by side: f64[k, n_cells]."""
    return sum_rows_by_cell(cell, values, n_cells)


def cell_count(cell: NDArray[np.integer], n_cells: int) -> NDArray[np.int64]:
    """Number of rows in each cell: i64[n_cells]."""
    return np.bincount(cell, minlength=n_cells).astype(np.int64)


def total(weights: Floats) -> float:
    """Sum of all rows, sequentially."""
    return float(cell_sum(np.zeros(len(weights), np.int16), weights, 1)[0])


def cell_mean(cell: NDArray[np.integer], values: Floats, weights: Floats, n_cells: int, empty: float = 0.0) -> Floats:
    """Weighted mean by cell, ``empty`` where a cell weighs nothing: f64[n_cells]."""
    weight, sums = cell_sums(cell, (weights, values * weights), n_cells)
    return np.where(weight > 0, sums / np.where(weight > 0, weight, 1.0), empty)


def cell_means(cell: NDArray[np.integer], values: Floats, weights: Floats, n_cells: int) -> Floats:
    """`cell_mean` of each column of values[n, k], 0 where a cell weighs nothing: f64[n_cells, k]."""
    weight = cell_sum(cell, weights, n_cells)[:, None]
    sums = sum_columns_by_cell(cell, values, weights, n_cells)
    return np.where(weight > 0, sums / np.where(weight > 0, weight, 1.0), 0.0)
