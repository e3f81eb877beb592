"""Links at quarter 0: contacts at once, formal ties as if they had formed over the years before."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.collaboration.contacts import Surroundings, fill_slots, positions
from sim.quarter.collaboration.lives import ending_rate, quarters_of_life
from sim.quarter.collaboration.partners import eagerness
from sim.quarter.collaboration.search import form_ties, seek_ties
from sim.quarter.collaboration.ties import deepened, ties_held
from sim.world import World

_ROUNDS = 16


def starting_links(world: World) -> None:
    """Add the links of quarter 0: informal contacts, and formal ties at the degrees of a steady state.

    Formal ties form in a few rounds of search, each for a part of those that would be alive; ages are
    those of ties with the same chance of ending every quarter.
    """
    n, size = len(world.firms), world.scenario.network.contacts
    contacts = np.full((n, size), -1, np.int32)
    about = Surroundings(world, positions(world))
    world.links.add(*fill_slots(world, contacts, np.zeros(n, np.int64), about))
    world.links.settle()
    p = world.scenario.network
    alive = 1.0 / (ending_rate(p.tie_life) * (1.0 - p.tie_repeat) * p.search_effort)
    now, eager = world.quarter, eagerness(world)
    for past in range(_ROUNDS):
        # A round is a quarter of its own before the start, so that no draw serves twice.
        world.quarter = now - 1 - past
        ties = ties_held(world, world.formal_links(), *world.link_ends())
        form_ties(world, seek_ties(world, ties, eager, alive / _ROUNDS), contacts)
        world.links.settle()
    world.quarter = now
    backdate(world)
    world.links.settle()


def backdate(world: World) -> None:
    """Give formal ties the ages, remaining terms and strengths of a steady state."""
    links, p = world.links, world.scenario.network
    formal = world.formal_links()
    ids = links.id[formal]
    age = quarters_of_life(world.luck.uniform(Purpose.LINK_TERM, ids, world.quarter, 1), p.tie_life)
    left = quarters_of_life(world.luck.uniform(Purpose.LINK_TERM, ids, world.quarter, 2), p.tie_life)
    links.since[formal] = world.quarter - age
    links.until[formal] = world.quarter + left
    links.strength[formal] = deepened(np.full(len(age), p.tie_start), p.tie_growth * age.astype(np.float64))
