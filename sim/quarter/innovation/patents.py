"""Live patents of firms: filed with projects, taken over with licences, expiring."""

from __future__ import annotations

import numpy as np

from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def live_patents(stock: Floats, filed: Floats, life_years: float) -> Floats:
    """Live patents after a quarter, f64[n]: each quarter one in (4 x life) of the stock expires."""
    return stock * (1.0 - 1.0 / (4.0 * life_years)) + filed


def age_patents(world: World) -> None:
    """Add what firms' projects filed this quarter and let old patents expire; shells file nothing."""
    firms, projects, t = world.firms, world.projects, world.quarter
    owner = firms.rows(projects.owner)
    new = np.flatnonzero((owner >= 0) & (projects.started == t))
    filed = cell_sum(owner[new], projects.patents[new], len(firms))
    live = world.trading()
    firms.patents[live] = live_patents(firms.patents, filed, world.scenario.projects.patent_life)[live]
