"""Demography: firms die, are born, move, and win or lose ranks."""

from __future__ import annotations

from sim.quarter.demography.acceleration import accelerate
from sim.quarter.demography.certification import certify
from sim.quarter.demography.entry import enter
from sim.quarter.demography.exit import close_down
from sim.quarter.demography.incubation import incubate
from sim.quarter.demography.moves import move
from sim.quarter.demography.panel import survey
from sim.quarter.demography.programmes import run_programmes
from sim.world import World


def demography(world: World) -> None:
    """One quarter of births, deaths, moves and ranks, in the order in which it happens."""
    close_down(world)
    world.settle()
    enter(world)
    move(world)
    incubate(world)
    accelerate(world)
    certify(world)
    run_programmes(world)
    survey(world)
