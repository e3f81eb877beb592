"""Reference sizes follow what each seller sells, so that numbers times size keep up with demand."""

from __future__ import annotations

import numpy as np

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
