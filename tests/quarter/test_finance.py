"""The phase as a whole: books balance, shares add up, funds live and die, closed cities stay closed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.ledger import LedgerError
from sim.quarter.finance import (
    finance,
    fund_rows_of_stakes,
    fund_share,
    outside_share,
    release_stakes_of_dead,
)
from sim.quarter.finance.appraisal import STAGES, seekers
from sim.quarter.finance.exits import exit_stakes
from sim.quarter.finance.funds import opened_by_lever
from sim.quarter.finance.guidance import add_funds
from sim.quarter.finance.rounds import circle, make_offers
from sim.state.cells import cell_sum
from sim.state.firms import Owner
from sim.state.money import FundKind
from tests.quarter.finance_town import Town, town


def run(world: Town, quarters: int) -> dict[str, int]:
    """Run finance, audit every quarter, and count what happened."""
    seen: dict[str, int] = {}
    for _ in range(quarters):
        world.next_quarter()
        finance(world)
        world.ledger.audit()
        world.settle()
        for event, sites in world.happenings.counts.items():
            seen[event] = seen.get(event, 0) + int(sites.sum())
    return seen


def sums_of_stakes(world: Town) -> np.ndarray:
    fund, firm = fund_rows_of_stakes(world)
    assert np.all(fund >= 0) and np.all(firm >= 0)
    return cell_sum(firm, world.stakes.share, len(world.firms))


def test_a_decade_balances_and_everything_happens() -> None:
    world = town(2000)
    seen = run(world, 40)
    deals = ("deals_seed", "deals_a", "deals_b")
    for event in ("loans_granted", "loans_refused", *deals, "exits_sale", "funds_opened", "funds_closed"):
        assert seen.get(event, 0) > 0, event
    assert np.all(world.firms.debt >= 0)
    assert np.all(world.funds.uncalled >= -1e-9)


def test_shares_of_funds_are_the_sum_of_their_stakes() -> None:
    world = town()
    for _ in range(12):
        run(world, 1)
        held = sums_of_stakes(world)
        assert fund_share(world) == pytest.approx(held, abs=1e-12)
        assert np.all(held + outside_share(world) < 1)


def test_money_raised_is_money_paid_for_stakes() -> None:
    world = town()
    before, raised = world.stakes.cost.sum(), world.firms.raised.sum()
    world.next_quarter()
    finance(world)
    tickets = world.ledger.flow_total("tickets")
    assert tickets > 0
    assert world.firms.raised.sum() - raised == pytest.approx(
        tickets + world.ledger.flow_total("listing_money")
    )
    world.settle()
    sold = sum(block["cost"].sum() for block in world.happenings.rows.get("stake_sales", []))
    assert world.stakes.cost.sum() == pytest.approx(before + tickets - sold)


def test_a_deal_that_is_not_paid_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    world = town()
    world.next_quarter()
    leg = world.ledger._row_leg

    def forgetful(side: Any, flow: str, purse: Any, value: Any) -> Any:
        return leg(side, flow, purse, 0.0 * value if (side, flow) == ("credit", "tickets") else value)

    monkeypatch.setattr(world.ledger, "_row_leg", forgetful)
    finance(world)
    with pytest.raises(LedgerError, match="tickets"):
        world.ledger.audit()


def test_dead_firms_take_their_stakes_along() -> None:
    world = town()
    run(world, 4)
    world.next_quarter()
    held = np.flatnonzero(world.firms.outside_equity > 0)[:5]
    cost = world.stakes.cost.sum()
    lost = world.stakes.cost[np.isin(world.firms.rows(world.stakes.firm), held)].sum()
    release_stakes_of_dead(world, held)
    assert world.happenings.of("stakes_lost").sum() >= 5
    assert np.all(world.firms.outside_equity[held] == 0)
    world.ledger.audit()
    world.settle()
    assert world.stakes.cost.sum() == pytest.approx(cost - lost)


def test_a_firm_that_is_sold_has_no_funds_left_and_raises_no_more() -> None:
    world = town(sale_hazard=0.5, exit_after_years=0.0)
    world.next_quarter()
    held = world.firms.outside_equity.copy()
    exit_stakes(world)
    gone = (held > 0) & (world.firms.outside_equity == 0)
    assert gone.sum() > 3
    listed = world.firms.sold_share[gone] > held[gone] + 1e-9
    assert world.firms.sold_share[gone][~listed] == pytest.approx(held[gone][~listed])
    assert np.all(world.firms.round[gone] == 9)
    world.ledger.audit()
    finance(world)
    assert not np.any(
        np.isin(world.firms.rows(world.stakes.firm), np.flatnonzero(gone)) & ~world.stakes.retired
    )


def test_a_shell_moves_nothing() -> None:
    worlds = town(400), town(400)
    shell = worlds[1].firms.add(np.array([2**62], np.uint64), site=0, tech_firm=1, born=-8, b=0.0)
    for world in worlds:
        run(world, 8)
    bare, with_shell = worlds
    assert shell.stop - shell.start == 1
    for name in ("valuation", "debt", "cash", "interest", "outside_equity", "round", "raised"):
        assert np.array_equal(getattr(bare.firms, name), getattr(with_shell.firms, name)[:-1]), name
    for name in ("share", "cost"):
        assert np.array_equal(getattr(bare.stakes, name), getattr(with_shell.stakes, name)), name


def test_an_isolated_city_keeps_its_money_at_home() -> None:
    world = town(isolated=True)
    rows, able = np.arange(len(world.firms)), np.arange(len(world.funds))
    known = circle(world, rows, able)
    of_firm = np.repeat(world.firm_city()[:, None], known.shape[1], axis=1)
    of_fund = world.sites.city[world.funds.site[np.maximum(known, 0)]]
    assert np.all((of_firm == of_fund)[known >= 0])
    open_world = town()
    met = circle(open_world, rows, np.arange(len(open_world.funds)))
    home = open_world.sites.city[open_world.funds.site[np.maximum(met, 0)]]
    assert np.any((home != of_firm)[met >= 0])


def test_one_fund_more_changes_at_most_two_acquaintances_of_a_firm() -> None:
    world = town()
    rows, able = np.arange(len(world.firms)), np.arange(len(world.funds))
    for removed in range(3):
        fewer = circle(world, rows, np.delete(able, removed))
        full = circle(world, rows, able)
        kept = [set(a[a >= 0]) - set(b[b >= 0]) for a, b in zip(fewer, full, strict=True)]
        assert max(len(k) for k in kept) <= 2
        assert sum(len(k) for k in kept) > 0


def test_without_funds_and_without_firms_nothing_breaks() -> None:
    world = town(200)
    world.funds.retire(np.ones(len(world.funds), np.bool_))
    world.stakes.retire(np.ones(len(world.stakes), np.bool_))
    world.settle()
    world.ledger.open_quarter()
    seen = run(world, 4)
    assert sum(seen.get(f"deals_{s}", 0) for s in ("seed", "a", "b", "c")) == 0
    assert seen["loans_granted"] > 0
    run(town(0), 4)


def test_guidance_money_comes_only_with_partners_and_is_booked_to_the_lever() -> None:
    off, on = town(guidance=0.0), town(guidance=1.0, optimism_discount=0.5)
    run(off, 8)
    assert not np.any(opened_by_lever(off.funds.id))
    run(on, 1)
    committed = on.happenings.amount("guidance_committed").sum()
    target = on.happenings.amount("guidance_target").sum()
    run(on, 7)
    account = on.levers.accounts["guidance_fund"]
    paid = float(account.authority.sum() + account.state.sum())
    mine = opened_by_lever(on.funds.id)
    assert mine.sum() > 0 and np.all(on.funds.kind[mine] == FundKind.GUIDANCE)
    assert 0 < committed < target
    called = on.funds.committed[mine] - on.funds.uncalled[mine]
    assert called.sum() > 0
    assert paid == pytest.approx(0.25 * called.sum())


def test_a_guidance_fund_takes_no_other_funds_place() -> None:
    world = town(guidance=1.0)
    world.next_quarter()
    pool = seekers(world, everybody=True)

    def asked() -> list[set[int]]:
        offers = make_offers(world, pool, np.full((STAGES, len(world.funds)), 1e9))
        return [{int(world.funds.id[fund]) for fund in row if fund >= 0} for row in offers.fund]

    before = asked()
    add_funds(world, np.zeros(40, np.int64), np.full(40, 500.0), np.arange(40))
    guidance = set(world.funds.id[opened_by_lever(world.funds.id)].tolist())
    after = asked()
    assert [funds - guidance for funds in after] == before
    assert max(len(funds & guidance) for funds in after) == 1


def test_a_larger_target_is_filled_less() -> None:
    fill = []
    for guidance in (0.2, 1.0, 5.0):
        world = town(guidance=guidance, smallest_fund=0.0)
        run(world, 1)
        amount = world.happenings.amount
        fill.append(amount("guidance_committed").sum() / amount("guidance_target").sum())
    assert fill[0] >= fill[1] > fill[2]


def test_only_private_firms_refuse_state_money() -> None:
    world = town(state_aversion=1.0, guidance=1.0, optimism_discount=0.5)
    world.firms.owner[:] = Owner.STATE
    assert run(world, 4).get("state_money_refused", 0) == 0
    world = town(state_aversion=1.0, guidance=1.0, optimism_discount=0.5)
    world.firms.owner[:] = Owner.PRIVATE
    assert run(world, 4)["state_money_refused"] > 0


def test_the_bank_keeps_its_equity_ratio() -> None:
    world = town()
    run(world, 3)
    ledger = world.ledger
    owed = ledger.bank_loans[0] + np.maximum(-world.firms.cash, 0.0).sum()
    assert ledger.bank_equity == pytest.approx(0.08 * owed)
    assert ledger.bank_loans[0] == pytest.approx(world.firms.debt.sum())


def test_luck_repeats_with_its_seed_and_differs_between_seeds() -> None:
    same, again, other = town(400), town(400), town(400, seed=2)
    for world in (same, again, other):
        run(world, 6)
    for name in ("cash", "debt", "outside_equity", "valuation"):
        assert np.array_equal(getattr(same.firms, name), getattr(again.firms, name))
    assert not np.array_equal(same.firms.outside_equity, other.firms.outside_equity)
