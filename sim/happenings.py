"""What happened this quarter: counts by kind and site, and rows for the micro files."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.events import EVENTS
from sim.state.cells import cell_sum
from sim.state.table import Floats


class Happenings:
    """Counts and amounts by site, and rows for the micro files, of one quarter."""

    def __init__(self, n_sites: int) -> None:
        self._n_sites = n_sites
        self.clear()

    def clear(self) -> None:
        """Forget everything (at the start of a quarter)."""
        self.counts: dict[str, Floats] = {}
        self.amounts: dict[str, Floats] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def count(self, event: str, site: NDArray[np.integer], times: Floats | float = 1.0) -> None:
        """Count an event for each entry of ``site``, so many ``times``: of a row, the firms it stands for."""
        if event not in EVENTS:
            raise KeyError(event)
        found = cell_sum(site, np.asarray(times), self._n_sites) if len(site) else np.zeros(self._n_sites)
        self.counts[event] = self.counts[event] + found if event in self.counts else found

    def add(self, name: str, site: NDArray[np.integer], amount: Floats) -> None:
        """Add amounts by site under a free name (for metrics)."""
        found = cell_sum(site, amount, self._n_sites) if len(site) else np.zeros(self._n_sites)
        self.amounts[name] = self.amounts[name] + found if name in self.amounts else found

    def write(self, file: str, **columns: Any) -> None:
        """Keep rows for a micro file (``deals``, ``moves``, ``events``)."""
        self.rows.setdefault(file, []).append(columns)

    def of(self, event: str) -> Floats:
        """Counts of an event by site, zero if it did not happen."""
        return self.counts.get(event, np.zeros(self._n_sites))

    def amount(self, name: str) -> Floats:
        """Amounts by site, zero if there were none."""
        return self.amounts.get(name, np.zeros(self._n_sites))
