"""A quarter of innovation in a small world: money, shells, switches, levers, luck."""

from __future__ import annotations

import numpy as np
import pytest

from sim.quarter.innovation import innovation
from sim.quarter.innovation.stages import CLIMBS
from sim.state.identity import Birth, identity_at_place
from sim.world import World
from tests.worlds import toy_world


def _quarters(world: World, n: int = 1) -> World:
    for _ in range(n):
        world.quarter += 1
        world.happenings.clear()
        world.ledger.open_quarter()
        world.levers.open_quarter(world.quarter)
        world.levers.grant_budget(np.full(world.n_sites, 1e6), np.ones(world.n_sites))
        innovation(world)
        world.settle()
    return world


def _columns(world: World, skip: int = 0) -> dict[str, np.ndarray]:
    kept = {name: world.firms.copy_columns()[name] for name in world.firms}
    if skip:
        keep = world.firms.id != np.uint64(skip)
        kept = {name: column[keep] for name, column in kept.items()}
    return {name: column for name, column in kept.items() if name != "handle"}


def _add_shell(world: World) -> int:
    shell = identity_at_place(0, Birth.INVITED, np.zeros(1, int), np.zeros(1, int), np.zeros(1, int))
    world.firms.add(shell, site=0, sector=0, born=-1, revenue_year=50.0, tech=world.firms.tech[:1])
    world.settle()
    return int(shell[0])


def test_the_ledger_balances_with_every_lever_on() -> None:
    world = toy_world(levers__rd_grant__intensity=1.0, levers__early_grant__intensity=1.0)
    for _ in range(6):
        _quarters(world)
        world.ledger.audit()
    assert world.ledger.flow_total("grants_authorities") > 0
    assert world.ledger.flow_total("rd_contracts") > 0


def test_research_other_than_staff_is_paid_to_the_last_yuan() -> None:
    world = _quarters(toy_world(), 2)
    flows = ("rd_contracts", "rd_materials", "facility_fees", "outside_lab_fees")
    paid = sum(world.ledger.flow_total(flow) for flow in flows)
    share = 1.0 - world.scenario.research.staff_share
    assert paid == pytest.approx(share * world.firms.rd_real.sum(), rel=1e-9)


def test_a_shell_changes_no_bit_of_anyone_else() -> None:
    plain, other = toy_world(), toy_world()
    shell = _add_shell(other)
    _quarters(plain, 8)
    _quarters(other, 8)
    after = _columns(other, shell)
    for name, column in _columns(plain).items():
        np.testing.assert_array_equal(column, after[name], err_msg=name)
    np.testing.assert_array_equal(plain.projects.id, other.projects.id)
    row = other.firms.row_of_identity(np.array([shell], np.uint64))[0]
    assert other.firms.b[row] == other.firms.rd_real[row] == other.firms.patents[row] == 0.0


def test_the_same_seed_repeats_and_rows_may_lie_in_any_order() -> None:
    one, two = toy_world(), toy_world()
    two.firms.permute(np.arange(len(two.firms))[::-1])
    two.firms.settle()
    _quarters(one, 4)
    _quarters(two, 4)
    for name, column in _columns(one).items():
        np.testing.assert_array_equal(column, _columns(two)[name], err_msg=name)


def test_two_seeds_differ() -> None:
    first, second = _quarters(toy_world(), 2), _quarters(toy_world(seed=2), 2)
    assert len(first.firms) != len(second.firms) or not np.array_equal(first.firms.z, second.firms.z)


def test_without_the_network_nobody_learns_and_search_goes_on() -> None:
    world = toy_world(effects__network=0.0)
    before = world.firms.tech.copy()
    _quarters(world, 4)
    assert np.all(world.firms.learned == 0.0)
    assert not np.array_equal(before, world.firms.tech)
    assert toy_learning() > 0.0


def toy_learning() -> float:
    return float(_quarters(toy_world(), 1).firms.learned.max())


def test_technology_stays_on_the_spheres() -> None:
    from sim.quarter.innovation.technology import sector_centres

    world = _quarters(toy_world(), 5)
    p = world.scenario.network
    centre = sector_centres(world.n_sectors, p.sector_spread)[world.firms.sector]
    np.testing.assert_allclose(((world.firms.tech - centre) ** 2).sum(axis=1), p.tech_radius**2, rtol=1e-9)


def test_projects_climb_end_and_belong_to_somebody() -> None:
    world = toy_world()
    counts: dict[str, int] = {}
    for _ in range(12):
        _quarters(world)
        for event, by_site in world.happenings.counts.items():
            counts[event] = counts.get(event, 0) + int(by_site.sum())
    for event in ("projects_started", "projects_failed", *CLIMBS):
        assert counts.get(event, 0) > 0, event
    projects = world.projects
    held, inside = world.firms.rows(projects.owner), world.universities.rows(projects.university)
    assert np.all((held >= 0) | (inside >= 0))
    assert projects.stage.max() <= 3 and projects.trl.min() >= 1 and projects.trl.max() <= 8
    assert np.all((projects.funded >= 0.0) & (projects.funded <= 1.0))


def test_platforms_serve_more_projects_only_where_they_stand() -> None:
    plain, better = toy_world(), toy_world()
    better.sites.facilities[0] = 1e6
    plain.sites.facilities[:] = 0.0
    better.sites.facilities[1] = 0.0
    _quarters(plain)
    _quarters(better)
    served = better.projects.served > 0
    assert not np.any(plain.projects.served > 0)
    assert np.any(served) and np.all(better.projects.site[served] == 0)


def test_early_grants_go_to_young_constrained_owners_of_early_projects() -> None:
    world = toy_world(levers__early_grant__intensity=1.0, levers__early_grant__terms__per_thousand=400.0)
    firms = world.firms
    firms.born[:] = -4
    firms.cash[:] = 0.0
    firms.profit[:] = -10.0
    _quarters(world)
    granted = world.projects.granted + 0.0
    winners = world.firms.rows(world.projects.owner[granted > 0])
    assert world.happenings.of("grants_early").sum() >= len(winners) > 0
    assert np.all(world.projects.stage[granted > 0] <= 2)
    assert len(set(winners)) == len(winners)


def test_learning_uses_efficiency_of_the_last_quarter() -> None:
    """Nobody learns where all are equal, whatever this quarter's luck does."""
    world = toy_world()
    world.firms.a[:] = 0.3
    _quarters(world)
    assert np.all(world.firms.learned == 0.0)
    assert world.firms.a.std() > 0.01
