"""Who is asked: keyed choice among the members of a group, which one more member hardly changes."""

from __future__ import annotations

import numpy as np

from sim.kernels.hashring import deal, successors_within
from sim.state.identity import Ids
from sim.state.ring import POINTS, Ring, places_of, ring_of
from sim.state.table import Bools, Ints


def members_asked(members: Ids, group: Ints, groups: int, asker: Ids, asked: Ints, k: int) -> Ints:
    """Positions of k members of group asked[m] whom each asker meets, i64[m, k]; -1 if there are fewer.

    Members lie on one ring a group by a hash of their identity; an asker meets those after its own hash.
    """
    return some_asked(ring_of(members), np.ones(len(members), np.bool_), group, groups, asker, asked, k)


def some_asked(
    ring: Ring, joins: Bools, group: Ints, groups: int, asker: Ids, asked: Ints, k: int
) -> Ints:
    """As `members_asked`, of those members of a population who join (bool[n]), by its ring."""
    positions, places, starts = deal(ring.order, ring.places, group, joins, groups)
    points = places_of(asker, salt=1)
    return successors_within(places, starts, asked, points, k, positions, POINTS)
