"""Published estimates: each has a measure, measures see what they should, and pages are made of what is kept."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.controls import Case
from sim.experiment.counterparts import (
    FROM_CAMPAIGN,
    RAIL,
    TWINS,
    Notes,
    cost_elasticity,
    relabelled_share,
    relabellers_near,
    reported_rise,
    venture_odds,
)
from sim.experiment.nulls import Pair, Worlds, short_of_gate
from sim.scenario.levers import LEVERS
from tests.worlds import toy_scenario

DOCS = Path(__file__).parents[2] / "docs"
KEPT = {"published": "pairs.csv", "gap": "gap.csv", "resilience": "resilience.csv"}


def pair_of(**lever: object) -> Pair:
    toy = toy_scenario(run__quarters=4)
    return Worlds(toy, 1).pair(Case("", "", "", "", {}, {f"levers.{k}": v for k, v in lever.items()}), 4, ())


@pytest.fixture(scope="module")
def relief() -> Pair:
    return pair_of(**{"hte_tax.intensity": 1.0})


def test_every_estimate_has_a_measure_and_every_measure_tells_its_range():
    known = {name for twin in TWINS for name in twin.measures} | {RAIL, FROM_CAMPAIGN}
    held = [each for lever in LEVERS.values() for each in lever.estimates]
    assert len(held) >= 10 and {each.measure for each in held} <= known
    for each in held:
        assert each.low < each.high and each.source.startswith("[")
        assert each.point is None or each.low <= each.point <= each.high
    for twin in TWINS:
        assert all(key.split(".")[1] in LEVERS for key in twin.lever)


def test_twins_are_the_same_firms_and_none_is_lost_that_lives(relief):
    rows = np.flatnonzero(relief.start.trading())
    at, twin = relief.twins(rows)
    assert (relief.pulled.firms.id[at] == relief.none.firms.id[twin]).all()
    lives = np.isin(relief.start.firms.id[rows], relief.pulled.firms.id)
    lives &= np.isin(relief.start.firms.id[rows], relief.none.firms.id)
    assert len(at) == lives.sum() > 0.8 * len(rows)
    assert len(short_of_gate(relief)[0]) > 3


def test_shares_at_the_gate_follow_from_what_firms_report(relief):
    firms = relief.pulled.firms
    firms.rd_relabel[:] = 0.0
    chosen = np.flatnonzero(firms.site == relief.park)[:5]
    firms.rd_relabel[chosen] = 0.25
    firms.rd_reported[chosen] = firms.rd_real[chosen] / 0.75
    assert relabelled_share(relief, Notes()) == pytest.approx(25.0)
    firms.rd_relabel[:] = 0.5
    assert relabellers_near(relief, Notes()) == 100.0
    at, twin = short_of_gate(relief)
    firms.rd_reported[at] = 1.1 * relief.none.firms.rd_reported[twin]
    assert reported_rise(relief, Notes()) == pytest.approx(10.0)


def test_the_elasticity_is_that_of_research_in_its_price():
    pair = pair_of(**{"rd_superdeduct.intensity": 1.0})
    at, twin = pair.twins(np.flatnonzero(pair.start.trading() & (pair.start.firms.site == pair.park)))
    assert cost_elasticity(pair, Notes()) > 0.0
    pair.pulled.firms.rd_real[at] = pair.none.firms.rd_real[twin]
    assert cost_elasticity(pair, Notes()) == pytest.approx(0.0, abs=1e-12)


def test_odds_of_venture_money_count_deals_after_the_grant(relief):
    deals = [{"firm": np.array([1, 2, 3]), "quarter": np.array([2, 3, 3])}]
    relief.pulled.observer.events["deals"] = deals
    relief.none.observer.events["deals"] = []
    won = Notes(won={1: 3, 2: 1, 3: 1, 4: 1})  # firm 1 had its deal before the grant
    assert venture_odds(relief, won) == pytest.approx((2.5 / 2.5) / (0.5 / 4.5))


@pytest.mark.parametrize("name", KEPT)
def test_pages_are_made_of_what_is_kept(name):
    if not (DOCS / name / KEPT[name]).is_file():
        pytest.skip("nothing is kept")
    script = runpy.run_path(str(DOCS / "tables" / f"{name}.py"))
    text = script["text"](script["rows"]()) if name == "published" else script["text"]()
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == text, "run make docs"
