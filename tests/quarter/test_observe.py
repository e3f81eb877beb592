"""Observation: what is recorded adds up, and a state that is not sound is named."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from sim.loop import Loop
from sim.metrics import METRICS, columns_of
from sim.quarter.market.demand import number_growth
from sim.quarter.market.sales import rivals_weight
from sim.quarter.observe import observe
from sim.quarter.observe.decomposition import melitz_polanec
from sim.quarter.observe.displacement import market_sheet, sold_by_all, split_sales
from sim.quarter.observe.life import survival
from sim.quarter.observe.observer import Snapshot
from sim.quarter.observe.soundness import StateError, check_state
from tests.worlds import toy_world


@pytest.fixture(scope="module")
def lived():
    world = toy_world(levers__rd_grant__intensity=1.0)
    observe(world)
    loop = Loop()
    for _ in range(6):
        loop.run(world)
    return world


def test_every_declared_metric_is_recorded_and_finite(lived):
    for table, record in (("sites", lived.observer.sites), ("sectors", lived.observer.sectors)):
        for row in record:
            assert tuple(row) == columns_of(table)
            assert all(np.isfinite(value).all() for value in row.values())


def test_firms_are_those_before_plus_births_less_deaths_and_moves(lived):
    for record in (lived.observer.sites, lived.observer.sectors):
        for before, now in pairwise(record):
            expected = before["firms"] + now["births"] - now["deaths"] + now["moves_in"] - now["moves_out"]
            assert_allclose(now["firms"], expected)
    assert sum(row["births"].sum() for row in lived.observer.sites) > 0
    assert sum(row["deaths"].sum() for row in lived.observer.sites) > 0


def test_sectors_add_up_to_sites(lived):
    for site, sector in zip(lived.observer.sites, lived.observer.sectors, strict=True):
        for name in columns_of("sectors"):
            if METRICS[name].scaled and not name.startswith("tfp"):
                by_site = sector[name].reshape(lived.n_sites, -1).sum(axis=1)
                assert_allclose(by_site, site[name], rtol=1e-9, atol=1e-6, err_msg=name)


def test_parts_of_productivity_add_up_to_the_change(lived):
    rows = lived.observer.sites
    for quarter in range(1, len(rows)):
        change = rows[quarter]["tfp"] - rows[max(quarter - 3, 0)]["tfp"]
        parts = sum(rows[quarter][name] for name in ("tfp_within", "tfp_between", "tfp_entry", "tfp_exit"))
        assert_allclose(parts, rows[quarter]["tfp_change"], atol=1e-12)
        if quarter <= 3:
            assert_allclose(parts, rows[quarter]["tfp"] - rows[0]["tfp"], atol=1e-9)
        assert np.isfinite(change).all()


def test_productivity_a_year_ago_is_four_quarters_back(lived):
    rows = lived.observer.sites
    for quarter in (4, 5, 6):
        assert_allclose(
            rows[quarter]["tfp_change"], rows[quarter]["tfp"] - rows[quarter - 4]["tfp"], atol=1e-9
        )


def test_gain_is_the_change_of_revenue_and_its_sources_add_up(lived):
    rows = lived.observer.sites
    for quarter in (1, 4, 5, 6):
        gain = rows[quarter]["revenue"] - rows[max(quarter - 4, 0)]["revenue"]
        assert_allclose(rows[quarter]["gain"], gain, rtol=1e-6, atol=1e-6)
        sources = sum(rows[quarter][f"gain_{name}"] for name in ("created", "from_sites", "from_outside"))
        assert_allclose(sources, gain, rtol=1e-6, atol=1e-6)


def test_subsidies_and_lever_spending_agree_with_the_ledger(lived):
    paid = sum(
        line[5] for line in lived.observer.journal if line[3] in ("grants_authorities", "grants_state")
    )
    spent = sum(row["spent_rd_grant"].sum() for row in lived.observer.sites)
    assert spent > 0
    assert paid == pytest.approx(spent)
    assert sum(row["subsidies"].sum() for row in lived.observer.sites) == pytest.approx(spent)


def test_fiscal_balance_of_a_year_is_the_sum_of_its_quarters(lived):
    rows = lived.observer.sites
    four = sum(row["fiscal_balance"] for row in rows[-4:])
    assert_allclose(rows[-1]["fiscal_balance_year"], four)
    assert_allclose(rows[1]["fiscal_balance_year"], 4.0 * rows[1]["fiscal_balance"])
    assert_allclose(rows[-1]["fiscal_balance"], rows[-1]["fiscal_authority"] + rows[-1]["fiscal_state"])


def test_flows_are_zero_at_quarter_zero(lived):
    for name, metric in METRICS.items():
        if metric.since == 1:
            assert not lived.observer.sites[0][name].any(), name


def test_a_quarter_is_recorded_once(lived):
    observe(lived)
    assert lived.observer.quarters == list(range(7))


def test_memory_of_the_past_does_not_grow(lived):
    assert max(len(lived.observer.snapshots), len(lived.observer.markets), len(lived.observer.died)) <= 5


def test_a_firm_that_does_not_trade_is_not_counted():
    world = toy_world()
    observe(world)
    before = {name: value.copy() for name, value in world.observer.sites[0].items()}
    world.observer = None
    shell = world.firms.add(np.array([7], np.uint64), site=0, sector=0, born=0)
    assert world.firms.b[shell] == 0
    world.settle()
    observe(world)
    for name, value in world.observer.sites[0].items():
        assert np.array_equal(value, before[name]), name


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("firms", "cash", np.nan),
        ("firms", "tech", np.inf),
        ("firms", "capital", -1.0),
        ("cities", "labour", -5.0),
    ],
)
def test_an_unsound_number_is_named(table, column, value):
    world = toy_world()
    getattr(getattr(world, table), column)[0] = value
    with pytest.raises(StateError, match=rf"{table}\.{column} is .* first identity"):
        check_state(world)


def test_a_sound_state_passes():
    check_state(toy_world())


def snapshot(ids, site, tfp, weight):
    return Snapshot(
        np.array(ids, np.uint64),
        np.array(site) * 10,
        np.zeros(len(ids), int),
        np.array(tfp),
        np.array(weight),
        np.ones(len(ids)),
    )


def test_melitz_polanec_on_paper():
    then = snapshot([1, 2, 3], [0, 0, 0], [0.0, 1.0, 2.0], [1.0, 1.0, 2.0])
    now = snapshot([1, 2, 4], [0, 0, 0], [0.5, 1.0, 3.0], [1.0, 3.0, 4.0])
    within, between, entry, leaving = melitz_polanec(then, now, 1, 10)
    assert within[0] == pytest.approx(0.25)  # mean of survivors: .5 to .75
    assert between[0] == pytest.approx(0.875 - 0.5 - 0.25)  # their weighted mean: .5 to .875
    assert entry[0] == pytest.approx(0.5 * (3.0 - 0.875))
    assert leaving[0] == pytest.approx(0.5 * (0.5 - 2.0))


def test_a_firm_that_moved_leaves_one_site_and_enters_the_other():
    then = snapshot([1, 2, 3], [0, 0, 1], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0])
    now = snapshot([1, 2, 3], [0, 1, 1], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0])
    _, _, entry, leaving = melitz_polanec(then, now, 2, 10)
    assert entry == pytest.approx([0.0, 0.5])
    assert leaving == pytest.approx([-0.5, 0.0])


numbers = st.lists(st.floats(0.0, 1e4), min_size=6, max_size=6)


@settings(max_examples=50, deadline=None)
@given(then=numbers, now=numbers, outside_then=st.floats(1.0, 1e5), outside_now=st.floats(1.0, 1e5))
def test_sources_of_sales_add_up(then, now, outside_then, outside_now):
    a, b = np.array(then).reshape(3, 2), np.array(now).reshape(3, 2)
    site_market = np.array([0, 0, 1])
    total_then = np.stack([a[:2].sum(axis=0), a[:2].sum(axis=0), a[2]]) + outside_then
    total_now = np.stack([b[:2].sum(axis=0), b[:2].sum(axis=0), b[2]]) + outside_now
    larger, sites, outside = split_sales(a, b, total_then, total_now, site_market)
    assert_allclose(larger + sites + outside, b - a, rtol=1e-9, atol=1e-6)
    assert_allclose(sites[:2].sum(axis=0), 0.0, atol=1e-6)  # what one site takes, another loses
    assert_allclose(sites[2], 0.0, atol=1e-9)  # alone in its market


def test_what_rivals_and_sites_sell_is_what_the_market_spends():
    """At quarter 0, where both sides are known by themselves, and later, where nobody lacks capacity."""
    world = toy_world()
    sheet, sectors = market_sheet(world), world.sectors
    home, abroad = sold_by_all(world, sheet.exports)
    assert_allclose(home, sectors.home + sectors.merchant, rtol=1e-9)
    assert_allclose(abroad, sectors.foreign, rtol=1e-6)
    Loop().run(world)
    sheet = market_sheet(world)
    weight = sectors.weight_home + sectors.rivals * rivals_weight(world) * number_growth(world)
    assert_allclose(sold_by_all(world, sheet.exports)[0], sectors.market_unit * weight, rtol=1e-9)
    assert np.all(sheet.local <= sheet.need * (1.0 + 1e-9))


def test_what_neighbours_bought_outside_before_is_taken_from_outside():
    """Hubs that buy more at the site move purchases there; their needs grow next to nothing."""
    plain, moved = toy_world(), toy_world(levers__chain_strengthen__intensity=2.0)
    for world in (plain, moved):
        observe(world)
        for _ in range(3):
            Loop().run(world)
    then, now = (world.observer.sites[-1] for world in (plain, moved))
    gain, created, outside = (
        float((now[name] - then[name]).sum()) for name in ("gain", "gain_created", "gain_from_outside")
    )
    assert gain > 0 and outside > 0.7 * gain and abs(created) < 0.3 * gain


def test_a_share_of_the_market_abroad_is_taken_from_sellers_there():
    plain, moved = toy_world(), toy_world(levers__bri__intensity=2.0)
    for world in (plain, moved):
        observe(world)
        for _ in range(3):
            Loop().run(world)
    then, now = (world.observer.sites[-1] for world in (plain, moved))
    exports, outside = (float((now[name] - then[name]).sum()) for name in ("exports", "gain_from_outside"))
    assert exports > 0 and outside > 0.7 * exports


def test_life_table_on_paper():
    exposed, died = np.zeros((2, 20)), np.zeros((2, 20))
    exposed[0, :3], died[0, :3] = (10, 8, 4), (2, 4, 0)
    assert survival([exposed], [died], 2) == pytest.approx([0.8 * 0.5, 1.0])
    assert survival([exposed, exposed * 0], [died, died * 0], 2) == pytest.approx([0.4, 1.0])


def test_tfp_in_value_added_is_tfp_over_the_share_of_value_added() -> None:
    world = toy_world()
    observe(world)
    assert world.observer is not None
    site = world.observer.sites[-1]
    share = 1.0 - world.input_cost_share()
    firms, live = world.firms, world.trading()
    cost = firms.revenue_year * np.exp(-firms.markup)
    for park in range(world.n_sites):
        rows = np.flatnonzero(live & (firms.site == park))
        added = share[park, firms.sector[rows]]
        ratio = np.average(firms.tfp[rows], weights=cost[rows]) / np.average(added, weights=cost[rows])
        assert site["tfp_va"][park] == pytest.approx(ratio)
