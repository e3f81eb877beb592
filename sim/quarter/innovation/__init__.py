"""Innovation: R&D is spent and reported, projects climb or fail, knowledge spills over and is sold."""

from __future__ import annotations

from sim.quarter.innovation.consortia import start_major_projects
from sim.quarter.innovation.efficiency import grow_outside_research, learn, raise_efficiency, win_customers
from sim.quarter.innovation.funding import award_early_grants
from sim.quarter.innovation.future import seed_future
from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.notch import decide_reporting
from sim.quarter.innovation.patents import age_patents
from sim.quarter.innovation.pipeline import advance_projects, drop_ownerless, fund_projects
from sim.quarter.innovation.research import build_knowledge, decide_research, pay_research
from sim.quarter.innovation.starts import start_projects
from sim.quarter.innovation.technology import wander
from sim.quarter.innovation.university_results import leave_universities, start_results
from sim.quarter.innovation.upgrading import upgrade
from sim.world import World


def innovation(world: World) -> None:
    """One quarter of research, projects and technology."""
    drop_ownerless(world)
    wanted = decide_research(world)
    decide_reporting(world, wanted)
    by = yardsticks(world)
    start_projects(world, by)
    start_results(world)
    start_major_projects(world)
    award_early_grants(world, by)
    seed_future(world)
    fund_projects(world, by)
    gains, fees = advance_projects(world, by)
    leave_universities(world)
    pay_research(world, fees)
    teachers = learn(world)
    raise_efficiency(world, by, gains)
    win_customers(world, by, gains)
    wander(world, teachers, gains.wins)
    build_knowledge(world)
    age_patents(world)
    grow_outside_research(world)
    upgrade(world)
