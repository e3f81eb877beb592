"""Quarter 0: the real parks start at their data, agree with themselves, and do not jump."""

from __future__ import annotations

import numpy as np
import pytest

from sim.genesis import build_world
from sim.loop import Loop
from sim.model import ParkModel
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.demand import number_growth
from sim.scenario.files import apply_settings, load
from sim.scenario.zones import zone_totals
from sim.state.cells import cell_sum
from sim.world import World
from tests.worlds import toy_world

QUIET = {"demand.shock_agg_sd": 0.0, "demand.shock_sector_sd": 0.0}
PARKS = [("zhongguancun", "Zhongguancun", 2024), ("tianjin_binhai", "Tianjin Binhai", 2023)]


def surveyed_totals(world: World, site: int) -> dict[str, float]:
    """The five totals as sums over rows of one site with surveyed = 1."""
    firms = world.firms
    here = (firms.site == site) & (firms.surveyed == 1)
    staff = firms.ordinary + firms.technical + firms.leading
    goods = world.fixed.goods[firms.sector]
    totals = {
        "surveyed_firms": here.sum(),
        "employees": staff[here].sum(),
        "revenue": firms.revenue_year[here].sum(),
        "industrial_output": firms.revenue_year[here & goods].sum(),
        "high_tech_enterprises": (firms.certified_until[here] >= world.quarter).sum(),
    }
    return {name: float(value) / world.sample for name, value in totals.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "zone", "year"), PARKS)
def test_parks_start_at_the_statistics(name: str, zone: str, year: int) -> None:
    world = build_world(load(name), 1)
    published = zone_totals(zone, year)
    for total, value in surveyed_totals(world, 0).items():
        assert value == pytest.approx(published[total].value, rel=0.01), total


@pytest.mark.parametrize("sample", [0.1])
def test_a_sample_starts_at_the_same_totals(sample: float) -> None:
    scenario = apply_settings(load("tianjin_binhai"), {"run.sample": sample})
    world = build_world(scenario, 2)
    published = zone_totals("Tianjin Binhai", 2023)
    for total, value in surveyed_totals(world, 0).items():
        assert value == pytest.approx(published[total].value, rel=0.01), total


def test_every_cell_s_cost_shares_sum_to_one_and_are_positive() -> None:
    labour, capital, floor, inputs = cost_shares(toy_world())
    total = labour.sum(axis=2) + capital + floor + inputs.sum(axis=2)
    assert np.allclose(total, 1.0)
    for part in (labour, capital, floor):
        assert np.all(part > 0)
    assert np.all(inputs >= 0)


def test_markets_clear_at_quarter_0() -> None:
    """With the prices and customers of quarter 0, demand is each firm's revenue: to 1e-9."""
    world = toy_world()
    from sim.quarter.market.sales import sell

    before = world.firms.revenue.copy()
    world.firms.b = np.where(before > 0, world.firms.b, 0.0)  # the quarter's entrants do not sell yet
    world.sectors.growth = 1.0
    world.quarter = 0
    sell(world)
    assert np.allclose(world.firms.revenue, before, rtol=1e-6)


def test_gross_margin_is_what_its_uses_ask_for() -> None:
    world = toy_world()
    firms, n = world.firms, len(world.cells)
    revenue = cell_sum(world.firm_cell(), firms.revenue, n)
    margin = cell_sum(world.firm_cell(), firms.revenue * (1 - np.exp(-firms.markup)), n)
    known = revenue > 0
    assert np.allclose(margin[known] / revenue[known], world.cells.margin[known], atol=2e-3)


def test_effects_do_not_change_quarter_0() -> None:
    """All arms of a comparison start from the same firms."""
    plain, without = toy_world(seed=4), toy_world(seed=4, effects__scale=0.0, effects__network=0.0,
                                                  effects__synergy=0.0, effects__talent=0.0)  # fmt: skip
    for column in plain.firms:
        assert np.array_equal(getattr(plain.firms, column), getattr(without.firms, column)), column


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zhongguancun", "tianjin_binhai"])
def test_no_jump_in_the_first_year(name: str) -> None:
    """Without shocks, trailing revenue moves less than 10 % in a year, and first-year growth of firms,
    employment, revenue, R&D and certificates lies within 2 points of that of years 2 to 4. In four years certificates
    stay between those of quarter 0 and what the trend of numbers makes of them, give or take 10 %."""
    settings = {**QUIET, "run.sample": 0.25} if name == "zhongguancun" else QUIET
    model = ParkModel(apply_settings(load(name), settings), seed=3)
    levels = []
    for quarter in range(17):
        if quarter:
            model.step()
        firms = model.world.firms
        here = firms.site == 0
        staff = firms.ordinary + firms.technical + firms.leading
        levels.append([here.sum(), staff[here].sum(), 4 * firms.revenue[here].sum(), 4 * firms.rd_real[here].sum(),
                       (firms.certified_until[here] >= model.world.quarter).sum(),
                       firms.revenue_year[here].sum()])  # fmt: skip
    path = np.log(np.array(levels, float))
    assert np.all(np.abs(path[:5, 5] - path[0, 5]) < 0.10)
    first, later = path[4] - path[0], (path[16] - path[4]) / 3
    gap = dict(zip(("firms", "employment", "revenue", "rd", "certified"), (first - later)[:5], strict=True))
    assert all(abs(value) < 0.035 for value in gap.values()), gap
    numbers = float(np.log(number_growth(model.world)[: model.world.n_sectors] @ model.world.fixed.sector_weights[0]))
    assert -0.10 < path[16, 4] - path[0, 4] < numbers + 0.10


def test_a_site_without_firms_runs_on() -> None:
    scenario = load("small")
    empty = scenario.sites[0].model_copy(
        update={"name": "empty", "surveyed_firms": 0.0, "employees": 0.0, "revenue": 0.0, "industrial_output": 0.0,
                "high_tech_enterprises": 0.0, "universities": 0}
    )  # fmt: skip
    world = build_world(scenario.model_copy(update={"sites": (*scenario.sites, empty)}), 1)
    loop = Loop()
    for _ in range(6):
        loop.run(world)
    assert np.isfinite(world.firms.revenue).all()


def test_a_site_that_dies_out_runs_on() -> None:
    world = toy_world()
    from sim.quarter.demography.exit import close_firms

    world.cells.entry_base = np.where(
        np.arange(len(world.cells)) < world.n_sectors, 0.0, world.cells.entry_base
    )
    world.open_quarter()
    here = np.flatnonzero(world.firms.site == 0)
    close_firms(world, here, np.full(len(here), "other"))
    world.settle()
    loop = Loop()
    for _ in range(6):
        loop.run(world)
    assert np.isfinite(world.firms.revenue).all()
