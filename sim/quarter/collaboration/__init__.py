"""Collaboration: people meet, firms join forces, ties deepen, cost and end."""

from __future__ import annotations

from sim.kernels.threads import side_by_side
from sim.quarter.collaboration.contacts import meet
from sim.quarter.collaboration.convening import hold_events, link_laboratories
from sim.quarter.collaboration.coordination import coordinate
from sim.quarter.collaboration.partners import eagerness
from sim.quarter.collaboration.search import Search, form_ties, seek_ties
from sim.quarter.collaboration.start import starting_links
from sim.quarter.collaboration.ties import (
    dead_links,
    deepen_and_end,
    drop_dead_links,
    pay_for_ties,
    ties_held,
)
from sim.state.table import Ints
from sim.world import World

__all__ = ["collaboration", "dead_links", "drop_dead_links", "starting_links"]


def collaboration(world: World) -> None:
    """One quarter of collaboration, in the order in which it happens."""
    coordinate(world)
    a, b = world.link_ends()
    # Known before, so that it is not looked up twice at the same time.
    world.firm_ring()
    # Of contacts only who they are is found out now: links are added once nobody reads them any more.
    contacts, search = side_by_side(lambda: meet(world, a, b), lambda: ties_go_on(world, a, b), len(a))
    world.links.retire(contacts.over)
    form_ties(world, search, contacts.slots, contacts.new)
    hold_events(world)
    link_laboratories(world)


def ties_go_on(world: World, a: Ints, b: Ints) -> Search:
    """Formal ties deepen, cost and end, and firms look for new ones; a[m], b[m] are firm rows at the ends of links."""
    ties = ties_held(world, deepen_and_end(world), a, b)
    pay_for_ties(world, ties)
    return seek_ties(world, ties, eagerness(world))
