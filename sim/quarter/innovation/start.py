"""Research at quarter 0: levels by site, aims at the gate, and what firms spend and report."""

from __future__ import annotations

import numpy as np

from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.notch import starting_reporting
from sim.quarter.innovation.research import affordable_research, gate_research, ungated_target
from sim.state.cells import cell_sum
from sim.world import World

_LEAST_LEVEL = 0.05
_ROUNDS, _STEPS = 6, 30


def settle_research(world: World) -> None:
    """Set rd_level, rd_aim, rd_relabel, rd_real and rd_reported so that surveyed rows spend the site's share.

    Real R&D is what firms want at their site's level, or what the gate asks of those who try for it, as far
    as their accounts allow; firms choose at the gate knowing the level, and the level follows.
    """
    firms, sites = world.firms, world.sites
    sites.rd_level = 1.0
    typical = ungated_target(world, yardsticks(world))
    none = np.zeros(len(firms))
    # Firms that lack money have run down most of the cash that others of their size hold.
    limit = affordable_research(firms.profit, firms.rd_real, 0.2 * firms.cash, none, world.scenario.research)
    surveyed = firms.surveyed == 1
    here = firms.site[surveyed].astype(np.int64)
    wanted = world.fixed.rd_intensity * cell_sum(here, firms.revenue[surveyed], world.n_sites)
    real = none
    for _ in range(_ROUNDS):
        starting_reporting(world)
        gate = gate_research(world)
        for _ in range(_STEPS):
            real = np.minimum(np.maximum(sites.rd_level[firms.site] * typical, gate), limit)
            spent = cell_sum(here, real[surveyed], world.n_sites)
            step = np.where(spent > 0, wanted / np.where(spent > 0, spent, 1.0), 1.0) ** 0.8
            sites.rd_level = np.maximum(sites.rd_level * step, _LEAST_LEVEL)
    firms.rd_real = real
    firms.rd_reported = real / (1.0 - firms.rd_relabel)
