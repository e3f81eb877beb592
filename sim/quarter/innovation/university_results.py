"""University results: how many start, who takes them up, and which become firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.effects import network
from sim.kernels.coverage import angles
from sim.luck import Purpose, ordinals, poisson_quantile
from sim.quarter.innovation.rings import members_asked, some_asked
from sim.quarter.innovation.stages import MARKET, stage_table
from sim.quarter.innovation.starts import traits, under_way
from sim.quarter.innovation.teams import offset
from sim.quarter.innovation.technology import centres_of
from sim.quarter.innovation.transfer import agencies, charge_commission
from sim.quarter.policy.rights import rights_factor
from sim.state.cells import cell_sum
from sim.state.identity import Birth, Ids, identity_from
from sim.state.knowledge import Leave, LinkKind, Origin
from sim.state.table import Bools, Floats, Ints
from sim.world import World

CANDIDATES = 6
"""Firms that look at a result."""

_NEW, _UNDER_WAY, _LICENSED = 99, 100, 110
"""Tags of identities: results that start, and results under way at quarter 0, inside and with firms (by stage)."""


@dataclass(frozen=True)
class NewResults:
    """Results that start: identities u64[m] and columns of projects."""

    ids: Ids
    columns: dict[str, Any]


def result_rate(research: Floats, quality: Floats, results_per_head: float) -> Floats:
    """Results that universities start a year, f64[U]: research staff x quality x results a head."""
    return results_per_head * research.sum(axis=1) * quality


def transfer_hazards(
    leave_rate: Floats,
    capacity: Floats,
    match: Floats,
    joint: Bools,
    spin_share: Floats | float,
    joint_factor: float,
) -> tuple[Floats, Floats]:
    """Hazards a year with which results leave as a licence and as a spin-off, two f64[q].

    leave_rate of the site, scaled by what the transfer office can place (0 to 1); a licence needs a firm
    that can use the result (match, 0 to 1), a founder does not. Results shared with a firm from the start
    leave more easily [PAT21].
    """
    base = leave_rate * capacity * np.where(joint, joint_factor, 1.0)
    return base * (1.0 - spin_share) * match, base * spin_share


def first_of(hazard: Floats, other: Floats | float) -> Floats:
    """Chance that a quarter ends by the first of two competing hazards a year: f64[q]."""
    both = hazard + other
    return np.asarray(-np.expm1(-both / 4.0) * hazard / np.where(both > 0, both, 1.0))


def new_results(world: World) -> NewResults:
    """The quarter's results of every university, before they are projects."""
    universities, p, t = world.universities, world.scenario.universities, world.quarter
    rate = result_rate(universities.research, universities.quality, p.results_per_head)
    who, ordinal = ordinals(world.luck.poisson(Purpose.RESULTS, universities.id, t, rate / 4.0))
    universities.results[:] = np.bincount(who, minlength=len(universities))
    ids = identity_from(t, Birth.DERIVED, universities.id[who], ordinal, _NEW)
    return NewResults(ids, _of_universities(world, ids, who, t) if len(who) else {})


def start_results(world: World, new: NewResults) -> None:
    """Start the quarter's results of every university."""
    if len(new.ids):
        world.projects.add(new.ids, new.columns, stage_since=world.quarter)
        world.happenings.count("results_started", new.columns["site"])


def starting_results(world: World) -> None:
    """Give universities the results that a steady state would have under way at quarter 0 (stages 0, 1)."""
    universities, p = world.universities, world.scenario.universities
    every = np.arange(len(universities))
    none = np.zeros(len(every), np.bool_)
    rate = result_rate(universities.research, universities.quality, p.results_per_head)
    reached = np.ones(len(every))
    for stage in range(2):
        odds, years = stage_table(none, none, np.full(len(every), stage), world.scenario.projects)
        draw = world.luck.uniform(Purpose.RESULTS, universities.id, 0, draw=1 + stage)
        who, ordinal = ordinals(poisson_quantile(draw, rate * reached * years))
        ids = identity_from(0, Birth.DERIVED, universities.id[who], ordinal, _UNDER_WAY + stage)
        columns = _of_universities(world, ids, who, 0)
        bio = world.fixed.is_bio[columns["sector"]]
        dates = under_way(
            world.luck, ids, stage, bio, np.zeros(len(ids), np.bool_), world.scenario.projects
        )
        world.projects.add(ids, columns | dates)
        reached = reached * odds
    world.projects.settle()
    starting_licensed(world, rate)


def licensed_by_stage(
    leaves: Floats, odds: Floats, years: Floats, funding: Floats, limit: float
) -> Floats:
    """Chance that a result leaves as a licence out of each stage, f64[n, MARKET].

    Quarters of a cohort inside a university: hazards a year of leaving (f64[n]), of climbing and of failing by
    stage (odds, years f64[MARKET], money met f64[MARKET]) compete until ``limit`` years are over.
    """
    climb, fail = funding * odds / years, (1.0 - odds) / years
    total = climb + fail + leaves[:, None]
    ends = -np.expm1(-total / 4.0) / total
    inside, left = np.zeros((len(leaves), MARKET)), np.zeros((len(leaves), MARKET))
    inside[:, 0] = 1.0
    for _ in range(round(4.0 * limit)):
        gone = inside * ends
        left += gone * leaves[:, None]
        up = gone * climb
        inside = inside - gone * total
        inside[:, 1:] += up[:, :-1]
    return left


def starting_licensed(world: World, rate: Floats) -> None:
    """Give firms the results that they took over before quarter 0 and still work on (rate a year, f64[U]).

    Those who leave climb on at the odds of a licensed result; a stage holds its inflow times the years in it.
    Offices and matches are those that the results under way find now.
    """
    projects, universities, p = world.projects, world.universities, world.scenario.universities
    rows = np.flatnonzero(projects.owner < 0)
    if not len(rows):
        return
    firm, match = best_match(world, rows, np.zeros(len(rows), np.int64))
    before, host = projects.id[rows].copy(), universities.rows(projects.university[rows])
    leave_rate = world.sites.leave_rate[universities.site]
    asked = leave_rate * np.bincount(host, minlength=len(universities))
    capacity = np.minimum(1.0, universities.transfer * world.sample / np.where(asked > 0, asked, 1.0))
    usual = float(np.mean(np.where(firm >= 0, match, 0.0)))
    licence, _ = transfer_hazards(
        leave_rate, capacity, np.full(len(rate), usual), np.zeros(len(rate), np.bool_), p.spin_share, 1.0
    )
    stages, plain = np.arange(MARKET), np.zeros(MARKET, np.bool_)
    inside, years = stage_table(plain, plain, stages, world.scenario.projects)
    taken = np.full(MARKET, world.scenario.projects.licensed_firm_share)
    odds, _ = stage_table(plain, taken, stages, world.scenario.projects)
    funding = np.asarray(world.scenario.projects.university_funding)
    left = licensed_by_stage(licence, inside, years, funding, float(years[:2].sum()))
    inflow = np.zeros(len(rate))
    for stage in range(MARKET):
        inflow = left[:, stage] + inflow * (odds[stage - 1] if stage else 0.0)
        draw = world.luck.uniform(Purpose.RESULTS, universities.id, 0, draw=3 + stage)
        who, ordinal = ordinals(poisson_quantile(draw, rate * inflow * years[stage]))
        ids = identity_from(0, Birth.DERIVED, universities.id[who], ordinal, _LICENSED + stage)
        columns = _of_universities(world, ids, who, 0)
        bio = world.fixed.is_bio[columns["sector"]]
        dates = under_way(world.luck, ids, stage, bio, np.full(len(ids), taken[0]), world.scenario.projects)
        projects.add(ids, columns | dates)
    projects.settle()
    theirs = np.flatnonzero((projects.owner < 0) & ~np.isin(projects.id, before))
    if not len(theirs):
        return
    firm, _ = best_match(world, theirs, np.zeros(len(theirs), np.int64))
    found = firm >= 0
    projects.owner[theirs[found]] = world.firms.handle[firm[found]]
    projects.site[theirs[found]] = world.firms.site[firm[found]]
    projects.joint[theirs[found]] = 1
    projects.retire(theirs[~found])
    projects.settle()


def _of_universities(world: World, ids: Ids, who: Ints, quarter: int) -> dict[str, Any]:
    """Columns of new results: their field is that of the staff, their sector one that uses the field."""
    universities, p, luck = world.universities, world.scenario.universities, world.luck
    staff = np.cumsum(universities.research, axis=1)[who]
    field = _pick(staff, luck.uniform(Purpose.RESULT_TRAITS, ids, quarter, 0))
    users = np.cumsum(world.fixed.field_mix.T, axis=1)[field]
    sector = _pick(users, luck.uniform(Purpose.RESULT_TRAITS, ids, quarter, 1))
    columns = traits(world, ids, sector, offset(world, len(world.firms) + who, sector), quarter)
    partner = _linked_firm(world, who, ids, quarter)
    joint = (partner >= 0) & luck.happens(Purpose.RESULT_TRAITS, ids, quarter, p.joint_share, draw=2)
    return columns | {
        "field": field,
        "promise": columns["promise"] + p.elite_promise * universities.elite[who],
        "university": universities.handle[who],
        "partner": np.where(joint, partner, -1),
        "joint": joint,
        "origin": int(Origin.UNIVERSITY),
        "site": universities.site[who],
        "trl": 1,
        "patents": luck.poisson(
            Purpose.PATENTS, ids, quarter, np.full(len(ids), p.patents_per_result)
        ).astype(float),
    }


def _pick(cumulative: Floats, draw: Floats) -> Ints:
    """Column that a uniform draw falls into, given cumulative weights by row: i64[q]."""
    return np.asarray((draw[:, None] * cumulative[:, -1:] > cumulative).sum(axis=1))


def _linked_firm(world: World, who: Ints, ids: Ids, quarter: int) -> Ints:
    """Handle of a trading firm with a link to each university (rows who), -1 where there is none: i64[q].

    The firm is the successor of a keyed point among the linked ones, so one more link moves few choices.
    """
    links, firms = world.links, world.firms
    formal = world.formal_links()
    rows = formal[links.kind[formal] == int(LinkKind.UNIVERSITY)]
    firm, university = world.link_ends()[0][rows], world.universities.rows(links.b[rows])
    known = (university >= 0) & np.append(world.trading(), False)[firm]
    firm, university = firm[known], university[known]
    if not len(firm):
        return np.full(len(who), -1, np.int64)
    asked = members_asked(firms.id[firm], university, len(world.universities), ids, who, 1)[:, 0]
    return np.where(asked >= 0, firms.handle[firm][asked], -1)


def best_match(world: World, rows: Ints, introduced: Ints) -> tuple[Ints, Floats]:
    """Firm row (-1: none) that can best use each university project (rows) and how well, 0 to 1.

    Looked at are the project's partner and a few R&D-performing firms of its city and sector, as many more
    as an agency introduces (i64[q]); a firm can use what lies at a fruitful cognitive distance from what it
    knows. Source: inverted U [NOO].
    """
    projects, firms = world.projects, world.firms
    p = world.scenario.network
    sector = projects.sector[rows].astype(np.int64)
    city = world.sites.city[projects.site[rows]].astype(np.int64)
    shown = CANDIDATES + introduced
    asked = some_asked(
        world.firm_ring(),
        world.trading() & (firms.rd_real > 0),
        world.firm_pool(),
        world.n_cities * world.n_sectors,
        projects.id[rows],
        city * world.n_sectors + sector,
        int(shown.max(initial=CANDIDATES)),
    )
    candidate = np.where(np.arange(asked.shape[1]) < shown[:, None], asked, -1)
    partner = firms.rows(projects.partner[rows])
    partner = np.where(np.append(world.trading(), False)[partner], partner, -1)
    candidate = np.concatenate([partner[:, None], candidate], axis=1)
    centre = centres_of(world, sector)
    distance = angles(projects.tech[rows], centre, firms.tech, candidate)
    score = np.where(candidate >= 0, network.proximity(distance, p.cog_opt, p.cog_sd), 0.0)
    best = np.argmax(score, axis=1)
    every = np.arange(len(rows))
    return candidate[every, best], score[every, best]


def license_results(world: World, rows: Ints, firm: Ints, host: Ints, fee: Floats) -> None:
    """Hand projects (rows) over to firms, which pay their universities (m¥) and carry them on."""
    projects, firms, ledger = world.projects, world.firms, world.ledger
    world.happenings.count("licences", projects.site[rows], firms.weight[firm])
    ledger.pay("licence_fees", ledger.firms(firm), ledger.universities(host), fee)
    projects.owner[rows] = firms.handle[firm]
    projects.site[rows] = firms.site[firm]
    projects.joint[rows] = 1
    projects.leaves[rows] = Leave.LICENSED


def licence_fee(promise: Floats, mean: float, spread: float) -> Floats:
    """Price of a licence or assignment, f64[q] m¥: lognormal in promise with this mean. Source: [TT24]."""
    return mean * np.exp(spread * promise - 0.5 * spread**2)


def leave_universities(world: World) -> None:
    """Results leave their university by licence or as a firm, or are shelved when their time is over."""
    projects, universities, p, t = (
        world.projects,
        world.universities,
        world.scenario.universities,
        world.quarter,
    )
    rows = np.flatnonzero((projects.owner < 0) & ~projects.retired)
    if not len(rows):
        return
    host = universities.rows(projects.university[rows])
    added, introduced = agencies(world)
    home = universities.site[host]
    leave_rate = world.sites.leave_rate[home]
    asked = cell_sum(host, leave_rate, len(universities))
    office = (universities.transfer + added) * world.sample
    capacity = np.minimum(1.0, office / np.where(asked > 0, asked, 1.0))[host]
    spin_share = np.minimum(1.0, p.spin_share * rights_factor(world, "spin_el")[home])
    licence, spin = transfer_hazards(
        leave_rate, capacity, np.ones(len(rows)), projects.joint[rows] > 0, spin_share, p.joint_factor
    )
    draw = world.luck.uniform(Purpose.RESULT_LEAVES, projects.id[rows], t)
    # Firms need look at those only that leave if the match is as good, or as bad, as can be.
    near = np.flatnonzero((draw < first_of(spin, 0.0)) | (draw > 1.0 - first_of(licence, spin) - 1e-12))
    firm, match = np.full(len(rows), -1, np.int64), np.zeros(len(rows))
    firm[near], match[near] = best_match(world, rows[near], introduced[host[near]])
    licence = licence * match
    spun = draw < first_of(spin, licence)
    licensed = ~spun & (draw > 1.0 - first_of(licence, spin))
    fee = licence_fee(projects.promise[rows], p.licence_fee, p.licence_spread)
    many = world.firms.weight[firm]
    licensed &= (firm >= 0) & (world.firms.cash[firm] > many * fee)
    # A row that stands for many firms takes one result in so many, for all of them; the others go with it.
    taken = licensed & world.luck.happens(Purpose.RESULT_LEAVES, projects.id[rows], t, 1.0 / many, draw=1)
    license_results(world, rows[taken], firm[taken], host[taken], (many * fee)[taken])
    charge_commission(world, host[taken], (many * fee)[taken])
    projects.retire(rows[licensed & ~taken])
    projects.leaves[rows[spun]] = Leave.SPIN_OFF
    shelved_after = 4.0 * _years_inside(world, rows)
    shelved = ~spun & ~licensed & (t - projects.started[rows] > shelved_after)
    projects.retire(rows[shelved])
    world.happenings.count("results_shelved", projects.site[rows[shelved]], world.firms_behind(rows[shelved]))


def _years_inside(world: World, rows: Ints) -> Floats:
    """Years after which a result (rows) that nobody took up is shelved: mean time of its first two stages."""
    bio, inside = world.fixed.is_bio[world.projects.sector[rows]], np.zeros(len(rows), np.bool_)
    years = np.zeros(len(rows))
    for stage in (0, 1):
        years += stage_table(bio, inside, np.full(len(rows), stage), world.scenario.projects)[1]
    return years
