"""Every published threshold from both sides: at it a firm passes, just beyond it it does not; and by date."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policy import ladder
from sim.policy.ladder import BOOK_2022, BOOK_2026, Record
from sim.quarter.demography import certification
from sim.scenario.parameters.certification import Certification
from sim.state.firms import Tier
from sim.world import World
from tests.policy.test_ladder import GOOD, firms
from tests.worlds import toy_world

P = Certification(giant_pass=(0.0, 0.0), special_pass=(0.0, 0.0), hte_pass=0.0, special_direct=(600.0, 600.0))
"""Published gates; scores, which gather several traits, pass everybody."""

FIRM: dict[str, Any] = GOOD | {
    "revenue": 300.0, "revenue_base": 150.0, "growth": 0.5, "rd": 40.0, "patents": 20.0, "assets": 1000.0, "debt": 10.0,
    "exports": 200.0, "raised": 0.0, "market_share": 0.9, "certified": True, "staff": 300.0, "core_share": 0.99,
}  # fmt: skip
"""A firm far within every gate but those for small firms."""

SMALL = FIRM | {"revenue": 150.0, "assets": 150.0}
YOUNG = FIRM | {"age": 6.0, "value": 80000.0, "raised": 4000.0}
NIMBLE = FIRM | {"revenue_base": 1.0, "staff": 50.0, "growth": 0.0, "age": 5.0}
"""A gazelle by one rule only, once that rule's traits are changed."""

BELOW, ABOVE = -1, 1
"""Which side of the threshold fails."""


def certificate(r: Record, _: int) -> Any:
    return ladder.certificate(r, P)


def technology(r: Record, _: int) -> Any:
    return ladder.technology_sme(r, P)


def special(r: Record, book: int) -> Any:
    return ladder.specialised(r, P, book)


def giant(r: Record, book: int) -> Any:
    return ladder.little_giant(r, P, book, review=False)


def champion(r: Record, _: int) -> Any:
    return ladder.champion(r, P)


def world_class(r: Record, _: int) -> Any:
    return ladder.world_class(r, P)


def gazelle(r: Record, _: int) -> Any:
    return ladder.gazelle(r, P)


def unicorn(r: Record, _: int) -> Any:
    return ladder.unicorn(r, P) >= 1


def super_unicorn(r: Record, _: int) -> Any:
    return ladder.unicorn(r, P) == 2


BOTH, OLD, NEW = (BOOK_2022, BOOK_2026), (BOOK_2022,), (BOOK_2026,)

# rule, books, firm, what is changed, published threshold, side that fails
CASES = [
    (certificate, BOTH, FIRM, "age", 1.0, BELOW),
    (certificate, BOTH, FIRM, "technical_share", 0.10, BELOW),
    (certificate, BOTH, FIRM, "product_share", 0.60, BELOW),
    (certificate, BOTH, FIRM | {"revenue": 50.0}, "rd", 2.5, BELOW),
    (certificate, BOTH, FIRM | {"revenue": 200.0}, "rd", 8.0, BELOW),
    (certificate, BOTH, FIRM | {"revenue": 300.0}, "rd", 9.0, BELOW),
    (technology, BOTH, SMALL, "staff", 500.0, ABOVE),
    (technology, BOTH, SMALL, "revenue", 200.0, ABOVE),
    (technology, BOTH, SMALL, "assets", 200.0, ABOVE),
    (special, OLD, FIRM, "age", 2.0, BELOW),
    (special, NEW, FIRM, "age", 3.0, BELOW),
    (special, OLD, FIRM | {"rd": 1.5}, "revenue", 10.0, BELOW),
    (special, NEW, FIRM | {"rd": 1.5}, "revenue", 15.0, BELOW),
    (special, BOTH, FIRM | {"revenue": 5.0, "rd": 1.5}, "raised", 20.0, BELOW),
    (special, NEW, FIRM, "core_share", 0.80, BELOW),
    (special, NEW, FIRM, "debt", 800.0, ABOVE),
    (special, BOTH, FIRM | {"revenue": 20.0}, "rd", 1.0, BELOW),
    (special, BOTH, FIRM, "rd", 9.0, BELOW),
    (special, NEW, FIRM, "patents", 1.0, BELOW),
    (giant, BOTH, FIRM, "age", 3.0, BELOW),
    (giant, BOTH, FIRM, "revenue", 50.0, BELOW),
    (giant, OLD, FIRM, "core_share", 0.70, BELOW),
    (giant, NEW, FIRM, "core_share", 0.90, BELOW),
    (giant, BOTH, FIRM, "growth", 0.05, BELOW),
    (giant, OLD, FIRM, "debt", 700.0, ABOVE),
    (giant, NEW, FIRM, "debt", 750.0, ABOVE),
    (giant, OLD, FIRM, "rd", 9.0, BELOW),
    (giant, OLD, FIRM | {"revenue": 80.0}, "rd", 4.8, BELOW),
    (giant, NEW, FIRM | {"revenue": 80.0}, "rd", 6.0, BELOW),
    (giant, OLD, FIRM, "patents", 2.0, BELOW),
    (giant, NEW, FIRM, "patents", 4.0, BELOW),
    (giant, OLD, FIRM, "market_share", 0.10, BELOW),
    (giant, NEW, FIRM, "market_share", P.giant_top[BOOK_2026], BELOW),
    (giant, OLD, FIRM | {"revenue": 40.0, "technical_share": 0.6}, "raised", 80.0, BELOW),
    (champion, BOTH, FIRM, "age", 10.0, BELOW),
    (champion, BOTH, FIRM, "rd", 9.0, BELOW),
    (champion, BOTH, FIRM, "core_share", 0.70, BELOW),
    (champion, BOTH, FIRM, "market_share", 0.30, BELOW),
    (world_class, BOTH, FIRM, "rd", 15.0, BELOW),
    (world_class, BOTH, FIRM, "exports", 45.0, BELOW),
    (gazelle, BOTH, NIMBLE | {"growth": 0.25}, "revenue_base", 10.0, BELOW),
    (gazelle, BOTH, NIMBLE | {"revenue_base": 20.0}, "growth", 0.20, BELOW),
    (gazelle, BOTH, NIMBLE | {"growth": 0.35}, "staff", 100.0, BELOW),
    (gazelle, BOTH, NIMBLE | {"staff": 200.0}, "growth", 0.30, BELOW),
    (gazelle, BOTH, NIMBLE, "revenue", 1000.0, BELOW),
    (gazelle, BOTH, FIRM, "age", 15.0, ABOVE),
    (unicorn, BOTH, YOUNG, "age", 10.0, ABOVE),
    (unicorn, BOTH, YOUNG, "value", 7000.0, BELOW),
    (unicorn, BOTH, YOUNG, "raised", 350.0, BELOW),
    (super_unicorn, BOTH, YOUNG, "value", 70000.0, BELOW),
    (super_unicorn, BOTH, YOUNG, "raised", 3500.0, BELOW),
]


@pytest.mark.parametrize(
    ("rule", "books", "firm", "trait", "threshold", "side"),
    [pytest.param(*case, id=f"{case[0].__name__}-{case[3]}-{case[4]:g}-{len(case[1])}{case[1][0]}") for case in CASES],
)
def test_each_threshold_from_both_sides(
    rule: Any, books: tuple[int, ...], firm: dict[str, Any], trait: str, threshold: float, side: int
) -> None:
    shift = 1e-6 * threshold
    record = firms(*(firm | {trait: threshold + step * shift} for step in (-side, side)))
    for book in books:
        assert rule(record, book).tolist() == [True, False]


@pytest.mark.parametrize(("trait", "limit"), [("staff", 1000.0), ("revenue", 400.0)])
def test_small_and_medium_is_below_the_staff_or_below_the_sales(trait: str, limit: float) -> None:
    neither = {"staff": 1e4, "revenue": 1e4}
    record = firms(*(FIRM | neither | {trait: limit + step} for step in (-1e-3, 0.0)))
    assert ladder.small_or_medium(record, P).tolist() == [True, False]


# -- in a world, by date --------------------------------------------------------------------------


def holder(monkeypatch: pytest.MonkeyPatch, quarter: int, until: int, **traits: float) -> tuple[World, int]:
    """A world that starts at the end of 2025, in a quarter of it, and the row of a little giant whose rank ends then.

    Its core share meets the book of 2022 for its rank, and that of 2026 for the one below.
    """
    world = toy_world(run__start_year=2025)
    world.quarter = quarter
    row = int(np.flatnonzero(world.trading() & (world.firms.id % np.uint64(4) == np.uint64((quarter + 2) % 4)))[0])
    firm = {
        "born": -60, "revenue_year": 120.0, "rd_reported_year": 12.0, "ordinary": 130.0, "technical": 65.0,
        "leading": 5.0, "raised": 0.0, "patents": 40.0, "core_share": 0.85, "capital": 100.0, "cash": 0.0, "debt": 20.0,
        "tier": Tier.LITTLE_GIANT, "tier_until": until, "tier_since": -20, "certified_until": quarter + 8,
    }  # fmt: skip
    for name, value in {**firm, **traits}.items():
        getattr(world.firms, name)[row] = value
    world.firms.revenue_ends[row] = (120.0, 105.0, 90.0)
    monkeypatch.setattr(certification, "market_share", lambda _world, rows: np.full(len(rows), 0.4))
    return world, row


@pytest.mark.parametrize(
    ("quarter", "book", "rank"), [(1, BOOK_2022, Tier.LITTLE_GIANT), (2, BOOK_2026, Tier.SPECIALISED)]
)
def test_a_review_goes_by_the_book_of_its_date(
    monkeypatch: pytest.MonkeyPatch, quarter: int, book: int, rank: Tier
) -> None:
    world, row = holder(monkeypatch, quarter, until=quarter)
    assert certification.book_of(world) == book
    certification.certify(world)
    assert world.firms.tier[row] == rank
    assert world.firms.tier_until[row] == quarter + world.scenario.certification.rank_validity


def test_a_rank_lasts_until_its_end_whatever_became_of_the_firm(monkeypatch: pytest.MonkeyPatch) -> None:
    world, row = holder(monkeypatch, 2, until=3, rd_reported_year=0.0, patents=0.0, core_share=0.1)
    certification.certify(world)
    assert world.firms.tier[row] == Tier.LITTLE_GIANT


def test_a_firm_that_meets_no_gate_any_more_loses_all_ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    world, row = holder(
        monkeypatch, 2, until=2, rd_reported_year=0.0, patents=0.0, core_share=0.1, certified_until=-1, technical=0.0,
        leading=0.0,
    )  # fmt: skip
    certification.certify(world)
    assert (world.firms.tier[row], world.firms.tier_until[row]) == (Tier.NONE, -1)
    assert world.happenings.of("demotions").sum() >= 1
