"""Demand of the nation and the world, by sector: scenario growth and keyed shocks."""

from __future__ import annotations

import numpy as np

from sim.luck import Luck, Purpose
from sim.state.table import Floats, Ints
from sim.world import World


def grow_demand(world: World) -> None:
    """Move the size of demand of every market and sector by one quarter.

    ln size = trend + shock (trend: :func:`trend`); the shock is the sum of an aggregate and a sector AR(1) whose
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
    growth = np.exp(trend(world)) * np.exp(scenario_shock)
    sectors.growth = np.tile(growth, world.fixed.n_markets) * np.exp(sectors.shock)
    grow_reference_size(world)


def foreign_depth(world: World) -> Floats:
    """Share of its demand from abroad that each sector loses to shocks of this quarter: f64[S], 0 without one."""
    shock = [world.scenario.foreign_shock(name, world.quarter) for name in world.fixed.sector_names]
    return np.asarray(-np.expm1(shock))


def grow_reference_size(world: World) -> None:
    """Let the size to which firms are relative follow the trend of sales a seller: trend^(1 - gamma).

    Constant in money, it would make entrants ever smaller beside a market whose sellers grow.
    """
    a_quarter = trend_growth(world) * (1.0 - world.scenario.demand.number_growth) / 4.0
    world.cells.mean_sales *= np.tile(np.exp(a_quarter), world.n_sites)


def number_growth(world: World) -> Floats:
    """Growth of the number of sellers since quarter 0 that goes with demand: trend^gamma, f64[M x S].

    The rest of demand growth is growth of the sellers there are. Without shocks: numbers follow trends.
    """
    sectors = np.arange(world.n_sectors)
    return np.tile(numbers_after(world, np.full(len(sectors), world.years_run), sectors), world.fixed.n_markets)


def numbers_after(world: World, years: Floats, sector: Ints) -> Floats:
    """That growth of numbers in some sectors (n) after so many years (n) of the run: f64[n]."""
    if world.burning_in:
        return np.ones(len(years))
    return np.asarray(np.exp(trend_after(world, years, sector)) ** world.scenario.demand.number_growth)


def takeoff_year(world: World) -> Floats:
    """Year of the run in which each sector's demand takes off, inf where it never does: f64[S].

    Exponential at the sector's hazard, drawn once a run by seed and sector: nobody foresees it.
    """
    hazard = world.fixed.takeoff_hazard
    if world.burning_in or not hazard.any():
        return np.full(world.n_sectors, np.inf)
    return takeoff_drawn(world.luck, hazard)


def takeoff_drawn(luck: Luck, hazard: Floats) -> Floats:
    """Year of the run in which demand takes off at some hazards a year (f64[S]), inf where one is 0: f64[S]."""
    u = luck.uniform(Purpose.TAKE_OFF, np.arange(len(hazard), dtype=np.uint64), 0)
    return np.where(hazard > 0, -np.log(u) / np.where(hazard > 0, hazard, 1.0), np.inf)


def trend(world: World) -> Floats:
    """Trend of ln demand since quarter 0, f64[S]: usual growth, and what a take-off has added so far."""
    sectors = np.arange(world.n_sectors)
    return trend_after(world, np.full(len(sectors), world.years_run), sectors)


def trend_after(world: World, years: Floats, sector: Ints) -> Floats:
    """That trend of some sectors (n) after so many years (n) of the run: f64[n]."""
    fixed = world.fixed
    lasted = np.clip(years - takeoff_year(world)[sector], 0.0, fixed.takeoff_years[sector])
    return np.asarray(fixed.sector_growth[sector] * years + fixed.takeoff_growth[sector] * lasted)


def trend_growth(world: World) -> Floats:
    """Growth of that trend now, 1/year: f64[S]."""
    fixed = world.fixed
    since = world.years_run - takeoff_year(world)
    under_way = (since >= 0) & (since < fixed.takeoff_years)
    return np.asarray(fixed.sector_growth + np.where(under_way, fixed.takeoff_growth, 0.0))
