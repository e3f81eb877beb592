"""National major projects: a lead, partners and a university share early research, own funds beside public money."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.quarter.innovation.funding import best_of_group, whole_number
from sim.quarter.innovation.rings import members_asked
from sim.quarter.innovation.starts import of_firms
from sim.state.identity import Birth, hash_of, identity_from
from sim.state.knowledge import Origin
from sim.state.table import Bools, Floats, Ints
from sim.world import World

LEVER = "major_project"
TEAM = 3
"""Firms of a consortium: the lead and two partners; each carries a task."""

_TASK = 97
"""Tag of the identity of a task."""


def own_funds(cash: Floats, rd_year: Floats, asked: float, years: float) -> Bools:
    """Firms that can show own funds beside a grant (asked m¥): cash, and R&D of the term, bool[n].

    Small and constrained firms cannot, however good their science. Source: own funds at least 1:1,
    general knowledge; form assumed.
    """
    return np.asarray((cash >= asked) & (rd_year * years >= asked))


def task_money(in_programme: Bools, granted: Floats, part: Floats, own: float, years: float) -> tuple[Floats, Floats]:
    """Grant that tasks of major projects spend a quarter, and the least they cost while it lasts, two f64[q] m¥.

    A member's grant (part f64[q] m¥) is spent in equal parts over the term, and own funds go with it: 1:own.
    """
    quarterly = np.where(in_programme, part / (4.0 * years), 0.0)
    grant = np.minimum(granted, quarterly)
    return grant, np.where(grant > 0.0, (1.0 + own) * quarterly, 0.0)


def tasks(world: World, rows: Ints) -> tuple[Floats, Floats]:
    """Grant spent and least cost of projects (rows) this quarter, see :func:`task_money`: two f64[m] m¥, or [1]."""
    levers, projects = world.levers, world.projects
    if not np.any(projects.programme):
        return np.zeros(1), np.zeros(1)
    return task_money(
        projects.programme[rows] > 0, projects.granted[rows], levers.unit_cost(LEVER) / TEAM * world.firms_behind(rows),
        levers.term(LEVER, "own_funds"), levers.term(LEVER, "years"),
    )  # fmt: skip


def start_major_projects(world: World) -> None:
    """Start the quarter's consortia: each member gets a part of the money and carries a task from TRL 1.

    Leads are the strongest applicants of a site by R&D stock, seen with noise; partners come from their trade
    and city, the university from their city. A task is a project with the consortium's coverage and a
    university's share in its odds. It takes own funds of its owner beside the grant, at the cost of the
    owner's other early projects.
    """
    levers, firms, t = world.levers, world.firms, world.quarter
    if not levers.active(LEVER):
        return
    part = levers.unit_cost(LEVER) / TEAM
    able = own_funds(
        firms.cash / firms.weight, firms.rd_real_year / firms.weight,
        levers.term(LEVER, "own_funds") * part, levers.term(LEVER, "years"),
    )  # fmt: skip
    # The few rows of one firm where rows stand for many would take a place that is meant for many.
    able &= firms.weight >= world.fixed.row_weight[firms.site]
    aimed = levers.aimed_firms(world, LEVER)
    rows = np.flatnonzero(able & aimed & (firms.tech_firm > 0) & world.trading() & ~_holds_grant(world))
    if not len(rows):
        return
    lead = rows[_chosen(world, rows)]
    member, consortium, ordinal = _teams(world, rows, lead)
    if not len(member):
        return
    paid = pay_firms(world, LEVER, member, part * firms.weight[member])
    ids = identity_from(t, Birth.DERIVED, firms.id[lead[consortium]], ordinal, _TASK)
    host = _universities(world, lead)[consortium]
    # The lead works with its first partner, partners with the lead.
    first = np.searchsorted(consortium, np.arange(len(lead)))
    other = np.where(ordinal == 0, member[first[consortium] + 1], lead[consortium])
    with_one = host >= 0
    world.projects.add(
        ids,
        of_firms(world, ids, member, t)
        | {
            "partner": firms.handle[other],
            "university": np.where(with_one, world.universities.handle[host], -1) if len(world.universities) else -1,
            "origin": np.where(with_one, int(Origin.UNIVERSITY), int(Origin.FIRM)),
            "joint": with_one,
            "programme": 1,
            "granted": paid,
        },
        stage_since=t,
    )  # fmt: skip
    leads = lead[np.unique(consortium)]
    world.happenings.count("major_projects", firms.site[leads], firms.weight[leads])


def _holds_grant(world: World) -> Bools:
    """Firms with a project whose grant is still unspent: they don't apply, bool[n]."""
    projects, firms = world.projects, world.firms
    owner = firms.rows(projects.owner[(projects.granted > 0) & ~projects.retired])
    holds = np.zeros(len(firms), np.bool_)
    holds[owner[owner >= 0]] = True
    return holds


def _chosen(world: World, rows: Ints) -> Bools:
    """Which applicants (rows) lead a consortium this quarter: bool[v]."""
    levers, firms, t = world.levers, world.firms, world.quarter
    noise = world.scenario.projects.grant_noise * world.luck.normal(
        Purpose.MAJOR_PROJECT, firms.id[rows], t
    )
    score = np.log(np.maximum(firms.rd_stock[rows] / firms.weight[rows], 1e-9)) + noise
    yearly = levers.intensity(LEVER) * levers.term(LEVER, "per_thousand") * world.fixed.thousands
    mean = yearly / world.fixed.row_weight / 4.0
    places = np.arange(world.n_sites, dtype=np.uint64)
    quota = whole_number(mean, world.luck.uniform(Purpose.MAJOR_PROJECT, places, t, draw=1))
    return best_of_group(firms.site[rows].astype(np.int64), score, quota)


def _teams(world: World, rows: Ints, lead: Ints) -> tuple[Ints, Ints, Ints]:
    """Members of each consortium with at least one partner: firm row, number of the lead, ordinal; i64[m] each.

    A row that stands for many firms is asked as often as one, so that its firms are partners as often as others.
    """
    firms = world.firms
    city = world.firm_city().astype(np.int64)
    group = city * world.n_sectors + firms.sector
    asker = hash_of(firms.id[lead], world.quarter)
    asked = members_asked(
        firms.id[rows], group[rows], world.n_cities * world.n_sectors, asker, group[lead], TEAM
    )
    found = np.where(asked >= 0, np.append(rows, -1)[asked], -1)
    found[found == lead[:, None]] = -1
    found[np.cumsum(found >= 0, axis=1) > TEAM - 1] = -1
    team = np.concatenate([lead[:, None], found], axis=1)
    team[(found < 0).all(axis=1)] = -1
    consortium, _ = np.nonzero(team >= 0)
    ordinal = (np.cumsum(team >= 0, axis=1) - 1)[team >= 0]
    return team[team >= 0], consortium, ordinal


def _universities(world: World, lead: Ints) -> Ints:
    """University of each consortium, one of the lead's city; row or -1: i64[v]."""
    universities = world.universities
    if not len(universities):
        return np.full(len(lead), -1, np.int64)
    city = world.sites.city[universities.site].astype(np.int64)
    asker = hash_of(world.firms.id[lead], world.quarter)
    home = world.firm_city()[lead].astype(np.int64)
    return members_asked(universities.id, city, world.n_cities, asker, home, 1)[:, 0]
