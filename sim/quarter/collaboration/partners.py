"""Search for R&D partners: who looks for one, whom it can find, and whom it picks.

Firms that do R&D look for partners at a rate of their own and as far as their R&D bears the cost. Most
searches stay in a circle of a few firms of their trade and city and among partners of partners; some look
further, among the trade, the city, the nation and contacts; joint offices of parks name some at partner sites.
They choose by cognitive proximity, by what
the other adds to the technology that they need, by standing, and by travel time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.effects import synergy
from sim.effects.network import cognitive_distance, proximity
from sim.kernels.contacts import neighbours
from sim.kernels.partners import eligible, friends_of_friends
from sim.luck import Luck, Purpose
from sim.policy.agreements import LEVER as COORDINATION
from sim.quarter.collaboration.choice import race, winners
from sim.quarter.collaboration.contacts import Slots
from sim.quarter.collaboration.coordination import introduced, travel_hours
from sim.quarter.collaboration.lives import ending_rate
from sim.quarter.collaboration.rings import Rings, rings, several_rings
from sim.quarter.collaboration.ties import Ties
from sim.quarter.innovation.technology import sector_centres
from sim.quarter.market.demand import numbers_after
from sim.state.identity import Ids
from sim.state.knowledge import LinkKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World

Neighbours = tuple[Ints, Ints]
"""Neighbours along ties, and where those of each row start: see `sim.kernels.contacts.neighbours`."""
Group = tuple[Rings, Ints, int]
"""Rings of groups, the group of each firm, and how many members of its own a seeker finds."""

_OF_CIRCLE = 4
_OF_TRADE = 2
_OF_CITY = 1
_OF_NATION = 1
_FRIENDS = 4
_OF_PARTNER_SITE = 2


def partner_search(
    world: World, ties: Ties, eager: Floats, rounds: float = 1.0
) -> tuple[Ints, Callable[[Ints, Slots], Ints]]:
    """Rows of firms that look for an R&D partner, and a search that tells whom some of them find (-1: nobody).

    ``rounds`` scales how many look (1: a quarter's worth). eager[n] is how active each is. The search takes rows
    that look, all or some, and contacts[n, k], the firm rows that each firm meets (-1: none).
    """
    firms, p = world.firms, world.scenario.network
    able = performers(world)
    near = neighbours(ties.a[LinkKind.JOINT_RD], ties.b[LinkKind.JOINT_RD], len(firms))
    degree = np.diff(near[1])
    affordable = p.link_cost * (degree + 1.0) <= p.link_budget * firms.rd_real_year / firms.weight
    looking = who_looks(world, able & affordable, eager, Purpose.LINK_PARTNER, 0.5 * p.net_deg * rounds)
    groups, latest = search_groups(world, able), latest_projects(world)

    def search(seekers: Ints, contacts: Slots) -> Ints:
        if len(seekers) == 0:
            return seekers
        candidates = find_candidates(world, seekers, able, near, contacts, groups)
        at = np.flatnonzero(eligible(seekers, candidates, able, near))
        weight, asks = np.zeros(candidates.shape), seekers[at // candidates.shape[1]]
        weight.reshape(-1)[at] = np.exp(appeal(world, asks, candidates.reshape(-1)[at], degree, latest))
        ids = firms.id[seekers], firms.id[candidates]
        time = race(world.luck, Purpose.LINK_CHOICE, *ids, weight, world.quarter)
        return winners(time, candidates)

    return looking, search


def who_looks(world: World, able: Bools, eager: Floats, purpose: Purpose, ties: float) -> Ints:
    """Rows of able firms that look for a partner this quarter; eager[n] is how active each is.

    ``ties`` a firm are kept up in a steady state: searches replace those that end and are not renewed.
    """
    p, rows = world.scenario.network, np.flatnonzero(able)
    ids = world.firms.id[rows]
    turnover = ending_rate(p.tie_life) * (1.0 - p.tie_repeat)
    rate = ties * turnover * p.search_effort * eager[rows]
    return rows[world.luck.happens(purpose, ids, world.quarter, 1.0 - np.exp(-rate))]


def performers(world: World) -> Bools:
    """Trading firms that do real R&D."""
    return world.trading() & (world.firms.rd_real > 0.0)


def eagerness(world: World) -> Floats:
    """How actively each firm looks for partners, f64[n]; 0 for those that do no R&D."""
    firms, eager = world.firms, np.zeros(len(world.firms))
    rows = np.flatnonzero(performers(world))
    eager[rows] = activity(world.luck, firms.id[rows], world.scenario.network.activity_sd)
    return eager


def activity(luck: Luck, ids: Ids, sd: float) -> Floats:
    """How much a firm looks for partners relative to others: lognormal of mean 1, once a life, f64[n].

    Source: heterogeneous activity makes the fat tail of alliance degrees (Tomasello et al. 2014) [TOM].
    """
    return np.exp(sd * luck.normal(Purpose.LINK_TASTE, ids, 0) - 0.5 * sd**2)


def search_groups(world: World, able: Bools) -> list[Group]:
    """Circles, trades of a city, cities and trades of a nation, whose able firms seekers can find."""
    firms, fixed, n_sectors = world.firms, world.fixed, world.n_sectors
    city = world.firm_city().astype(np.int64)
    sector = firms.sector.astype(np.int64)
    trade = city * n_sectors + sector
    groups = (
        circle_of(world, trade),
        (trade, world.n_cities * n_sectors),
        (city, world.n_cities),
        (fixed.site_market[firms.site] * n_sectors + sector, fixed.n_markets * n_sectors),
    )
    dealt = several_rings(world.firm_ring(), able, groups)
    members = (_OF_CIRCLE, _OF_TRADE, _OF_CITY, _OF_NATION)
    return [(ring, group, k) for ring, (group, _), k in zip(dealt, groups, members, strict=True)]


def find_candidates(
    world: World, seekers: Ints, able: Bools, near: Neighbours, contacts: Slots, groups: list[Group]
) -> Ints:
    """Rows whom each seeker can find, i64[v, k], -1 for none: its circle or, at times, beyond; friends of friends.

    Source: closed circles and few bridges leave the many small components of alliance networks [TOM].
    """
    ids, quarter, luck = world.firms.id, world.quarter, world.luck
    outside = luck.happens(
        Purpose.LINK_POINT, ids[seekers], quarter, world.scenario.network.circle_outside, draw=31
    )
    found = np.full((len(seekers), sum(k for *_, k in groups) + 1), -1, np.int64)
    beyond, column = np.flatnonzero(outside), 0
    for draw, (ring, group, k) in enumerate(groups):
        # Nobody looks both in its circle, which comes first, and beyond.
        at = beyond if draw else np.flatnonzero(~outside)
        point = luck.uniform(Purpose.LINK_POINT, ids[seekers[at]], quarter, draw)
        found[at, column : column + k] = ring.candidates(group[seekers[at]], point, k)
        column += k
    u = luck.uniform(Purpose.LINK_POINT, ids[seekers[beyond]], quarter, 30)
    found[beyond, column:] = one_contact(contacts[seekers[beyond]], u)
    key = int(luck.seed), quarter, int(Purpose.LINK_POINT)
    parts = [found, friends_of_friends(seekers, ids, near, _FRIENDS, key, (10, 20))]
    if world.levers.active(COORDINATION):
        parts.append(at_partner_sites(world, seekers, able))
    return np.concatenate(parts, axis=1)


def at_partner_sites(world: World, seekers: Ints, able: Bools) -> Ints:
    """Firms that joint offices of parks name to seekers (rows), i64[v, 4], -1 for none: of their trade, of any.

    Neither stays within a circle: who looks for somebody near is told of somebody far.
    """
    firms, n_sectors = world.firms, world.n_sectors
    site, sector = firms.site.astype(np.int64), firms.sector.astype(np.int64)
    there = introduced(world, seekers, 0)
    found = []
    for draw, (group, size, asked) in enumerate((
        (site * n_sectors + sector, world.n_sites * n_sectors, there * n_sectors + sector[seekers]),
        (site, world.n_sites, there),
    )):  # fmt: skip
        ring = rings(world.firm_ring(), able, group, size)
        point = world.luck.uniform(Purpose.INTRODUCTION, firms.id[seekers], world.quarter, 10 + draw)
        named = ring.candidates(np.maximum(asked, 0), point, _OF_PARTNER_SITE)
        named[there < 0] = -1
        found.append(named)
    return np.concatenate(found, axis=1)


def circle_of(world: World, trade: Ints) -> tuple[Ints, int]:
    """Circle of each firm, i64[n], dealt once a life, and how many circles there are.

    Those of the firm's city and sector (``trade`` i64[n]) that there were when it was born: circles multiply by the
    trend of the numbers of firms, so that they stay as large as they were.
    """
    firms, start = world.firms, world.fixed.circles.ravel()
    trades = np.arange(len(start))
    now = circles_after(world, start, np.full(len(start), world.years_run), trades % world.n_sectors)
    first = np.cumsum(now) - now
    born = np.maximum(firms.born, 0) / 4.0
    then = circles_after(world, start[trade], born, firms.sector.astype(np.int64))
    # Where a trade shrinks its last circles close.
    then = np.minimum(then, now[trade])
    u = world.luck.uniform(Purpose.LINK_TASTE, firms.id, 0, 1)
    return np.asarray(first[trade] + (u * then).astype(np.int64)), int(now.sum())


def circles_after(world: World, start: Ints, years: Floats, sector: Ints) -> Ints:
    """Circles of trades (n) that began with ``start`` of them, after so many years of the run: i64[n]."""
    return np.maximum(1, np.rint(start * numbers_after(world, years, sector))).astype(np.int64)


def one_contact(contacts: Slots, u: Floats) -> Ints:
    """One of each seeker's contacts (i32[v, k], free slots, -1, come last), by a uniform: i64[v, 1] or -1."""
    count = (contacts >= 0).sum(axis=1)
    slot = np.minimum((u * count).astype(np.int64), max(contacts.shape[1] - 1, 0))
    if contacts.shape[1] == 0:
        return np.full((len(u), 1), -1, np.int64)
    return np.take_along_axis(contacts.astype(np.int64), slot[:, None], axis=1)


def appeal(world: World, a: Ints, b: Ints, degree: Ints, latest: Ints) -> Floats:
    """Utility of candidates b to seekers a (rows), f64[m]: proximity, coverage, ln(1 + degree), hours of travel.

    degree[n] is how many partners each firm has, latest[n] the row of its `latest_projects`.
    Source: inverted U in cognitive distance [NOO]; standing [TOM]; travel [MAHU]; weights assumed.
    """
    firms, p = world.firms, world.scenario.network
    near = proximity(cognitive_distance(firms.tech, 1.0, a, b), p.cog_opt, p.cog_sd)
    return np.asarray(
        p.choice_proximity * near
        + p.choice_coverage * added_coverage(world, a, b, latest)
        + p.choice_degree * np.log1p(degree[b])
        - p.hours_el * np.log1p(travel_hours(world, firms.site[a], firms.site[b]))
    )


def latest_projects(world: World) -> Ints:
    """Row of the latest project of each firm, i64[n], -1 without one."""
    owner = world.project_owners()
    latest = np.full(len(world.firms), -1, np.int64)
    owned = np.flatnonzero((owner >= 0) & ~world.projects.retired)
    latest[owner[owned]] = owned
    return latest


def added_coverage(world: World, a: Ints, b: Ints, latest: Ints) -> Floats:
    """Share of the technology of a's latest project that b adds to a's own, f64[m]; 0 without a project."""
    projects, firms = world.projects, world.firms
    project = latest[a]
    with_one = np.flatnonzero(project >= 0)
    out = np.zeros(len(a))
    if len(with_one):
        project, a, b = project[with_one], a[with_one], b[with_one]
        centres = sector_centres(world.n_sectors, world.scenario.network.sector_spread)
        centre = centres.take(projects.sector[project], axis=0)
        own, partner = (firms.tech.take(rows, axis=0) - centre for rows in (a, b))
        alone, union = synergy.coverage(projects.tech.take(project, axis=0), own, partner, np.arange(len(a)))
        out[with_one] = union - alone
    return out
