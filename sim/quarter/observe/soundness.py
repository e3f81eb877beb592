"""A check that every number of the state is finite and that stocks are not negative."""

from __future__ import annotations

import numpy as np

from sim.kernels.soundness import unsound
from sim.state.table import Floats, Table
from sim.world import World

STOCKS = {
    "firms": (
        "b", "capital", "debt", "floor", "ordinary", "technical", "leading", "patents", "rd_stock", "rd_real",
        "rd_reported", "revenue", "revenue_year", "exports", "local_sales", "public_sales", "green", "materials",
        "demand", "capacity",
    ),
    "projects": ("spent", "granted", "patents"),
    "universities": ("research", "graduates"),
    "funds": ("committed", "uncalled", "invested", "returned"),
    "stakes": ("share", "cost"),
    "links": ("strength", "metres"),
    "sites": ("floor_stock", "rent_money", "jobs", "facilities"),
    "cities": ("labour", "employed", "vacancies", "searchers"),
    "cells": ("jobs", "local_share"),
}  # fmt: skip
"""Columns that are never negative."""

SLACK = 1e-6
"""A stock may fall this far below zero by rounding."""


class StateError(FloatingPointError):
    """A number of the state is not finite, or a stock is negative; the message names table.column."""


def check_state(world: World) -> None:
    """Raise StateError naming table.column and the first row unless the state is sound."""
    columns = [
        (
            table,
            f"{name}.{column}",
            getattr(table, column),
            -SLACK if column in STOCKS.get(name, ()) else -np.inf,
        )
        for name, table in world.tables().items()
        for column, declared in table.columns.items()
        if declared.dtype.kind == "f"
    ]
    count = unsound([(values, floor) for *_, values, floor in columns])
    wrong = [_told(*columns[at]) for at in np.flatnonzero(count)]
    if wrong:
        raise StateError(f"quarter {world.quarter}: " + "; ".join(wrong))


def _told(table: Table, name: str, values: Floats, floor: float) -> str:
    bad = ~np.isfinite(values)
    if bad.any():
        return f"{name} is not finite in {_where(bad, table.id)}"
    return f"{name} is negative ({values.min():.6g}) in {_where(values < floor, table.id)}"


def _where(bad: np.ndarray, ids: np.ndarray) -> str:
    rows = np.flatnonzero(bad.reshape(len(ids), -1).any(axis=1))
    return f"{len(rows)} of {len(ids)} rows, first identity {ids[rows[0]]}"
