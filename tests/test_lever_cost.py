"""Every lever: at 0 it does not exist, above 0 its cost is in the books under its payers, and it acts where it says."""

from __future__ import annotations

import copy
from functools import lru_cache

import numpy as np
import pytest

from sim.genesis import build_world
from sim.loop import Loop
from sim.quarter.finance.funds import opened_by_lever
from sim.scenario.files import apply_settings
from sim.scenario.levers import LEVERS
from sim.scenario.schema import Scenario
from sim.world import World
from tests.lever_acts import ACTS
from tests.test_minimal_difference import differences, live
from tests.worlds import toy_scenario, two_city_scenario

SEED = 4

PAYERS = {"sites.cash", "sites.budget", "sites.lever_scale"}
"""Columns that a lever moves by being paid for."""

PURSES = {*PAYERS, "firms.cash", "funds.cash", "universities.cash", "cities.households"}
"""Money that payments move; all phases pay."""


def bare(lever: str) -> Scenario:
    """The toy park (or two of different cities) without any lever; it is too small for a fund of the usual size."""
    small = {"finance__smallest_fund": 1.0}
    plain = two_city_scenario(**small) if ACTS[lever].two_cities else toy_scenario(**small)
    return apply_settings(plain.model_copy(update={"levers": {}}), dict(ACTS[lever].settings))


def with_lever(name: str, intensity: float) -> Scenario:
    return apply_settings(bare(name), {f"levers.{name}.intensity": intensity})


@lru_cache(maxsize=4)
def _built(scenario: str) -> World:
    return build_world(Scenario.model_validate_json(scenario), SEED)


def bare_world(lever: str) -> World:
    return copy.deepcopy(_built(bare(lever).model_dump_json()))


def bare_history(lever: str) -> tuple[World, ...]:
    """The world without the lever after each of four quarters, to be read only."""
    return _history(bare(lever).model_dump_json())


@lru_cache(maxsize=2)
def _history(scenario: str) -> tuple[World, ...]:
    world, seen = copy.deepcopy(_built(scenario)), []
    for _ in range(4):
        seen.append(copy.deepcopy(live(world, 1)))
    return tuple(seen)


def test_every_lever_is_here() -> None:
    assert set(ACTS) == set(LEVERS)


@pytest.mark.parametrize("lever", sorted(ACTS))
def test_intensity_zero_is_absence_to_the_last_bit(lever: str) -> None:
    world = build_world(with_lever(lever, 0.0), SEED)
    assert differences(bare_world(lever), world) == []
    for without in bare_history(lever):
        live(world, 1)
        assert differences(without, world) == []
        assert world.ledger.journal() == without.ledger.journal()


@pytest.mark.parametrize("lever", sorted(ACTS))
def test_a_lever_moves_its_mechanism_first(lever: str) -> None:
    act = ACTS[lever]
    assert set(act.columns) - PAYERS, "what its payer spends is no mechanism"
    plain, moved = bare_world(lever), build_world(with_lever(lever, act.intensity), SEED)
    assert differences(plain, moved) == [], "a lever has acted before the first quarter"
    for world in (plain, moved):
        world.quarter += 1
        world.open_quarter()
    for phase in Loop():
        for world in (plain, moved):
            phase.verb(world)
            world.settle()
        found = differences(plain, moved)
        if phase.name == act.phase:
            assert set(act.columns) <= set(found)
            return
        assert found == [], f"{lever} moved {found} in {phase.name}, before its own phase"


@pytest.mark.parametrize("lever", sorted(ACTS))
def test_a_lever_moves_more_than_money(lever: str) -> None:
    """Within the quarters in which the frozen lever is to change nothing, the lever that acts changes its mechanism."""
    act = ACTS[lever]
    beyond = set(act.later or act.columns) - PURSES
    assert beyond, "a lever that hands out money names what the money moves"
    world = build_world(with_lever(lever, act.intensity), SEED)
    for without in bare_history(lever):
        live(world, 1)
        if beyond <= set(differences(without, world)):
            return
    pytest.fail(f"{lever} moved none of {sorted(beyond)} in a year")


@pytest.mark.parametrize("lever", sorted(name for name, act in ACTS.items() if act.by_authority))
def test_what_a_lever_costs_is_booked_under_its_payers(lever: str) -> None:
    """Account of the lever = difference of its payments from a run without it, in the quarter it first pays."""
    act, share = ACTS[lever], LEVERS[lever].payer_authority
    plain, moved = bare_world(lever), build_world(with_lever(lever, act.intensity), SEED)
    for _ in range(8):
        live(plain, 1)
        live(moved, 1)
        account = moved.levers.accounts[lever]
        authority, state = float(account.authority.sum()), float(account.state.sum())
        if authority + state > 0:
            break
    else:
        pytest.fail(f"{lever} never cost anything")

    def more(flow: str) -> float:
        return moved.ledger.flow_total(flow) - plain.ledger.flow_total(flow)

    if lever == "guidance_fund":
        # Other funds lose deals to the new one at once, so what they call less is in the difference, too.
        own = np.flatnonzero(opened_by_lever(moved.funds.id))
        called = (moved.funds.committed - moved.funds.uncalled)[own] * moved.funds.public_share[own]
        assert called.sum() == pytest.approx(authority + state)
        assert more(act.by_authority) + more(act.by_state) <= authority + state + 1e-9
    elif act.by_authority == "operations":
        assert more("operations") == pytest.approx(authority + state)
        assert more("facility_state") == pytest.approx(state, abs=1e-12)
    else:
        assert more(act.by_authority) == pytest.approx(authority)
        assert more(act.by_state) == pytest.approx(state, abs=1e-12)
    if lever != "guidance_fund":
        assert authority / (authority + state) == pytest.approx(share)
    else:
        assert 0.0 < authority <= share * (authority + state) + 1e-9


def test_tax_relief_is_what_certified_firms_do_not_pay() -> None:
    """Relief is the tax that the state forgoes: its lever pays nobody, and income tax falls by about as much."""
    plain, moved = bare_world("hte_tax"), build_world(with_lever("hte_tax", 1.0), SEED)
    live(plain, 1)
    live(moved, 1)
    relief = float(moved.happenings.amount("tax_relief").sum())
    lost = plain.ledger.flow_total("income_tax") - moved.ledger.flow_total("income_tax")
    assert relief > 0
    assert plain.happenings.amount("tax_relief").sum() == 0
    # Firms also report more R&D, which they may deduct: a little more is lost than the rate.
    assert relief <= lost * (1 + 1e-9)
    assert lost == pytest.approx(relief, rel=0.05)
    certified = moved.firms.certified_until >= moved.quarter
    account = moved.levers.accounts["hte_tax"]
    assert float((account.authority + account.state).sum()) == 0.0
    assert np.any(certified)
