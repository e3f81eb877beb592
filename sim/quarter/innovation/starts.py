"""Projects and results that start: how many, of what promise and novelty, with how many patents."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.luck import Luck, Purpose, ordinals, poisson_quantile
from sim.quarter.innovation.measures import Yardsticks, yardsticks
from sim.quarter.innovation.patents import starting_patents
from sim.quarter.innovation.research import research_effort
from sim.quarter.innovation.stages import MARKET, readiness_level, stage_table
from sim.quarter.innovation.teams import offset
from sim.quarter.innovation.technology import directions, required_technology
from sim.scenario.parameters.projects import Projects
from sim.state.identity import Birth, Ids, identity_from
from sim.state.knowledge import Origin
from sim.state.table import Bools, Floats, Ints
from sim.world import World

_TRAIT_DRAWS = 4


def start_rate(projects: Floats, effort: Floats, p: Projects) -> Floats:
    """Projects that a firm starts a year, f64[n]: successes a year over the odds of reaching the market.

    rate·(projects by size)·effort over the product of a firm's odds. Measured on a small system.
    """
    return np.asarray(p.success_rate * projects * effort / np.prod(np.asarray(p.odds_firm)))


def patents_of(luck: Luck, ids: Ids, quarter: int, rd_year: Floats, p: Projects) -> Floats:
    """Patents filed at the start of each project, f64[q]: Poisson with mean κ·RD^elasticity (RD m¥ a year).

    Source: elasticity of patents to R&D, K; level from live patents a worker [HTZ19].
    """
    mean = p.patents_per_project * np.maximum(rd_year, 0.0) ** p.patent_rd_el
    return luck.poisson(Purpose.PATENTS, ids, quarter, mean).astype(np.float64)


def traits(world: World, ids: Ids, sector: Ints, own: Floats, quarter: int) -> dict[str, Any]:
    """Promise, novelty, kind, field and required technology of new projects, keyed by their identity.

    own f64[q, 8] is what the owner knows, as a direction from the sector's centre.
    """
    luck, p = world.luck, world.scenario.projects
    promise = luck.normal(Purpose.PROJECT_TRAITS, ids, quarter, 0)
    reach = p.novelty_mean + p.novelty_spread * (
        2.0 * luck.uniform(Purpose.PROJECT_TRAITS, ids, quarter, 1) - 1.0
    )
    direction = directions(luck, Purpose.PROJECT_TRAITS, ids, quarter, first_draw=_TRAIT_DRAWS)
    tech = required_technology(own, direction, reach)
    mix = np.cumsum(world.fixed.field_mix, axis=1)[sector]
    draw = luck.uniform(Purpose.PROJECT_TRAITS, ids, quarter, 3)[:, None] * mix[:, -1:]
    return {
        "promise": promise,
        "process": luck.happens(Purpose.PROJECT_TRAITS, ids, quarter, p.process_share, draw=2),
        "tech": tech,
        "novelty": 0.5 * np.sqrt(((tech - own) ** 2).sum(axis=1)),
        "field": (draw > mix).sum(axis=1),
        "sector": sector,
        "funded": 1.0,
        "started": quarter,
    }


def start_projects(world: World, by: Yardsticks) -> None:
    """Start the projects of trading firms and file their patents."""
    firms, p, t = world.firms, world.scenario.projects, world.quarter
    effort = research_effort(4.0 * firms.rd_real, by.norm_rd, p)
    rate = np.where(world.trading(), start_rate(by.projects, effort, p) / 4.0, 0.0)
    owner, ordinal = ordinals(world.luck.poisson(Purpose.PROJECT_STARTS, firms.id, t, rate))
    if not len(owner):
        return
    ids = identity_from(t, Birth.DERIVED, firms.id[owner], ordinal)
    columns = of_firms(world, ids, owner, t)
    world.projects.add(ids, columns, stage_since=t)
    world.happenings.count("projects_started", firms.site[owner], firms.weight[owner])


def of_firms(world: World, ids: Ids, owner: Ints, quarter: int) -> dict[str, Any]:
    """Columns of new projects of firms (rows owner): traits by identity, patents by R&D."""
    firms = world.firms
    sector = firms.sector[owner].astype(np.int64)
    columns = traits(world, ids, sector, offset(world, owner, sector), quarter)
    many = firms.weight[owner]
    rd_year = 4.0 * firms.rd_real[owner] / many
    return columns | {
        "owner": firms.handle[owner],
        "origin": int(Origin.FIRM),
        "site": firms.site[owner],
        "trl": 1,
        "patents": many * patents_of(world.luck, ids, quarter, rd_year, world.scenario.projects),
    }


def starting_projects(world: World) -> None:
    """Give trading firms the projects that a steady state would have under way at quarter 0.

    A stage holds (starts a year) x (chance to get there) x (years in it); times in a stage are exponential.
    """
    firms, p = world.firms, world.scenario.projects
    by = yardsticks(world)
    effort = research_effort(4.0 * firms.rd_real, by.norm_rd, p)
    rate = np.where(world.trading(), start_rate(by.projects, effort, p), 0.0)
    starting_patents(world, rate)
    bio, by_firm = world.fixed.is_bio[firms.sector], np.ones(len(firms), np.bool_)
    reached = np.ones(len(firms))
    for stage in range(MARKET):
        odds, years = stage_table(bio, by_firm, np.full(len(firms), stage), p)
        draw = world.luck.uniform(Purpose.PROJECT_STARTS, firms.id, 0, draw=1 + stage)
        owner, ordinal = ordinals(poisson_quantile(draw, rate * reached * years))
        ids = identity_from(0, Birth.DERIVED, firms.id[owner], ordinal, stage + 1)
        columns = of_firms(world, ids, owner, 0) | under_way(
            world.luck, ids, stage, bio[owner], by_firm[owner], p
        )
        world.projects.add(ids, columns)
        reached = reached * odds
    world.projects.settle()


def under_way(
    luck: Luck, ids: Ids, stage: int, bio: Bools, by_firm: Bools | Floats, p: Projects
) -> dict[str, Any]:
    """Stage, TRL and dates of projects that have been under way for a while at quarter 0."""
    here = np.full(len(ids), stage)
    elapsed = np.zeros(len(ids))
    for k in range(stage + 1):
        _, years = stage_table(bio, by_firm, np.full(len(ids), k), p)
        spent = np.ceil(-4.0 * years * np.log(luck.uniform(Purpose.PROJECT_FATE, ids, 0, draw=k + 1)))
        elapsed += spent
    in_stage = spent.astype(np.int64)
    return {
        "stage": stage,
        "trl": readiness_level(here, in_stage, years),
        "stage_since": -in_stage,
        "started": -elapsed.astype(np.int64),
        "coverage": -1.0,
    }
