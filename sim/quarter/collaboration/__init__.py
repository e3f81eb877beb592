"""Collaboration: people meet, firms join forces, ties deepen, cost and end."""

from __future__ import annotations

from sim.quarter.collaboration.contacts import meet
from sim.quarter.collaboration.convening import hold_events, link_laboratories
from sim.quarter.collaboration.coordination import coordinate
from sim.quarter.collaboration.partners import eagerness
from sim.quarter.collaboration.search import seek_ties
from sim.quarter.collaboration.start import starting_links
from sim.quarter.collaboration.ties import (
    dead_links,
    deepen_and_end,
    drop_dead_links,
    pay_for_ties,
    ties_held,
)
from sim.world import World

__all__ = ["collaboration", "dead_links", "drop_dead_links", "starting_links"]


def collaboration(world: World) -> None:
    """One quarter of collaboration, in the order in which it happens."""
    coordinate(world)
    a, b = world.link_ends()
    contacts = meet(world, a, b)
    formal = deepen_and_end(world)
    ties = ties_held(world, formal, a, b)
    pay_for_ties(world, ties)
    seek_ties(world, ties, eagerness(world), contacts)
    hold_events(world)
    link_laboratories(world)
