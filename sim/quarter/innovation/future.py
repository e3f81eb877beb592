"""Money for projects of the future sector; whether its market takes off is nobody's to decide."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.quarter.innovation.funding import best_of_group, whole_number
from sim.world import World

LEVER = "future_seed"


def seed_future(world: World) -> None:
    """Grants for projects of future sectors below testing, each at most once, the most promising first."""
    levers, projects = world.levers, world.projects
    if not levers.active(LEVER):
        return
    owner = world.project_owners()
    aimed = np.append(levers.aimed_firms(world, LEVER), False)[owner] & levers.aimed_projects(world, LEVER)
    early = (owner >= 0) & (projects.stage <= 2) & (projects.granted <= 0.0)
    rows = np.flatnonzero(world.fixed.is_future[projects.sector] & aimed & early & ~projects.retired)
    yearly = levers.intensity(LEVER) * levers.term(LEVER, "grants") * world.fixed.thousands / world.fixed.row_weight
    places = np.arange(world.n_sites, dtype=np.uint64)
    quota = whole_number(yearly / 4.0, world.luck.uniform(Purpose.FUTURE_GRANT, places, world.quarter, draw=1))
    noise = world.scenario.projects.grant_noise * world.luck.normal(
        Purpose.FUTURE_GRANT, projects.id[rows], world.quarter
    )
    won = rows[best_of_group(projects.site[rows].astype(np.int64), projects.promise[rows] + noise, quota)]
    amount = world.firms.weight[owner[won]] * levers.unit_cost(LEVER)
    projects.granted[won] += pay_firms(world, LEVER, owner[won], amount)
    world.happenings.count("grants_future", projects.site[won], world.firms_behind(won))
