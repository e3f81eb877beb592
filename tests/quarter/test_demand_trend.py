"""Reference sizes follow what each seller sells, so that numbers times size keep up with demand."""

from __future__ import annotations

import numpy as np

from sim.quarter.demography.entry import entry_rates, turnover
from sim.quarter.market.demand import grow_demand, number_growth
from tests.worlds import toy_world


def test_numbers_times_reference_size_follow_the_trend_of_demand():
    world = toy_world()
    before = world.cells.mean_sales.copy()
    for quarter in range(1, 9):
        world.quarter = quarter
        grow_demand(world)
    trend = np.exp(world.fixed.sector_growth * world.years_run)
    size = (world.cells.mean_sales / before).reshape(world.n_sites, -1)
    np.testing.assert_allclose(size * number_growth(world)[: world.n_sectors], np.tile(trend, (world.n_sites, 1)))


def test_reference_sizes_stand_still_while_the_population_burns_in():
    world = toy_world()
    before = world.cells.mean_sales.copy()
    world.burning_in = True
    grow_demand(world)
    assert (world.cells.mean_sales == before).all()


def test_entrants_replace_exits_and_let_numbers_grow():
    """On paper: of a generic population that grows by 3 %, 14.7 % entry leaves 11.7 % for exits; growth is on top."""
    world = toy_world(demography__entry_rate=0.147, demography__burn_in_growth=0.03, demand__number_growth=0.5)
    world.fixed.sector_growth[:] = 0.04
    np.testing.assert_allclose(turnover(world), 0.117 + 0.02)
    world.fixed.sector_growth[:] = -0.5
    np.testing.assert_array_equal(turnover(world), 0.0)
    world.burning_in = True
    np.testing.assert_allclose(turnover(world), 0.147)


def test_entry_at_reference_profit_keeps_every_sector_on_the_trend_of_numbers():
    """Where firms die at the rate that entry replaces, numbers stay on their trend, however fast the sector grows."""
    world = toy_world(demand__number_growth=0.9)
    p = world.scenario.demography
    world.fixed.sector_growth[:] = np.linspace(0.0, 0.15, world.n_sectors)
    world.grid("profit_rate")[:] = world.sites.profit_target[:, None]
    start = world.grid("entry_base").copy()
    stock, dies = start.copy(), (p.entry_rate - p.burn_in_growth) / 4.0
    for quarter in range(80):
        world.quarter = quarter
        stock += entry_rates(world) - dies * stock
    world.quarter = 80
    trend = start * number_growth(world)[: world.n_sectors]
    held = start > 0
    np.testing.assert_allclose(stock[held] / trend[held], 1.0, atol=0.03)
