"""The search for formal ties: partners in R&D, universities and suppliers, found at once and tied in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.kernels.threads import at_once, side_by_side
from sim.quarter.collaboration.academia import find_universities
from sim.quarter.collaboration.contacts import Slots
from sim.quarter.collaboration.partners import partner_search
from sim.quarter.collaboration.suppliers import find_suppliers
from sim.quarter.collaboration.ties import NewLinks, NewTies, Ties, add_ties, new_ties
from sim.state.knowledge import LinkKind
from sim.state.table import Floats, Ints
from sim.world import World


@dataclass(frozen=True, slots=True)
class Search:
    """A search for ties: firms that look for partners in R&D and how some of them find one, and the ties found."""

    looking: Ints
    partners: Callable[[Ints, Slots], Ints]
    universities: NewTies
    suppliers: NewTies


def seek_ties(world: World, ties: Ties, eager: Floats, rounds: float = 1.0) -> Search:
    """Firms look for universities and suppliers, and get ready to look for partners; writes nothing.

    ``rounds`` scales how many do (1: a quarter's worth). eager[n] is how active each is in R&D. The searches
    see the ties of before, so that none waits for another.
    """

    def others() -> tuple[NewTies, NewTies]:
        return side_by_side(
            lambda: new_ties(world, LinkKind.UNIVERSITY, *find_universities(world, ties, eager, rounds)),
            lambda: new_ties(world, LinkKind.SUPPLY, *find_suppliers(world, ties, rounds)),
            len(world.firms),
        )

    # Known before, so that no two searches look it up.
    world.firm_ring()
    (looking, partners), found = side_by_side(
        lambda: partner_search(world, ties, eager, rounds), others, len(world.firms)
    )
    return Search(looking, partners, *found)


def form_ties(world: World, search: Search, contacts: Slots, met: NewLinks | None = None) -> None:
    """Firms find partners, also among contacts[n, k], the firm rows that each meets (-1: none); all ties form.

    Links between those who have ``met`` are added before.
    """
    half = len(search.looking) // 2
    chosen: dict[bool, Ints] = {}

    def part(later: bool) -> None:
        chosen[later] = search.partners(search.looking[half:] if later else search.looking[:half], contacts)

    def meeting() -> None:
        if met is not None:
            world.links.add(*met)

    at_once([partial(part, False), meeting, partial(part, True)], len(world.firms))
    partner = np.concatenate([chosen[False], chosen[True]])
    found = partner >= 0
    add_ties(world, new_ties(world, LinkKind.JOINT_RD, search.looking[found], partner[found]))
    add_ties(world, search.universities)
    add_ties(world, search.suppliers)
