"""Rings of consistent hashing: candidates of a place or trade, drawn so that a newcomer displaces few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kernels.hashring import ring_hash, successors_within
from sim.state.identity import Ids
from sim.state.table import Floats, Ints

_HASH_BITS = 40
_POINTS = float(1 << _HASH_BITS)


@dataclass(frozen=True, slots=True)
class Rings:
    """Members of several groups, each group a ring sorted by the hash of its members' identities."""

    members: Ints
    keys: NDArray[np.uint64]
    starts: Ints

    def candidates(self, group: Ints, point: Floats, k: int) -> Ints:
        """The k members after each keyed point (0..1) of a group's ring: rows i64[m, k], -1 if too few."""
        if len(self.members) == 0:
            return np.full((len(point), k), -1, np.int64)
        head = group.astype(np.uint64) << np.uint64(_HASH_BITS)
        spot = head + (point * _POINTS).astype(np.uint64)
        found = successors_within(self.keys, self.starts, group, spot, k)
        return np.where(found >= 0, self.members[found], -1)


def rings(rows: Ints, group: Ints, groups: int, ids: Ids) -> Rings:
    """Rings of ``rows`` by ``group`` (each i64[m], groups below 2^24); ``ids`` are theirs.

    Source: consistent hashing, Karger et al. (1997).
    """
    place = ring_hash(ids) >> np.uint64(64 - _HASH_BITS)
    keys = (group.astype(np.uint64) << np.uint64(_HASH_BITS)) | place
    order = np.argsort(keys)
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(group, minlength=groups), out=starts[1:])
    return Rings(rows[order], keys[order], starts)
