"""Banks: interest, repayment, new loans within what collateral and earnings support, and their own equity."""

from __future__ import annotations

import numpy as np

from sim.policy.label import label
from sim.quarter.finance.subsidies import shared_risk
from sim.quarter.finance.valuation import year_sum
from sim.quarter.market.investment import wanted_capital
from sim.state.cells import total
from sim.state.table import Floats, Ints
from sim.world import World


def pay_interest(world: World) -> None:
    """Firms pay interest on loans and overdrafts; the bank pays it on deposits."""
    p, firms, ledger = world.scenario.finance, world.firms, world.ledger
    spread = interest_spread(leverage(firms.debt, firms.capital, firms.cash), p.loan_spread)
    owed = firms.debt * (p.loan_rate + spread) + np.maximum(-firms.cash, 0.0) * (
        p.loan_rate + p.overdraft_spread
    )
    firms.interest = owed / 4.0
    deposits = np.maximum(firms.cash, 0.0) * (p.deposit_rate / 4.0)
    ledger.pay("interest", ledger.firms(), ledger.bank(), firms.interest)
    ledger.pay("deposit_interest", ledger.bank(), ledger.firms(), deposits)
    saved = np.maximum(world.cities.households, 0.0) * (p.deposit_rate / 4.0)
    ledger.pay("household_interest", ledger.bank(), ledger.households(), saved)


def leverage(debt: Floats, capital: Floats, cash: Floats) -> Floats:
    """Debt over assets, in [0, 1]: f64[n] (overdrafts count as debt)."""
    owed = debt + np.maximum(-cash, 0.0)
    return np.asarray(owed / np.maximum(capital + np.maximum(cash, 0.0), np.maximum(owed, 1e-9)))


def interest_spread(lever: Floats, slope: float) -> Floats:
    """Spread over the base rate, per year: rises with the square of leverage (assumed): f64[n]."""
    return np.asarray(slope * lever * lever)


def repay_loans(world: World) -> None:
    """Scheduled instalments, as far as cash allows."""
    firms = world.firms
    due = firms.debt / (4.0 * world.scenario.finance.loan_years)
    amount = np.minimum(due, np.maximum(firms.cash, 0.0))
    rows = np.flatnonzero(amount > 0)
    world.ledger.repay(rows, amount[rows])


def grant_loans(world: World) -> None:
    """Once a year each firm asks for liquidity and investment money; the bank lends up to its limit."""
    p, firms = world.scenario.finance, world.firms
    turn = ((firms.id + np.uint64(2)) & np.uint64(3)) == np.uint64(world.quarter % 4)
    asking = np.flatnonzero(turn & world.trading())
    wanted = loan_demand(
        firms.cash[asking],
        firms.materials[asking] + firms.wage_bill[asking] + firms.rent_bill[asking],
        4.0 * investment_wish(world, asking),
        buffer_quarters=p.cash_buffer,
        financed=p.investment_financed,
    )
    smallest = p.smallest_loan * firms.weight[asking]
    serious = wanted >= smallest
    asking, wanted, smallest = asking[serious], wanted[serious], smallest[serious]
    granted = np.minimum(wanted, np.maximum(loan_limits(world, asking) - firms.debt[asking], 0.0))
    granted = np.where(granted >= smallest, granted, 0.0)
    lent, short = np.flatnonzero(granted), asking[granted < wanted]
    world.ledger.lend(asking[lent], granted[lent])
    world.happenings.count("loans_granted", firms.site[asking[lent]], firms.weight[asking[lent]])
    world.happenings.count("loans_refused", firms.site[short], firms.weight[short])


def loan_limits(world: World, rows: Ints | slice = slice(None)) -> Floats:
    """Most that each firm may owe, m¥: f64[rows]."""
    p, firms, levers = world.scenario.finance, world.firms, world.levers
    pool = shared_risk(world)[rows]
    limit = loan_limit(
        firms.capital[rows],
        firms.patents[rows] * p.patent_book,
        year_sum(firms.operating_past[rows]),
        collateral=p.collateral_share + pool * levers.term("patient_credit", "collateral"),
        patent_collateral=p.patent_collateral + pool * levers.term("patient_credit", "patents"),
        earnings_multiple=p.earnings_multiple + pool * levers.term("patient_credit", "earnings"),
    )
    return np.asarray(limit * (1.0 + levers.term("ladder", "credit") * label(world)[rows]))


def investment_wish(world: World, rows: Ints | slice = slice(None)) -> Floats:
    """What each firm would invest this quarter if money were there, m¥: f64[rows].

    Part of the gap to the capital that its expected sales and the user cost ask for, and what wears out.
    """
    p, capital = world.scenario.production, world.firms.capital[rows]
    gap = np.maximum(wanted_capital(world, rows) - capital, 0.0)
    return np.asarray(p.invest_speed / 4.0 * gap + p.capital_depreciation / 4.0 * capital)


def loan_demand(
    cash: Floats, quarterly_cost: Floats, investment: Floats, *, buffer_quarters: float, financed: float
) -> Floats:
    """Loans asked for, m¥: f64[n] = what is missing to a buffer of cost, plus what investment needs.

    Investment takes a loan for the share ``financed`` in any case, and for all that spare cash doesn't
    cover (assumed).
    """
    buffer = buffer_quarters * quarterly_cost
    missing = np.maximum(buffer - cash, 0.0)
    spare = np.maximum(cash - buffer, 0.0)
    return np.asarray(missing + np.maximum(financed * investment, investment - spare))


def loan_limit(
    capital: Floats,
    patent_book: Floats,
    earnings: Floats,
    *,
    collateral: Floats | float,
    patent_collateral: Floats | float,
    earnings_multiple: Floats | float,
) -> Floats:
    """Most that a bank lends a firm, m¥: the less of collateral and a multiple of earnings, f64[n] >= 0.

    Haircut on tangible assets .6, on patents .2; 3 x EBITDA (assumed).
    """
    pledged = collateral * capital + patent_collateral * patent_book
    return np.asarray(np.maximum(np.minimum(pledged, earnings_multiple * earnings), 0.0))


def settle_bank_equity(world: World) -> None:
    """The bank pays out equity above its ratio to loans, and is recapitalised below it."""
    ledger = world.ledger
    overdrafts = total(np.maximum(-world.firms.cash, 0.0))
    wanted = world.scenario.finance.bank_equity * (float(ledger.bank_loans[0]) + overdrafts)
    surplus = ledger.bank_equity - wanted
    if surplus > 0:
        ledger.pay("bank_profit", ledger.bank(), ledger.outside(), surplus)
    else:
        ledger.pay("bank_capital", ledger.outside(), ledger.bank(), -surplus)
