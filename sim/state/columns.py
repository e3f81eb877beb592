"""The dictionary of all columns, derived from the declarations."""

from __future__ import annotations

from typing import TypedDict

from sim.state.firms import Firms
from sim.state.knowledge import LeadingTalents, Links, Projects, Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cells, Cities, Sectors, Sites
from sim.state.table import Table

POPULATIONS: dict[str, type[Table]] = {
    "firms": Firms,
    "talents": LeadingTalents,
    "projects": Projects,
    "universities": Universities,
    "funds": Funds,
    "stakes": Stakes,
    "links": Links,
    "sites": Sites,
    "cities": Cities,
    "sectors": Sectors,
    "cells": Cells,
}
"""Every table of the state, by its name on the world."""


class ColumnEntry(TypedDict):
    """One line of the column dictionary."""

    name: str
    unit: str
    dtype: str
    owner: list[str]
    meaning: str
    label_en: str
    label_zh: str


def column_dictionary() -> list[ColumnEntry]:
    """Every column of every table as ``table.column``, with unit, meaning, owner and labels."""
    return [
        ColumnEntry(
            name=f"{table}.{c.name}",
            unit=c.unit,
            dtype=f"{c.dtype.name}[{c.width}]" if c.width else c.dtype.name,
            owner=list(c.owner),
            meaning=c.meaning,
            label_en=c.en,
            label_zh=c.zh,
        )
        for table, population in POPULATIONS.items()
        for c in population.columns.values()
    ]
