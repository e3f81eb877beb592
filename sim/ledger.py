"""Who paid whom: double entry, and the audit that names the leaking cell.

Every payment makes two entries, a debit at the payer and a credit at the payee, each recorded
where the money changes hands. The audit then asks three questions each quarter: do debits and
credits of every kind agree; is every balance what it was plus its entries; and do the stocks that
are not money (loans, capital, stakes) move only by recorded entries. There is no residual account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.flows import FLOWS, SECTORS
from sim.kernels.accounts import give, take
from sim.state.cells import cell_sum
from sim.state.firms import Firms
from sim.state.knowledge import Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cities, Sites
from sim.state.table import Bools, Floats, Ints

TOLERANCE = 1e-9
"""Largest error of a cell relative to the money that passed through it."""

Side = Literal["debit", "credit"]
StockEntry = Literal["flow", "revaluation", "volume"]

STOCKS = ("loans", "bank_loans", "capital", "stakes")
"""Stocks other than money: firms' loans by site, the bank's by total, capital by site, stakes at cost."""


class LedgerError(AssertionError):
    """Money appeared or vanished; the message names the cells."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Where a payment comes from or goes to: balances, the cell of each, and the rows concerned.

    ``balance`` is the array of balances; ``rows`` are the rows concerned (None: all). ``cell`` is
    the account cell of each row concerned, ``place`` its site (-1: none).
    """

    sector: str
    balance: Floats
    rows: Ints | None
    cell: NDArray[np.integer]
    place: NDArray[np.integer]
    by_row: bool


class Ledger:
    """Accounts of all sectors. Money of firms, universities and funds lies in their tables,
    that of authorities in sites, that of households in cities; the rest lies here."""

    def __init__(
        self, firms: Firms, universities: Universities, funds: Funds, stakes: Stakes, sites: Sites, cities: Cities
    ) -> None:
        self._firms, self._universities, self._funds = firms, universities, funds
        self._stakes, self._sites, self._cities = stakes, sites, cities
        self.bank_cash = np.zeros(1)
        self.bank_loans = np.zeros(1)
        self.state_cash = np.zeros(1)
        self.outside_cash = np.zeros(1)
        self.services_cash = np.zeros(len(cities))
        self.open_quarter()

    # -- purses -------------------------------------------------------------------------------

    def firms(self, rows: Ints | Bools | None = None) -> Purse:
        """Purse of firms (all, or some rows)."""
        return self._row_purse("firms", self._firms.cash, self._firms.site, rows)

    def universities(self, rows: Ints | Bools | None = None) -> Purse:
        """Purse of universities (all, or some rows)."""
        return self._row_purse("universities", self._universities.cash, self._universities.site, rows)

    def funds(self, rows: Ints | Bools | None = None) -> Purse:
        """Purse of funds (all, or some rows)."""
        return self._row_purse("funds", self._funds.cash, self._funds.site, rows)

    def households(self) -> Purse:
        """Purse of households, a cell a city."""
        return self._cell_purse("households", self._cities.households)

    def services(self) -> Purse:
        """Purse of local services, a cell a city."""
        return self._cell_purse("services", self.services_cash)

    def authorities(self) -> Purse:
        """Purse of park authorities, a cell a site."""
        return self._cell_purse("authorities", self._sites.cash)

    def bank(self) -> Purse:
        """Purse of the banking system, one cell."""
        return self._cell_purse("bank", self.bank_cash)

    def state(self) -> Purse:
        """Purse of the state, one cell."""
        return self._cell_purse("state", self.state_cash)

    def outside(self) -> Purse:
        """Purse of the outside, one cell."""
        return self._cell_purse("outside", self.outside_cash)

    def _row_purse(
        self, sector: str, balance: Floats, site: NDArray[np.integer], rows: Ints | Bools | None
    ) -> Purse:
        picked: Ints | None = None
        if rows is not None:
            picked = np.asarray(np.flatnonzero(rows) if rows.dtype == np.bool_ else rows, np.int64)
        cell = site if picked is None else site[picked]
        return Purse(sector, balance, picked, cell, cell, True)

    def _cell_purse(self, sector: str, balance: Floats) -> Purse:
        index = np.arange(len(balance))
        if sector == "authorities":
            place = index
        elif sector in ("households", "services"):
            place = -1 - index
        else:
            place = np.full(1, -1)
        return Purse(sector, balance, None, index, place, False)

    # -- payments -----------------------------------------------------------------------------

    def pay(self, flow: str, payer: Purse, payee: Purse, amount: Floats | float) -> Floats:
        """Pay ``amount`` (m¥) of kind ``flow``.

        If a party is a purse of rows, ``amount`` has one entry a row of it (both parties: entries
        pair up). A party that is a purse of cells pays or receives what concerns its cell: its
        city, its site, or the whole. Two cell purses of unequal size pair by place. Returns the amounts by
        site where a party is a purse of rows, else as they were given.
        """
        kind = FLOWS[flow]
        if (kind.payer, kind.payee) != (payer.sector, payee.sector):
            raise LedgerError(f"flow {flow} goes from {kind.payer} to {kind.payee}, not {payer.sector} to {payee.sector}")
        rows = min((payer, payee), key=_coarseness)
        value = np.broadcast_to(np.asarray(amount, np.float64), rows.cell.shape)
        if payer.by_row and payee.by_row and payer.cell.shape != payee.cell.shape:
            raise LedgerError(f"flow {flow}: {len(payer.cell)} payers and {len(payee.cell)} payees do not pair up")
        if value.size == 0:
            return np.zeros(len(self._sites))
        if not rows.by_row:
            self._cell_leg("debit", flow, payer, rows.place, value)
            self._cell_leg("credit", flow, payee, rows.place, value)
            self._write_journal(flow, rows, value)
            return value
        # Rows are summed once, by site: who holds money by cell gets it from there.
        by_site, sites = self._row_leg("debit" if rows is payer else "credit", flow, rows, value), np.arange(len(self._sites))
        if rows is not payer:
            self._cell_leg("debit", flow, payer, sites, by_site)
        elif payee.by_row:
            self._row_leg("credit", flow, payee, value)
        else:
            self._cell_leg("credit", flow, payee, sites, by_site)
        self._add_to_journal(flow, np.append(by_site, 0.0))
        return by_site

    def pay_across(self, flow: str, payer: Purse, paid: Floats, payee: Purse, received: Floats) -> None:
        """Pay a kind whose payers and payees are different rows: ``paid`` by payer, ``received`` by payee.

        Both are m¥ by row and must have the same total; the audit checks it.
        """
        kind = FLOWS[flow]
        if (kind.payer, kind.payee) != (payer.sector, payee.sector) or not (payer.by_row and payee.by_row):
            raise LedgerError(f"flow {flow} cannot go from {payer.sector} to {payee.sector} across rows")
        by_site = self._row_leg("debit", flow, payer, paid)
        self._row_leg("credit", flow, payee, received)
        self._add_to_journal(flow, np.append(by_site, 0.0))

    def _row_leg(self, side: Side, flow: str, purse: Purse, value: Floats) -> Floats:
        """Enter amounts by row of a purse of rows; returns their sums by site."""
        move = take if side == "debit" else give
        sums = move(purse.balance, purse.rows, purse.cell, value, self._n_cells(purse.sector))
        self.record(side, flow, purse.sector, sums)
        return sums

    def _cell_leg(self, side: Side, flow: str, purse: Purse, place: NDArray[np.integer], value: Floats) -> None:
        """Enter amounts by place (a site, or -1 and less a city) in a purse of cells."""
        sums = cell_sum(self._cell_of_place(purse.sector, place), value, self._n_cells(purse.sector))
        if side == "debit":
            purse.balance[:] -= sums
        else:
            purse.balance[:] += sums
        self.record(side, flow, purse.sector, sums)

    def record(self, side: Side, flow: str, sector: str, sums: Floats) -> None:
        """Enter one side of a payment (m¥ by account cell of ``sector``)."""
        book = self._legs[side]
        book[flow] = book[flow] + sums if flow in book else sums

    def _write_journal(self, flow: str, rows: Purse, value: Floats) -> None:
        place = np.where(rows.place < 0, len(self._sites), rows.place)
        self._add_to_journal(flow, cell_sum(place, value, len(self._sites) + 1))

    def _add_to_journal(self, flow: str, sums: Floats) -> None:
        self._journal[flow] = self._journal[flow] + sums if flow in self._journal else sums

    def _cell_of_place(self, sector: str, place: NDArray[np.integer]) -> NDArray[np.integer]:
        if sector == "authorities":
            return place
        if sector in ("households", "services"):
            city = np.asarray(self._cities_of_sites(), np.int64)
            return np.where(place < 0, -1 - place, city[np.maximum(place, 0)])
        return np.zeros(len(place), np.int64)

    def _cities_of_sites(self) -> NDArray[np.integer]:
        return self._sites.city

    def _n_cells(self, sector: str) -> int:
        if sector in ("households", "services"):
            return len(self._cities)
        if sector in ("bank", "state", "outside"):
            return 1
        return len(self._sites)

    def relocate(self, rows: Ints, origin: Ints, destination: Ints, cash: Floats) -> None:
        """Book the cash (m¥) that firms ``rows`` carry from site ``origin`` to ``destination``."""
        n = len(self._sites)
        self.record("debit", "relocation", "firms", cell_sum(origin, cash, n))
        self.record("credit", "relocation", "firms", cell_sum(destination, cash, n))
        self._write_journal("relocation", Purse("firms", self._firms.cash, rows, origin, origin, True), cash)

    # -- stocks other than money --------------------------------------------------------------

    def enter(self, stock: str, entry: StockEntry, change: Floats, site: NDArray[np.integer] | None = None) -> None:
        """Record a change of a stock that is not money.

        ``change`` (m¥) by row with ``site`` (summed by site), or already by cell of the stock. The
        caller changes the stock itself; the audit compares.
        """
        n = self._stock_cells(stock)
        sums = change if site is None else cell_sum(site, change, n)
        self._entries[stock, entry] = self._entries.get((stock, entry), np.zeros(n)) + sums

    def lend(self, rows: Ints, amount: Floats) -> None:
        """Lend ``amount`` (m¥) to firms ``rows``: money and debt rise together."""
        self.pay("loans", self.bank(), self.firms(rows), amount)
        self._change_debt(rows, amount, "flow")

    def repay(self, rows: Ints, amount: Floats) -> None:
        """Firms ``rows`` repay ``amount`` (m¥)."""
        self.pay("repayments", self.firms(rows), self.bank(), amount)
        self._change_debt(rows, -amount, "flow")

    def write_off(self, rows: Ints, amount: Floats) -> None:
        """The bank writes off ``amount`` (m¥) lent to firms ``rows``: a loss of its equity."""
        self._change_debt(rows, -amount, "volume")

    def _change_debt(self, rows: Ints, change: Floats, entry: StockEntry) -> None:
        by_site = give(self._firms.debt, rows, self._firms.site[rows], change, len(self._sites))
        whole = cell_sum(np.zeros(len(by_site), np.int64), by_site, 1)
        self.bank_loans += whole
        self.enter("loans", entry, by_site)
        self.enter("bank_loans", entry, whole)

    def _stock_cells(self, stock: str) -> int:
        return 1 if stock in ("bank_loans", "stakes") else len(self._sites)

    def _stock_now(self, stock: str) -> Floats:
        if stock == "loans":
            return cell_sum(self._firms.site, self._firms.debt, len(self._sites))
        if stock == "bank_loans":
            return self.bank_loans.copy()
        if stock == "capital":
            return cell_sum(self._firms.site, self._firms.capital, len(self._sites))
        return cell_sum(np.zeros(len(self._stakes), np.int64), self._stakes.cost, 1)

    # -- quarter and audit --------------------------------------------------------------------

    def open_quarter(self) -> None:
        """Take the opening balances and start empty books."""
        self._legs: dict[Side, dict[str, Floats]] = {"debit": {}, "credit": {}}
        self._entries: dict[tuple[str, StockEntry], Floats] = {}
        self._journal: dict[str, Floats] = {}
        self._opening = {sector: self.balances(sector) for sector in SECTORS}
        self._opening_stocks = {stock: self._stock_now(stock) for stock in STOCKS}

    def balances(self, sector: str) -> Floats:
        """Money of a sector by account cell, m¥."""
        by_site = len(self._sites)
        if sector == "firms":
            return cell_sum(self._firms.site, self._firms.cash, by_site)
        if sector == "universities":
            return cell_sum(self._universities.site, self._universities.cash, by_site)
        if sector == "funds":
            return cell_sum(self._funds.site, self._funds.cash, by_site)
        held = {
            "households": self._cities.households, "authorities": self._sites.cash, "services": self.services_cash,
            "bank": self.bank_cash, "state": self.state_cash, "outside": self.outside_cash,
        }  # fmt: skip
        return np.array(held[sector], np.float64)

    @property
    def bank_equity(self) -> float:
        """Loans less net deposits owed, m¥."""
        return float(self.bank_loans[0] + self.bank_cash[0])

    def flow_total(self, flow: str) -> float:
        """What was paid of a kind this quarter, m¥."""
        return float(self._journal[flow].sum()) if flow in self._journal else 0.0

    def flow_by_site(self, flow: str) -> Floats:
        """What was paid of a kind this quarter by site (last: no site), m¥."""
        return self._journal.get(flow, np.zeros(len(self._sites) + 1))

    def journal(self) -> list[tuple[str, str, str, int, float]]:
        """Lines (payer, payee, kind, site or -1, amount in m¥) of this quarter."""
        n = len(self._sites)
        return [
            (FLOWS[flow].payer, FLOWS[flow].payee, flow, site if site < n else -1, float(sums[site]))
            for flow, sums in self._journal.items()
            for site in range(n + 1)
            if sums[site] != 0
        ]

    def audit(self) -> None:
        """Raise :class:`LedgerError`, naming every leaking cell, unless all books balance."""
        leaks = [*self._leaks_of_flows(), *self._leaks_of_money(), *self._leaks_of_stocks()]
        if leaks:
            raise LedgerError("the ledger does not balance: " + "; ".join(leaks))

    def _leaks_of_flows(self) -> list[str]:
        leaks = []
        debits, credits = self._legs["debit"], self._legs["credit"]
        for flow in [flow for flow in FLOWS if flow in debits or flow in credits]:
            paid, got = (float(book[flow].sum()) if flow in book else 0.0 for book in (debits, credits))
            if not abs(paid - got) <= TOLERANCE * max(abs(paid), abs(got), 1e-6):
                kind = FLOWS[flow]
                leaks.append(f"{flow} ({kind.payer} to {kind.payee}): {paid:.9g} paid, {got:.9g} received")
        return leaks

    def _leaks_of_money(self) -> list[str]:
        # Entries of each sector, in the order of the table of flows.
        entered: dict[str, list[tuple[float, Floats]]] = {sector: [] for sector in SECTORS}
        debits, credits = self._legs["debit"], self._legs["credit"]
        for flow, kind in FLOWS.items():
            if flow in debits:
                entered[kind.payer].append((-1.0, debits[flow]))
            if flow in credits:
                entered[kind.payee].append((1.0, credits[flow]))
        leaks = []
        for sector, legs in entered.items():
            entries, turnover = np.zeros(self._n_cells(sector)), np.zeros(self._n_cells(sector))
            for sign, sums in legs:
                entries += sign * sums
                turnover += np.abs(sums)
            opening, closing = self._opening[sector], self.balances(sector)
            leaks += _unexplained(sector, opening, closing, entries, turnover)
        return leaks

    def _leaks_of_stocks(self) -> list[str]:
        leaks = []
        for stock in STOCKS:
            n = self._stock_cells(stock)
            changes = [change for (name, _), change in self._entries.items() if name == stock]
            entries = sum(changes, np.zeros(n))
            turnover = sum((np.abs(change) for change in changes), np.zeros(n))
            leaks += _unexplained(stock, self._opening_stocks[stock], self._stock_now(stock), entries, turnover)
        owed = self._stock_now("loans").sum()
        if not abs(owed - self.bank_loans[0]) <= TOLERANCE * max(self.bank_loans[0], 1.0):
            leaks.append(f"loans: firms owe {owed:.9g}, the bank holds {self.bank_loans[0]:.9g}")
        return leaks


def _coarseness(purse: Purse) -> int:
    """Rows tell most of where money moved, then sites, then cities; one cell for all tells nothing."""
    if purse.by_row:
        return 0
    return {"authorities": 1, "households": 2, "services": 2}.get(purse.sector, 3)


def _unexplained(name: str, opening: Floats, closing: Floats, entries: Floats, turnover: Floats) -> list[str]:
    gap = closing - opening - entries
    scale = np.maximum(np.abs(opening) + np.abs(closing) + turnover, 1e-3)
    return [
        f"{name}[{cell}] changed by {closing[cell] - opening[cell]:.9g}, its entries by {entries[cell]:.9g}"
        for cell in np.flatnonzero(~(np.abs(gap) <= TOLERANCE * scale))
    ]
