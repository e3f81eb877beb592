"""Investment: capital follows the stock that expected sales and its user cost ask for."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import in_parts
from sim.quarter.market.costs import cost_shares
from sim.state.table import Floats, Ints
from sim.world import World


def wanted_capital(world: World, rows: Ints | slice = slice(None)) -> Floats:
    """K* = capital share x cost / (r + depreciation), m¥: f64[rows]; user cost by Jorgenson (1963)."""
    firms = world.firms
    share = (cost_shares(world)[1] / world.user_cost()[:, None]).ravel()[world.firm_cell()[rows]]
    cost_year = 4.0 * firms.expected[rows] * np.exp(-firms.markup[rows])
    return np.asarray(share * cost_year)


def invest(world: World) -> None:
    """Replace what wore out and close part of the gap to K*, as far as cash goes; buy from outside.

    Equipment bought to upgrade, paid for when it was ordered, is there first, and fills a part of the gap.
    """
    firms, ledger = world.firms, world.ledger
    p = world.scenario.production
    worn, spend = np.empty((2, len(firms)))

    def decide(first: int, last: int) -> None:
        i = slice(first, last)
        capital = firms.capital[i]
        capital += firms.equipment[i]
        np.multiply(p.capital_depreciation / 4.0, capital, out=worn[i])
        gap = np.maximum(wanted_capital(world, i) - capital, 0.0)
        np.minimum(p.invest_speed / 4.0 * gap + worn[i], np.maximum(firms.cash[i], 0.0), out=spend[i])

    in_parts(decide, len(firms))
    ledger.pay("investment", ledger.firms(), ledger.outside(), spend)
    ledger.enter("capital", "flow", spend, firms.site)
    ledger.enter("capital", "volume", -worn, firms.site)
    firms.capital = firms.capital + spend - worn
