"""Demand of the nation and the world, by sector: scenario growth and keyed shocks."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.state.table import Floats
from sim.world import World


def grow_demand(world: World) -> None:
    """Move the size of demand of every market and sector by one quarter.

    ln size = trend + shock; the shock is the sum of an aggregate and a sector AR(1) whose
    innovations are keyed by (seed, sector, quarter), equal in every market.
    """
    p = world.scenario.demand
    if world.burning_in:
        return
    keep = p.shock_persistence**0.25
    spread = np.sqrt(1.0 - keep**2)
    sector = np.arange(world.n_sectors, dtype=np.uint64)
    news = p.shock_sector_sd * world.luck.normal(Purpose.SECTOR_SHOCK, sector, world.quarter)
    common = p.shock_agg_sd * world.luck.normal(Purpose.AGGREGATE_SHOCK, sector[:1], world.quarter)
    innovation = spread * (news + common)
    sectors = world.sectors
    sectors.shock = keep * sectors.shock + np.tile(innovation, world.fixed.n_markets)
    scenario_shock = np.array(
        [world.scenario.demand_shock(s, world.quarter) for s in world.fixed.sector_names]
    )
    growth = np.exp(world.fixed.sector_growth * world.years_run) * np.exp(scenario_shock)
    sectors.growth = np.tile(growth, world.fixed.n_markets) * np.exp(sectors.shock)
    grow_reference_size(world)


def grow_reference_size(world: World) -> None:
    """Let the size to which firms are relative follow the trend of sales a seller: trend^(1 - gamma).

    Constant in money, it would make entrants ever smaller beside a market whose sellers grow.
    """
    a_quarter = world.fixed.sector_growth * (1.0 - world.scenario.demand.number_growth) / 4.0
    world.cells.mean_sales *= np.tile(np.exp(a_quarter), world.n_sites)


def number_growth(world: World) -> Floats:
    """Growth of the number of sellers since quarter 0 that goes with demand: trend^gamma, f64[M x S].

    The rest of demand growth is growth of the sellers there are. Without shocks: numbers follow trends.
    """
    if world.burning_in:
        return np.ones(len(world.sectors))
    trend = np.exp(world.fixed.sector_growth * world.years_run) ** world.scenario.demand.number_growth
    return np.tile(trend, world.fixed.n_markets)
