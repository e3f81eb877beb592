"""Meetings that somebody pays for: match events, and links to outside laboratories.

Both change who meets whom. Whether a meeting leads to a tie is left to what the two have for each other and
to the hours between them; most lead nowhere.
"""

from __future__ import annotations

import numpy as np

from sim.effects.network import cognitive_distance, proximity
from sim.luck import Purpose, ordinals
from sim.policy.payers import pay_firms, run_lever
from sim.quarter.collaboration.coordination import travel_hours
from sim.quarter.collaboration.partners import performers
from sim.quarter.collaboration.rings import rings, rings_of_all
from sim.quarter.collaboration.ties import add_ties, contains, new_ties, pair_code, ties_held
from sim.quarter.innovation.funding import whole_number
from sim.state.cells import cell_count
from sim.state.identity import Birth, Ids, identity_at_place
from sim.state.knowledge import LinkKind
from sim.state.ring import ring_of
from sim.state.table import Bools, Floats, Ints
from sim.world import World

EVENT, LABORATORY = "match_event", "national_link"


def hold_events(world: World) -> None:
    """Match events: results are shown to firms of the site by universities and by firms of other sites.

    A few of those shown lead to an intention, and an intention to a tie as far as the two fit each other.
    Source: [MAT2], [MAT3] (results shown, share of intentions); follow-through assumed.
    """
    levers, universities = world.levers, world.universities
    if not levers.active(EVENT):
        return
    quarterly = levers.term(EVENT, "per_thousand") * world.fixed.thousands / 4.0
    reached = run_lever(world, EVENT, levers.intensity(EVENT) * quarterly * levers.unit_cost(EVENT))
    shown = reached * quarterly * levers.term(EVENT, "shown")
    keys, visitor = visitors(world, EVENT, Purpose.MATCH_EVENT, shown)
    market = world.fixed.site_market[world.firms.site[visitor]]
    point = world.luck.uniform(Purpose.MATCH_EVENT, keys, world.quarter, 1)
    home = world.fixed.site_market[world.firms.site]
    ring = rings(world.firm_ring(), performers(world), home, world.fixed.n_markets)
    firm = ring.candidates(market, point, 1)[:, 0]
    house = world.fixed.site_market[universities.site]
    school = rings_of_all(universities.id, house, world.fixed.n_markets).candidates(market, point, 1)[:, 0]
    fate = world.luck.uniform(Purpose.MATCH_EVENT, keys, world.quarter, 2)
    intends = fate < levers.term(EVENT, "intentions")
    follows = fate < levers.term(EVENT, "intentions") * levers.term(EVENT, "follow_through")
    by_school = world.luck.happens(Purpose.MATCH_EVENT, keys, world.quarter, 0.5, draw=3)
    elsewhere = (firm >= 0) & (world.firms.site[firm] != world.firms.site[visitor])
    met = np.where(by_school, school >= 0, elsewhere)
    comes = visitor[met & intends]
    world.happenings.count("intentions", world.firms.site[comes], world.firms.weight[comes])
    for kind, partner, of_kind in (
        (LinkKind.UNIVERSITY, school, by_school),
        (LinkKind.JOINT_RD, firm, ~by_school),
    ):
        at = np.flatnonzero(met & follows & of_kind)
        kept = at[agrees(world, kind, visitor[at], partner[at], keys[at], 0.0)]
        join(world, kind, visitor[kept], partner[kept])


def link_laboratories(world: World) -> None:
    """Links to outside laboratories: firms of the site are shown those of elite universities (of all, where
    none is elite), travel counts less, and joint projects get match money, which is what the lever costs.
    """
    levers, universities = world.levers, world.universities
    if not levers.active(LABORATORY) or not len(universities):
        return
    shown = (
        levers.intensity(LABORATORY) * levers.term(LABORATORY, "meetings") * world.fixed.thousands / 4.0
    )
    keys, visitor = visitors(world, LABORATORY, Purpose.OUTSIDE_LABORATORY, shown)
    market = world.fixed.site_market[world.firms.site[visitor]]
    elite = universities.elite > 0
    if not np.any(elite):
        elite = np.ones(len(universities), np.bool_)
    house = world.fixed.site_market[universities.site]
    ring = rings(ring_of(universities.id), elite, house, world.fixed.n_markets)
    point = world.luck.uniform(Purpose.OUTSIDE_LABORATORY, keys, world.quarter, 1)
    partner = ring.candidates(market, point, 1)[:, 0]
    at = np.flatnonzero(partner >= 0)
    relief = levers.term(LABORATORY, "hours_relief")
    kept = at[agrees(world, LinkKind.UNIVERSITY, visitor[at], partner[at], keys[at], relief)]
    joined = join(world, LinkKind.UNIVERSITY, visitor[kept], partner[kept])
    pay_firms(world, LABORATORY, joined, levers.unit_cost(LABORATORY) * world.firms.weight[joined])


def visitors(world: World, lever: str, purpose: Purpose, mean: Floats) -> tuple[Ids, Ints]:
    """Meetings of the quarter (mean f64[P] a site): a key each, and the row of the firm that comes.

    Firms that do R&D and that the lever is aimed at come, drawn by consistent hashing, so that one more displaces few.
    A row that stands for many firms comes for all of them, so that there are fewer meetings.
    """
    firms, quarter = world.firms, world.quarter
    places = np.arange(world.n_sites, dtype=np.uint64)
    count = whole_number(mean / world.fixed.row_weight, world.luck.uniform(purpose, places, quarter))
    site, ordinal = ordinals(count)
    keys = identity_at_place(quarter, Birth.DERIVED, site, np.zeros_like(site), ordinal)
    able = performers(world) & world.levers.aimed_firms(world, lever)
    ring = rings(world.firm_ring(), able, firms.site.astype(np.int64), world.n_sites)
    comes = ring.candidates(site, world.luck.uniform(purpose, keys, quarter, 4), 1)[:, 0]
    return keys[comes >= 0], comes[comes >= 0]


def agrees(
    world: World, kind: LinkKind, a: Ints, b: Ints, keys: Ids, relief: float
) -> Bools:
    """Meetings of firm rows a with rows b (firms, or universities) that end in a tie: bool[m].

    The chance is cognitive proximity, 0 to 1, over (1 + hours)^elasticity, from which a part of the hours'
    weight may be relieved. Source: inverted U [NOO], travel [MAHU]; form assumed.
    """
    firms, p = world.firms, world.scenario.network
    others = world.universities if kind is LinkKind.UNIVERSITY else firms
    m = len(a)
    tech = np.concatenate([firms.tech[a], others.tech[b]])
    near = proximity(cognitive_distance(tech, 1.0, np.arange(m), m + np.arange(m)), p.cog_opt, p.cog_sd)
    hours = travel_hours(world, firms.site[a], others.site[b])
    chance = near * np.exp(-p.hours_el * (1.0 - relief) * np.log1p(hours))
    purpose = Purpose.OUTSIDE_LABORATORY if relief > 0 else Purpose.MATCH_EVENT
    return np.asarray(world.luck.happens(purpose, keys, world.quarter, chance, draw=5))


def join(world: World, kind: LinkKind, a: Ints, b: Ints) -> Ints:
    """Tie firm rows a to rows b where the two have no tie yet and the firm can bear one more; returns rows tied."""
    firms, p = world.firms, world.scenario.network
    ties = ties_held(world, world.formal_links(), *world.link_ends())
    held_a, held_b = ties.a[kind], ties.b[kind]
    academic = kind is LinkKind.UNIVERSITY
    ends = held_a if academic else np.concatenate([held_a, held_b])
    degree = cell_count(ends, len(firms))
    affordable = p.link_cost * (degree[a] + 1.0) <= p.link_budget * firms.rd_real_year[a] / firms.weight[a]

    def code(one: Ints, other: Ints) -> Ints:
        if academic:
            return np.asarray(one * len(world.universities) + other)
        return pair_code(one, other, len(firms))

    fresh = np.flatnonzero(affordable & ~contains(code(held_a, held_b), code(a, b)))
    fresh = fresh[np.unique(code(a[fresh], b[fresh]), return_index=True)[1]]
    add_ties(world, new_ties(world, kind, a[fresh], b[fresh]))
    return np.asarray(a[fresh])
