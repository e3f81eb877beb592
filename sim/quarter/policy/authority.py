"""The park authority's account: a share of its means goes to levers, the rest to running the zone."""

from __future__ import annotations

import numpy as np

from sim.world import World


def set_lever_budget(world: World) -> None:
    """Budget of levers by site and the share of last quarter's requests that it reaches.

    The budget is the authority's science and industry share of its cash; what levers asked for last
    quarter at full intensity is the forecast of what they will ask for.
    """
    sites = world.sites
    sites.budget = np.maximum(sites.cash, 0.0) * world.fixed.lever_budget_share
    asked = world.levers.asked_of_authority(world.n_sites)
    sites.lever_scale = np.where(
        asked > 0, np.minimum(1.0, sites.budget / np.where(asked > 0, asked, 1.0)), 1.0
    )
    world.levers.grant_budget(sites.budget.copy(), sites.lever_scale.copy())


def spend_generally(world: World) -> None:
    """Cash beyond a reserve and the lever budget goes to general spending (schools, works, staff)."""
    sites = world.sites
    reserve = world.scenario.fiscal.authority_reserve * np.maximum(sites.cash, 0.0)
    spend = np.maximum(sites.cash - sites.budget - reserve, 0.0)
    world.ledger.pay("general_spending", world.ledger.authorities(), world.ledger.households(), spend)
