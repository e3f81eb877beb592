"""Innovation: R&D is spent and reported, projects climb or fail, knowledge spills over and is sold."""

from __future__ import annotations

from sim.kernels.threads import side_by_side
from sim.quarter.innovation.consortia import start_major_projects
from sim.quarter.innovation.efficiency import (
    customers_won,
    grow_outside_research,
    learn,
    news_of_lines,
    raise_efficiency,
    win_customers,
)
from sim.quarter.innovation.facilities import serve_projects
from sim.quarter.innovation.funding import award_early_grants
from sim.quarter.innovation.future import seed_future
from sim.quarter.innovation.measures import Yardsticks, yardsticks
from sim.quarter.innovation.notch import decide_reporting
from sim.quarter.innovation.patents import age_patents
from sim.quarter.innovation.pipeline import advance_projects, drop_ownerless, fund_projects
from sim.quarter.innovation.research import build_knowledge, contractors, decide_research, pay_research
from sim.quarter.innovation.starts import start_projects
from sim.quarter.innovation.success import Gains, stolen_share
from sim.quarter.innovation.teams import cover_projects
from sim.quarter.innovation.technology import wander
from sim.quarter.innovation.university_results import (
    NewResults,
    leave_universities,
    new_results,
    start_results,
)
from sim.quarter.innovation.upgrading import upgrade
from sim.state.table import Floats, Ints
from sim.world import World


def innovation(world: World) -> None:
    """One quarter of research, projects and technology."""
    drop_ownerless(world)
    by = yardsticks(world)
    world.link_ends()
    _, (results, news, contractor, stolen) = side_by_side(
        lambda: begin_research(world, by),
        lambda: (new_results(world), news_of_lines(world, by), contractors(world), stolen_share(world, by)),
        len(world.firms),
    )
    # What contacts teach follows from last quarter's efficiency, so both can be worked out at once.
    (gains, customers), teachers = side_by_side(
        lambda: carry_projects(world, by, results, stolen, news[1], contractor),
        lambda: learn(world),
        len(world.firms),
    )
    side_by_side(
        lambda: wander(world, teachers, gains.wins),
        lambda: efficiency_and_knowledge(world, news[0], gains),
        len(world.firms),
    )
    win_customers(world, customers, gains)
    grow_outside_research(world)
    upgrade(world)


def efficiency_and_knowledge(world: World, shock: Floats, gains: Gains) -> None:
    """Efficiency moves on, and R&D turns into stock."""
    raise_efficiency(world, shock, gains)
    build_knowledge(world)


def begin_research(world: World, by: Yardsticks) -> None:
    """R&D is decided and reported, and firms' projects start."""
    wanted = decide_research(world, by)
    decide_reporting(world, wanted)
    start_projects(world, by)


def carry_projects(
    world: World, by: Yardsticks, results: NewResults, stolen: Floats, news: Floats, contractor: Ints
) -> tuple[Gains, Floats]:
    """Projects start, are equipped, climb or fail; what successes do to firms, and their demand weights f64[n]."""
    fees = prepare_projects(world, by, results)
    return move_projects(world, by, stolen, news, fees, contractor)


def prepare_projects(world: World, by: Yardsticks, results: NewResults) -> Floats:
    """Results start, and projects get money, places and partners; the fees that firms pay, f64[n]."""
    start_results(world, results)
    start_major_projects(world)
    award_early_grants(world, by)
    seed_future(world)
    fees, _ = side_by_side(
        lambda: equip_projects(world, by), lambda: cover_projects(world), len(world.firms)
    )
    return fees


def equip_projects(world: World, by: Yardsticks) -> Floats:
    """Projects get money and a place in a facility; the fees that firms pay for places, f64[n]."""
    fund_projects(world, by)
    return serve_projects(world)


def move_projects(
    world: World, by: Yardsticks, stolen: Floats, news: Floats, fees: Floats, contractor: Ints
) -> tuple[Gains, Floats]:
    """Projects climb or fail, results leave their universities, and what is left of R&D is paid.

    Returns what successes do to firms, and their demand weights f64[n].
    """
    gains = advance_projects(world, by)
    gains.stolen = stolen
    leave_universities(world)
    age_patents(world)
    pay_research(world, fees, contractor)
    return gains, customers_won(world, news, gains)
