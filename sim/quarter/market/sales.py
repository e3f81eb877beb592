"""Sales: buyers are CES over quality-adjusted prices, at home, abroad and inside the site."""

from __future__ import annotations

import numpy as np

from sim.effects.scale import outside_weight
from sim.kernels.threads import by_rows
from sim.outside import outside_people
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.demand import number_growth
from sim.quarter.market.markets_opened import first_orders, foreign_ties
from sim.quarter.market.reach import reach_abroad
from sim.state.cells import cell_sum, cell_sums
from sim.state.table import Floats
from sim.world import World


def demand_weights(b: Floats, price: Floats, v: Floats, sigma: float) -> Floats:
    """CES weight of each seller, b (p e^-v)^(1 - sigma): f64[n] from ln price and ln quality."""
    return b * np.exp((1.0 - sigma) * (price - v))


def sell(world: World) -> None:
    """Demand, rationing by capacity, and revenue of every firm; prices of the quarter are set."""
    p = world.scenario.demand
    firms, sectors = world.firms, world.sectors
    weight = by_rows(lambda b, price, v: demand_weights(b, price, v, p.sigma), firms.b, firms.price, firms.v)
    row = world.firm_market()
    abroad = weight * reach_abroad(world) * foreign_ties(world) * p.tau_export ** (1.0 - p.sigma)
    unit_home, unit_foreign = unit_sales(world, weight, abroad, row)
    home, exports = weight * unit_home[row], abroad * unit_foreign[row]
    sectors.market_unit, sectors.foreign_unit = unit_home, unit_foreign
    local = local_demand(world, weight, home + exports)
    firms.demand = home + exports + local
    firms.public_sales = first_orders(world)
    firms.demand = firms.demand + firms.public_sales
    served = np.where(firms.demand > firms.capacity, firms.capacity / np.maximum(firms.demand, 1e-12), 1.0)
    firms.exports = exports * served
    firms.local_sales = local * served
    firms.revenue = firms.demand * served
    keep_revenue_history(world)


def unit_sales(world: World, weight: Floats, abroad: Floats, row: np.ndarray) -> tuple[Floats, Floats]:
    """Sales that a unit of weight earns at home and abroad, m¥ a quarter, by market row: two f64[M x S].

    Spending reacts to the price index with elasticity 1 - eps, so that a site can create as well as take.
    """
    p = world.scenario.demand
    sectors = world.sectors
    if world.burning_in:
        # A unit of weight earns the same for ever: sizes spread as if the market were boundless.
        return np.ones(len(sectors)), sectors.foreign / sectors.index_foreign
    numbers = number_growth(world)
    units = []
    for weights, size, rivals, at_start, extra in (
        (weight, sectors.home, sectors.rivals * rivals_weight(world), sectors.index_home, sectors.merchant),
        (abroad, sectors.foreign, sectors.rivals_foreign, sectors.index_foreign, 0.0),
    ):
        inside = cell_sum(row, weights, len(sectors))
        everybody = inside + rivals * numbers
        ln_index = np.log((everybody / numbers) / at_start) / (1.0 - p.sigma)
        spending = size * sectors.growth * np.exp((1.0 - p.eps) * ln_index) + extra
        units.append(spending / everybody)
        if weights is weight:
            sectors.weight_home, sectors.price_index = inside, ln_index
    return units[0], units[1]


def rivals_weight(world: World) -> Floats:
    """Factor on the weight of sellers elsewhere in the country, which lose scale with the people who leave: f64[M x S].

    Their strength of scale is that of a run in which it holds everywhere, else 1; a market of its own has none of it.
    """
    effects, p = world.scenario.effects, world.scenario.scale
    strength = 1.0 if effects.sites else float(effects.scale)
    people, trend = outside_people(world)
    factor = outside_weight(
        strength, people, trend, elasticity=p.e_loc + p.e_urb, sigma=world.scenario.demand.sigma
    )
    open_market = np.zeros(world.fixed.n_markets)
    open_market[world.fixed.site_market[~world.fixed.city_closed[world.sites.city]]] = 1.0
    return np.repeat(np.where(open_market > 0, factor, 1.0), world.n_sectors)


def local_demand(world: World, weight: Floats, final: Floats) -> Floats:
    """What firms of the same site buy from each firm, m¥ a quarter: f64[n].

    Purchases feed on themselves; a few rounds of the Neumann series sum them (the spectral radius of
    the local matrix is about .14). A site without sellers of an input buys it outside.
    """
    n_cells = world.n_sites * world.n_sectors
    cell = world.firm_cell()
    cost_of_revenue = by_rows(lambda markup: np.exp(-markup), world.firms.markup)
    weighed = np.stack([weight, weight * cost_of_revenue, final * cost_of_revenue])
    cell_weight, cost_weight, cost = cell_sums(cell, weighed, n_cells)
    safe = np.where(cell_weight > 0, cell_weight, 1.0)
    mean_cost = (cost_weight / safe).reshape(world.n_sites, -1)
    cost = cost.reshape(world.n_sites, -1)
    wanted = np.zeros_like(cost)
    matrix = local_matrix(world)
    for _ in range(world.scenario.demand.neumann_rounds):
        bought = (matrix * cost[:, None, :]).sum(axis=2)
        wanted += bought
        cost = bought * mean_cost
    wanted = np.where(cell_weight.reshape(wanted.shape) > 0, wanted, 0.0)
    world.cells.local_unit = wanted.ravel() / safe
    return np.asarray(weight * world.cells.local_unit[cell])


def local_matrix(world: World) -> Floats:
    """Local purchases of input r for a unit of cost of buyer s, by site: f64[P, R, S]."""
    *_, inputs = cost_shares(world)
    return np.swapaxes(inputs[..., : world.n_sectors], 1, 2) * world.grid("local_share")[:, :, None]


def keep_revenue_history(world: World) -> None:
    """Rings and trailing sums of revenue; calendar-year ends."""
    firms = world.firms
    firms.revenue_past[:, world.quarter % 4] = firms.revenue
    past = firms.revenue_past
    firms.revenue_year = past[:, 0] + past[:, 1] + past[:, 2] + past[:, 3]
    if world.quarter % 4 == 0 and world.quarter > 0:
        firms.revenue_ends[:, 2] = firms.revenue_ends[:, 1]
        firms.revenue_ends[:, 1] = firms.revenue_ends[:, 0]
        firms.revenue_ends[:, 0] = firms.revenue_year
