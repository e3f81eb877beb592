"""Who works with whom on a project: partners' coverage, leading talent, mentors."""

from __future__ import annotations

import numpy as np

from sim.effects import synergy, talent
from sim.kernels.coverage import directions, partners
from sim.kernels.pools import members_of
from sim.luck import ordinals
from sim.quarter.innovation.stages import enters_stage
from sim.quarter.innovation.technology import sector_centres
from sim.state.cells import cell_sum
from sim.state.knowledge import Employer, LinkKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def formal_partners(world: World, wanted: Bools) -> tuple[Ints, Ints]:
    """Formal partners of wanted firms (bool[n]), i64[m]: firm i's at starts[i]:starts[i + 1].

    Joint R&D counts for both firms, a university link for the firm. Partners are firm rows, or a university's
    row beyond the last firm. Returns (partner, starts i64[n + 1]).
    """
    links, firms, universities = world.links, world.firms, world.universities
    kinds = int(LinkKind.JOINT_RD), int(LinkKind.UNIVERSITY)
    firm, partner = partners(wanted, *world.link_ends(), links.kind, world.formal_links(), *kinds)
    academic = np.flatnonzero(partner < 0)
    host = universities.rows(links.b[-1 - partner[academic]])
    partner[academic] = len(firms) + host
    known = np.ones(len(firm), np.bool_)
    known[academic] = host >= 0
    order, starts = members_of(firm[known], len(firms))
    return partner[known][order], starts


def cover_projects(world: World) -> None:
    """Set what partners add to the owner's technology, for projects that enter a stage: teams form then."""
    projects, firms = world.projects, world.firms
    enters = enters_stage(projects.stage_since, projects.started, world.quarter)
    rows = np.flatnonzero(~projects.retired & (enters | (projects.coverage < 0.0)))
    if not len(rows):
        return
    owner, host = firms.rows(projects.owner[rows]), world.universities.rows(projects.university[rows])
    partner = firms.rows(projects.partner[rows])
    sector = projects.sector[rows]
    own = offset(world, np.where(owner >= 0, owner, len(firms) + host), sector)
    wanted = np.zeros(len(firms), np.bool_)
    wanted[owner[owner >= 0]] = True
    mate, starts = formal_partners(world, wanted)
    count = np.where(owner >= 0, starts[owner + 1] - starts[owner], 0)
    project, ordinal = ordinals(count)
    members, of = [mate[starts[owner[project]] + ordinal]], [project]
    for other, before in ((partner, 0), (np.where(owner >= 0, host, -1), len(firms))):
        present = np.flatnonzero(other >= 0)
        members.append(before + other[present])
        of.append(present)
    member, of_project = np.concatenate(members), np.concatenate(of)
    team = offset(world, member, sector[of_project])
    alone, union = synergy.coverage(projects.tech[rows], own, team, of_project)
    projects.coverage[rows] = union - alone


def leading_lift(world: World) -> Floats:
    """Log-odds that leading talent at the owner, or at the university, adds to early stages: f64[q]."""
    projects, firms, universities, p = world.projects, world.firms, world.universities, world.scenario
    talents = world.talents
    quality = talents.quality * ~talents.retired
    at_firm = firms.rows(np.where(talents.employer_kind == Employer.FIRM, talents.employer, -1))
    at_university = universities.rows(
        np.where(talents.employer_kind == Employer.UNIVERSITY, talents.employer, -1)
    )
    in_firm, in_university = (
        _by_employer(at_firm, quality, len(firms)),
        _by_employer(at_university, quality, len(universities)),
    )
    owner = world.project_owners()
    inside = np.flatnonzero(owner < 0)
    host = universities.rows(projects.university[inside])
    stars = np.append(in_firm, 0.0)[owner]
    stars[inside] = _at(in_university, host)
    # Where there is no star there is no lift.
    starred = (stars > 0.0) & (projects.stage <= 1)
    rows, budget = np.flatnonzero(starred), np.zeros(len(projects))
    firm = owner[rows]
    budget[rows] = 4.0 * firms.rd_real[firm] / np.maximum(firms.technical[firm], 1.0)
    staff = np.maximum(universities.research.sum(axis=1), 1.0)
    budget[inside] = _at(4.0 * universities.budget / staff, host)
    lift = np.zeros(len(projects))
    lift[rows] = talent.leading_premium(
        world.strength("talent")[projects.site[rows]], stars[rows], budget[rows],
        quality_reference=p.projects.lead_quality_reference,
        budget_reference=p.projects.lead_budget_reference, beta=p.projects.beta_lead,
    )  # fmt: skip
    return lift


def mentor_lift(world: World) -> Floats:
    """Log-odds that mentoring adds to early stages of tenants' better half by promise, f64[q].

    Source: gain from unlocking high-potential ventures, not poor ideas [GUR], [SUC].
    """
    projects, firms = world.projects, world.firms
    owner = world.project_owners()
    hosted = (owner >= 0) & (firms.mentored_until[owner] >= world.quarter)
    helped = hosted & (projects.stage <= 1) & (projects.promise > 0.0)
    return np.where(helped, world.scenario.projects.beta_mentor, 0.0)


def scale_up_lift(world: World) -> Floats:
    """Log-odds that an accelerator adds to pilot and testing of its tenants' better half by promise, f64[q].

    Source: gain for high-potential ventures only [GUR]; size assumed.
    """
    projects, firms = world.projects, world.firms
    owner = world.project_owners()
    hosted = (owner >= 0) & (firms.accelerated_until[owner] >= world.quarter)
    helped = hosted & (projects.stage >= 2) & (projects.promise > 0.0)
    return np.where(helped, world.scenario.projects.beta_accelerator, 0.0)


def offset(world: World, rows: Ints, sector: Ints) -> Floats:
    """Direction in which firms (rows) lie from the centre of a sector each: f64[m, 8] of length 1.

    Rows beyond the last firm are those of universities.
    """
    centre = sector_centres(world.n_sectors, world.scenario.network.sector_spread)
    return directions(world.firms.tech, rows, world.universities.tech, centre, sector)


def _by_employer(row: Ints, quality: Floats, n: int) -> Floats:
    known = row >= 0
    return cell_sum(row[known], quality[known], n) if n else np.zeros(0)


def _at(values: Floats, rows: Ints) -> Floats:
    """Values at rows, 0 where the row is -1: f64[q]."""
    if not len(values):
        return np.zeros(len(rows))
    return np.where(rows >= 0, values[rows], 0.0)
