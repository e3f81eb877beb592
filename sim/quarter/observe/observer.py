"""The record of a run so far, and the sheet that a quarter fills in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics import METRICS, columns_of
from sim.state.cells import cell_sum, cell_sums
from sim.state.identity import Ids
from sim.state.table import Bools, Floats, Ints
from sim.world import World

YEAR = 4
LIFE = 20
"""Quarters of the five-year life table."""


@dataclass
class Snapshot:
    """Trading firms at the end of a quarter, in identity order."""

    ids: Ids
    cell: Ints
    age: Ints
    tfp: Floats
    weight: Floats
    firms: Floats


@dataclass
class MarketSheet:
    """Sales of a quarter by site and sector, and the whole home market, foreign market and local need (m¥)."""

    home: Floats
    exports: Floats
    local: Floats
    public: Floats
    market: Floats
    abroad: Floats
    need: Floats


@dataclass
class Observer:
    """Everything recorded of a run, a list entry a quarter, and what comparisons with the past need."""

    sites: list[dict[str, Floats]] = field(default_factory=list)
    sectors: list[dict[str, Floats]] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    journal: list[tuple[int, str, str, str, int, float]] = field(default_factory=list)
    events: dict[str, list[dict[str, NDArray[Any]]]] = field(default_factory=dict)
    snapshots: list[Snapshot] = field(default_factory=list)
    markets: list[MarketSheet] = field(default_factory=list)
    exposed: list[Floats] = field(default_factory=list)
    died: list[Floats] = field(default_factory=list)
    balances: list[Floats] = field(default_factory=list)
    reached_market: list[tuple[Floats, Floats]] = field(default_factory=list)

    def forget(self) -> None:
        """Drop what no comparison needs any more."""
        for past in (
            self.snapshots,
            self.markets,
            self.exposed,
            self.died,
            self.balances,
            self.reached_market,
        ):
            del past[:-YEAR]


class Sheet:
    """Metrics of one quarter while they are measured: f64[P] by site and f64[P x S] by site and sector."""

    def __init__(self, world: World) -> None:
        self.trading: Bools = world.trading()
        self._all_trade = bool(self.trading.all())
        self._weight = world.firms.weight if self._all_trade else world.firms.weight[self.trading]
        self.cell: Ints = world.firm_cell() if self._all_trade else world.firm_cell()[self.trading]
        self.sites: dict[str, Floats] = {}
        self.sectors: dict[str, Floats] = {}
        self._n_sites, self._n_cells = world.n_sites, world.n_sites * world.n_sectors

    def put(self, name: str, by_site: NDArray[Any], by_cell: NDArray[Any] | None = None) -> None:
        """Enter a metric by site and, where it has one, by site and sector."""
        self.sites[name] = np.asarray(by_site, np.float64)
        if by_cell is not None:
            self.sectors[name] = np.asarray(by_cell, np.float64).ravel()

    def add_up(self, **values: Floats | Bools) -> None:
        """Enter sums over trading firms of ``values`` (one a firm), by name."""
        for name, sums in zip(values, self._sums(list(values.values())), strict=True):
            self.put(name, *sums)

    def mean(self, weights: Floats, **values: Floats) -> None:
        """Enter weighted means over trading firms of ``values`` (0 where there is none), by name."""
        *tops, bottom = self._sums([*(of * weights for of in values.values()), weights])
        for name, top in zip(values, tops, strict=True):
            self.put(name, *map(ratio, top, bottom))

    def _sums(self, values: Sequence[Floats | Bools]) -> list[tuple[Floats, Floats]]:
        """Sums by site and by cell over trading firms, of each of ``values``."""
        by_cell, amounts = np.empty((len(values), self._n_cells)), []
        for at, of in enumerate(values):
            each: Any = of if self._all_trade else of[self.trading]
            if each.dtype == np.bool_:
                # What is true of a row is so of all firms that it stands for.
                here = np.flatnonzero(each)
                by_cell[at] = cell_sum(self.cell[here], self._weight[here], self._n_cells)
            else:
                amounts.append((at, each))
        by_cell[[at for at, _ in amounts]] = cell_sums(self.cell, [each for _, each in amounts], self._n_cells)
        by_site = by_cell.reshape(len(values), self._n_sites, -1).sum(axis=2)
        return list(zip(by_site, by_cell, strict=True))

    def ratio_of(self, name: str, top: str, bottom: str) -> None:
        """Enter the ratio of two metrics (0 where the second is not positive)."""
        by_cell = ratio(self.sectors[top], self.sectors[bottom]) if bottom in self.sectors else None
        self.put(name, ratio(self.sites[top], self.sites[bottom]), by_cell)

    def file(self, world: World) -> None:
        """Put the sheet on record: extensive metrics scaled to the whole, flows 0 at quarter 0.

        Raises KeyError if a declared metric was not measured.
        """
        observer = world.observer
        assert observer is not None
        for found, table, record in (
            (self.sites, "sites", observer.sites),
            (self.sectors, "sectors", observer.sectors),
        ):
            row: dict[str, Floats] = {}
            for name in columns_of(table):
                value = found[name]
                if METRICS[name].scaled:
                    value = value / world.sample
                row[name] = value if world.quarter >= METRICS[name].since else np.zeros_like(value)
            record.append(row)
        observer.quarters.append(world.quarter)
        observer.journal.extend(
            (world.quarter, *line[:4], line[4] / world.sample) for line in world.ledger.journal()
        )
        observer.forget()


def ratio(top: Floats, bottom: Floats) -> Floats:
    """top / bottom, 0 where the bottom is not positive."""
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), 0.0)
