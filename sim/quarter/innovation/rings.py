"""Who is asked: keyed choice among the members of a group, which one more member hardly changes."""

from __future__ import annotations

import numpy as np

from sim.kernels.hashring import ring_hash, ring_order, successors_within
from sim.state.identity import Ids
from sim.state.table import Ints


def members_asked(members: Ids, group: Ints, groups: int, asker: Ids, asked: Ints, k: int) -> Ints:
    """Positions of k members of group asked[m] whom each asker meets, i64[m, k]; -1 if there are fewer.

    Members lie on one ring a group by a hash of their identity; an asker meets those after its own hash.
    """
    order, starts = ring_order(group, ring_hash(members), groups)
    keys = ring_hash(members)[order]
    position = successors_within(keys, starts, asked, ring_hash(asker, salt=1), k)
    return np.where(position >= 0, np.append(order, -1)[position], -1)
