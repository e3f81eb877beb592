"""Funds, stakes and loans at quarter 0: a capital market that has been running for some years."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.finance.appraisal import STAGES, pool_of, ticket_for
from sim.quarter.finance.banks import loan_limits
from sim.quarter.finance.rounds import LATE, circle, usual_tickets, within_money
from sim.quarter.finance.stakes import add_stakes
from sim.quarter.finance.valuation import value_firms
from sim.state.cells import cell_sum, total
from sim.state.identity import Birth, identity_at_place
from sim.state.places import SiteKind
from sim.state.table import Floats, Ints
from sim.world import World


def starting_funds(world: World) -> None:
    """Create funds, and the stakes and loans that firms have at quarter 0.

    Opening balances: call it when all firms and projects exist, before the ledger's first quarter opens.
    """
    value_firms(world)
    old_funds(world)
    starting_stakes(world)
    starting_loans(world)


def old_funds(world: World) -> None:
    """One fund per 100 surveyed firms of a park and at least five: kinds, sizes and vintages spread."""
    p, sites = world.scenario.finance, world.sites
    surveyed = world.surveyed_firms() / world.sample
    parks = (sites.kind != SiteKind.HINTERLAND) & (surveyed > 0)
    counts = np.where(parks, np.maximum(p.least_funds, np.rint(surveyed * p.funds_per_surveyed)), 0).astype(
        np.int64
    )
    site = np.repeat(np.arange(world.n_sites), counts)
    ordinal = np.arange(len(site)) - np.repeat(np.cumsum(counts) - counts, counts)
    ids = identity_at_place(0, Birth.INITIAL, site, np.zeros(len(site), np.int64), ordinal)
    kind = kinds_in_turn(ordinal, np.asarray(p.kind_shares))
    life = 4 * np.asarray(p.fund_years)[kind]
    # Vintages lie evenly over a life, shifted at each site and kind so that small sites don't close in step.
    age = np.floor(life * world.luck.uniform(Purpose.FUND_BIRTH, ids, 0)).astype(np.int64)
    spread = (
        p.fund_size_spread * world.luck.normal(Purpose.FUND_BIRTH, ids, 0, draw=1)
        - p.fund_size_spread**2 / 2.0
    )
    size = np.asarray(p.fund_sizes)[kind] * np.exp(spread) * world.sample
    world.funds.add(
        ids,
        site=site, kind=kind, committed=size, uncalled=size, public_share=np.asarray(p.public_shares)[kind],
        opened=-age, closes=life - age, stage_low=np.asarray(p.first_rounds)[kind],
        stage_high=np.asarray(p.last_rounds)[kind], largest=np.asarray(p.largest_values)[kind],
        patience=np.asarray(p.patience)[kind], hard_tech=np.asarray(p.hard_tech)[kind],
        hurdle=np.asarray(p.hurdles)[kind],
    )  # fmt: skip
    world.funds.settle()


def kinds_in_turn(ordinal: Ints, shares: Floats) -> Ints:
    """Kind of each fund so that any first few have the kinds in proportion: golden-ratio sequence, i64[n]."""
    edges = np.cumsum(shares)[:-1] / np.sum(shares)
    return np.searchsorted(edges, (0.5 + ordinal * 0.6180339887498949) % 1.0, side="right")


def starting_stakes(world: World) -> None:
    """Rounds that technology firms have behind them, as far as the funds' past pace paid for them."""
    p, firms, funds = world.scenario.finance, world.firms, world.funds
    young = world.quarter - firms.born <= 4 * (p.first_round_age + p.holding_years)
    pool = pool_of(world, np.flatnonzero((firms.tech_firm == 1) & world.trading() & young))
    ids = firms.id[pool.rows]
    backed = world.luck.happens(Purpose.FUND_BIRTH, ids, 0, np.asarray(p.backed_shares)[pool.stage], draw=2)
    pool, ids = pool.pick(backed), ids[backed]
    elapsed = np.clip(-funds.opened / (4.0 * p.investing_years), 0.0, 1.0)
    money = p.investable_share * funds.committed * elapsed
    for stage in range(STAGES):
        part = np.flatnonzero(pool.stage >= stage)
        rows, since_last = pool.rows[part], pool.stage[part] - stage
        able = np.flatnonzero((funds.stage_low <= stage) & (stage <= funds.stage_high) & (funds.opened < 0))
        known = circle(world, rows, able)
        fund = first_known(known)
        worth = firms.valuation[rows] * p.round_step**since_last
        usual = usual_tickets(world, ids[part], np.full(len(part), stage))
        ticket = ticket_for(worth, usual, p.share_least, p.share_most)
        asks = np.flatnonzero((fund >= 0) & (ticket >= p.ticket_floor * p.tickets[stage]))
        taken = asks[within_money(fund[asks], np.log(worth[asks]), ticket[asks], ids[part[asks]], money)]
        u = world.luck.uniform(Purpose.FUND_BIRTH, ids[part[taken]], 0, draw=3)
        back = np.ceil((u + since_last[taken]) * p.round_spacing * 2).astype(np.int64)
        since = np.maximum(-back, funds.opened[fund[taken]])
        record_old_round(world, rows[taken], fund[taken], stage, worth[taken], ticket[taken], since)
    world.stakes.settle()


def first_known(known: Ints) -> Ints:
    """The first fund of each circle (i64[n, k]), -1 where there is none: i64[n]."""
    column = np.argmax(known >= 0, axis=1)
    return np.asarray(known[np.arange(len(known)), column])


def record_old_round(
    world: World, firm: Ints, fund: Ints, stage: int, worth: Floats, ticket: Floats, since: Ints
) -> None:
    """Write a round of the past into firms, funds and stakes, without moving money."""
    firms, funds = world.firms, world.funds
    add_stakes(world, fund, firm, ticket / (worth + ticket), ticket, np.full(len(firm), stage), since)
    spent = cell_sum(fund, ticket, len(funds))
    funds.invested += spent
    if stage >= LATE:
        funds.late += spent
    funds.uncalled -= spent
    firms.round[firm] = stage + 1
    firms.last_round[firm] = since
    firms.raised[firm] += ticket


def starting_loans(world: World) -> None:
    """Loans in a usual proportion to capital, within the limit; the bank starts at its equity ratio."""
    p, firms, ledger = world.scenario.finance, world.firms, world.ledger
    spread = np.exp(p.debt_spread * world.luck.normal(Purpose.BANK, firms.id, 0))
    limit = loan_limits(world)
    firms.debt = np.where(world.trading(), np.minimum(p.debt_of_capital * firms.capital * spread, limit), 0.0)
    ledger.bank_loans[0] = total(firms.debt)
    ledger.bank_cash[0] = (p.bank_equity - 1.0) * ledger.bank_loans[0]
