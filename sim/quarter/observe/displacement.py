"""Where a site's gain of revenue comes from: created, taken from other sites, or taken from outside."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.demand import number_growth
from sim.quarter.observe.observer import MarketSheet, Sheet, ratio
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def measure_displacement(world: World, sheet: Sheet) -> None:
    """Enter the gain of revenue against a year ago and its three sources; they sum to the gain."""
    observer = world.observer
    assert observer is not None
    observer.markets.append(market_sheet(world))
    then, now = observer.markets[0], observer.markets[-1]
    taken_created, from_sites, from_outside = split_home(
        then.home, now.home, then.market, now.market, world.fixed.site_market
    )
    created = taken_created + (now.exports - then.exports) + (now.local - then.local)
    gain = created + from_sites + from_outside
    for name, part in (
        ("gain", gain),
        ("gain_created", created),
        ("gain_from_sites", from_sites),
        ("gain_from_outside", from_outside),
    ):
        sheet.put(name, part.sum(axis=1), part)


def market_sheet(world: World) -> MarketSheet:
    """Home sales, exports and local sales by site and sector, and each one's home market.

    What the site's authority buys counts with local sales: it is taken from nobody.
    """
    firms, sectors = world.firms, world.sectors
    shape = (world.n_sites, world.n_sectors)
    cell = world.firm_cell()
    exports = cell_sum(cell, firms.exports, len(world.cells)).reshape(shape)
    local = cell_sum(cell, firms.local_sales + firms.public_sales, len(world.cells)).reshape(shape)
    revenue = cell_sum(cell, firms.revenue, len(world.cells)).reshape(shape)
    spent = sectors.market_unit * (sectors.weight_home + sectors.rivals * number_growth(world))
    market = spent.reshape(world.fixed.n_markets, -1)[world.fixed.site_market]
    return MarketSheet(revenue - exports - local, exports, local, market)


def split_home(
    home_then: Floats, home_now: Floats, market_then: Floats, market_now: Floats, site_market: np.ndarray
) -> tuple[Floats, Floats, Floats]:
    """Gain of home sales from a larger market, from other sites, and from outside: f64[P, S] each.

    Sales are share x market; the change of each at the mean of the other sums exactly. What a market
    loses to whoever gains share is drawn from all losers by what they lose, and the mirror for losers.
    """
    share_then, share_now = ratio(home_then, market_then), ratio(home_now, market_now)
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
