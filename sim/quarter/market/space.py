"""Floor space and rent: a congested input whose price rises with what tenants spend on it."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.inputs import cost_of_sales
from sim.state.cells import cell_sum
from sim.world import World


def set_rents(world: World) -> None:
    """Solve rent and occupied floor together for the next quarter, and let floor space grow.

    rent = (spending / spending at quarter 0 x floor at quarter 0 / floor)^(1/(1 + supply elasticity)).
    Every tenant holds a minimum of floor: a fixed cost that rises with density.
    """
    firms, sites = world.firms, world.sites
    p = world.scenario.space
    share = cost_shares(world)[2].ravel()[world.firm_cell()]
    spending = share * cost_of_sales(world)
    by_site = cell_sum(firms.site, spending, world.n_sites) / world.sample
    known = (world.sites.rent_spending_start > 0) & (by_site > 0)
    ratio = np.where(known, by_site / np.where(known, world.sites.rent_spending_start, 1.0), 1.0)
    supply = sites.floor_stock / world.sites.floor_start
    sites.rent = np.log(ratio / supply) / (1.0 + p.supply_el)
    sites.rent_money = world.sites.rent_start * np.exp(sites.rent)
    growth = p.floor_growth * np.maximum(sites.rent - np.log(p.rent_build), 0.0)
    sites.floor_stock = np.minimum(sites.floor_stock * (1.0 + growth), world.sites.floor_limit)
    price = sites.rent_money
    firms.floor = by_rows(
        lambda spending, site, b, weight: np.maximum(4.0 * spending / price[site], (b > 0) * p.floor_minimum * weight),
        spending, firms.site, firms.b, firms.weight,
    )  # fmt: skip
