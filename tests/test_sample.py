"""A sample of firms tells what the whole does: equal totals at quarter 0, and the same history within luck."""

from __future__ import annotations

import numpy as np
import pytest

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
SEEDS = range(1, 7)

HEADLINES = {
    "firms": 0.02, "employment_all": 0.02, "revenue_all_year": 0.05, "tfp": 0.01, "wage": 0.01,
    "high_tech_enterprises": 0.03, "rd_real_year": 0.05, "patents": 0.03, "rent": 0.02,
}  # fmt: skip
"""Outcomes, and how far a sample may be off beyond luck: a share of the level (TFP: a log). Thin cells
(few sellers of an input, few rivals) make a sample a little other than the whole."""


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
    """Means over seeds of the sample and of the whole are within three standard errors and the small bias."""
    part = [growth(SAMPLE, seed) for seed in SEEDS]
    whole = [growth(1.0, seed) for seed in (1, 2, 3)]
    far = {}
    for name, bias in HEADLINES.items():
        few, all_ = (np.array([run[name] for run in runs]) for runs in (part, whole))
        error = float(np.hypot(few.std(ddof=1) / len(few) ** 0.5, all_.std(ddof=1) / len(all_) ** 0.5))
        gap = float(few.mean() - all_.mean())
        print(
            f"{name:24s} sample {few.mean():+.4f}  whole {all_.mean():+.4f}  gap {gap:+.4f}  error {error:.4f}"
        )
        if abs(gap) > 3.0 * error + bias:
            far[name] = (gap, error)
    assert far == {}
