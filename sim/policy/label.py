"""What the name of a rank is worth with banks, funds and buyers, where the lever ``ladder`` gives it weight."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats
from sim.world import World

LEVER = "ladder"


def label(world: World) -> Floats:
    """Weight of each firm's label, f64[n]: that of its rank, halved every few years since the rank was won.

    A certificate tells something when it is new; size and decay are assumed (studies of ranks are descriptive).
    """
    firms, levers = world.firms, world.levers
    if not levers.active(LEVER):
        return np.zeros(len(firms))
    years = np.maximum(world.quarter - firms.tier_since, 0) / 4.0
    weight = np.append(0.0, world.scenario.certification.rank_labels)[firms.tier]
    return np.asarray(levers.by_firm(world, LEVER) * weight * 0.5 ** (years / levers.term(LEVER, "half_life")))
