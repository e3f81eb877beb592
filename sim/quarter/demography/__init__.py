"""Demography: firms die, are born, move, and win or lose ranks."""

from __future__ import annotations

from sim.kernels.threads import at_once
from sim.quarter.collaboration import dead_links
from sim.quarter.demography.acceleration import accelerate
from sim.quarter.demography.certification import certify
from sim.quarter.demography.entry import enter
from sim.quarter.demography.exit import close_down
from sim.quarter.demography.incubation import has_graduated, incubate
from sim.quarter.demography.moves import move
from sim.quarter.demography.panel import survey
from sim.quarter.demography.programmes import run_programmes
from sim.state.table import Bools
from sim.world import World


def demography(world: World) -> None:
    """One quarter of births, deaths, moves and ranks, in the order in which it happens."""
    close_down(world)
    world.settle()
    # Who is born or moves meets nobody yet, so links may be dropped meanwhile.
    at_once([lambda: arrive(world), dead_links(world)], len(world.links))
    graduated = has_graduated(world)
    at_once([lambda: certify(world), lambda: take_places(world, graduated)], len(world.firms))
    run_programmes(world)
    survey(world)


def arrive(world: World) -> None:
    """Births and moves."""
    enter(world)
    move(world)


def take_places(world: World, graduated: Bools) -> None:
    """Incubators and accelerators, of whose firms some need no incubator any more (bool[n])."""
    incubate(world, graduated)
    accelerate(world, graduated)
