"""Collaboration: people meet, firms join forces, ties deepen, cost and end."""

from __future__ import annotations

from sim.quarter.collaboration.academia import seek_universities
from sim.quarter.collaboration.contacts import meet
from sim.quarter.collaboration.partners import seek_partners
from sim.quarter.collaboration.start import starting_links
from sim.quarter.collaboration.suppliers import seek_suppliers
from sim.quarter.collaboration.ties import deepen_and_end, drop_dead_links, pay_for_ties
from sim.world import World

__all__ = ["collaboration", "drop_dead_links", "starting_links"]


def collaboration(world: World) -> None:
    """One quarter of collaboration, in the order in which it happens."""
    meet(world)
    deepen_and_end(world)
    seek_partners(world)
    seek_universities(world)
    seek_suppliers(world)
    pay_for_ties(world)
