"""The reporting panel: certified firms and firms above the reporting size, for three years at least."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import in_parts
from sim.world import World


def survey(world: World) -> None:
    """Take firms into the panel and let them out."""
    firms, t = world.firms, world.quarter
    sticky = round(4 * world.scenario.demography.surveyed_sticky)

    def ask(first: int, last: int) -> None:
        i = slice(first, last)
        large = firms.revenue_year[i] >= world.sites.threshold[firms.site[i]] * firms.weight[i]
        firms.surveyed_until[i][large | (firms.certified_until[i] >= t)] = t + sticky
        np.greater_equal(firms.surveyed_until[i], t, out=firms.surveyed[i], casting="unsafe")

    in_parts(ask, len(firms))
