"""Policy: levers in force are read and scaled to what the authority's account can pay."""

from __future__ import annotations

from sim.quarter.policy.authority import set_lever_budget, spend_generally
from sim.quarter.policy.facilities import run_facilities
from sim.quarter.policy.rights import set_rights
from sim.world import World


def policy(world: World) -> None:
    """Levers of the quarter, the authority's household, its shared facilities, and rights in results."""
    world.levers.open_quarter(world.quarter)
    set_lever_budget(world)
    run_facilities(world)
    set_rights(world)
    spend_generally(world)
