"""Who pays for a lever: the split between park authority and state, the cap, and the lever's account."""

from __future__ import annotations

import numpy as np

from sim.state.cells import cell_sum
from sim.state.table import Floats, Ints
from sim.world import World


def split(world: World, lever: str, amount: Floats) -> tuple[Floats, Floats]:
    """Parts of an amount (m¥) that the park authority and the state bear, by the lever's record: two of its shape."""
    part = world.levers.authority_share(lever)
    return part * amount, (1.0 - part) * amount


def affordable(world: World, lever: str, asked: Floats) -> Floats:
    """Share of what a lever asks for (m¥ by site) that the authority's remaining budget allows: f64[P].

    Books the request, takes the authority's part from the budget of the quarter, and returns the
    share that all payers together pay (the state matches what the authority can).
    """
    levers = world.levers
    part, rest = split(world, lever, asked)
    left = np.maximum(levers.budget_left, 0.0)
    share = np.where(part > left, left / np.where(part > 0, part, 1.0), 1.0)
    levers.accounts[lever].asked += asked
    levers.budget_left -= part * share
    levers.accounts[lever].authority += part * share
    levers.accounts[lever].state += rest * share
    return share


def run_lever(world: World, lever: str, cost: Floats) -> Floats:
    """Pay what a lever costs as a whole (m¥ by site) and scale it to what was paid; returns its intensity, f64[P].

    For levers whose cost is known before they act: from here to the end of the quarter they act as far as
    money goes. Asked once a quarter and lever.
    """
    paid = pay_facilities(world, lever, cost)
    world.levers.scale(lever, np.where(cost > 0, paid / np.where(cost > 0, cost, 1.0), 1.0))
    return world.levers.intensity(lever)


def pay_firms(world: World, lever: str, rows: Ints, amount: Floats) -> Floats:
    """Pay grants (m¥ by firm row); returns what was paid after the budget's cap, f64[rows]."""
    if len(rows) == 0:
        return np.zeros(0)
    site = world.firms.site[rows]
    share = affordable(world, lever, cell_sum(site, amount, world.n_sites))
    paid = amount * share[site]
    theirs, states = split(world, lever, paid)
    ledger = world.ledger
    ledger.pay("grants_authorities", ledger.authorities(), ledger.firms(rows), theirs)
    ledger.pay("grants_state", ledger.state(), ledger.firms(rows), states)
    return np.asarray(paid)


def buy_from_firms(world: World, lever: str, rows: Ints, amount: Floats) -> Floats:
    """Buy goods of firms (m¥ by firm row) for the authority; returns what was bought after the cap, f64[rows]."""
    if len(rows) == 0:
        return np.zeros(0)
    site = world.firms.site[rows]
    bought = amount * affordable(world, lever, cell_sum(site, amount, world.n_sites))[site]
    ledger = world.ledger
    ledger.pay("public_purchases", ledger.authorities(), ledger.firms(rows), bought)
    return np.asarray(bought)


def pay_households(world: World, lever: str, amount: Floats) -> Floats:
    """Pay people at each site (m¥ by site); returns what was paid, f64[P]."""
    paid = amount * affordable(world, lever, amount)
    theirs, states = split(world, lever, paid)
    ledger = world.ledger
    ledger.pay("talent_authorities", ledger.authorities(), ledger.households(), theirs)
    by_city = cell_sum(world.sites.city, states, world.n_cities)
    ledger.pay("talent_state", ledger.state(), ledger.households(), by_city)
    return np.asarray(paid)


def pay_bank(world: World, lever: str, amount: Floats) -> Floats:
    """Pay banks for what firms of each site did not repay (m¥ by site); returns what was paid, f64[P]."""
    paid = amount * affordable(world, lever, amount)
    theirs, states = split(world, lever, paid)
    ledger = world.ledger
    ledger.pay("risk_pool_authorities", ledger.authorities(), ledger.bank(), theirs)
    by_state = cell_sum(np.zeros(len(paid), np.int64), states, 1)
    ledger.pay("risk_pool_state", ledger.state(), ledger.bank(), by_state)
    return np.asarray(paid)


def pay_facilities(world: World, lever: str, amount: Floats, flow: str = "operations") -> Floats:
    """Pay for building and running facilities, or builders (m¥ by site); returns what was paid, f64[P].

    The state's part goes through the authority, which runs the facility or sells the land.
    """
    paid = amount * affordable(world, lever, amount)
    _, states = split(world, lever, paid)
    ledger = world.ledger
    ledger.pay("facility_state", ledger.state(), ledger.authorities(), states)
    ledger.pay(flow, ledger.authorities(), ledger.outside(), paid)
    return np.asarray(paid)
