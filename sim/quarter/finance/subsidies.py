"""Public money in finance: interest and equity that are subsidised, and risk that a pool shares with banks."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_bank, pay_firms
from sim.state.cells import cell_sum
from sim.state.firms import Tier
from sim.state.table import Bools, Floats, Ints
from sim.world import World

POOL, GROWERS = "patient_credit", "gazelle_unicorn"


def listed_for_credit(world: World) -> Bools:
    """Firms whose loans a pool shares: ranked or certified, the lists that banks are given ([CR1-4]): bool[n]."""
    firms = world.firms
    return np.asarray((firms.tier >= Tier.TECH_SME) | (firms.certified_until >= world.quarter))


def shared_risk(world: World) -> Floats:
    """How far a pool stands behind each firm's loans: f64[n], the lever's intensity, 0 for firms not listed."""
    if not world.levers.active(POOL):
        return np.zeros(len(world.firms))
    return np.asarray(world.levers.by_firm(world, POOL) * listed_for_credit(world))


def on_growth_lists(world: World) -> Bools:
    """Gazelles and unicorns of the yearly lists: bool[n]."""
    return np.asarray((world.firms.gazelle == 1) | (world.firms.unicorn >= 1))


def subsidise_interest(world: World) -> None:
    """Pay firms part of the interest just paid: points on listed firms' loans, a share for fast growers."""
    firms, levers = world.firms, world.levers
    if levers.active(POOL):
        points = shared_risk(world) * levers.term(POOL, "interest") / 4.0
        _pay(world, POOL, np.minimum(points * firms.debt, firms.interest))
    if levers.active(GROWERS):
        share = levers.by_firm(world, GROWERS) * levers.term(GROWERS, "interest") * on_growth_lists(world)
        most = levers.by_firm(world, GROWERS) * levers.term(GROWERS, "interest_most") / 4.0 * firms.weight
        _pay(world, GROWERS, np.minimum(share * firms.interest, most))


def subsidise_equity(world: World, rows: Ints, ticket: Floats) -> None:
    """Add a share of the equity that fast growers (rows) have just raised, up to a sum a round."""
    levers = world.levers
    if not levers.active(GROWERS):
        return
    strength = (levers.by_firm(world, GROWERS) * on_growth_lists(world))[rows]
    most = levers.term(GROWERS, "equity_most") * world.firms.weight[rows]
    amount = np.minimum(levers.term(GROWERS, "equity") * ticket, most) * strength
    due = np.flatnonzero(amount > 0)
    pay_firms(world, GROWERS, rows[due], amount[due])


def share_losses(world: World, rows: Ints, lost: Floats) -> None:
    """The pool pays banks its share of principal (m¥) that failed firms (rows) did not repay."""
    levers = world.levers
    if not levers.active(POOL):
        return
    share = np.minimum(shared_risk(world)[rows], 1.0) * levers.term(POOL, "losses")
    paid = np.minimum(share * lost, levers.term(POOL, "most") * world.firms.weight[rows])
    pay_bank(world, POOL, cell_sum(world.firms.site[rows], paid, world.n_sites))


def _pay(world: World, lever: str, amount: Floats) -> None:
    due = np.flatnonzero(amount > 0)
    pay_firms(world, lever, due, amount[due])
