"""Rings of consistent hashing: candidates of a place or trade, drawn so that a newcomer displaces few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernels.hashring import deal, successors_within
from sim.state.identity import Ids
from sim.state.ring import POINTS, Ring, ring_of
from sim.state.table import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Rings:
    """Members of several groups, each group a ring sorted by its members' places (see :class:`Ring`)."""

    members: Ints
    places: Ids
    starts: Ints

    def candidates(self, group: Ints, point: Floats, k: int) -> Ints:
        """The k members after each keyed point (0..1) of a group's ring: rows i64[m, k], -1 if too few."""
        if len(self.members) == 0:
            return np.full((len(point), k), -1, np.int64)
        spot = (point * POINTS).astype(np.uint64)
        return successors_within(self.places, self.starts, group, spot, k, self.members, POINTS)


def rings(ring: Ring, joins: Bools, group: Ints, groups: int) -> Rings:
    """Rings of the rows that join (bool[n]), by their group (i64[n]); ``ring`` is that of all rows.

    Source: consistent hashing, Karger et al. (1997).
    """
    return Rings(*deal(ring.order, ring.places, group, joins, groups))


def rings_of_all(ids: Ids, group: Ints, groups: int) -> Rings:
    """Rings of all rows of a table by their group (i64[n]); ``ids`` are their identities."""
    return rings(ring_of(ids), np.ones(len(ids), np.bool_), group, groups)
