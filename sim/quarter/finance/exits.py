"""Exits: firms that funds hold are bought or listed, the more likely the more they are worth."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.finance.appraisal import EXITED
from sim.quarter.finance.stakes import dilute, sell_stakes
from sim.quarter.finance.valuation import year_sum
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def exit_hazards(
    worth: Floats,
    profitable: Bools,
    *,
    sale: float,
    sale_el: float,
    listing: float,
    listing_el: float,
    least: float,
) -> tuple[Floats, Floats]:
    """Hazards of a sale and of a listing, per year: two f64[n]; both rise in value (m¥) and profit.

    ``sale`` is that of a profitable firm worth 100 m¥, ``listing`` of one worth 1,000; firms worth less than
    ``least`` or without profit don't list, those without profit sell half as often (assumed).
    """
    sold = sale * (worth / 100.0) ** sale_el * np.where(profitable, 1.0, 0.5)
    listed = np.where(profitable & (worth >= least), listing * (worth / 1000.0) ** listing_el, 0.0)
    return np.minimum(sold, 0.5), np.minimum(listed, 0.5)


def exit_stakes(world: World) -> None:
    """Draw sales and listings; all funds of the firm sell; a listing brings the firm new money."""
    p, firms = world.scenario.finance, world.firms
    rows = np.flatnonzero(
        (firms.outside_equity > 0) & (world.quarter - firms.last_round >= 4 * p.exit_after_years)
    )
    sale, listing = exit_hazards(
        firms.valuation[rows] / firms.weight[rows],
        year_sum(firms.operating_past[rows]) > 0,
        sale=p.sale_hazard,
        sale_el=p.sale_elasticity,
        listing=p.listing_hazard,
        listing_el=p.listing_elasticity,
        least=p.listing_least,
    )
    stay, listed_odds = np.exp(-(sale + listing) / 4.0), listing / np.maximum(sale + listing, 1e-12)
    u = world.luck.uniform(Purpose.FUND_EXIT, firms.id[rows], world.quarter)
    leaves = u < 1.0 - stay
    listed = u < (1.0 - stay) * listed_odds
    _sell_all(world, rows[leaves])
    world.happenings.count("exits_sale", firms.site[rows[leaves & ~listed]], firms.weight[rows[leaves & ~listed]])
    world.happenings.count("exits_listing", firms.site[rows[listed]], firms.weight[rows[listed]])
    firms.round[rows[leaves]] = EXITED
    raise_at_listing(world, rows[listed])


def _sell_all(world: World, firm_rows: Ints) -> None:
    """All funds sell their stakes in these firms."""
    leaving = np.zeros(len(world.firms), np.bool_)
    leaving[firm_rows] = True
    held = world.firms.rows(world.stakes.firm)
    rows = np.flatnonzero((held >= 0) & leaving[held] & ~world.stakes.retired)
    sell_stakes(world, rows, discount=world.scenario.finance.exit_discount)


def raise_at_listing(world: World, rows: Ints) -> None:
    """New shares sold to the public: money for the firm, dilution for its old owners."""
    firms, ledger = world.firms, world.ledger
    new = world.scenario.finance.listing_new_share
    money = firms.valuation[rows] * new / (1.0 - new)
    ledger.pay("listing_money", ledger.outside(), ledger.firms(rows), money)
    dilute(world, rows, np.full(len(rows), new))
    firms.sold_share[rows] += new
    firms.raised[rows] += money
