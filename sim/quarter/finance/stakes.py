"""Shares of firms held by funds: added, diluted, sold, written off."""

from __future__ import annotations

import numpy as np

from sim.state.cells import cell_sum, total
from sim.state.identity import Birth, identity_from
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def add_stakes(
    world: World, fund: Ints, firm: Ints, share: Floats, cost: Floats, stage: Ints, since: Ints | int
) -> None:
    """Dilute older shares of ``firm`` by ``share`` (rows, each once); give it to ``fund``."""
    firms, funds = world.firms, world.funds
    dilute(world, firm, share)
    ids = identity_from(world.quarter, Birth.DERIVED, funds.id[fund], firms.id[firm], stage)
    world.stakes.add(
        ids,
        fund=funds.handle[fund], firm=firms.handle[firm], share=share, cost=cost, round=stage, since=since,
    )  # fmt: skip
    world.ledger.enter("stakes", "flow", np.array([total(cost)]))
    count_shares(world)


def dilute(world: World, firm: Ints, share: Floats) -> None:
    """New shares ``share`` of firms ``firm`` make all older ones smaller."""
    firms, stakes = world.firms, world.stakes
    kept = np.ones(len(firms))
    kept[firm] = 1.0 - share
    held = firms.rows(stakes.firm)
    stakes.share *= np.where(held >= 0, kept[held], 1.0)
    firms.sold_share *= kept


def count_shares(world: World) -> None:
    """Share of every firm that funds hold: the sum of stakes, nothing else."""
    firms, stakes = world.firms, world.stakes
    held = firms.rows(stakes.firm)
    live = (held >= 0) & ~stakes.retired
    firms.outside_equity = cell_sum(held[live], stakes.share[live], len(firms))


def sell_stakes(world: World, rows: Ints, discount: float) -> None:
    """Funds sell stakes ``rows`` to outside buyers at the firm's value less ``discount`` (share)."""
    firms, stakes, funds, ledger = world.firms, world.stakes, world.funds, world.ledger
    firm, fund = firms.rows(stakes.firm[rows]), funds.rows(stakes.fund[rows])
    price = stakes.share[rows] * firms.valuation[firm] * (1.0 - discount)
    ledger.pay("exit_proceeds", ledger.outside(), ledger.funds(fund), price)
    world.happenings.write(
        "stake_sales", quarter=np.full(len(rows), world.quarter), site=firms.site[firm].copy(),
        fund=funds.id[fund].copy(), firm=firms.id[firm].copy(), round=stakes.round[rows].copy(),
        since=stakes.since[rows].copy(), cost=stakes.cost[rows].copy(), price=price,
    )  # fmt: skip
    firms.sold_share += cell_sum(firm, stakes.share[rows], len(firms))
    _remove(world, rows, "flow")


def release_stakes_of_dead(world: World, rows: Ints | Bools) -> None:
    """Write off all stakes in firms ``rows`` (row numbers or mask), which die this quarter.

    Call it before the firms are retired.
    """
    firms, stakes = world.firms, world.stakes
    dying = np.zeros(len(firms), np.bool_)
    dying[rows] = True
    held = firms.rows(stakes.firm)
    lost = np.flatnonzero((held >= 0) & dying[held] & ~stakes.retired)
    world.happenings.count("stakes_lost", firms.site[held[lost]], firms.weight[held[lost]])
    world.happenings.write(
        "stake_sales", quarter=np.full(len(lost), world.quarter), site=firms.site[held[lost]].copy(),
        fund=_fund_ids(world, lost), firm=firms.id[held[lost]].copy(), round=stakes.round[lost].copy(),
        since=stakes.since[lost].copy(), cost=stakes.cost[lost].copy(), price=np.zeros(len(lost)),
    )  # fmt: skip
    _remove(world, lost, "volume")


def _fund_ids(world: World, rows: Ints) -> np.ndarray:
    return np.asarray(world.funds.id[world.funds.rows(world.stakes.fund[rows])])


def _remove(world: World, rows: Ints, entry: str) -> None:
    """Retire stakes; at cost they leave the books by a sale (flow) or a loss (volume)."""
    stakes = world.stakes
    change = np.array([-total(stakes.cost[rows])])
    stakes.cost[rows] = 0.0
    stakes.retire(rows)
    world.ledger.enter("stakes", "flow" if entry == "flow" else "volume", change)
    count_shares(world)


def fund_share(world: World) -> Floats:
    """Share of each firm held by funds: f64[firms]."""
    return np.asarray(world.firms.outside_equity)


def outside_share(world: World) -> Floats:
    """Share of each firm held by other outside owners (after a sale or a listing): f64[firms]."""
    return np.asarray(world.firms.sold_share)


def fund_rows_of_stakes(world: World) -> tuple[Ints, Ints]:
    """Fund row and firm row of each live stake: two i64[m]; pair them with ``stakes.share`` for dividends."""
    return world.funds.rows(world.stakes.fund), world.firms.rows(world.stakes.firm)
