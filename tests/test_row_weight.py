"""Rows of a hinterland that stand for many firms: totals stay, and the run goes on as with one row a firm."""

import numpy as np
import pytest

from sim.genesis import build_world
from sim.model import ParkModel
from sim.quarter.demography.entry import gather
from sim.quarter.demography.newborn import draw_types
from sim.scenario.files import load
from sim.scenario.schema import Scenario
from sim.state.identity import Birth, identity_at_place

SETTINGS = {"run.sample": 0.25, "run.generic_firms": 1000, "run.quarters": 8}
STOCKS = ("firms", "surveyed_firms", "employment_all", "revenue_all_year", "patents", "wages_paid", "floor", "projects")
FLOWS = ("births_entrant", "deaths_other", "deaths_insolvent")
SEEDS = (1, 2, 3, 4)


def scenario(weight: float) -> Scenario:
    return load("tianjin_binhai", {**SETTINGS, "hinterland.row_weight": weight})


@pytest.fixture(scope="module")
def outcomes() -> dict[float, dict[str, np.ndarray]]:
    """Metrics of the hinterland by weight: stocks at the end, flows over eight quarters, an entry a seed."""
    found = {}
    for weight in (1.0, 10.0):
        runs = []
        for seed in SEEDS:
            world = ParkModel(scenario(weight), seed=seed).run().world
            lines = world.observer.sites
            ends = {name: lines[-1][name][1] for name in STOCKS}
            runs.append(ends | {name: sum(line[name][1] for line in lines) for name in FLOWS})
        found[weight] = {name: np.array([run[name] for run in runs]) for name in runs[0]}
    return found


def test_quarter_0_keeps_its_totals() -> None:
    one, ten = (build_world(scenario(weight), seed=1) for weight in (1.0, 10.0))
    site = 1
    rows = [int((world.firms.site == site).sum()) for world in (one, ten)]
    assert rows[1] < 0.15 * rows[0]
    for name in ("firms", "surveyed_firms", "employment", "employment_all", "revenue_year", "revenue_all_year"):
        before, after = (world.observer.sites[0][name].sum() for world in (one, ten))
        assert after == pytest.approx(before, rel=0.01), name
    assert np.all(ten.firms.weight[ten.firms.site != site] == 1.0)


@pytest.mark.parametrize("name", (*STOCKS, *FLOWS))
def test_weighted_and_unweighted_agree(outcomes: dict[float, dict[str, np.ndarray]], name: str) -> None:
    one, ten = outcomes[1.0][name], outcomes[10.0][name]
    error = np.sqrt((one.var(ddof=1) + ten.var(ddof=1)) / len(SEEDS))
    # Student's t at 1 in 1,000 with six degrees of freedom.
    assert abs(ten.mean() - one.mean()) <= 5.96 * error + 0.01 * one.mean(), (one, ten)


def test_one_founder_in_so_many_stays_and_stands_for_them() -> None:
    world = build_world(scenario(10.0), seed=1)
    n = 20_000
    place, number = np.ones(n, np.int64), np.arange(n)
    new = draw_types(world, identity_at_place(9, Birth.ENTRANT, place, place * 0, number), place, place * 0,
                     np.zeros(n), Birth.ENTRANT)  # fmt: skip
    site = gather(world, new, np.where(number < n // 2, 0, 1))
    assert np.all(site[: n // 2] == 0) and np.all(new.weight[: n // 2] == 1.0)
    born = site[n // 2 :] >= 0
    assert new.weight[n // 2 :][born].sum() == pytest.approx(n // 2, rel=0.1)
    many = world.fixed.row_weight[1]
    assert np.all(new.weight[n // 2 :] == many) and 9.0 < many < 11.0


def test_a_small_hinterland_keeps_thirty_rows() -> None:
    small = load("small", {"run.generic_firms": 400, "hinterland.row_weight": 100.0})
    world = build_world(small, seed=1)
    away = np.flatnonzero(world.sites.kind == 2)
    for site in away:
        surveyed = (world.firms.site == site) & (world.firms.surveyed == 1)
        assert 30 <= surveyed.sum() <= 33
