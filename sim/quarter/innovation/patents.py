"""Live patents of firms: filed with projects, taken over with licences, expiring."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def live_patents(stock: Floats, filed: Floats, life_years: float) -> Floats:
    """Live patents after a quarter, f64[n]: each quarter one in (4 x life) of the stock expires."""
    return stock * (1.0 - 1.0 / (4.0 * life_years)) + filed


def starting_patents(world: World, starts: Floats) -> None:
    """Live patents at quarter 0: a keyed count about what starts a year (f64[n]) leave over a firm's life.

    Adds to those that firms hold already for the certificate.
    """
    firms, p = world.firms, world.scenario.projects
    age = (world.quarter - firms.born) / 4.0
    held = p.patent_life * -np.expm1(-age / p.patent_life)
    mean = starts * held * p.patents_per_project * (4.0 * firms.rd_real / firms.weight) ** p.patent_rd_el
    count = firms.weight * world.luck.poisson(Purpose.PATENTS, firms.id, 0, mean)
    firms.patents = np.where(world.trading(), np.maximum(firms.patents, count), 0.0)


def age_patents(world: World) -> None:
    """Add what firms' projects filed this quarter and let old patents expire; shells file nothing."""
    firms, projects, t = world.firms, world.projects, world.quarter
    owner = world.project_owners()
    new = np.flatnonzero((owner >= 0) & (projects.started == t))
    filed = cell_sum(owner[new], projects.patents[new], len(firms))
    live = world.trading()
    np.copyto(firms.patents, live_patents(firms.patents, filed, world.scenario.projects.patent_life), where=live)
