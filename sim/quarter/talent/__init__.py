"""Talent: wages answer the market, graduates enter, people move, leading talent changes posts."""

from __future__ import annotations

from sim.kernels.threads import at_once
from sim.quarter.talent.campus import starting_universities
from sim.quarter.talent.hiring import carry_knowledge
from sim.quarter.talent.migration import people_move
from sim.quarter.talent.stars import post_leading_talent, starting_talents
from sim.quarter.talent.universities import run_universities
from sim.quarter.talent.wages import set_wages
from sim.world import World

__all__ = ["starting_talents", "starting_universities", "talent"]


def talent(world: World) -> None:
    """One quarter of talent, in the order in which it happens."""
    set_wages(world)
    run_universities(world)
    people_move(world)
    # Posts of leading talent and what hires carry have nothing to do with each other.
    at_once([lambda: post_leading_talent(world), lambda: carry_knowledge(world)], len(world.firms))
