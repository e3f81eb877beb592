"""The reporting panel: certified firms and firms above the reporting size, for three years at least."""

from __future__ import annotations

import numpy as np

from sim.world import World


def survey(world: World) -> None:
    """Take firms into the panel and let them out."""
    firms = world.firms
    large = firms.revenue_year >= world.sites.threshold[firms.site] * firms.weight
    certified = firms.certified_until >= world.quarter
    sticky = round(4 * world.scenario.demography.surveyed_sticky)
    firms.surveyed_until = np.where(large | certified, world.quarter + sticky, firms.surveyed_until)
    firms.surveyed = (firms.surveyed_until >= world.quarter).astype(np.int8)
