"""Intelligent and green upgrading: who is ahead of the national trend, what it saves, and what is subsidised."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.world import World

LEVER = "smart_green"


def upgrade(world: World) -> None:
    """Move levels of upgrading: everyone, the outside too, by the national trend; subsidised firms by a step."""
    world.firms.equipment = np.zeros(len(world.firms))
    yearly = world.scenario.production.upgrade_trend
    step = 1.0 - (1.0 - yearly) ** 0.25
    for table in (world.firms, world.sectors):
        table.green = table.green + step * (1.0 - table.green)
    subsidise(world)


def subsidise(world: World) -> None:
    """Pay firms a part of equipment beyond what they would buy; of those that pay the rest some gain nothing.

    The machines are capital: what they spare of later investment was due anyway.
    """
    levers, firms = world.levers, world.firms
    if not levers.active(LEVER):
        return
    term = {name: levers.term(LEVER, name) for name in ("firms", "equipment", "least", "rate", "step", "vain")}
    aimed = levers.aimed_firms(world, LEVER)
    chance = 1.0 - np.exp(-levers.intensity(LEVER)[firms.site] * term["firms"] / 4.0)
    wants = world.luck.happens(Purpose.UPGRADE, firms.id, world.quarter, chance)
    cost = term["equipment"] * firms.capital
    grant = np.minimum(term["rate"] * cost, levers.unit_cost(LEVER) * firms.weight)
    able = (cost >= term["least"] * firms.weight) & (firms.cash >= cost - grant)
    rows = np.flatnonzero(wants & aimed & world.trading() & able)
    bought = cost[rows] - grant[rows] + pay_firms(world, LEVER, rows, grant[rows])
    ledger = world.ledger
    ledger.pay("investment", ledger.firms(rows), ledger.outside(), bought)
    ledger.enter("capital", "flow", bought, firms.site[rows])
    firms.equipment[rows] = bought
    works = ~world.luck.happens(Purpose.UPGRADE, firms.id[rows], world.quarter, term["vain"], draw=1)
    reached = np.where(works, term["step"] * bought / cost[rows], 0.0)
    firms.green[rows] += reached * (1.0 - firms.green[rows])
    world.happenings.count("upgrades", firms.site[rows], firms.weight[rows])
