"""Identities: 63-bit keys derived from the cause of birth.

Layout, high to low: quarter of birth (12 bits), kind of birth (4), cause (47). Because the quarter
comes first, newborn rows sort behind the living ones, and identity order is order of birth.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint64]

_CAUSE_BITS = 47
_CAUSE_MASK = np.uint64((1 << _CAUSE_BITS) - 1)


class Birth(IntEnum):
    """Kind of birth of a row."""

    INITIAL = 0
    ENTRANT = 1
    UNIVERSITY_SPINOFF = 2
    FIRM_SPINOFF = 3
    INVITED = 4
    DERIVED = 5


def hash_of(*parts: NDArray[np.uint64] | NDArray[np.int64] | int) -> NDArray[np.uint64]:
    """64-bit hash of several keys (arrays broadcast against each other), by splitmix64."""
    from sim.kernels import hashes  # compiled code is not needed to list columns

    arrays = [np.asarray(part).astype(np.uint64, copy=False) for part in parts]
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    return hashes.hash_of(
        [array if array.size == 1 else np.broadcast_to(array, shape) for array in arrays], shape
    )


def identity_at_place(
    quarter: int, kind: Birth, place: NDArray[np.integer], sector: NDArray[np.integer], ordinal: NDArray[np.integer]
) -> Ids:
    """Identity of agents caused by a place: (quarter, kind, city or site, sector, ordinal)."""
    cause = (
        (np.asarray(place).astype(np.uint64) << np.uint64(37))
        | (np.asarray(sector).astype(np.uint64) << np.uint64(31))
        | np.asarray(ordinal).astype(np.uint64)
    )
    return _assemble(quarter, kind, np.asarray(cause, np.uint64))


def identity_from(quarter: int, kind: Birth, *cause: NDArray[np.uint64] | NDArray[np.int64] | int) -> Ids:
    """Identity of agents caused by other agents (their identities, and an ordinal or tag)."""
    hashed = np.asarray(hash_of(*cause) >> np.uint64(64 - _CAUSE_BITS), np.uint64)
    return _assemble(quarter, kind, hashed)


def kind_of_birth(ids: Ids) -> NDArray[np.int64]:
    """Kind of birth that an identity tells: i64[n]."""
    return np.asarray((ids >> np.uint64(_CAUSE_BITS)) & np.uint64(15), np.int64)


def _assemble(quarter: int, kind: Birth, cause: NDArray[np.uint64]) -> Ids:
    head = np.uint64((quarter << 51) | (int(kind) << _CAUSE_BITS))
    return np.asarray(head | (cause & _CAUSE_MASK), np.uint64)
