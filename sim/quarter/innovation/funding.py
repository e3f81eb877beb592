"""Money of projects: what a stage needs, what the owner's R&D budget gives, what early grants add."""

from __future__ import annotations

import numpy as np

from sim.kernels.budgets import by_stage
from sim.kernels.order import falling, order_of
from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.quarter.innovation.measures import Yardsticks
from sim.quarter.innovation.stages import MARKET
from sim.scenario.parameters.projects import Projects
from sim.state.cells import cell_sum
from sim.state.firms import Owner
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def stage_need(
    stage: Ints, projects: Floats, norm_rd: Floats, effort: Floats, years: Floats, p: Projects
) -> Floats:
    """Money that a project needs a quarter, f64[q] m¥: cost of its stage over its duration.

    The cost is a share of the yearly R&D (norm_rd, m¥) of a typical firm of its owner's type and size, times
    the owner's effort, over the factor by which projects rise in size: as their number rises with that
    factor and with effort, together they take the same share of R&D at every size and effort.
    Source: costs rise from laboratory to production [RLUT], weak; levels assumed.
    """
    cost = np.asarray(p.stage_cost)[stage] * norm_rd * effort / projects
    return cost / (4.0 * years)


def shared_out(budget: Floats, need: Floats, stage: Ints, owner: Ints) -> Floats:
    """Own money that each project gets, f64[q] m¥: the latest stages first, equals in proportion to need.

    budget f64[n] is what the owners (rows i64[q]) set aside. Where it is short, early projects go without:
    early public money then adds, late public money displaces [HOW], [HOW-M].
    """
    return by_stage(budget, need, stage, owner, MARKET)


def bridged(own: Floats, need: Floats, granted: Floats) -> Floats:
    """Grant money spent on each project this quarter, f64[q] m¥: what own money leaves open."""
    return np.minimum(granted, np.maximum(need - own, 0.0))


def grant_score(promise: Floats, noise: Floats, favour: Floats, merit: float) -> Floats:
    """Score by which applicants are ranked, f64[q]: merit·(promise + noise) + (1 − merit)·political favour.

    Source: ranked by merit, early money moves much [HOW]; ranked by politics, nothing [WLF].
    """
    return merit * (promise + noise) + (1.0 - merit) * favour


def best_of_group(group: Ints, score: Floats, quota: Ints) -> Bools:
    """The highest scores of each group, as many as its quota: bool[q]. Ties go to the earlier row."""
    order = order_of(falling(score))
    order = order[np.argsort(group[order].astype(np.int16), kind="stable")]
    counts = np.bincount(group, minlength=len(quota))
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rank < quota[group]


def award_early_grants(world: World, by: Yardsticks) -> None:
    """Early grants: young, constrained owners of projects in two stages, usually the first, compete by site.

    Favour goes to firms of the state and to those whose sales show: observable merit, which needs money least [WLF].
    """
    lever = "early_grant"
    if not world.levers.active(lever):
        return
    firms, projects, p, t = world.firms, world.projects, world.scenario.projects, world.quarter
    owner = world.project_owners()
    young = (t - firms.born < 4 * p.grant_age) & world.trading() & (firms.constrained >= p.grant_constraint)
    first = world.levers.term(lever, "stage")
    in_stage = (projects.stage >= first) & (projects.stage <= first + 1.0)
    eligible = (owner >= 0) & young[owner] & in_stage & (projects.granted <= 0.0) & ~projects.retired
    aimed = np.append(world.levers.aimed_firms(world, lever), False)[owner]
    rows = np.flatnonzero(eligible & aimed & world.levers.aimed_projects(world, lever))
    rows = rows[_first_of(owner[rows], projects.promise[rows])]
    if not len(rows):
        return
    ids, firm = projects.id[rows], owner[rows]
    noise = p.grant_noise * world.luck.normal(Purpose.GRANT_RANK, ids, t)
    seen = np.log(np.maximum(by.size[firm], p.size_floor))
    favour = world.luck.normal(Purpose.GRANT_RANK, ids, t, draw=1) + (firms.owner[firm] == Owner.STATE) + seen
    score = grant_score(projects.promise[rows], noise, favour, world.levers.term(lever, "merit_weight"))
    site = firms.site[firm].astype(np.int64)
    won = best_of_group(site, score, yearly_quota(world, lever, Purpose.GRANT_RANK))
    amount = firms.weight[firm[won]] * world.levers.unit_cost(lever)
    projects.granted[rows[won]] += pay_firms(world, lever, firm[won], amount)
    world.happenings.count("grants_early", site[won], firms.weight[firm[won]])


def yearly_quota(world: World, lever: str, purpose: Purpose) -> Ints:
    """Awards of this quarter by site: a number a year (term ``per_thousand``) for each thousand surveyed firms."""
    firms = world.firms
    surveyed = cell_sum(
        firms.site, (world.trading() & (firms.surveyed > 0)).astype(np.float64), world.n_sites
    )
    yearly = world.levers.intensity(lever) * world.levers.term(lever, "per_thousand") * surveyed / 1000.0
    places = np.arange(world.n_sites, dtype=np.uint64)
    return whole_number(yearly / 4.0, world.luck.uniform(purpose, places, world.quarter, draw=2))


def whole_number(mean: Floats, draw: Floats) -> Ints:
    """Whole numbers with these means, f64[P] -> i64[P]: rounded up where a uniform draw is below the rest."""
    whole = np.floor(mean)
    return np.asarray(whole + (draw < mean - whole)).astype(np.int64)


def _first_of(group: Ints, score: Floats) -> Ints:
    """Positions of the best score of each group, in the order of rows: one application a firm."""
    order = np.lexsort((np.arange(len(score)), -score, group))
    first = np.ones(len(order), np.bool_)
    first[1:] = group[order][1:] != group[order][:-1]
    return np.sort(order[first])
