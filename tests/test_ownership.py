"""A phase writes the columns that name it as their owner, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sim.loop import Loop
from sim.scenario.levers import LEVERS
from sim.state.columns import POPULATIONS
from sim.state.table import Table
from sim.world import World
from tests.worlds import toy_world

QUARTERS = 24
OUTSIDE_THE_QUARTER = {"birth"}
"""Owners that are no phase: such a column is set when its row is born and never again."""

RARE = {"firms.unicorn"}
"""Written by their owner, but in a run this small with the value they had when its phase began."""

Columns = dict[str, dict[str, np.ndarray]]


def copy_of(world: World) -> Columns:
    return {
        name: {"id": table.id.copy(), **{column: np.array(getattr(table, column)) for column in table}}
        for name, table in world.tables().items()
    }


def written(before: Columns, after: Columns) -> Iterator[str]:
    """Columns in which a row that lived through has other bits; rows born or dead meanwhile don't count."""
    for name, columns in before.items():
        _, here, there = np.intersect1d(columns["id"], after[name]["id"], return_indices=True)
        for column, values in columns.items():
            if values[here].tobytes() != after[name][column][there].tobytes():
                yield f"{name}.{column}"


def owners(column: str) -> set[str]:
    table, _, name = column.partition(".")
    declared = POPULATIONS[table].columns
    return set(declared[name].owner) if name in declared else set()


@pytest.fixture(scope="module")
def writers() -> dict[str, set[str]]:
    """Phases that wrote each column of a world with every lever on, money enough, and places to compete for."""
    levers = {f"levers__{name}__intensity": 2.0 for name in LEVERS}
    world = toy_world(
        seed=4,
        institutions__high_tech__lever_budget=1.0,
        institutions__high_tech__accelerator=50.0,
        levers__champion_world__terms__per_thousand=100.0,
        levers__champion_world__terms__least_rank=0.0,
        **levers,
    )
    found: dict[str, set[str]] = {}
    for _ in range(QUARTERS):
        world.quarter += 1
        world.open_quarter()
        for phase in Loop():
            before = copy_of(world)
            phase.verb(world)
            world.settle()
            for column in written(before, copy_of(world)):
                found.setdefault(column, set()).add(phase.name)
    return found


def test_a_phase_writes_only_what_it_owns(writers: dict[str, set[str]]) -> None:
    trespasses = {
        column: phases - owners(column) for column, phases in writers.items() if phases - owners(column)
    }
    assert trespasses == {}


def test_every_column_that_a_phase_owns_is_written(writers: dict[str, set[str]]) -> None:
    owned = {
        f"{name}.{column.name}"
        for name, table in POPULATIONS.items()
        for column in table.columns.values()
        if set(column.owner) - OUTSIDE_THE_QUARTER
    }
    assert owned - set(writers) - RARE == set()


def test_owners_are_phases() -> None:
    known = {phase.name for phase in Loop()} | OUTSIDE_THE_QUARTER
    table: type[Table]
    for name, table in POPULATIONS.items():
        for column in table.columns.values():
            assert set(column.owner) <= known, f"{name}.{column.name}"
            assert column.owner, f"{name}.{column.name}"
