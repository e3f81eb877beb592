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
    # Looked for before, so that it is not done twice at the same time.
    world.link_ends(), world.formal_links()
    # What contacts teach follows from last quarter's efficiency, and news from luck alone.
    (gains, fees), (teachers, news, stolen, contractor) = side_by_side(
        lambda: run_projects(world, by),
        lambda: (learn(world), news_of_lines(world, by), stolen_share(world, by), contractors(world)),
        len(world.firms),
    )
    gains.stolen = stolen
    _, customers = side_by_side(
        lambda: wander(world, teachers, gains.wins),
        lambda: settle_research(world, gains, fees, contractor, news),
        len(world.firms),
    )
    win_customers(world, customers, gains)
    grow_outside_research(world)
    upgrade(world)


def run_projects(world: World, by: Yardsticks) -> tuple[Gains, Floats]:
    """R&D is decided and reported; projects start, are equipped, climb or fail, and leave their universities.

    Returns what successes do to firms, and the fees that firms pay for facilities, f64[n].
    """
    begin_research(world, by)
    start_results(world, new_results(world))
    start_major_projects(world)
    award_early_grants(world, by)
    seed_future(world)
    fees, _ = side_by_side(
        lambda: equip_projects(world, by), lambda: cover_projects(world), len(world.firms)
    )
    gains = advance_projects(world, by)
    leave_universities(world)
    age_patents(world)
    return gains, fees


def begin_research(world: World, by: Yardsticks) -> None:
    """R&D is decided and reported, and firms' projects start."""
    wanted = decide_research(world, by)
    decide_reporting(world, wanted)
    start_projects(world, by)


def equip_projects(world: World, by: Yardsticks) -> Floats:
    """Projects get money and a place in a facility; the fees that firms pay for places, f64[n]."""
    fund_projects(world, by)
    return serve_projects(world)


def settle_research(
    world: World, gains: Gains, fees: Floats, contractor: Ints, news: tuple[Floats, Floats]
) -> Floats:
    """What is left of R&D is paid and turns into stock, efficiency moves on; demand weights of firms, f64[n].

    news are this quarter's shocks to efficiency and to customers, contractor universities (rows), each [n].
    """
    pay_research(world, fees, contractor)
    customers = customers_won(world, news[1], gains)
    raise_efficiency(world, news[0], gains)
    build_knowledge(world)
    return customers
