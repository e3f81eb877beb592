"""Demand at quarter 0: weights of firms and sizes of markets that make every revenue exact."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.inputs import cost_of_sales, inputs_needed
from sim.quarter.market.sales import demand_weights, local_demand
from sim.quarter.market.settlement import chain_balance
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def solve_markets(world: World) -> None:
    """Find customers b, export sales, local sales and market sizes such that each firm sells its revenue.

    A unit of weight earns 1 m¥ a quarter at home. Abroad it earns what makes exports their share of
    sector revenue; inside the site what the chain asks. b follows from the revenue of each firm.
    """
    p = world.scenario.demand
    firms, sectors = world.firms, world.sectors
    row = world.firm_market()
    n = len(sectors)
    cell = world.firm_cell()
    n_cells = world.n_sites * world.n_sectors
    abroad = firms.export_reach * p.tau_export ** (1.0 - p.sigma)
    unit_foreign = np.ones(n)
    local_rate = np.zeros(n_cells)
    revenue_by_row = cell_sum(row, firms.revenue, n)
    weighted = np.tile(world.fixed.export_weight, world.fixed.n_markets) * revenue_by_row
    overall = world.scenario.export_share * revenue_by_row.sum() / max(float(weighted.sum()), 1e-12)
    wanted_exports = weighted * overall
    weight = firms.revenue.copy()
    for _ in range(60):
        weight = firms.revenue / (1.0 + abroad * unit_foreign[row] + local_rate[cell])
        exports = known_abroad(world, weight, weight * abroad, row)
        unit_foreign = np.where(exports > 0, wanted_exports / np.where(exports > 0, exports, 1.0), 0.0)
        final = weight * (1.0 + abroad * unit_foreign[row])
        local = local_demand(world, weight, final)
        by_cell = cell_sum(cell, weight, n_cells)
        local_rate = np.where(
            by_cell > 0, cell_sum(cell, local, n_cells) / np.where(by_cell > 0, by_cell, 1.0), 0.0
        )
    firms.b = weight / demand_weights(np.ones(len(firms)), firms.price, firms.v, p.sigma)
    firms.exports = weight * abroad * unit_foreign[row]
    firms.local_sales = weight * local_rate[cell]
    sold = cell_sum(cell, firms.local_sales, n_cells).reshape(world.n_sites, -1)
    chain_balance(world, inputs_needed(world, cost_of_sales(world)), sold)
    _set_market_sizes(world, weight, weight * abroad, unit_foreign, row)


def known_abroad(world: World, weight: Floats, abroad: Floats, row: np.ndarray) -> Floats:
    """Weight abroad that a market's exports are reckoned on, at least half of what its sellers should have.

    Few rows may hold hardly an exporter; on their weight alone the first entrant to export would earn the
    exports of the whole sector, many times over.
    """
    p, n = world.scenario, len(world.sectors)
    expected = p.demography.exporters * p.demand.tau_export ** (1.0 - p.demand.sigma)
    return np.asarray(np.maximum(cell_sum(row, abroad, n), 0.5 * expected * cell_sum(row, weight, n)))


def _set_market_sizes(
    world: World, weight: Floats, abroad: Floats, unit_foreign: Floats, row: np.ndarray
) -> None:
    """Sellers outside and spending, such that units of weight earn what they should."""
    p = world.scenario.demand
    sectors = world.sectors
    n = len(sectors)
    inside, inside_abroad = cell_sum(row, weight, n), cell_sum(row, abroad, n)
    known = known_abroad(world, weight, abroad, row)
    # Where sites buy more of a sector than their own sellers' share of the nation, the nation is larger.
    nation = np.maximum(inside / p.sites_share, 2.0 * sectors.merchant)
    sectors.rivals = np.maximum(nation - inside, 1e-9)
    sectors.rivals_foreign = np.maximum(known / p.sites_share - inside_abroad, 1e-9)
    sectors.index_home = inside + sectors.rivals
    sectors.index_foreign = inside_abroad + sectors.rivals_foreign
    sectors.home = sectors.index_home - sectors.merchant
    sectors.foreign = unit_foreign * sectors.index_foreign
    sectors.market_unit = 1.0
    sectors.foreign_unit = unit_foreign
    sectors.weight_home = inside
