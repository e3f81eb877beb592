"""The rate of income tax: lower for certified firms, as far as the relief is in force."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.state.table import Floats
from sim.world import World


def relief_in_force(world: World) -> Floats:
    """How far the lower tax rate of certified firms is in force for each firm, f64[n] (lever ``hte_tax``)."""
    return world.levers.by_firm(world, "hte_tax")


def tax_rate(world: World) -> Floats:
    """Income tax rate of each firm: lower with a valid certificate, by the relief in force at its site."""
    p = world.scenario.fiscal
    most = p.cit / max(p.cit - p.cit_hte, 1e-9)
    return by_rows(
        lambda until, relief: p.cit - (until >= world.quarter) * (p.cit - p.cit_hte) * np.minimum(relief, most),
        world.firms.certified_until, relief_in_force(world),
    )  # fmt: skip
