"""Hub firms of a chain: the largest buyers of a site, whom a lever rewards for buying from neighbours."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_firms
from sim.quarter.innovation.funding import best_of_group
from sim.quarter.market.inputs import cost_of_sales, inputs_needed
from sim.state.table import Bools, Floats
from sim.world import World

LEVER = "chain_strengthen"


def hubs(world: World) -> Bools:
    """The firms of most revenue of each site where the lever is in force, some for each thousand surveyed: bool[n]."""
    firms, levers = world.firms, world.levers
    number = np.rint(levers.term(LEVER, "hubs") * world.fixed.thousands / world.fixed.row_weight)
    quota = np.where(levers.intensity(LEVER) > 0, np.maximum(number, 1.0), 0.0).astype(np.int64)
    rows = np.flatnonzero(world.trading() & levers.aimed_firms(world, LEVER))
    found = np.zeros(len(firms), np.bool_)
    found[rows[best_of_group(firms.site[rows].astype(np.int64), firms.revenue_year[rows], quota)]] = True
    return found


def park_shares(world: World) -> Floats:
    """Share of each input that is bought at the site where capacity allows, f64[P, S] or f64[1, S].

    Hubs shift some points of their purchases to neighbours, which counts by their share of the site's need.
    """
    usual = world.fixed.park_share[None, :]
    if not world.levers.active(LEVER):
        return usual
    cost = cost_of_sales(world)
    all_buy = inputs_needed(world, cost)
    hubs_buy = inputs_needed(world, np.where(hubs(world), cost, 0.0))
    weight = np.where(all_buy > 0, hubs_buy / np.where(all_buy > 0, all_buy, 1.0), 0.0)
    shift = world.levers.intensity(LEVER) * world.levers.term(LEVER, "shift")
    return np.asarray(np.where(usual > 0, usual + shift[:, None] * weight, 0.0))


def referrals(world: World) -> Floats | float:
    """Factor by which firms look for local suppliers more often: hubs are referred to them, f64[n] or 1."""
    if not world.levers.active(LEVER):
        return 1.0
    more = world.levers.intensity(LEVER)[world.firms.site] * world.levers.term(LEVER, "referrals")
    return np.where(hubs(world), 1.0 + more, 1.0)


def reward_hubs(world: World, bought: Floats) -> None:
    """Pay hubs a rate of what they bought at their site (m¥ by firm), also of what they bought before."""
    levers, firms = world.levers, world.firms
    if not levers.active(LEVER):
        return
    reward = levers.intensity(LEVER)[firms.site] * levers.term(LEVER, "rate") * bought
    rows = np.flatnonzero(hubs(world) & (reward > 0))
    pay_firms(world, LEVER, rows, np.minimum(reward[rows], firms.weight[rows] * levers.unit_cost(LEVER) / 4.0))
