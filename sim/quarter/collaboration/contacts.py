"""Informal contacts: who shares a building or a quarter of the city meets, across site borders.

A firm seeks a few contacts. Candidates come from its building, from the cell of 250 m about it and
from the wider district; of these it takes up with whom counts most at that distance. A contact lasts a
random time and ends with a firm or with a move.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.effects.network import REACH_IN_HALVES, contact_weight
from sim.kernels import contacts as kernel
from sim.kernels.hashring import ring_hash
from sim.kernels.surroundings import WRAP_BITS, look_about, squares
from sim.kernels.threads import side_by_side
from sim.luck import Purpose
from sim.quarter.collaboration.lives import quarters_of_life
from sim.quarter.collaboration.rings import several_rings
from sim.quarter.collaboration.ties import NewLinks
from sim.state.identity import Birth, identity_from
from sim.state.knowledge import LinkKind
from sim.state.ring import POINTS
from sim.state.table import Bools, Floats, Ints
from sim.world import World

Slots = NDArray[np.int32]

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Contacts:
    """Informal contacts of a quarter.

    ``slots`` are those that each firm sought, as firm rows i32[n, contacts], -1 where a slot is free; ``over``
    tells which links ended, bool[m]; ``new`` are the links to add.
    """

    slots: Slots
    over: Bools
    new: NewLinks


def meet(world: World, a: Ints, b: Ints) -> Contacts:
    """Contacts that end, and people who are met nearby in the free slots; writes nothing.

    a[m], b[m] are the firm rows at the ends of all links (-1: none).
    """
    links, firms = world.links, world.firms
    # Who moved earlier has lost the contacts of before already.
    moved = firms.moved == world.quarter - 1
    (slots, have, over), about = side_by_side(
        lambda: kernel.scan(
            a, b, links.kind, links.retired, links.until, moved, world.quarter, world.scenario.network.contacts
        ),
        lambda: Surroundings(world, positions(world)),
        len(a),
    )
    return Contacts(slots, over, fill_slots(world, slots, have, about))


def fill_slots(world: World, slots: Slots, have: Ints, about: Surroundings) -> NewLinks:
    """Find a contact for every free slot of firms that trade: the links to add."""
    firms, p = world.firms, world.scenario.network
    seeker, slot = kernel.free_slots(have, world.trading(), p.contacts)
    found = np.empty(len(seeker), np.int64)
    halves = 1000.0 * p.spill_half_hub, 1000.0 * p.spill_half_local, REACH_IN_HALVES

    def nearby(first: int) -> Ints:
        part = slice(first, first + _CHUNK)
        return about.candidates(seeker[part], slot[part])

    def choose(first: int, candidates: Ints) -> Ints:
        who = seeker[first : first + _CHUNK]
        return kernel.meet(slots, have, who, candidates, about.place, firms.building, *halves)

    # Slots are served one after the other, but whom the next might meet can be found meanwhile.
    candidates = nearby(0)
    for first in range(0, len(seeker), _CHUNK):
        last = first + _CHUNK
        found[first:last], candidates = side_by_side(
            partial(choose, first, candidates), partial(nearby, last), _CHUNK
        )
    met = np.flatnonzero(found >= 0)
    return new_contacts(world, seeker[met], found[met], about.place)


def new_contacts(world: World, a: Ints, b: Ints, place: Floats) -> NewLinks:
    """Informal links between firm rows a and b, with the weight of their distance."""
    firms, p = world.firms, world.scenario.network
    ids = identity_from(world.quarter, Birth.DERIVED, firms.id[a], firms.id[b], int(LinkKind.INFORMAL))
    metres = kernel.apart(place, a, b)
    same = firms.building[a] == firms.building[b]
    life = quarters_of_life(world.luck.uniform(Purpose.CONTACT_FATE, ids, world.quarter), p.tie_life)
    strength = contact_weight(metres, same, half_hub_km=p.spill_half_hub, half_local_km=p.spill_half_local)
    return ids, {
        "a": firms.handle[a], "b": firms.handle[b], "kind": int(LinkKind.INFORMAL), "metres": metres,
        "since": world.quarter, "until": world.quarter + life, "strength": strength,
    }  # fmt: skip


def positions(world: World) -> Floats:
    """Where firms sit in their city, f64[n, 2] metres east and north: their building, and a desk in it by identity.

    In a sample, firms stand for denser ones: distances between buildings shrink by its square root.
    """
    firms, p = world.firms, world.scenario.network
    desk = ring_hash(firms.id, salt=1)
    east = (desk >> np.uint64(32)).astype(np.float64) * 2.0**-32 - 0.5
    north = (desk & np.uint64(0xFFFFFFFF)).astype(np.float64) * 2.0**-32 - 0.5
    metres = 1000.0 * np.sqrt(world.sample)
    place = np.empty((len(firms), 2))
    place[:, 0] = metres * firms.x + p.building_side * east
    place[:, 1] = metres * firms.y + p.building_side * north
    return place


class Surroundings:
    """Rings of the firms in each building, each cell of 250 m and each district of a city."""

    def __init__(self, world: World, place: Floats) -> None:
        self._world, self.place = world, place
        self._city = world.firm_city()
        self._building = world.firms.building.astype(np.int64)
        p = world.scenario.network
        self._edges = 1000.0 * p.cell_km, 1000.0 * p.district_km
        grid = world.n_cities << 2 * WRAP_BITS
        groups = [(self._building, _groups(self._building))]
        groups += [(squares(self._city, place, edge), grid) for edge in self._edges]
        self._rings = several_rings(world.firm_ring(), world.trading(), groups)

    def candidates(self, seeker: Ints, slot: Ints) -> Ints:
        """Rows whom each (seeker, slot) might meet this quarter: i64[v, 4], -1 where there are too few."""
        world = self._world
        return look_about(
            seeker, slot, world.firms.id, self.place, self._building, self._city,
            [(ring.members, ring.places, ring.starts) for ring in self._rings], self._edges, POINTS,
            (int(world.luck.seed), world.quarter, int(Purpose.CONTACT)),
        )  # fmt: skip


def _groups(numbers: Ints) -> int:
    return int(numbers.max()) + 1 if len(numbers) else 0
