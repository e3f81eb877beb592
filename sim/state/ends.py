"""Firm rows at the ends of links, kept from one question to the next."""

from __future__ import annotations

import numpy as np

from sim.state.firms import Firms
from sim.state.knowledge import LinkKind, Links
from sim.state.table import Ints


class LinkEnds:
    """Ends of all links as firm rows, looked up anew only where rows of firms or links have moved."""

    def __init__(self) -> None:
        self._a, self._b = np.empty(0, np.int64), np.empty(0, np.int64)
        self._layout: object = None
        self._steady: tuple[int, int] | None = None
        self._count = 0

    def rows(self, firms: Firms, links: Links) -> tuple[Ints, Ints]:
        """Rows at end a and at end b, i64[m] each, -1 where no firm is there; a university counts as none."""
        if self._layout != (firms.layout, links.layout):
            first = self._count if self._steady == (firms.steady[0], links.steady[0]) else 0
            self._reserve(len(links), first)
            last = len(links)
            academic = links.kind[first:] == int(LinkKind.UNIVERSITY)
            self._a[first:last] = firms.rows(links.a[first:])
            self._b[first:last] = firms.rows(links.b[first:], but=academic)
            self._note(firms, links)
        return self._a[: len(links)], self._b[: len(links)]

    def sweep(self, firms: Firms, links: Links) -> None:
        """Drop retired links now."""
        links.sweep(beside=self.rows(firms, links))
        self._note(firms, links)

    def _note(self, firms: Firms, links: Links) -> None:
        self._layout = firms.layout, links.layout
        # Rows that are not in order yet will move without a sign.
        settled = firms.steady[1] == len(firms)
        self._steady = (firms.steady[0], links.steady[0]) if settled else None
        self._count = links.steady[1]

    def _reserve(self, needed: int, kept: int) -> None:
        if needed > len(self._a):
            capacity = needed + needed // 4
            for name in ("_a", "_b"):
                grown = np.empty(capacity, np.int64)
                grown[:kept] = getattr(self, name)[:kept]
                setattr(self, name, grown)
