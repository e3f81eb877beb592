"""A minimally different world: what may differ between two runs that differ in one thing, and what may not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.genesis import build_world
from sim.loop import Loop
from sim.scenario.files import apply_settings, load
from sim.scenario.schema import Scenario
from sim.state.identity import Birth, identity_at_place
from sim.world import World
from tests.worlds import toy_world

RUN_ONLY = {"handle"}
"""Columns that belong to one run; references are compared by the identity that they point at."""

REFERENCES = {
    "projects": {"owner": "firms", "partner": "firms", "university": "universities"},
    "links": {"a": "firms"},
    "stakes": {"fund": "funds", "firm": "firms"},
}


def live(world: World, quarters: int) -> World:
    loop = Loop()
    for _ in range(quarters):
        loop.run(world)
    return world


def state_of(world: World) -> dict[str, dict[str, np.ndarray]]:
    """All columns of all tables by identity, handles replaced by identities."""
    state: dict[str, dict[str, np.ndarray]] = {}
    for name, table in world.tables().items():
        order = np.argsort(table.id, kind="stable")
        columns = {}
        for column in table:
            if (
                column in RUN_ONLY
                or (name == "links" and column == "b")
                or (name, column) == ("talents", "employer")
            ):
                continue
            values = getattr(table, column)
            target = REFERENCES.get(name, {}).get(column)
            if target is not None:
                rows = world.tables()[target].rows(values)
                values = (
                    np.where(rows >= 0, world.tables()[target].id[np.maximum(rows, 0)], 0)
                    if len(world.tables()[target])
                    else rows
                )
            columns[column] = np.array(values)[order]
        state[name] = columns
    return state


def differences(one: World, other: World, without: set[int] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Columns whose bits differ, rows ``without`` left out of the second."""
    found = []
    first, second = state_of(one), state_of(other)
    for name, columns in first.items():
        keep = ~np.isin(second[name]["id"], np.array(sorted(without), np.uint64))
        for column, values in columns.items():
            theirs = second[name][column][keep]
            same = values.shape == theirs.shape and values.tobytes() == theirs.tobytes()
            if not same:
                found.append(f"{name}.{column}")
    return found


def add_shell(world: World, site: int = 0) -> int:
    """Add a firm that does not trade: no customers, staff, capital, floor, money."""
    identity = identity_at_place(0, Birth.INITIAL, np.array([site]), np.array([3]), np.array([999_999]))
    world.firms.add(
        identity,
        site=site, sector=3, home_city=0, born=-9, b=0.0, tech_firm=1, ht_share=0.9, certified_until=-1,
        building=int(world.firms.building[0]), x=world.firms.x[0], y=world.firms.y[0], alpha=0.4, a=0.5, z=0.5,
    )  # fmt: skip
    world.firms.settle()
    return int(identity[0])


@pytest.mark.slow
def test_a_firm_of_zero_weight_changes_no_bit_of_anybody_for_forty_quarters() -> None:
    plain, other = toy_world(seed=5), toy_world(seed=5)
    shell = add_shell(other)
    for _ in range(40):
        live(plain, 1)
        live(other, 1)
        assert differences(plain, other, {shell}) == []


def test_a_firm_of_zero_weight_changes_no_bit_in_the_first_quarters() -> None:
    plain, other = toy_world(seed=6), toy_world(seed=6)
    shell = add_shell(other)
    live(plain, 4)
    live(other, 4)
    assert differences(plain, other, {shell}) == []


def born(world: World) -> set[int]:
    return {int(i) for i in world.firms.id}


def test_a_lever_leaves_the_identities_that_are_born_without_it() -> None:
    """Births that the lever causes or prevents are listed; all others have the same identity in both runs."""
    plain = live(toy_world(seed=7), 8)
    treated = live(toy_world(seed=7, levers__rd_grant__intensity=1.0), 8)
    caused, prevented = born(treated) - born(plain), born(plain) - born(treated)
    common = born(plain) & born(treated)
    assert len(common) > 20 * len(caused | prevented)
    assert differences(plain, treated) != []


def two_cities(isolated: bool, **levers: Any) -> Scenario:
    """The small park, and the same again 300 km away."""
    base = load("small")
    small = {
        "surveyed_firms": 60.0,
        "employees": 7200.0,
        "revenue": 9000.0,
        "industrial_output": 4000.0,
        "high_tech_enterprises": 30.0,
    }
    here = base.sites[0].model_copy(update=small)
    there = here.model_copy(update={"name": "far_park", "city": "far", "isolated": isolated})
    far = base.cities[0].model_copy(update={"name": "far", "x": 300.0})
    scenario = base.model_copy(update={"sites": (here, there), "cities": (base.cities[0], far)})
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"generic_firms": 400})})
    return apply_settings(scenario, levers) if levers else scenario


def of_site(world: World, site: int) -> dict[str, dict[str, np.ndarray]]:
    state = state_of(world)
    kept: dict[str, dict[str, np.ndarray]] = {}
    for name, columns in state.items():
        if name in ("firms", "projects", "universities", "funds", "talents"):
            rows = columns["site"] == site
            kept[name] = {c: v[rows] for c, v in columns.items()}
    for name, n in (("sites", world.n_sites), ("cells", world.n_sites)):
        kept[name] = {c: v.reshape(n, -1)[site] for c, v in state[name].items()}
    kept["cities"] = {c: v[site] for c, v in state["cities"].items()}
    return kept


@pytest.mark.parametrize("quarters", [12])
def test_a_lever_here_changes_no_bit_of_an_isolated_city_300_km_away(quarters: int) -> None:
    lever = {
        "levers.rd_grant.intensity": 2.0,
        "levers.rd_grant.sites": ["park"],
        "levers.guidance_fund.intensity": 2.0,
        "levers.guidance_fund.sites": ["park"],
    }
    plain = live(build_world(two_cities(True), 3), quarters)
    treated = live(build_world(two_cities(True, **lever), 3), quarters)
    here, here_treated = of_site(plain, 0), of_site(treated, 0)
    assert any(here["firms"][c].tobytes() != here_treated["firms"][c].tobytes() for c in here["firms"])
    there, there_treated = of_site(plain, 1), of_site(treated, 1)
    moved = [
        f"{name}.{column}"
        for name, columns in there.items()
        for column in columns
        if columns[column].tobytes() != there_treated[name][column].tobytes()
    ]
    assert moved == []


def test_the_same_city_open_does_feel_it() -> None:
    lever = {"levers.rd_grant.intensity": 2.0, "levers.rd_grant.sites": ["park"]}
    plain = live(build_world(two_cities(False), 3), 6)
    treated = live(build_world(two_cities(False, **lever), 3), 6)
    there, there_treated = of_site(plain, 1), of_site(treated, 1)
    assert there["firms"]["revenue"].tobytes() != there_treated["firms"]["revenue"].tobytes()


def test_permuting_rows_changes_no_bit() -> None:
    plain, other = live(toy_world(seed=8), 2), live(toy_world(seed=8), 2)
    shuffle = np.random.default_rng(0)
    for table in other.populations().values():
        table.permute(shuffle.permutation(len(table)))
        table.settle()
    assert differences(plain, other) == []
    assert differences(live(plain, 4), live(other, 4)) == []
