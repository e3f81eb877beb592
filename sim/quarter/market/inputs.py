"""What firms of a site need of each input, whoever sells it."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def cost_of_sales(world: World) -> Floats:
    """Cost of what each firm sold this quarter, m¥: f64[n]."""
    return by_rows(lambda revenue, markup: revenue * np.exp(-markup), world.firms.revenue, world.firms.markup)


def inputs_needed(world: World, cost: Floats) -> Floats:
    """Need of each input at these costs of firms (f64[n] m¥), m¥ by site and sector of the input: f64[P, S]."""
    inputs = world.grid("share_materials") / (1.0 - world.grid("margin"))[..., None]
    by_cell = cell_sum(world.firm_cell(), cost, len(world.cells)).reshape(world.n_sites, -1)
    by_input: Floats = inputs[..., : world.n_sectors] * by_cell[:, :, None]
    return np.asarray(by_input.sum(axis=1))
