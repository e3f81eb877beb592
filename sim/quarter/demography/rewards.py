"""Money for ranks and lists: paid once, when a firm first reaches them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.policy.payers import pay_firms
from sim.state.table import Bools, Ints
from sim.world import World


def reward_ranks(world: World, rows: Ints, tier: NDArray[np.int8]) -> None:
    """Pay firms (rows) that won a rank its reward, once for each firm and rank (lever ``ladder``)."""
    lever = "ladder"
    if not world.levers.active(lever):
        return
    firms = world.firms
    reward = np.append(0.0, world.scenario.certification.rank_rewards)[tier] * world.levers.unit_cost(lever)
    each = (world.levers.by_firm(world, lever) * firms.weight)[rows]
    amount = np.where(tier > firms.rewarded[rows], each * reward, 0.0)
    due = np.flatnonzero(amount > 0)
    paid = pay_firms(world, lever, rows[due], amount[due])
    got = due[paid > 0]
    firms.rewarded[rows[got]] = tier[got]


def reward_lists(world: World, rows: Ints, was_gazelle: Bools, was_unicorn: Bools) -> None:
    """Pay firms (rows) that are new on the lists of gazelles and unicorns (lever ``gazelle_unicorn``)."""
    lever, firms = "gazelle_unicorn", world.firms
    if not world.levers.active(lever):
        return
    fast = (firms.gazelle[rows] == 1) & ~was_gazelle
    rare = (firms.unicorn[rows] >= 1) & ~was_unicorn
    reward = fast * world.levers.term(lever, "gazelle") + rare * world.levers.term(lever, "unicorn")
    amount = (world.levers.by_firm(world, lever) * firms.weight)[rows] * reward * world.levers.unit_cost(lever)
    due = np.flatnonzero(amount > 0)
    pay_firms(world, lever, rows[due], amount[due])
