"""The search for formal ties: partners in R&D, universities and suppliers, found at once and tied in turn."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import at_once
from sim.quarter.collaboration.academia import find_universities
from sim.quarter.collaboration.contacts import Slots
from sim.quarter.collaboration.partners import partner_search
from sim.quarter.collaboration.suppliers import find_suppliers
from sim.quarter.collaboration.ties import Ties, add_ties
from sim.state.knowledge import LinkKind
from sim.state.table import Floats, Ints
from sim.world import World


def seek_ties(world: World, ties: Ties, eager: Floats, contacts: Slots, rounds: float = 1.0) -> None:
    """Firms look for partners; ``rounds`` scales how many do (1: a quarter's worth).

    eager[n] is how active each is in R&D; contacts[n, k] are the firm rows that each firm meets (-1: none).
    The searches see the ties of before, so that none waits for another.
    """
    looking, search = partner_search(world, ties, eager, contacts, rounds)
    half = len(looking) // 2
    partners: dict[bool, Ints] = {}
    found: dict[LinkKind, tuple[Ints, Ints]] = {}

    def first_half() -> None:
        partners[False] = search(looking[:half])

    def second_half() -> None:
        partners[True] = search(looking[half:])

    def universities() -> None:
        found[LinkKind.UNIVERSITY] = find_universities(world, ties, eager, rounds)

    def suppliers() -> None:
        found[LinkKind.SUPPLY] = find_suppliers(world, ties, rounds)

    # Known before, so that no two searches look them up.
    world.firm_ring(), world.project_owners()
    at_once([first_half, universities, suppliers, second_half], len(world.firms))
    chosen = np.concatenate([partners[False], partners[True]])
    found[LinkKind.JOINT_RD] = looking[chosen >= 0], chosen[chosen >= 0]
    for kind in (LinkKind.JOINT_RD, LinkKind.UNIVERSITY, LinkKind.SUPPLY):
        add_ties(world, kind, *found[kind])
