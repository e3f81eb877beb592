"""Where a site's gain of revenue comes from: created, taken from other sites, or taken from outside."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.demand import number_growth
from sim.quarter.market.inputs import cost_of_sales, inputs_needed
from sim.quarter.observe.observer import MarketSheet, Sheet, ratio
from sim.state.cells import cell_sums
from sim.state.table import Floats
from sim.world import World


def measure_displacement(world: World, sheet: Sheet) -> None:
    """Enter the gain of revenue against a year ago and its three sources; they sum to the gain."""
    observer = world.observer
    assert observer is not None
    observer.markets.append(market_sheet(world))
    then, now = observer.markets[0], observer.markets[-1]
    together, apart = world.fixed.site_market, np.arange(world.n_sites)
    home = split_sales(then.home, now.home, then.market, now.market, together)
    exports = split_sales(then.exports, now.exports, then.abroad, now.abroad, together)
    local = split_sales(then.local, now.local, then.need, now.need, apart)
    created, from_sites, from_outside = (sum(parts[1:], parts[0]) for parts in zip(home, exports, local, strict=True))
    created = created + (now.public - then.public)
    gain = created + from_sites + from_outside
    for name, part in (
        ("gain", gain),
        ("gain_created", created),
        ("gain_from_sites", from_sites),
        ("gain_from_outside", from_outside),
    ):
        sheet.put(name, part.sum(axis=1), part)


def market_sheet(world: World) -> MarketSheet:
    """Sales of firms by site and sector, and what all sellers together sell to the same buyers.

    At home and abroad that is the spending of the market that the site is in; of local sales what firms of the site
    need of the input, whoever sells it. What the site's authority buys is taken from nobody.
    """
    firms = world.firms
    shape = (world.n_sites, world.n_sectors)
    cell = world.firm_cell()
    sales = firms.exports, firms.local_sales, firms.public_sales, firms.revenue
    exports, local, public, revenue = cell_sums(cell, sales, len(world.cells)).reshape(4, *shape)
    market, abroad = (
        by_market.reshape(world.fixed.n_markets, -1)[world.fixed.site_market]
        for by_market in sold_by_all(world, exports)
    )
    home = revenue - exports - local - public
    return MarketSheet(home, exports, local, public, market, abroad, inputs_needed(world, cost_of_sales(world)))


def sold_by_all(world: World, exports: Floats) -> tuple[Floats, Floats]:
    """What all sellers, the rivals outside too, sell in each market at home and abroad this quarter, m¥: f64[M x S].

    At home a unit of weight earns the same from everybody, whose weight the price index tells
    (:func:`sim.quarter.market.sales.unit_sales`). Abroad it is exports (f64[P, S]) and what rivals earn.
    """
    sectors, numbers = world.sectors, number_growth(world)
    everybody = numbers * sectors.index_home * np.exp((1.0 - world.scenario.demand.sigma) * sectors.price_index)
    of_sites = np.zeros((world.fixed.n_markets, world.n_sectors))
    np.add.at(of_sites, world.fixed.site_market, exports)
    return sectors.market_unit * everybody, of_sites.ravel() + sectors.foreign_unit * sectors.rivals_foreign * numbers


def split_sales(
    sold_then: Floats, sold_now: Floats, market_then: Floats, market_now: Floats, site_market: np.ndarray
) -> tuple[Floats, Floats, Floats]:
    """Gain of sales from a larger market, from other sites in it, and from outside: f64[P, S] each.

    Sales are share x market; the change of each at the mean of the other sums exactly. What a market
    loses to whoever gains share is drawn from all losers by what they lose, and the mirror for losers.
    """
    share_then, share_now = ratio(sold_then, market_then), ratio(sold_now, market_now)
    larger = 0.5 * (share_then + share_now) * (market_now - market_then)
    shift = 0.5 * (market_then + market_now) * (share_now - share_then)
    won, lost = np.maximum(shift, 0.0), np.maximum(-shift, 0.0)
    from_sites, from_outside = np.zeros_like(shift), np.zeros_like(shift)
    for market in np.unique(site_market):
        here = site_market == market
        outside = -shift[here].sum(axis=0)
        all_lost = lost[here].sum(axis=0) + np.maximum(-outside, 0.0)
        all_won = won[here].sum(axis=0) + np.maximum(outside, 0.0)
        sites_lose = ratio(lost[here].sum(axis=0), all_lost)
        sites_win = ratio(won[here].sum(axis=0), all_won)
        from_sites[here] = won[here] * sites_lose - lost[here] * sites_win
        from_outside[here] = shift[here] - from_sites[here]
    return larger, from_sites, from_outside
