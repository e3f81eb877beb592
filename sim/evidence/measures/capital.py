"""Venture capital: the funnel of seed deals and the skew of returns."""

from __future__ import annotations

import numpy as np

from sim.evidence.estimators.capital import funnel, top_deals_share
from sim.evidence.measures.number import NAN, Number, Pooled
from sim.evidence.panel import Panel
from sim.scenario.schema import Scenario

FOLLOWED = 32
"""Quarters that a seed deal is followed."""


def venture_funnel(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Shares of seed-funded firms that got further within eight years."""
    deals, exits = panel.deals, panel.exits
    if deals.empty:
        return dict.fromkeys(("second", "fourth", "exit", "unicorn"), NAN)
    firm, stage, quarter, post = (deals[name].to_numpy() for name in ("firm", "round", "quarter", "post"))
    found = funnel(
        firm, stage, quarter, post, exits["firm"].to_numpy(), exits["quarter"].to_numpy(),
        first=1, last=max(panel.quarters - FOLLOWED, 0), follow=FOLLOWED,
        unicorn=scenario.certification.unicorn_value,
    )  # fmt: skip
    seeds = float(found.seeds)
    reached = {"second": found.second, "fourth": found.fourth, "exit": found.left, "unicorn": found.unicorns}
    return {name: Pooled(float(count), seeds) for name, count in reached.items()}


def deal_returns(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Losses, tenfold returns, and what the best deals bring, of deals made in the run.

    The price of a stake held at quarter 0 was never bargained for.
    """
    sales = panel.stake_sales
    sales = sales[sales["since"] > 0] if len(sales) else sales
    if sales.empty:
        return dict.fromkeys(("losses", "tenfold", "top_deals"), NAN)
    price, cost = sales["price"].to_numpy(), sales["cost"].to_numpy()
    price, cost = price[cost > 0], cost[cost > 0]
    n = float(len(price))
    return {
        "losses": Pooled(float(np.sum(price < cost)), n),
        "tenfold": Pooled(float(np.sum(price > 10.0 * cost)), n),
        "top_deals": top_deals_share(price),
    }


MEASURES = {"B23": venture_funnel, "B24": deal_returns}
