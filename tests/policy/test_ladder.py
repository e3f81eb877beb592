"""Gates of the certificate and of every rank, by both rule books, on records of single firms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.policy import ladder
from sim.policy.ladder import BOOK_2022, BOOK_2026, Record
from sim.scenario.parameters.certification import Certification
from sim.state.firms import Tier

P = Certification()

GOOD: dict[str, Any] = {
    "age": 12.0, "staff": 200.0, "revenue": 120.0, "revenue_base": 80.0, "growth": 0.2, "rd": 9.0,
    "patents": 6.0, "technical_share": 0.35, "product_share": 0.8, "core_share": 0.95, "assets": 100.0,
    "debt": 30.0, "exports": 30.0, "raised": 0.0, "value": 200.0, "market_share": 0.4, "luck": 0.0,
    "certified": False, "manufacturer": True, "listed": False, "tier": 0,
}  # fmt: skip
"""A firm that passes every gate of the ladder but the size of the technology SME's."""


def firms(*changes: dict[str, Any]) -> Record:
    """A record with one firm for each set of changes to the good one."""
    rows = [GOOD | change for change in changes]
    kinds = {"certified": np.bool_, "manufacturer": np.bool_, "listed": np.bool_, "tier": np.int8}
    columns = {k: np.array([row[k] for row in rows], kinds.get(k, np.float64)) for k in GOOD}
    return Record(**columns)


def test_quarter_zero_is_the_last_of_its_year() -> None:
    assert ladder.quarter_starts(2024, 0) == 2024.75
    assert ladder.quarter_starts(2024, 1) == 2025.0


@pytest.mark.parametrize(
    ("start_year", "quarter", "book"),
    [(2024, 5, BOOK_2022), (2024, 6, BOOK_2026), (2025, 1, BOOK_2022), (2025, 2, BOOK_2026),
     (2026, 0, BOOK_2026)],
)  # fmt: skip
def test_the_rules_of_2026_hold_from_the_first_of_april(start_year: int, quarter: int, book: int) -> None:
    assert ladder.rule_book(start_year, quarter, P) == book


def test_research_gate_changes_at_the_published_sales() -> None:
    gate = ladder.research_gate(np.array([0.0, 50.0, 50.1, 200.0, 200.1]), P)
    assert gate.tolist() == [0.05, 0.05, 0.04, 0.04, 0.03]


def test_points_rise_at_each_step() -> None:
    got = ladder.points(np.array([0.05, 0.10, 0.149, 0.30, 0.9]), P.tech_staff_steps, P.tech_staff_points)
    assert got.tolist() == [0.0, 4.0, 4.0, 20.0, 20.0]


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({}, True),
        ({"age": 0.99}, False),
        ({"rd": 4.7}, False),  # below 4 % of 120 m¥
        ({"revenue": 201.0, "rd": 6.1}, True),  # 3 % above 200 m¥
        ({"revenue": 49.0, "rd": 2.3}, False),  # 5 % below 50 m¥
        ({"technical_share": 0.09}, False),
        ({"product_share": 0.59}, False),
        ({"patents": 0.0}, False),
        ({"luck": -4.0}, False),
    ],
)
def test_certificate_gates(change: dict[str, Any], passes: bool) -> None:
    assert ladder.certificate(firms(change), P).tolist() == [passes]


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({}, True),
        ({"staff": 501.0}, False),
        ({"revenue": 201.0, "rd": 20.0}, False),
        ({"assets": 201.0}, False),
        ({"technical_share": 0.05}, False),
        ({"rd": 1.0, "patents": 0.0}, False),
        ({"rd": 1.0, "patents": 0.0, "certified": True}, True),
    ],
)
def test_technology_sme(change: dict[str, Any], passes: bool) -> None:
    assert ladder.technology_sme(firms(change), P).tolist() == [passes]


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({}, True),
        ({"growth": -0.1}, False),  # 10 points for debt alone are less than 15 for growth
        ({"growth": -0.1, "certified": True}, True),
        ({"growth": -0.1, "raised": 5.0}, True),
        ({"staff": 1000.0, "revenue": 400.0, "certified": True}, False),
        ({"staff": 1000.0, "revenue": 399.0, "certified": True}, True),
    ],
)
def test_innovative_sme(change: dict[str, Any], passes: bool) -> None:
    assert ladder.innovative_sme(firms(change), P).tolist() == [passes]


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({}, True, True),
        ({"age": 2.5}, True, False),
        ({"revenue": 12.0, "rd": 1.2}, True, False),
        ({"revenue": 5.0, "rd": 1.2, "raised": 20.0}, True, True),
        ({"core_share": 0.75}, True, False),
        ({"debt": 85.0}, True, False),
        ({"patents": 0.9}, True, False),
        ({"rd": 3.5}, False, False),
        ({"revenue": 30.0, "rd": 0.95}, False, False),
        ({"luck": -5.5}, False, True),  # a score of 100 less 44: the new pass mark is lower
    ],
)
def test_specialised_by_both_books(change: dict[str, Any], old: bool, new: bool) -> None:
    record = firms(change)
    assert ladder.specialised(record, P, BOOK_2022).tolist() == [old]
    assert ladder.specialised(record, P, BOOK_2026).tolist() == [new]


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({}, True, True),
        ({"age": 2.9}, False, False),
        ({"revenue": 49.0, "rd": 9.0}, False, False),
        ({"core_share": 0.8}, True, False),
        ({"growth": 0.04}, False, False),
        ({"debt": 72.0}, False, True),
        ({"patents": 3.0}, True, False),
        ({"market_share": 0.09}, False, True),  # among the first three of its market
        ({"market_share": 0.082}, False, False),
        ({"revenue": 99.0, "rd": 5.95}, True, False),  # 6 % of the small, but less than 12 m¥ in two years
        ({"revenue": 400.0, "rd": 11.9}, False, False),
        ({"revenue": 90.0, "rd": 6.0}, True, True),
        ({"revenue": 40.0, "rd": 30.0, "raised": 80.0, "technical_share": 0.5}, True, False),
        ({"staff": 1200.0, "revenue": 500.0, "rd": 30.0}, False, False),
    ],
)
def test_little_giants_by_both_books(change: dict[str, Any], old: bool, new: bool) -> None:
    record = firms(change)
    assert ladder.little_giant(record, P, BOOK_2022, review=False).tolist() == [old]
    assert ladder.little_giant(record, P, BOOK_2026, review=False).tolist() == [new]


def test_a_review_does_not_ask_for_growth() -> None:
    slow = firms({"growth": 0.04})
    assert not ladder.little_giant(slow, P, BOOK_2026, review=False)[0]
    assert ladder.little_giant(slow, P, BOOK_2026, review=True)[0]


@pytest.mark.parametrize(
    ("change", "passes"),
    [({}, True), ({"manufacturer": False}, False), ({"age": 9.9}, False), ({"market_share": 0.29}, False),
     ({"rd": 3.5}, False), ({"core_share": 0.69}, False)],
)  # fmt: skip
def test_champion(change: dict[str, Any], passes: bool) -> None:
    assert ladder.champion(firms(change), P).tolist() == [passes]


def test_world_class_needs_research_and_exports() -> None:
    record = firms({}, {"exports": 17.0}, {"rd": 5.9})
    assert ladder.world_class(record, P).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("rank", "book", "allowed"),
    [
        (Tier.INNOVATIVE_SME, BOOK_2026, {0, 1}),
        (Tier.SPECIALISED, BOOK_2022, {0, 1, 2}),
        (Tier.SPECIALISED, BOOK_2026, {1, 2}),
        (Tier.LITTLE_GIANT, BOOK_2026, {3}),
        (Tier.CHAMPION, BOOK_2026, {4}),
        (Tier.WORLD_CLASS, BOOK_2026, {5}),
    ],
)
def test_what_must_be_held_before(rank: Tier, book: int, allowed: set[int]) -> None:
    record = firms(*({"tier": held} for held in range(7)))
    assert set(np.flatnonzero(ladder.may_apply(record, rank, P, book))) == allowed


def test_large_firms_may_become_champions_without_the_ranks_below() -> None:
    record = firms({"revenue": 400.0}, {"revenue": 399.0})
    assert ladder.may_apply(record, Tier.CHAMPION, P, BOOK_2026).tolist() == [True, False]


def test_climbing_takes_a_recognition_a_year() -> None:
    always, zeal = np.ones(6), np.zeros(1)
    record, seen = firms({}), []
    for _ in range(5):
        record.tier = ladder.climb(record, P, BOOK_2026, zeal, always)
        seen.append(int(record.tier[0]))
    assert seen == [Tier.INNOVATIVE_SME, Tier.SPECIALISED, Tier.LITTLE_GIANT, Tier.CHAMPION, Tier.WORLD_CLASS]


def test_who_does_not_apply_stays() -> None:
    assert ladder.climb(firms({}), P, BOOK_2026, np.array([0.99]), np.full(6, 0.5)).tolist() == [Tier.NONE]


def test_a_lost_rank_falls_to_the_highest_below_that_still_holds() -> None:
    record = firms(
        {"tier": 4},
        {"tier": 4, "market_share": 0.01},
        {"tier": 4, "patents": 0.9},
        {"tier": 3, "core_share": 0.3, "technical_share": 0.0},
    )
    got = ladder.fall_back(record, P, BOOK_2026)
    assert got.tolist() == [Tier.LITTLE_GIANT, Tier.SPECIALISED, Tier.INNOVATIVE_SME, Tier.NONE]


def test_gazelles_grow_and_unicorns_are_dear() -> None:
    record = firms(
        {"certified": True}, {}, {"certified": True, "growth": 0.1}, {"certified": True, "revenue_base": 5.0},
        {"certified": True, "revenue_base": 5.0, "growth": 0.31}, {"certified": True, "age": 15.5},
    )  # fmt: skip
    assert ladder.gazelle(record, P).tolist() == [True, False, False, False, True, False]
    dear = {"age": 6.0, "value": 7000.0, "raised": 350.0}
    flaws: list[dict[str, Any]] = [{}, {"age": 11.0}, {"value": 6999.0}, {"raised": 300.0}, {"listed": True}]
    record = firms(*(dear | flaw for flaw in flaws))
    assert ladder.unicorn(record, P).tolist() == [1, 0, 0, 0, 0]
    rare = {"age": 6.0, "value": 70000.0, "raised": 3500.0}
    flaws = [{}, {"value": 69999.0}, {"raised": 3499.0}, {"age": 10.1}, {"listed": True}]
    record = firms(*(rare | flaw for flaw in flaws))
    assert ladder.unicorn(record, P).tolist() == [2, 1, 1, 0, 0]


RESEARCH = st.floats(0.0, 60.0)


@settings(max_examples=60, deadline=None)
@given(st.floats(1.0, 3000.0), RESEARCH, RESEARCH, st.floats(0.0, 20.0), st.floats(-2.0, 2.0))
def test_more_research_never_closes_a_gate(
    revenue: float, rd: float, more: float, patents: float, luck: float
) -> None:
    less = firms({"revenue": revenue, "rd": rd, "patents": patents, "luck": luck})
    extra = replace(less, rd=less.rd + more, patents=less.patents + 1.0)
    assert not np.any(ladder.certificate(less, P) & ~ladder.certificate(extra, P))
    for rank in ladder.RANKS:
        for book in (BOOK_2022, BOOK_2026):
            before = ladder.within_gates(less, rank, P, book)
            assert not np.any(before & ~ladder.within_gates(extra, rank, P, book))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 6), st.floats(1.0, 3000.0), RESEARCH, st.floats(0.0, 1.0))
def test_reviews_never_promote_and_climbs_never_demote(
    tier: int, revenue: float, rd: float, core: float
) -> None:
    record = firms({"tier": tier, "revenue": revenue, "rd": rd, "core_share": core})
    for book in (BOOK_2022, BOOK_2026):
        assert ladder.fall_back(record, P, book)[0] <= tier
        assert ladder.climb(record, P, book, np.zeros(1), np.ones(6))[0] >= tier
