"""How far firms reach abroad: what they were born with, and what programmes and standards add."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.state.table import Floats
from sim.world import World

MOST_STANDARDS = 3.0
"""Standards beyond which another one opens no further market (assumed)."""


def reach_abroad(world: World) -> Floats:
    """Weight of each firm abroad, 1 for an exporter without help: f64[n] (sizes of help assumed)."""
    firms, levers = world.firms, world.levers
    helped, known = levers.term("champion_world", "reach"), levers.term("standards", "reach")
    return by_rows(
        lambda reach, until, standards: reach
        + (until >= world.quarter) * helped
        + np.minimum(standards, MOST_STANDARDS) * known,
        firms.export_reach, firms.programme_until, firms.standards,
    )  # fmt: skip
