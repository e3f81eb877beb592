"""Floor space and rent: a congested input whose price rises with what tenants spend on it."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.policy.payers import pay_facilities
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.inputs import cost_of_sales
from sim.quarter.market.relief import LEVER
from sim.state.cells import cell_sum
from sim.state.table import Floats
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
    sites.floor_stock = floor_on_cheap_land(world, floor_after(world, 0.0))
    price = sites.rent_money
    firms.floor = by_rows(
        lambda spending, site, b, weight: np.maximum(4.0 * spending / price[site], (b > 0) * p.floor_minimum * weight),
        spending, firms.site, firms.b, firms.weight,
    )  # fmt: skip


def floor_after(world: World, cheaper: Floats | float) -> Floats:
    """Floor space after the quarter's building, m2: f64[P]; ``cheaper`` is the ln by which building costs less."""
    sites, p = world.sites, world.scenario.space
    growth = p.floor_growth * np.maximum(sites.rent - np.log(p.rent_build) + cheaper, 0.0)
    return np.asarray(np.minimum(sites.floor_stock * (1.0 + growth), sites.floor_limit))


def floor_on_cheap_land(world: World, usual: Floats) -> Floats:
    """Floor space after building where land is sold below its price, m2: f64[P]; ``usual`` without it.

    The rent at which floor is built falls by land's share in the cost of building times the cut. The authority
    forgoes the cut on all land that private owners build on, also where they would have built; as far as it can.
    """
    levers, sites = world.levers, world.sites
    if not levers.active(LEVER):
        return usual
    cut = np.minimum(levers.intensity(LEVER) * levers.term(LEVER, "land_cut"), 1.0)
    more = floor_after(world, -np.log1p(-cut * levers.term(LEVER, "land_share")))
    price = levers.term(LEVER, "land_price") * 1e-6 * world.sample
    forgone = cut * price * (1.0 - world.fixed.own_authority) * (more - sites.floor_stock)
    paid = pay_facilities(world, LEVER, forgone, "land_relief")
    return np.asarray(usual + np.where(forgone > 0, paid / np.where(forgone > 0, forgone, 1.0), 0.0) * (more - usual))
