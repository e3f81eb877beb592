"""What it means to switch an effect off, what goes on without it, and a firm that is alone in a park."""

from __future__ import annotations

import copy
from functools import lru_cache

import numpy as np
import pytest

from sim.genesis import build_world
from sim.loop import Loop
from sim.quarter.innovation.research import partners_access
from sim.quarter.innovation.teams import leading_lift
from sim.quarter.market.costs import matching_gains
from sim.scenario.files import apply_settings, load
from sim.world import World
from tests.test_minimal_difference import state_of
from tests.worlds import toy_world

EFFECTS = ("scale", "network", "synergy", "talent")
SEED = 2
QUARTERS = 8


def world_with(**strengths: float) -> World:
    return toy_world(SEED, **{f"effects__{name}": strength for name, strength in strengths.items()})


@pytest.fixture(scope="module")
def without() -> tuple[World, dict[str, int], dict[str, float]]:
    """All four off, and a laboratory: the world after two years, what happened and what was paid."""
    off = {f"effects__{name}": 0.0 for name in EFFECTS}
    world, loop = toy_world(SEED, levers__platform__intensity=1.0, **off), Loop()
    events: dict[str, int] = {}
    paid: dict[str, float] = {}
    for _ in range(QUARTERS):
        loop.run(world)
        for event, count in world.happenings.counts.items():
            events[event] = events.get(event, 0) + int(count.sum())
        for flow in ("facility_fees", "operations", "overhead", "rent_public", "rent_private"):
            paid[flow] = paid.get(flow, 0.0) + world.ledger.flow_total(flow)
    return world, events, paid


def test_all_arms_start_from_the_same_firms() -> None:
    plain = state_of(toy_world(SEED))
    for effect in EFFECTS:
        other = state_of(world_with(**{effect: 0.0}))
        for name, columns in plain.items():
            for column, values in columns.items():
                assert values.tobytes() == other[name][column].tobytes(), f"{effect}: {name}.{column}"


def test_each_argument_has_its_neutral_value(without: tuple[World, dict[str, int], dict[str, float]]) -> None:
    world, *_ = without
    firms = world.firms
    assert np.all(firms.learned == 0.0)
    assert np.all(firms.scale_gain == 0.0)
    assert np.all(firms.hired_knowledge == 0.0)
    assert np.all(world.cells.input_price == 0.0)
    assert np.array_equal(world.cells.local_share, world.cells.local_share_start)
    assert np.all(matching_gains(world) == 0.0)
    assert np.all(leading_lift(world) == 0.0)
    assert np.all(partners_access(world) == 0.0)


def test_with_all_on_none_of_them_is_neutral() -> None:
    """Or the test above would say nothing."""
    world, loop = toy_world(SEED), Loop()
    for _ in range(QUARTERS):
        loop.run(world)
    for values in (
        world.firms.learned, world.firms.scale_gain, world.firms.hired_knowledge, world.cells.input_price,
        world.cells.local_share - world.cells.local_share_start, matching_gains(world), leading_lift(world),
        partners_access(world),
    ):  # fmt: skip
        assert np.any(values != 0.0)


def test_links_facilities_and_rents_go_on(without: tuple[World, dict[str, int], dict[str, float]]) -> None:
    world, events, paid = without
    assert events["links_formed"] > 0 and events["links_faded"] > 0
    assert np.any(world.links.strength > 0)
    assert np.any(world.projects.coverage > 0), "partners still cover technology, though it helps nobody"
    assert np.any(world.projects.served > 0), "facilities still serve, though it helps nobody"
    assert all(amount > 0 for amount in paid.values()), paid
    assert np.any(world.sites.rent != 0.0)
    assert np.any(world.cities.wage != 0.0) and np.any(world.cities.migrants != 0.0)
    assert events["births_entrant"] > 0


OFF_IS = {
    "scale": {"scale": {"e_loc": 0.0, "e_urb": 0.0, "kappa": 0.0}},
    "network": {"network": {"learn_rate": 0.0, "tech_drift": 0.0}},
    "talent": {
        "talent": {"match_thick": 0.0, "mig_peer": 0.0, "hire_transfer": 0.0},
        "projects": {"beta_lead": 0.0},
    },
}
"""Parameters that at zero leave of an effect what strength zero leaves."""


@pytest.mark.parametrize("effect", sorted(OFF_IS))
def test_strength_zero_is_the_model_without_the_mechanism(effect: str) -> None:
    off, cut, loop = world_with(**{effect: 0.0}), toy_world(SEED), Loop()
    sections = {
        name: getattr(cut.scenario, name).model_copy(update=zeros) for name, zeros in OFF_IS[effect].items()
    }
    cut.scenario = cut.scenario.model_copy(update=sections)
    for _ in range(4):
        loop.run(off)
        loop.run(cut)
        ours, theirs = state_of(off), state_of(cut)
        for name, columns in ours.items():
            for column, values in columns.items():
                assert np.array_equal(values, theirs[name][column]), f"{name}.{column}"


@lru_cache(maxsize=8)
def after_a_quarter(effect: str, strength: float) -> World:
    world = world_with(**{effect: strength})
    Loop().run(world)
    return world


@pytest.mark.parametrize(
    ("effect", "what"),
    [("network", "learned"), ("scale", "scale_gain"), ("synergy", "input_price"), ("talent", "hired_knowledge")],
)  # fmt: skip
def test_the_first_quarter_is_linear_in_strength(effect: str, what: str) -> None:
    full, ids = after_a_quarter(effect, 1.0), None
    for strength in (0.25, 0.5):
        part = after_a_quarter(effect, strength)
        if what != "input_price":
            ids = np.intersect1d(full.firms.id[full.firms.born < 0], part.firms.id[part.firms.born < 0])
        whole, less = (pick(world, what, ids) for world in (full, part))
        assert np.any(whole != 0.0)
        assert np.allclose(less, strength * whole, rtol=1e-12, atol=1e-15)


def pick(world: World, what: str, ids: np.ndarray | None) -> np.ndarray:
    if ids is None:
        return np.asarray(getattr(world.cells, what))
    rows = np.flatnonzero(np.isin(world.firms.id, ids))
    return np.asarray(getattr(world.firms, what)[rows])


@pytest.fixture(scope="module")
def lonely() -> list[World]:
    """A park of one firm, no university, no hinterland, no entry: quarter 0 and four quarters."""
    base = load("small")
    park = base.sites[0].model_copy(
        update={"surveyed_firms": 1.0, "employees": 120.0, "revenue": 150.0, "industrial_output": 0.0,
                "high_tech_enterprises": 0.0, "universities": 0, "unsurveyed_ratio": 0.0}
    )  # fmt: skip
    scenario = apply_settings(
        base.model_copy(update={"sites": (park,), "levers": {}}), {"run.generic_firms": 400}
    )
    world, loop = build_world(scenario, 1), Loop()
    world.cells.entry_base[:] = 0.0
    seen = [copy.deepcopy(world)]
    for _ in range(4):
        loop.run(world)
        seen.append(copy.deepcopy(world))
    return seen


def test_a_firm_alone_gets_nothing_from_others(lonely: list[World]) -> None:
    for world in lonely:
        assert len(world.firms) == 1
        assert np.all(world.firms.learned == 0.0)
        assert np.all(world.firms.hired_knowledge == 0.0)
        assert np.all(world.cells.local_share == 0.0), "nobody to buy from"
        assert np.all(world.cells.input_price == 0.0)
        assert np.all(world.firms.local_sales == 0.0)
        assert len(world.links) == 0
        assert np.all(world.projects.coverage <= 0.0), "own technology only"


def test_a_firm_alone_queues_behind_nobody(lonely: list[World]) -> None:
    for world in lonely[1:]:
        owner = world.firms.rows(world.projects.owner)
        assert np.all(owner == 0)
        assert (
            world.sites.queue.sum() <= len(world.projects) + world.happenings.of("projects_failed").sum() + 1
        )


def test_thickness_of_a_firm_alone_starts_at_its_base(lonely: list[World]) -> None:
    start, later = lonely[0], lonely[1]
    assert np.allclose(start.thickness(), start.cities.thickness_start, rtol=1e-9)
    gain = matching_gains(later)
    assert np.all(np.abs(gain) < 1e-3)


def test_scale_of_a_firm_alone_is_the_bracket_at_no_mass(lonely: list[World]) -> None:
    """Not neutral, which is the hinterland's mass, but no worse than a fifth."""
    world = lonely[1]
    p, firms = world.scenario.scale, world.firms
    before = lonely[0]
    trend = world.job_trend()
    typical = world.scenario.space.density_typical
    crowding = (before.sites.density[0] ** p.chi - world.density_reference**p.chi) / (p.chi * typical**p.chi)
    bracket = (
        p.e_loc * np.log(p.m0 / (world.sectors.mass_reference[firms.sector[0]] * trend + p.m0))
        + p.e_urb * np.log(p.m0 / (world.mass_reference * trend + p.m0))
        - p.kappa * crowding
    )
    assert firms.scale_gain[0] == pytest.approx(bracket, abs=1e-12)
    assert -0.2 <= firms.scale_gain[0] < 0.0
