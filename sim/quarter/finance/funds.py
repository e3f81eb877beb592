"""Life of a fund: capital calls, fees, distributions, closing, and the fund that its partners back next."""

from __future__ import annotations

import numpy as np

from sim.policy import operators
from sim.quarter.finance.stakes import sell_stakes
from sim.state.cells import cell_sum
from sim.state.identity import Birth, Ids, identity_from, kind_of_birth
from sim.state.money import FundKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World

LEVERS_WITH_FUNDS = {"guidance_fund": Birth.INVITED, "pie_operator": operators.BIRTH}
"""Levers that open funds, and the kind of birth by which these are known."""


def call_capital(world: World, rows: Ints, amount: Floats) -> None:
    """Funds ``rows`` call ``amount`` (m¥, at most what is uncalled) from their partners.

    Public partners pay their share; an authority pays as far as it has cash, the state the rest.
    """
    funds, ledger = world.funds, world.ledger
    amount = np.minimum(amount, funds.uncalled[rows])
    public = amount * funds.public_share[rows]
    from_authority = authority_part(world, rows, public)
    ledger.pay("calls_authorities", ledger.authorities(), ledger.funds(rows), from_authority)
    ledger.pay("calls_state", ledger.state(), ledger.funds(rows), public - from_authority)
    bank = funds.kind[rows] == FundKind.BANK
    private = amount - public
    ledger.pay("calls_bank", ledger.bank(), ledger.funds(rows[bank]), private[bank])
    ledger.pay("calls_private", ledger.outside(), ledger.funds(rows[~bank]), private[~bank])
    funds.uncalled -= cell_sum(rows, amount, len(funds))
    for name, kind in LEVERS_WITH_FUNDS.items():
        lever = kind_of_birth(funds.id[rows]) == kind
        account = world.levers.accounts[name]
        account.authority += cell_sum(funds.site[rows[lever]], from_authority[lever], world.n_sites)
        account.state += cell_sum(funds.site[rows[lever]], (public - from_authority)[lever], world.n_sites)


def opened_by_lever(ids: Ids) -> Bools:
    """True for funds that a lever opened, not partners of their own accord: bool[n]."""
    return np.isin(kind_of_birth(ids), list(LEVERS_WITH_FUNDS.values()))


def guidance_funds(ids: Ids) -> Bools:
    """True for funds that the lever of guidance funds opened: bool[n]."""
    return np.asarray(kind_of_birth(ids) == LEVERS_WITH_FUNDS["guidance_fund"])


def authority_part(world: World, rows: Ints, public: Floats) -> Floats:
    """Part of public calls that park authorities pay, m¥ a row: their share, scaled to their cash."""
    site = world.funds.site[rows]
    share = world.levers.authority_share("guidance_fund")
    asked = cell_sum(site, public * share, world.n_sites)
    able = np.maximum(world.sites.cash, 0.0)
    reach = np.where(asked > able, able / np.maximum(asked, 1e-12), 1.0)
    return np.asarray(public * share * reach[site])


def charge_fees(world: World) -> None:
    """Management fees on drawn capital, called from the partners while they have anything uncalled."""
    funds, ledger = world.funds, world.ledger
    rows = np.flatnonzero(~funds.retired & (funds.uncalled > 0))
    fee = np.minimum(drawn(world)[rows] * world.scenario.finance.fund_fee / 4.0, funds.uncalled[rows])
    call_capital(world, rows, fee)
    ledger.pay("fund_fees", ledger.funds(rows), ledger.households(), fee)


def drawn(world: World) -> Floats:
    """Capital called so far, m¥: f64[funds]."""
    return np.asarray(world.funds.committed - world.funds.uncalled)


def distribute(world: World) -> None:
    """Funds pay all the cash that they hold to their partners, in proportion to commitments."""
    funds, ledger = world.funds, world.ledger
    rows = np.flatnonzero(funds.cash > 0)
    cash = funds.cash[rows]
    funds.returned[rows] += cash
    public = cash * funds.public_share[rows]
    to_authority = public * world.levers.authority_share("guidance_fund")
    ledger.pay("distributions_authorities", ledger.funds(rows), ledger.authorities(), to_authority)
    ledger.pay("distributions_state", ledger.funds(rows), ledger.state(), public - to_authority)
    bank = funds.kind[rows] == FundKind.BANK
    # What remains in the purse, so that not a rounding error of cash stays behind.
    ledger.pay("distributions_bank", ledger.funds(rows[bank]), ledger.bank(), funds.cash[rows[bank]])
    ledger.pay("distributions_private", ledger.funds(rows[~bank]), ledger.outside(), funds.cash[rows[~bank]])


def close_funds(world: World) -> None:
    """Funds at the end of their life sell what stakes they still hold to outside buyers, at a discount."""
    closing = world.funds.closes <= world.quarter
    if not np.any(closing):
        return
    holder = world.funds.rows(world.stakes.fund)
    rows = np.flatnonzero((holder >= 0) & closing[holder] & ~world.stakes.retired)
    sell_stakes(world, rows, discount=world.scenario.finance.closing_discount)


def past_return(invested: Floats, returned: Floats, years: float) -> Floats:
    """Yearly return (log) of closed funds from money back over money in: f64[n]; -1 a year at worst."""
    multiple = returned / np.maximum(invested, 1e-9)
    return np.asarray(np.log(np.maximum(multiple, np.exp(-years))) / years)


def reup(past: Floats, hurdle: Floats, strength: float) -> Floats:
    """Factor on the size of the next fund: exp(strength x (past return - hurdle)), in [.5, 1.5]: f64[n]."""
    return np.asarray(np.clip(np.exp(strength * (past - hurdle)), 0.5, 1.5))


def open_successors(world: World) -> None:
    """Retire closed funds; partners back the next fund of the same house according to its record."""
    p, funds = world.scenario.finance, world.funds
    closed = np.flatnonzero((funds.closes <= world.quarter) & ~funds.retired)
    if closed.size == 0:
        return
    world.happenings.count("funds_closed", funds.site[closed])
    heirs = closed[~opened_by_lever(funds.id[closed])]
    record = past_return(drawn(world)[heirs], funds.returned[heirs], p.holding_years)
    factor = reup(record, np.full(len(heirs), p.partners_hurdle), p.reup_strength)
    kept = {
        name: getattr(funds, name)[heirs].copy()
        for name in (
            "site",
            "kind",
            "public_share",
            "stage_low",
            "stage_high",
            "early",
            "largest",
            "patience",
            "hard_tech",
            "hurdle",
        )
    }
    life = funds.closes[heirs] - funds.opened[heirs]
    size = funds.committed[heirs] * factor
    ids = identity_from(world.quarter, Birth.DERIVED, funds.id[heirs], 0)
    funds.retire(closed)
    funds.add(
        ids,
        {
            **kept,
            "committed": size,
            "uncalled": size,
            "opened": world.quarter,
            "closes": world.quarter + life,
        },
    )
    world.happenings.count("funds_opened", kept["site"])


def investing(world: World) -> Bools:
    """Funds that still enter new firms: alive and in the first part of their life."""
    funds = world.funds
    age = world.quarter - funds.opened
    return np.asarray(
        ~funds.retired & (age < 4 * world.scenario.finance.investing_years) & (funds.committed > 0)
    )


def budget(world: World) -> Floats:
    """Money that each fund can put into deals this quarter, m¥: its pace so far less what it has invested."""
    funds = world.funds
    return np.where(investing(world), np.clip(pace(world) - funds.invested, 0.0, funds.uncalled), 0.0)


def late_budget(world: World) -> Floats:
    """Part of a fund's money of the quarter that may go to rounds after the first, m¥: f64[funds].

    What its terms keep for seed and first rounds stays there, however few firms look for them.
    """
    funds = world.funds
    return np.asarray(np.maximum((1.0 - funds.early) * pace(world) - funds.late, 0.0))


def pace(world: World) -> Floats:
    """Money that each fund may have invested by now, m¥: f64[funds]."""
    p, funds = world.scenario.finance, world.funds
    progress = (world.quarter - funds.opened + 2.0) / (4.0 * p.investing_years)
    return np.asarray(p.investable_share * funds.committed * np.minimum(1.0, progress))
