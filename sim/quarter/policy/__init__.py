"""Policy: levers in force are read and scaled to what the authority's account can pay."""

from __future__ import annotations

from sim.quarter.policy.authority import set_lever_budget, spend_generally
from sim.quarter.policy.facilities import run_lever_facilities, run_own_facilities
from sim.quarter.policy.permits import serve_entrants
from sim.quarter.policy.rights import set_rights
from sim.world import World


def policy(world: World) -> None:
    """Levers of the quarter, the authority's household, its shared facilities, and rights in results."""
    world.levers.open_quarter(world.quarter)
    run_own_facilities(world)
    set_lever_budget(world)
    run_lever_facilities(world)
    serve_entrants(world)
    set_rights(world)
    spend_generally(world)
