"""The ring of a population: rows in the order of a hash of their identity, of which groups take their share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernels.hashring import ring_hash
from sim.kernels.order import order_of
from sim.state.identity import Ids
from sim.state.table import Ints

HASH_BITS = 40
POINTS = float(1 << HASH_BITS)
"""Places on a ring."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Rows i64[n] in the order of their places on the ring, and those places u64[n], below POINTS."""

    order: Ints
    places: Ids


def places_of(ids: Ids, salt: int = 0) -> Ids:
    """Place of each identity on the ring: u64[n] below POINTS; another salt gives an unrelated ring."""
    return np.asarray(ring_hash(ids, salt) >> np.uint64(64 - HASH_BITS), np.uint64)


def ring_of(ids: Ids) -> Ring:
    """The ring on which rows with these identities lie. Source: Karger et al. (1997)."""
    places = places_of(ids)
    order = order_of(places)
    return Ring(order, places[order])
