"""The pipeline: money, facilities, partners and talent set the odds; projects climb, fail, or sell."""

from __future__ import annotations

import numpy as np

from sim.effects import synergy
from sim.luck import Purpose
from sim.quarter.innovation.consortia import tasks
from sim.quarter.innovation.funding import bridged, shared_out, stage_need
from sim.quarter.innovation.insurance import insure_first_sets, pay_claims
from sim.quarter.innovation.measures import Yardsticks
from sim.quarter.innovation.research import research_effort
from sim.quarter.innovation.stages import (
    CLIMBS,
    MARKET,
    abandoned,
    fate,
    lifted_odds,
    readiness_level,
    stage_table,
    stage_years,
)
from sim.quarter.innovation.success import Gains, capped_by_market, gains_of, relative_value
from sim.quarter.innovation.teams import leading_lift, mentor_lift, scale_up_lift
from sim.state.knowledge import Origin
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def drop_ownerless(world: World) -> None:
    """Retire projects whose firm is gone or no longer trades, and those that have left nowhere to go."""
    projects = world.projects
    owner = world.project_owners()
    held = projects.owner >= 0
    trading = np.append(world.trading(), False)
    gone = ~trading[owner]
    inside = np.flatnonzero(~held)
    gone[inside] = world.universities.rows(projects.university[inside]) < 0
    if np.any(gone):
        projects.retire(gone)
    alive = held & ~gone
    projects.site[alive] = world.firms.site[owner[alive]]
    projects.leaves[:] = 0
    projects.settle()


def fund_projects(world: World, by: Yardsticks) -> None:
    """Set what each project spends and how far its need is met; grants bridge what owners lack.

    Grant money spent is R&D of the owner, paid to suppliers; that of major projects is spent on their tasks
    whatever the owner has. University research is paid by the university as far as it can pay for that stage.
    """
    firms, projects, p = world.firms, world.projects, world.scenario.projects
    owner = world.project_owners()
    mine = np.flatnonzero(owner >= 0)
    firm = owner[mine]
    stage = projects.stage[mine].astype(np.int64)
    years = stage_years(world.fixed.is_bio[projects.sector[mine]], stage, p)
    wanted = firms.rd_real / np.maximum(1.0 - firms.constrained, 0.01)
    effort = research_effort(4.0 * wanted, by.norm_rd, p)
    need = stage_need(stage, by.projects[firm], by.norm_rd[firm], effort[firm], years, p)
    budget = p.budget_share * np.maximum(firms.rd_real, p.effort_low * by.norm_rd / 4.0)
    earmarked, least = tasks(world, mine)
    need = np.maximum(need, least)
    own = shared_out(budget, need - earmarked, stage, firm)
    extra = np.where(earmarked > 0, earmarked, bridged(own, need, projects.granted[mine]))
    met = (own + extra) / np.where(need > 0, need, 1.0)
    projects.funded[mine] = np.minimum(1.0, np.where(need > 0, met, 1.0))
    projects.spent[mine] += own + extra
    firms.rd_extra[:] = 0.0
    if np.any(extra > 0.0):
        projects.granted[mine] -= extra
        spent = np.bincount(firm, extra, len(firms))
        firms.rd_real += spent
        firms.rd_grant += spent
        firms.rd_extra[:] = spent
    theirs = owner < 0
    projects.funded[theirs] = np.asarray(p.university_funding)[projects.stage[theirs]]


def advance_projects(world: World, by: Yardsticks) -> Gains:
    """Try all projects; return what successes do to firms."""
    projects, p, t = world.projects, world.scenario.projects, world.quarter
    odds, years = _table(world)
    insured = insure_first_sets(world, by)
    years = years * np.where(insured.covered, insured.waiting, 1.0)
    odds = lifted_odds(odds, _lift(world))
    in_stage = (t - projects.stage_since).astype(np.int64)
    climbs, fails = fate(
        world.luck.uniform(Purpose.PROJECT_FATE, projects.id, t), odds, years, projects.funded
    )
    given_up = ~climbs & ~fails & abandoned(in_stage, years, projects.funded, p)
    pay_claims(world, insured, fails)
    world.happenings.count("projects_failed", projects.site[fails], world.firms_behind(fails))
    world.happenings.count("projects_abandoned", projects.site[given_up], world.firms_behind(given_up))
    gains = _climb(world, by, climbs)
    projects.trl[:] = readiness_level(projects.stage.astype(np.int64), t - projects.stage_since, years)
    projects.retire(fails | given_up | (projects.stage == MARKET))
    return gains


def _table(world: World) -> tuple[Floats, Floats]:
    projects, p = world.projects, world.scenario.projects
    # A project is a university's, taken over from one, or its firm's own; life science or not.
    share = np.repeat([0.0, p.licensed_firm_share, 1.0], 2)
    bio = np.tile([False, True], 3)
    stage = np.arange(MARKET)
    table = stage_table(np.repeat(bio, MARKET), np.repeat(share, MARKET), np.tile(stage, len(bio)), p)
    whose = (projects.owner >= 0) * (1 + (projects.origin != Origin.UNIVERSITY))
    kind = (2 * whose + world.fixed.is_bio[projects.sector]) * MARKET + projects.stage
    return table[0][kind], table[1][kind]


def _lift(world: World) -> Floats:
    """Log-odds of everything that helps a project this quarter: f64[q]."""
    projects, p = world.projects, world.scenario
    strength = world.strength("synergy")[projects.site]
    lift = synergy.facility_benefit(
        strength, projects.served, p.projects.outside_service, p.projects.beta_facility
    )
    lift = lift + synergy.coverage_gain(
        strength, projects.coverage, np.zeros(len(projects)), p.projects.beta_coverage
    )
    lift = lift + leading_lift(world) + mentor_lift(world) + scale_up_lift(world)
    return lift + p.projects.beta_promise * projects.promise


def _climb(world: World, by: Yardsticks, climbs: Bools) -> Gains:
    projects, t = world.projects, world.quarter
    for stage, event in enumerate(CLIMBS):
        rows = np.flatnonzero(climbs & (projects.stage == stage))
        world.happenings.count(event, projects.site[rows], world.firms_behind(rows))
    projects.stage[climbs] += 1
    projects.stage_since[climbs] = t
    projects.served[climbs] = 0.0
    return _reach_market(world, by, np.flatnonzero(climbs & (projects.stage == MARKET)))


def _reach_market(world: World, by: Yardsticks, rows: Ints) -> Gains:
    """What projects that reach the market (rows) are worth to their owners; their micro rows are kept."""
    firms, projects, p, t = world.firms, world.projects, world.scenario.projects, world.quarter
    owner = firms.rows(projects.owner[rows])
    sold = owner >= 0
    rows, owner = rows[sold], owner[sold]
    draw = world.luck.uniform(Purpose.PROJECT_VALUE, projects.id[rows], t)
    # Caps in money are those of the whole market, of which a sample simulates a part.
    demand = (4.0 * world.sectors.home * world.sectors.growth / world.sample)[world.firm_market()[owner]]
    gain = capped_by_market(relative_value(draw, by.projects[owner], p), firms.revenue_year[owner], demand, p)
    process = projects.process[rows] > 0
    pass_through = world.scenario.production.pass_through * (world.scenario.demand.sigma - 1.0)
    gains = gains_of(owner, gain, process, pass_through, len(firms), p)
    world.happenings.add("patents_industrialised", projects.site[rows], projects.patents[rows])
    world.happenings.write(
        "successes", project=projects.id[rows], firm=firms.id[owner], site=projects.site[rows],
        sector=projects.sector[rows], origin=projects.origin[rows], joint=projects.joint[rows],
        started=projects.started[rows], patents=projects.patents[rows],
        value=gain * firms.revenue_year[owner],
    )  # fmt: skip
    return gains
