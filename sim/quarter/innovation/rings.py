"""Who is asked: keyed choice among the members of a group, which one more member hardly changes."""

from __future__ import annotations

import numpy as np

from sim.kernels.hashring import ring_hash, successors_within
from sim.state.identity import Ids
from sim.state.table import Ints

_HASH_BITS = 40


def members_asked(members: Ids, group: Ints, groups: int, asker: Ids, asked: Ints, k: int) -> Ints:
    """Positions of k members of group asked[m] whom each asker meets, i64[m, k]; -1 if there are fewer.

    Members lie on one ring a group by a hash of their identity; an asker meets those after its own hash.
    """
    high = np.uint64(64 - _HASH_BITS)
    keys = (group.astype(np.uint64) << np.uint64(_HASH_BITS)) | (ring_hash(members) >> high)
    order = np.argsort(keys)
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(group, minlength=groups), out=starts[1:])
    points = (asked.astype(np.uint64) << np.uint64(_HASH_BITS)) | (ring_hash(asker, salt=1) >> high)
    position = successors_within(keys[order], starts, asked, points, k)
    return np.where(position >= 0, np.append(order, -1)[position], -1)
