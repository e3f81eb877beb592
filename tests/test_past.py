"""What quarter 0 remembers: past sales, ranks held, results that firms took over."""

from __future__ import annotations

import numpy as np
import pytest

from sim.evidence.page import path_bounds
from sim.evidence.panel import collect
from sim.genesis.generic import past_sales
from sim.model import ParkModel
from sim.quarter.demography.certification import record_of
from sim.scenario.files import load
from sim.state.firms import Tier
from sim.state.knowledge import Origin
from tests.worlds import toy_world


def test_past_sales_are_over_those_of_today() -> None:
    past = past_sales(np.array([[9.0, 5.0, 0.0], [0.0, 0.0, 0.0]]), np.array([10.0, 2.0]))
    np.testing.assert_allclose(past, [[1.0, 0.5, 0.0], [1.0, 0.0, 0.0]])


def test_firms_of_quarter_0_grew_and_shrank_and_those_without_a_past_grew_by_nothing_known() -> None:
    world = toy_world()
    record = record_of(world, np.flatnonzero(world.trading()))
    known = record.revenue_base > 0
    assert 0.1 < np.std(record.growth[known]) < 1.0 and abs(np.median(record.growth[known])) < 0.1
    assert np.all(record.age[~known] < 4.0) and np.all(record.growth[~known] == -1.0)


def test_ranks_of_quarter_0_do_not_dwindle_at_once() -> None:
    """Ranks of quarter 0 are those that applications and reviews keep up."""
    model = ParkModel("small", seed=2)
    held = []
    for _ in range(5):
        firms = model.world.firms
        held.append(np.sum(firms.tier >= Tier.SPECIALISED))
        model.step()
    assert held[0] > 50 and abs(held[4] / held[0] - 1.0) < 0.2


def test_firms_of_quarter_0_work_on_results_of_universities() -> None:
    projects = toy_world(universities__results_per_head=0.06).projects
    theirs = (projects.origin == Origin.UNIVERSITY) & (projects.owner >= 0)
    assert theirs.sum() > 5 and np.all(projects.joint[theirs] == 1)
    assert len(np.unique(projects.stage[theirs])) >= 3
    assert np.all(projects.started[theirs] < 0)


@pytest.mark.slow
def test_two_hundred_quarters_neither_explode_nor_die() -> None:
    """Firms and revenue over demand, and firms over the trend of numbers, stay within a factor of two of quarter 40."""
    panel = collect(load("small"), 1, 200)
    path = panel.totals[["quarter", "firms", "revenue", "demand", "number_trend"]].assign(seed=1)
    bounds = path_bounds(path).iloc[0]
    for name in ("firms_over_demand", "revenue_over_demand", "firms_over_numbers"):
        assert bounds[f"{name}_least"] > 0.5 and bounds[f"{name}_most"] < 2.0, bounds
