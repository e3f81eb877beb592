"""The ledger: books balance every quarter, and a wrong posting is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.flows import FLOWS, SECTORS
from sim.ledger import Ledger, LedgerError
from sim.loop import QUARTER
from sim.world import World
from tests.worlds import toy_world

LEVERS = {
    "levers__rd_grant__intensity": 1.0, "levers__incubator__intensity": 1.0, "levers__talent_housing__intensity": 1.0,
    "levers__guidance_fund__intensity": 1.0, "levers__platform__intensity": 1.0, "levers__early_grant__intensity": 3.0,
}  # fmt: skip
PHASES = [phase for phase in QUARTER if phase.name != "observe"]


def live(world: World, quarters: int = 1) -> None:
    for _ in range(quarters):
        world.quarter += 1
        world.open_quarter()
        for phase in PHASES:
            phase.verb(world)
            world.settle()


def busy_world() -> World:
    """A world with all levers on in which most kinds of payment happen."""
    return toy_world(seed=3, **LEVERS)


def test_every_quarter_balances_with_all_levers_on() -> None:
    world = busy_world()
    for _ in range(12):
        live(world)
        world.ledger.audit()


def test_flows_join_known_sectors_and_have_both_labels() -> None:
    for flow in FLOWS.values():
        assert flow.payer in SECTORS and flow.payee in SECTORS
        assert flow.en and flow.zh


def test_money_is_neither_made_nor_lost() -> None:
    world = busy_world()

    def money() -> float:
        return float(sum(world.ledger.balances(sector).sum() for sector in SECTORS))

    before = money()
    live(world, 4)
    assert abs(money() - before) < 1e-6 * sum(abs(world.ledger.balances(s)).sum() for s in SECTORS)


def entries_of(world: World) -> list[tuple[str, str]]:
    """Sides and kinds entered in one quarter."""
    seen: list[tuple[str, str]] = []
    record = Ledger.record

    def watch(self: Ledger, side: Any, flow: str, sector: str, sums: Any) -> None:
        if np.any(sums != 0) and (side, flow) not in seen:
            seen.append((side, flow))
        record(self, side, flow, sector, sums)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "record", watch)
        live(world)
    return seen


@pytest.mark.parametrize("fault", ["drop", "double"])
def test_each_posting_dropped_or_doubled_is_named(fault: str) -> None:
    start = busy_world()
    live(start, 3)
    import copy

    postings = entries_of(copy.deepcopy(start))
    assert len({flow for _, flow in postings}) > 45
    record = Ledger.record
    for side, flow in postings:
        world = copy.deepcopy(start)

        def faulty(
            self: Ledger, s: Any, f: str, sector: str, sums: Any, side: str = side, flow: str = flow
        ) -> None:
            if (s, f) == (side, flow):
                if fault == "drop":
                    return
                record(self, s, f, sector, sums)
            record(self, s, f, sector, sums)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ledger, "record", faulty)
            live(world)
        with pytest.raises(LedgerError, match=rf"\b{flow} \({FLOWS[flow].payer} to {FLOWS[flow].payee}\)"):
            world.ledger.audit()


def test_money_that_appears_is_named_with_its_cell() -> None:
    world = busy_world()
    live(world)
    world.firms.cash[0] += 1.0
    with pytest.raises(LedgerError, match=rf"firms\[{world.firms.site[0]}\] changed by"):
        world.ledger.audit()


@pytest.mark.parametrize("column", ["debt", "capital"])
def test_stocks_that_appear_are_named(column: str) -> None:
    world = busy_world()
    live(world)
    getattr(world.firms, column)[0] += 1.0
    with pytest.raises(LedgerError, match="loans" if column == "debt" else "capital"):
        world.ledger.audit()


def test_payments_between_wrong_sectors_are_refused() -> None:
    ledger = toy_world().ledger
    with pytest.raises(LedgerError, match="wages goes from firms to households"):
        ledger.pay("wages", ledger.bank(), ledger.households(), 1.0)


def test_pairing_rows_of_unequal_number_is_refused() -> None:
    ledger = toy_world().ledger
    with pytest.raises(LedgerError, match="do not pair up"):
        ledger.pay("sales_local", ledger.firms(np.array([0])), ledger.firms(np.array([1, 2])), 1.0)


def test_an_entry_is_shared_out_over_the_cells_it_concerns() -> None:
    world = toy_world()
    ledger, firms = world.ledger, world.firms
    rows = np.flatnonzero(firms.site == 1)[:3]
    before = world.sites.cash.copy()
    ledger.pay("rent_public", ledger.firms(rows), ledger.authorities(), np.array([1.0, 2.0, 3.0]))
    assert np.allclose(world.sites.cash - before, [0.0, 6.0])
    ledger.audit()
