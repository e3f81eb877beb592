"""The collaboration phase on a real small world: contacts, ties, costs, closed cities, one more firm."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.quarter.collaboration import collaboration, drop_dead_links
from sim.quarter.collaboration.partners import circle_of
from sim.quarter.demography.moves import relocate
from sim.state.knowledge import LinkKind

_spec = importlib.util.spec_from_file_location("worlds", Path(__file__).parents[1] / "worlds.py")
assert _spec is not None and _spec.loader is not None
worlds = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(worlds)


@pytest.fixture
def world() -> Any:
    return opened(worlds.toy_world())


def opened(world: Any, quarter: int = 1) -> Any:
    world.quarter = quarter
    world.ledger.open_quarter()
    world.happenings.clear()
    return world


def quarters(world: Any, count: int, first: int = 1) -> Any:
    for quarter in range(first, first + count):
        opened(world, quarter)
        collaboration(world)
        world.ledger.audit()
        world.settle()
        world.links.sweep()
    return world


def ends(world: Any, kind: LinkKind) -> tuple[Any, Any]:
    of = world.links.kind == kind
    others = world.universities if kind is LinkKind.UNIVERSITY else world.firms
    return world.firms.rows(world.links.a[of]), others.rows(world.links.b[of])


def idle_firm(world: Any, identity: int) -> None:
    first = world.firms.copy_columns()
    row = {name: values[:1] for name, values in first.items() if name not in ("id", "handle")}
    idle = ("b", "ordinary", "technical", "leading", "rd_real", "rd_real_year", "cash", "capital", "debt")
    world.firms.add(np.array([identity], np.uint64), {**row, **dict.fromkeys(idle, 0.0)})
    world.settle()


def by_identity(world: Any) -> list[tuple[int, ...]]:
    links, firms, universities = world.links, world.firms, world.universities
    partner = np.where(
        links.kind == LinkKind.UNIVERSITY,
        universities.id[universities.rows(np.where(links.kind == LinkKind.UNIVERSITY, links.b, -1))],
        firms.id[firms.rows(links.b)],
    )
    return list(zip(firms.id[firms.rows(links.a)].tolist(), partner.tolist(), links.kind.tolist(),
                    links.id.tolist(), links.strength.tolist(), strict=True))  # fmt: skip


def test_quarter_0_has_contacts_and_ties_of_every_kind(world):
    kinds = np.bincount(world.links.kind, minlength=4)
    n = len(world.firms)
    assert 0.5 * n * world.scenario.network.contacts < kinds[0] <= n * world.scenario.network.contacts
    assert np.all(kinds[1:] > 0)
    formal = world.links.kind != LinkKind.INFORMAL
    assert np.all((world.links.strength[formal] >= 0.5) & (world.links.strength[formal] < 1.0))
    assert world.links.since[formal].min() < 0 <= world.links.until[formal].min()


def test_no_firm_links_to_itself_or_twice_to_the_same(world):
    quarters(world, 6)
    for kind in LinkKind:
        a, b = ends(world, kind)
        assert np.all(a >= 0) and np.all(b >= 0)
        pairs = list(zip(a.tolist(), b.tolist(), strict=True))
        if kind is not LinkKind.UNIVERSITY:
            assert np.all(a != b)
            pairs = [tuple(sorted(pair)) for pair in pairs]
        assert len(set(pairs)) == len(pairs), kind


def test_contacts_stay_within_a_city_and_are_near(world):
    quarters(world, 4)
    a, b = ends(world, LinkKind.INFORMAL)
    city = world.firm_city()
    np.testing.assert_array_equal(city[a], city[b])
    of = world.links.kind == LinkKind.INFORMAL
    assert np.all(world.links.strength[of] > 0)
    assert np.bincount(a, minlength=len(world.firms)).max() <= world.scenario.network.contacts


def test_a_contact_is_met_again_with_the_chance_of_its_life(world):
    before = set(world.links.id[world.links.kind == LinkKind.INFORMAL].tolist())
    quarters(world, 4)
    kept = np.isin(list(before), world.links.id).mean()
    assert kept == pytest.approx(1 - 1 / world.scenario.network.tie_life, abs=0.05)


def test_who_moves_loses_its_contacts_but_not_its_ties_and_meets_others_where_it_is(world):
    links, firms = world.links, world.firms
    row = int(np.bincount(ends(world, LinkKind.INFORMAL)[0]).argmax())
    handle = firms.handle[row]
    mine = (links.a == handle) | (links.b == handle)
    kept = links.id[(links.kind != LinkKind.INFORMAL) & mine & (links.until > 1)]
    met = links.id[(links.kind == LinkKind.INFORMAL) & mine]
    others = links.id[(links.kind == LinkKind.INFORMAL) & ~mine]
    opened(world, 0)
    relocate(world, np.array([row]), 1 - firms.site[[row]].astype(np.int64))
    quarters(world, 1)
    assert len(met) > 3 and not np.isin(met, links.id).any()
    assert np.isin(kept, links.id).all() and np.isin(others, links.id).mean() > 0.5
    found = links.id[(links.kind == LinkKind.INFORMAL) & (links.a == handle)]
    quarters(world, 1, first=2)
    assert np.isin(found, links.id).any(), "it has stayed since"


def test_each_end_pays_for_its_formal_ties(world):
    cash = world.firms.cash.copy()
    handle = world.firms.handle
    links = world.links
    formal = links.kind != LinkKind.INFORMAL
    links.until[formal & (links.until < 1)] = 1
    between = formal & (links.kind != LinkKind.UNIVERSITY)
    ends_held = np.array([(formal & (links.a == h)).sum() + (between & (links.b == h)).sum() for h in handle])
    collaboration(world)
    world.links.sweep()
    world.ledger.audit()
    np.testing.assert_allclose(cash - world.firms.cash, world.scenario.network.link_cost / 4 * ends_held)


def test_degrees_neither_grow_nor_fade_away():
    world = worlds.toy_world()
    start = np.bincount(world.links.kind, minlength=4)
    quarters(world, 24)
    late = np.bincount(world.links.kind, minlength=4)
    np.testing.assert_array_less(0.6 * start, late)
    np.testing.assert_array_less(late, 2.2 * start)  # there are a third more firms by then


def test_ties_end_or_are_renewed(world):
    of = np.flatnonzero(world.links.kind != LinkKind.INFORMAL)
    world.links.until[of] = 0
    ids = world.links.id[of]
    collaboration(world)
    world.links.sweep()
    faded = world.happenings.of("links_faded").sum()
    world.settle()
    renewed = np.isin(ids, world.links.id)
    assert faded == (~renewed).sum() > 0
    assert renewed.mean() == pytest.approx(world.scenario.network.tie_repeat, abs=0.1)


def test_links_of_the_dead_are_dropped(world):
    a, _ = ends(world, LinkKind.JOINT_RD)
    dead = np.unique(a[:3])
    handles = world.firms.handle[dead]
    world.firms.retire(dead)
    world.firms.settle()
    drop_dead_links(world)
    world.links.settle()
    assert not np.isin(world.links.a, handles).any()
    firm_ends = world.links.b[world.links.kind != LinkKind.UNIVERSITY]
    assert not np.isin(firm_ends, handles).any()


def test_a_firm_that_does_not_trade_changes_no_link():
    alone, beside = worlds.toy_world(), worlds.toy_world()
    idle_firm(beside, 12345)
    quarters(alone, 6), quarters(beside, 6)
    assert by_identity(alone) == by_identity(beside)


def test_one_more_firm_changes_few_choices():
    alone, beside = worlds.toy_world(), worlds.toy_world()
    idle_firm(beside, 12345)
    row = beside.firms.row_of_identity(np.array([12345], np.uint64))
    beside.firms.b[row] = beside.firms.b.mean()
    beside.firms.rd_real[row] = beside.firms.rd_real_year[row] = 5.0
    collaboration(opened(alone)), collaboration(opened(beside))
    alone.settle(), beside.settle()
    before, after = (
        {(a, b, kind) for a, b, kind, *_ in by_identity(w) if 12345 not in (a, b)} for w in (alone, beside)
    )
    new = sum(1 for link in by_identity(alone) if link[3] >> 51 == 1)
    assert len(before ^ after) < 0.25 * new


def test_order_of_rows_changes_nothing():
    straight, shuffled = worlds.toy_world(), worlds.toy_world()
    for table in (shuffled.firms, shuffled.links, shuffled.universities):
        table.permute(np.random.default_rng(0).permutation(len(table)))
    shuffled.settle()
    quarters(straight, 3), quarters(shuffled, 3)
    assert by_identity(straight) == by_identity(shuffled)


def test_seeds_differ():
    one, two = ({link[3] for link in by_identity(worlds.toy_world(seed))} for seed in (1, 2))
    assert one != two


def test_circles_stay_as_large_as_they_were_and_nobody_changes_its_own():
    """Twice the firms by the trend of numbers make twice the circles; a firm stays with those it was dealt to."""
    world = worlds.toy_world(demand__number_growth=1.0)
    world.fixed.sector_growth[:] = np.log(2.0) / 10.0
    world.fixed.circles[:] = 8
    trades = world.fixed.circles.size
    trade = world.firm_city().astype(np.int64) * world.n_sectors + world.firms.sector
    before, n_before = circle_of(world, trade)
    world.quarter = 40
    after, n_after = circle_of(world, trade)
    assert n_before == 8 * trades and n_after == 16 * trades
    np.testing.assert_array_equal(before - 8 * trade, after - 16 * trade)
    world.firms.born[::2] = 40
    newborn = (circle_of(world, trade)[0] - 16 * trade)[::2]
    assert newborn.min() >= 0 and newborn.max() < 16 and 0.3 < np.mean(newborn >= 8) < 0.7


def test_where_firms_become_fewer_circles_stay_within_their_trade():
    world = worlds.toy_world(demand__number_growth=1.0)
    world.fixed.sector_growth[:] = -0.2
    world.fixed.circles[:] = 8
    trade = world.firm_city().astype(np.int64) * world.n_sectors + world.firms.sector
    world.quarter = 20
    circle, count = circle_of(world, trade)
    each = count // world.fixed.circles.size
    assert each == 3 and np.all(circle // each == trade)
