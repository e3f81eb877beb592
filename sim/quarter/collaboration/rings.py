"""Rings of consistent hashing: candidates of a place or trade, drawn so that a newcomer displaces few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.kernels.hashring import deal, successors_within
from sim.kernels.threads import at_once
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


def several_rings(ring: Ring, joins: Bools, groupings: Sequence[tuple[Ints, int]]) -> list[Rings]:
    """`rings` of the same rows by several groupings (group i64[n], number of groups) at once."""
    found: dict[int, Rings] = {}

    def one(at: int) -> None:
        found[at] = rings(ring, joins, *groupings[at])

    at_once([partial(one, at) for at in range(len(groupings))], len(joins))
    return [found[at] for at in range(len(groupings))]


def rings_of_all(ids: Ids, group: Ints, groups: int) -> Rings:
    """Rings of all rows of a table by their group (i64[n]); ``ids`` are their identities."""
    return rings(ring_of(ids), np.ones(len(ids), np.bool_), group, groups)
