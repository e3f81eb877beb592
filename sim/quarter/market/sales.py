"""Sales: buyers are CES over quality-adjusted prices, at home, abroad and inside the site."""

from __future__ import annotations

import numpy as np

from sim.effects.scale import outside_weight
from sim.kernels.threads import by_rows, in_parts, side_by_side
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
    distance = p.tau_export ** (1.0 - p.sigma)
    abroad = by_rows(
        lambda weight, reach, ties: weight * reach * ties * distance,
        weight, reach_abroad(world), np.broadcast_to(foreign_ties(world), weight.shape),
    )  # fmt: skip
    unit_home, unit_foreign = unit_sales(world, weight, abroad, row)
    sectors.market_unit, sectors.foreign_unit = unit_home, unit_foreign
    exports = by_rows(lambda abroad, row: abroad * unit_foreign[row], abroad, row)
    final = by_rows(lambda weight, row, exports: weight * unit_home[row] + exports, weight, row, exports)
    local = local_demand(world, weight, final)
    np.add(final, local, out=firms.demand)
    firms.public_sales = first_orders(world)

    def serve(first: int, last: int) -> None:
        i = slice(first, last)
        demand, capacity = firms.demand[i], firms.capacity[i]
        demand += firms.public_sales[i]
        served = np.where(demand > capacity, capacity / np.maximum(demand, 1e-12), 1.0)
        np.multiply(exports[i], served, out=firms.exports[i])
        np.multiply(local[i], served, out=firms.local_sales[i])
        np.multiply(demand, served, out=firms.revenue[i])
        keep_revenue_history(world, i)

    in_parts(serve, len(firms))


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
    inside_home, inside_abroad = side_by_side(
        lambda: cell_sum(row, weight, len(sectors)), lambda: cell_sum(row, abroad, len(sectors)), len(row)
    )
    for inside, size, rivals, at_start, extra in (
        (inside_home, sectors.home, sectors.rivals * rivals_weight(world), sectors.index_home, sectors.merchant),
        (inside_abroad, sectors.foreign, sectors.rivals_foreign, sectors.index_foreign, 0.0),
    ):
        everybody = inside + rivals * numbers
        ln_index = np.log((everybody / numbers) / at_start) / (1.0 - p.sigma)
        spending = size * sectors.growth * np.exp((1.0 - p.eps) * ln_index) + extra
        units.append(spending / everybody)
        if inside is inside_home:
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
    weighed = np.empty((2, len(cell)))

    def weigh(first: int, last: int) -> None:
        i = slice(first, last)
        cost_of_revenue = np.exp(-world.firms.markup[i])
        np.multiply(weight[i], cost_of_revenue, out=weighed[0, i])
        np.multiply(final[i], cost_of_revenue, out=weighed[1, i])

    in_parts(weigh, len(cell))
    cell_weight, cost_weight, cost = cell_sums(cell, (weight, *weighed), n_cells)
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
    unit = world.cells.local_unit
    return by_rows(lambda weight, cell: weight * unit[cell], weight, cell)


def local_matrix(world: World) -> Floats:
    """Local purchases of input r for a unit of cost of buyer s, by site: f64[P, R, S]."""
    *_, inputs = cost_shares(world)
    return np.swapaxes(inputs[..., : world.n_sectors], 1, 2) * world.grid("local_share")[:, :, None]


def keep_revenue_history(world: World, rows: slice) -> None:
    """Rings and trailing sums of revenue of some firms; calendar-year ends."""
    firms = world.firms
    past, year, ends = firms.revenue_past[rows], firms.revenue_year[rows], firms.revenue_ends[rows]
    past[:, world.quarter % 4] = firms.revenue[rows]
    year[:] = past[:, 0] + past[:, 1] + past[:, 2] + past[:, 3]
    if world.quarter % 4 == 0 and world.quarter > 0:
        ends[:, 2] = ends[:, 1]
        ends[:, 1] = ends[:, 0]
        ends[:, 0] = year
