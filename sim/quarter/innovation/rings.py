"""Who is asked: keyed choice among the members of a group, which one more member hardly changes."""

from __future__ import annotations

import numpy as np

from sim.kernels.hashring import deal, successors_within
from sim.state.identity import Ids
from sim.state.ring import places_of, ring_of
from sim.state.table import Ints


def members_asked(members: Ids, group: Ints, groups: int, asker: Ids, asked: Ints, k: int) -> Ints:
    """Positions of k members of group asked[m] whom each asker meets, i64[m, k]; -1 if there are fewer.

    Members lie on one ring a group by a hash of their identity; an asker meets those after its own hash.
    """
    ring = ring_of(members)
    positions, spots, starts = deal(ring.order, group, np.ones(len(members), np.bool_), groups)
    return successors_within(ring.places[spots], starts, asked, places_of(asker, salt=1), k, positions)
