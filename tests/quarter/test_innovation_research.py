"""Real R&D, the financing constraint, grants, and the certificate's gate: rules on arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.luck import Luck, Purpose
from sim.quarter.innovation import measures, notch, research
from sim.scenario.parameters.projects import Projects
from sim.scenario.parameters.research import Research

P = Research()
IDS = np.arange(1, 20001, dtype=np.uint64)
one = np.ones(1)


def test_technology_firms_do_more_research_in_proportion_to_size_unless_a_slope_says_less() -> None:
    tech, sales = np.array([True, True, False]), np.array([50.0, 5000.0, 50.0])
    assert measures.research_norm(tech, sales, P) == pytest.approx([0.07, 0.07, P.rho_other])
    sloped = measures.research_norm(tech, sales, P.model_copy(update={"rho_tech_slope": 0.09}))
    assert sloped == pytest.approx([0.07, 0.07 * 100**-0.09, P.rho_other])


def test_odds_of_doing_research_rise_in_size() -> None:
    draw = Luck(1).normal(Purpose.RD_TASTE, IDS, 0, 2)
    none = np.zeros(len(IDS), bool)
    sizes = [np.full(len(IDS), s) for s in (0.05, 1.0, 20.0)]
    shares = [research.performs_research(none, size, draw, P).mean() for size in sizes]
    assert shares[0] < 0.35 < 0.6 < shares[1] < shares[2]
    assert research.performs_research(~none, np.full(len(IDS), 1e-3), draw, P).all()


def test_taste_is_stationary_with_its_yearly_memory() -> None:
    luck, taste = Luck(3), P.taste_sd * Luck(3).normal(Purpose.RD_TASTE, IDS, 0)
    start = taste
    for quarter in range(1, 5):
        taste = research.taste_next(taste, luck.normal(Purpose.RD_TASTE, IDS, quarter), P)
    assert taste.std() == pytest.approx(P.taste_sd, rel=0.03)
    assert np.corrcoef(start, taste)[0, 1] == pytest.approx(P.taste_memory, abs=0.02)


def test_user_cost_falls_with_deduction_and_grant_and_research_rises_by_its_elasticity() -> None:
    cost = research.user_cost(np.array([0.25]), 1.0, np.zeros(1))
    assert cost == pytest.approx(0.5 / 0.75)
    assert research.user_cost(np.array([0.25]), 1.0, np.array([0.05])) == pytest.approx(0.95 * cost)
    base = research.wanted_research(0.05 * one, 0 * one, one > 0, 100 * one, one, 0 * one, P)
    cheap = research.wanted_research(0.05 * one, 0 * one, one > 0, 100 * one, 0.9 * one, 0 * one, P)
    assert np.log(cheap / base) / np.log(0.9) == pytest.approx(-P.rd_cost_el)


def test_partners_knowledge_saves_own_research() -> None:
    full = research.wanted_research(0.05 * one, 0 * one, one > 0, 100 * one, one, one, P)
    none = research.wanted_research(0.05 * one, 0 * one, one > 0, 100 * one, one, 0 * one, P)
    assert full / none == pytest.approx(1.0 - P.access_saving)


def test_a_grant_first_displaces_own_research_and_later_does_not() -> None:
    """Total R&D closes its gap slowly: own R&D falls by over a fifth of the grant in the first year."""
    rate, total = 0.10, np.array([10.0])
    cost = research.user_cost(np.array([0.25]), 1.0, np.array([rate])) / research.user_cost(
        np.array([0.25]), 1.0, np.zeros(1)
    )
    wanted = 10.0 * cost**-P.rd_cost_el
    own, grants, paid = [], [], np.zeros(1)
    for _ in range(40):
        total, short = research.adjusted_research(total, wanted, np.array([np.inf]), np.zeros(1), P)
        assert short == 0.0
        own.append(float((total - paid)[0]))
        grants.append(float(paid[0]))
        paid = rate * total
    first = (np.mean(own[1:5]) - 10.0) / np.mean(grants[1:5])
    last = (own[-1] - 10.0) / grants[-1]
    assert -0.9 < first < -0.2
    assert last > first + 0.3 and last > -0.15


def test_a_constrained_firm_spends_what_it_has_and_says_how_short_it_is() -> None:
    limit = research.affordable_research(-2.0 * one, one, 4.0 * one, 0.3 * one, P)
    assert limit == pytest.approx(P.cash_share * 4.0 + 0.3)
    real, short = research.adjusted_research(np.array([2.0]), np.array([2.0]), limit, np.zeros(1), P)
    assert real == pytest.approx(limit) and short == pytest.approx(1.0 - limit / 2.0)
    real, short = research.adjusted_research(np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1), P)
    assert real == 0.0 and short == 0.0


def test_new_firms_start_in_a_steady_state() -> None:
    n, dep = len(IDS), np.full(len(IDS), 0.2)
    sales, reference = np.full(n, 80.0), np.full(n, 60.0)
    start = research.starting_research(Luck(2), IDS, IDS % 2 == 0, sales, reference, dep, P)
    after = research.stock_next(start["rd_stock"], start["rd_real"], dep)
    np.testing.assert_allclose(after, start["rd_stock"], rtol=1e-12)
    year = research.year_next(start["rd_real_year"], start["rd_real"])
    np.testing.assert_allclose(year, start["rd_real_year"])
    assert start["rd_stock_past"].shape == (n, research.PAST)


@given(st.floats(1e-3, 1e3), st.floats(0, 1e4))
def test_effort_is_one_for_the_norm_and_clipped(norm: float, rd: float) -> None:
    effort = research.research_effort(np.array([rd, norm]), np.array([norm, norm]), Projects())
    assert effort[1] == pytest.approx(1.0)
    assert np.sqrt(0.1) - 1e-12 <= effort[0] <= np.sqrt(10.0) + 1e-12


def test_gates_fall_with_size() -> None:
    sizes, gates_by_size = np.array([50.0, 200.0]), np.array([0.05, 0.04, 0.03])
    gates = notch.gate_of(np.array([20.0, 100.0, 1000.0]), sizes, gates_by_size)
    np.testing.assert_array_equal(gates, [0.05, 0.04, 0.03])


@given(st.floats(0.05, 0.99), st.floats(0.0, 20.0))
def test_the_cheapest_mix_is_cheapest(share: float, benefit: float) -> None:
    """The amount relabelled minimises the cost of closing the gap; more or less of it costs more."""
    asked, real = np.array([4.0]), np.array([4.0 * share])
    gap = asked - real
    best = notch.relabelled_amount(gap, asked, real, P)
    assert 0.0 <= best[0] <= gap[0]
    value = notch.option_values(gap, asked, real, best, np.array([benefit]), P)[0]
    for other in (0.9 * best, np.minimum(1.1 * best, gap)):
        assert notch.option_values(gap, asked, real, other, np.array([benefit]), P)[0, 2] <= value[2] + 1e-9
    assert value[0] == 0.0


def test_firms_near_the_gate_do_research_and_those_farther_off_relabel() -> None:
    """Tax saved: 10 points of a margin of 7 %. Near: honest; far: relabel; very far: stay."""
    sales = np.full(3, 100.0)
    asked, real = 0.04 * sales, np.array([0.0385, 0.025, 0.004]) * sales
    gap = asked - real
    mix = notch.relabelled_amount(gap, asked, real, P)
    value = notch.option_values(gap, asked, real, mix, 0.1 * 0.07 * sales, P)
    np.testing.assert_array_equal(np.argmax(value, axis=1), [notch.HONEST, notch.RELABEL, notch.STAY])


def test_about_a_quarter_of_reported_research_is_relabelled_at_the_gate() -> None:
    """[CLSX]: 24 %. Firms spread evenly below the gate, with margins as in the zones."""
    sales = np.full(4000, 100.0)
    asked, real = 0.04 * sales, np.linspace(0.0, 0.04, 4000, endpoint=False) * sales
    gap = asked - real
    mix = notch.relabelled_amount(gap, asked, real, P)
    value = notch.option_values(gap, asked, real, mix, 0.1 * 0.07 * sales, P)
    fiddles = np.argmax(value, axis=1) == notch.RELABEL
    assert 0.15 < (mix / asked)[fiddles].mean() < 0.35
