"""How far firms reach abroad: what they were born with, and what programmes and standards add."""

from __future__ import annotations

import numpy as np

from sim.state.table import Floats
from sim.world import World

MOST_STANDARDS = 3.0
"""Standards beyond which another one opens no further market (assumed)."""


def reach_abroad(world: World) -> Floats:
    """Weight of each firm abroad, 1 for an exporter without help: f64[n] (sizes of help assumed)."""
    firms, levers = world.firms, world.levers
    helped = (firms.programme_until >= world.quarter) * levers.term("champion_world", "reach")
    known = np.minimum(firms.standards, MOST_STANDARDS) * levers.term("standards", "reach")
    return np.asarray(firms.export_reach + helped + known)
