"""A sample of firms tells what the whole does: equal totals at quarter 0, and the same history within luck."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.genesis import build_world
from sim.model import ParkModel
from sim.scenario.files import apply_settings, load
from sim.scenario.schema import Scenario
from sim.scenario.zones import zone_totals
from sim.world import World
from tests.worlds import toy_scenario

PARK = 0
TOTALS = ("surveyed_firms", "employees", "revenue", "industrial_output", "high_tech_enterprises")
QUARTERS = 10
SAMPLE = 0.1
SEEDS = range(1, 6)
FARTHEST = 0.1
"""Gap of logs over ten quarters that no interval excuses."""

HEADLINES = (
    "firms", "employment_all", "revenue_all_year", "tfp", "wage", "high_tech_enterprises", "rd_real_year", "patents",
    "rent",
)  # fmt: skip


def totals(world: World) -> dict[str, float]:
    """The five statistics of the park, each the sum over surveyed rows, divided by the sample."""
    firms = world.firms
    here = (firms.site == PARK) & (firms.surveyed == 1)
    staff = firms.ordinary + firms.technical + firms.leading
    sums = (
        here.sum(), staff[here].sum(), firms.revenue_year[here].sum(),
        firms.revenue_year[here & world.fixed.goods[firms.sector]].sum(),
        (firms.certified_until[here] >= 0).sum(),
    )  # fmt: skip
    return {name: float(value) / world.sample for name, value in zip(TOTALS, sums, strict=True)}


@pytest.mark.parametrize("sample", [0.5, 0.25, 0.1])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_thin_sample_of_a_toy_park_starts_and_lives(sample: float, seed: int) -> None:
    """A cell of a few tiny firms once had more overhead than sales and stopped quarter 0."""
    model = ParkModel(toy_scenario(run__sample=sample), seed=seed).run(4)
    assert model.world.quarter == 4
    assert np.isfinite(model.world.firms.revenue).all()


@pytest.mark.parametrize("sample", [1.0, 0.5, 0.25])
def test_a_sample_of_the_small_park_starts_at_its_totals(sample: float) -> None:
    scenario = load("small", {"run.sample": sample})
    found, park = totals(build_world(scenario, 3)), scenario.sites[PARK]
    for name in TOTALS:
        whole_firms = 0.5 / sample if name in ("surveyed_firms", "high_tech_enterprises") else 0.0
        assert abs(found[name] - getattr(park, name)) <= 0.01 * getattr(park, name) + whole_firms, name


def test_a_tenth_of_binhai_starts_at_the_statistics() -> None:
    published = zone_totals("Tianjin Binhai", 2023)
    found = totals(build_world(binhai(SAMPLE), 4))
    for name in TOTALS:
        assert found[name] == pytest.approx(published[name].value, rel=0.01), name


def binhai(sample: float) -> Scenario:
    return apply_settings(load("tianjin_binhai"), {"run.sample": sample})


def growth(sample: float, seed: int) -> dict[str, float]:
    """Change of each headline of the park from quarter 0 to the end: logs of levels, differences of logs."""
    model = ParkModel(binhai(sample), seed=seed).run(QUARTERS)
    assert model.world.observer is not None
    record = model.world.observer.sites
    first, last = ({name: float(record[at][name][PARK]) for name in HEADLINES} for at in (0, -1))
    return {
        name: last[name] - first[name] if name == "tfp" else float(np.log(last[name] / first[name]))
        for name in HEADLINES
    }


@pytest.mark.slow
def test_a_tenth_of_binhai_lives_like_the_whole() -> None:
    """Paired by seed (they share the economy's shocks), sample and whole differ by no more than luck: the mean
    gap lies in its 99 % interval about 0."""
    far = {}
    gaps = {name: np.zeros(len(SEEDS)) for name in HEADLINES}
    for at, seed in enumerate(SEEDS):
        part, whole = growth(SAMPLE, seed), growth(1.0, seed)
        for name in HEADLINES:
            gaps[name][at] = part[name] - whole[name]
    for name, gap in gaps.items():
        half = float(stats.t.ppf(0.995, len(gap) - 1) * gap.std(ddof=1) / len(gap) ** 0.5)
        print(f"{name:24s} sample less whole {gap.mean():+.4f} +- {half:.4f}")
        if abs(gap.mean()) > min(half, FARTHEST):
            far[name] = (gap.mean(), half)
    assert far == {}


@pytest.mark.parametrize("sample", [0.0126, 0.05])
def test_a_sample_of_a_handful_of_firms_lives(sample: float) -> None:
    """Not a park to learn from, but one that lives: a firm or a few at each site, and perhaps no result with a firm."""
    world = ParkModel(toy_scenario(run__sample=sample, run__quarters=2), seed=1).run().world
    assert world.quarter == 2 and 1 <= world.trading().sum() < 20
