"""Permits: quarters of overhead that an entrant spends before it may trade, and the service that shortens them."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import run_lever
from sim.world import World

LEVER = "service_speed"


def serve_entrants(world: World) -> None:
    """Set the delay of entry by site: the institution's, cut where one-stop service is paid for.

    The service costs a sum a zone, whatever its size; what the budget does not reach does not cut.
    """
    delay = world.fixed.admin_delay
    if world.levers.active(LEVER):
        cost = world.levers.intensity(LEVER) * world.levers.unit_cost(LEVER) / 4.0 * world.sample
        reached = run_lever(world, LEVER, cost)
        delay = delay * (1.0 - np.minimum(reached * world.levers.term(LEVER, "cut"), 1.0))
    world.sites.admin_delay = delay
