"""Certificates and ranks: firms apply once a year, are reviewed when a rank ends, and may lose it.

Ranks have no consequence of their own: the tax rate of certified firms belongs to the market, grants for
ranks to the levers, and no reputation is assumed.
"""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy import ladder
from sim.policy.ladder import Record
from sim.quarter.demography.incubation import starting_tenants
from sim.state.firms import Tier
from sim.state.table import Bools, Floats, Ints
from sim.world import World

NICHES = 40
"""Niches of a sector."""

FIRST, AGAIN, RANK_SCORE, SEGMENT, LISTED, RANK_GOES = 0, 1, 2, 3, 4, 10
"""Draws: first application for the certificate, renewal, score, product market, gazelle list, ranks."""

FULL_YEAR = 4
"""Quarters of accounts behind an application."""

SOLD_OR_LISTED = 9
"""Round of a firm that left private hands."""


def certify(world: World) -> None:
    """Win, renew and lose the certificate, then ranks, then the lists of gazelles and unicorns."""
    turn = ((world.firms.id & np.uint64(3)) == np.uint64(world.quarter % 4)) & world.trading()
    renew_certificates(world)
    award_certificates(world, turn)
    if world.burning_in:
        return
    review_ranks(world)
    award_ranks(world, turn)
    list_fast_growers(world, turn)


def record_of(world: World, rows: Ints) -> Record:
    """What applications of some firms say. Growth over two years needs revenue in both end years."""
    firms, t = world.firms, world.quarter
    base, last = firms.revenue_ends[rows, 2], firms.revenue_ends[rows, 0]
    known = base > 0
    ids = firms.id[rows]
    return Record(
        age=(t - firms.born[rows]) / 4.0,
        staff=firms.ordinary[rows] + firms.technical[rows] + firms.leading[rows],
        revenue=firms.revenue_year[rows],
        revenue_base=base,
        growth=np.where(known, np.sqrt(last / np.where(known, base, 1.0)) - 1.0, -1.0),
        rd=firms.rd_reported_year[rows],
        patents=firms.patents[rows],
        technical_share=firms.technical_share[rows],
        product_share=firms.ht_share[rows],
        core_share=firms.core_share[rows],
        assets=firms.capital[rows] + np.maximum(firms.cash[rows], 0.0),
        debt=firms.debt[rows] + np.maximum(-firms.cash[rows], 0.0),
        exports=4.0 * firms.exports[rows],
        raised=firms.raised[rows],
        value=firms.valuation[rows],
        market_share=market_share(world, rows),
        luck=world.luck.normal(Purpose.CERTIFICATION, ids, t, RANK_SCORE),
        certified=firms.certified_until[rows] >= t,
        manufacturer=world.fixed.goods[firms.sector[rows]],
        listed=firms.round[rows] == SOLD_OR_LISTED,
        tier=firms.tier[rows],
    )


def market_share(world: World, rows: Ints) -> Floats:
    """Share of a firm's core revenue in the national market of its own product: f64[n] (assumed).

    The market grows with its sector, differs between firms for life, and is at most the firm's niche, a
    fortieth of its sector's home demand.
    """
    firms, p = world.firms, world.scenario.certification
    market = world.firm_market()[rows]
    growth = world.sectors.growth[market]
    niche = 4.0 * world.sectors.home[market] * growth / NICHES / world.sample
    own = np.exp(p.segment_sd * world.luck.normal(Purpose.LADDER, firms.id[rows], 0, SEGMENT))
    size = np.minimum(p.segment_sales * growth * own, np.maximum(niche, 1e-9))
    return np.asarray(np.minimum(firms.core_share[rows] * firms.revenue_year[rows] / size, 1.0))


# -- the high-tech certificate ----------------------------------------------------------------------


def renew_certificates(world: World) -> None:
    """Holders whose certificate ends this quarter apply again, pass, or lose it."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    rows = np.flatnonzero((firms.certified_until == t) & world.trading())
    again = world.luck.happens(Purpose.CERTIFICATION, firms.id[rows], t, p.hte_reapply, AGAIN)
    passes = again & ladder.certificate(record_of(world, rows), p)
    firms.certified_until[rows[passes]] = t + p.hte_validity
    world.happenings.count("certified", firms.site[rows[passes]])
    world.happenings.count("certificates_lost", firms.site[rows[~passes]])


def award_certificates(world: World, turn: Bools) -> None:
    """Firms without a certificate apply in a quarter of their own, larger ones likelier, and may pass."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    rows = np.flatnonzero(turn & (firms.certified_until < t))
    size = np.maximum(firms.revenue_year[rows], 1e-9) / p.rd_limits[0]
    applies = world.luck.happens(
        Purpose.CERTIFICATION, firms.id[rows], t, p.hte_apply * size**p.hte_apply_el, FIRST
    )
    rows = rows[applies]
    rows = rows[ladder.certificate(record_of(world, rows), p)]
    firms.certified_until[rows] = t + p.hte_validity - 1
    world.happenings.count("certified", firms.site[rows])


# -- ranks ------------------------------------------------------------------------------------------


def review_ranks(world: World) -> None:
    """Ranks that end this quarter are renewed, or fall to the next lower one whose gates still hold."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    rows = np.flatnonzero((firms.tier > Tier.NONE) & (firms.tier_until <= t) & world.trading())
    record = record_of(world, rows)
    tier = ladder.fall_back(record, p, book_of(world))
    world.happenings.count("demotions", firms.site[rows[tier < record.tier]])
    set_ranks(world, rows, tier)


def award_ranks(world: World, turn: Bools) -> None:
    """Firms with a year of accounts apply for ranks in a quarter of their own: one recognition a year."""
    firms, p = world.firms, world.scenario.certification
    rows = np.flatnonzero(turn & (world.quarter - firms.born >= FULL_YEAR))
    record = record_of(world, rows)
    tier = ladder.climb(record, p, book_of(world), goes_for(world, rows))
    won = tier > record.tier
    world.happenings.count("promotions", firms.site[rows[won]])
    set_ranks(world, rows[won], tier[won])


def goes_for(world: World, rows: Ints) -> Floats:
    """Keyed uniforms that decide for which ranks a firm goes this year: f64[n, 6]."""
    ids, t = world.firms.id[rows], world.quarter
    draws = [world.luck.uniform(Purpose.LADDER, ids, t, RANK_GOES + rank) for rank in ladder.RANKS]
    return np.stack(draws, axis=1)


def set_ranks(world: World, rows: Ints, tier: np.ndarray) -> None:
    """Give ranks with their validity, and keep a row for each change."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    before = firms.tier[rows].copy()
    holds = np.where(tier == Tier.TECH_SME, p.annual_validity, p.rank_validity)
    firms.tier[rows] = tier
    firms.tier_until[rows] = np.where(tier > Tier.NONE, t + holds, -1)
    moved = np.flatnonzero(tier != before)
    if len(moved) == 0:
        return
    at = rows[moved]
    names = np.array([rank.name.lower() for rank in Tier])
    verb = np.where(tier[moved] > before[moved], "promotion_", "demotion_")
    world.happenings.write(
        "events",
        quarter=np.full(len(at), t),
        kind=np.char.add(verb, names[tier[moved]]),
        firm=firms.id[at],
        site=firms.site[at].astype(np.int64),
        sector=firms.sector[at].astype(np.int64),
        born=firms.born[at].astype(np.int64),
        revenue_year=firms.revenue_year[at].copy(),
    )


def book_of(world: World) -> int:
    """Rule book of the quarter."""
    return ladder.rule_book(world.scenario.run.start_year, world.quarter, world.scenario.certification)


# -- yearly lists -----------------------------------------------------------------------------------


def list_fast_growers(world: World, turn: Bools) -> None:
    """Gazelles by growth and unicorns by value, listed anew every year."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    rows = np.flatnonzero(turn)
    record = record_of(world, rows)
    listed = world.luck.happens(Purpose.LADDER, firms.id[rows], t, p.gazelle_listed, LISTED)
    firms.gazelle[rows] = ladder.gazelle(record, p) & listed
    firms.unicorn[rows] = ladder.unicorn(record, p)


# -- quarter 0 --------------------------------------------------------------------------------------


def starting_ranks(world: World) -> None:
    """Patents, ranks, lists and tenants of quarter 0, as if the rules had been at work for long.

    Certificates were drawn with the firms; those that end at quarter 0 have just been renewed. Ranks are
    climbed one after the other, a firm within the gates holding the rank with its long-run odds
    applications / (applications + reviews); what is left of their validity is spread evenly.
    """
    firms, p = world.firms, world.scenario.certification
    firms.certified_until[firms.certified_until == 0] = p.hte_validity
    starting_patents(world)
    starting_tenants(world)
    if world.burning_in:
        return
    rows = np.flatnonzero(world.trading() & (world.quarter - firms.born >= FULL_YEAR))
    record = record_of(world, rows)
    book = book_of(world)
    draws = goes_for(world, rows)
    for rank in ladder.RANKS:
        valid = p.annual_validity if rank is Tier.TECH_SME else p.rank_validity
        often = np.asarray(p.apply_rank)[rank - 1]
        holds = draws[:, rank - 1] < often / (often + 1.0 / (valid / 4.0 + 1.0))
        gates = ladder.within_gates(record, rank, p, book) & ladder.may_apply(record, rank, p, book)
        record.tier = np.where(holds & gates, np.int8(rank), record.tier)
    left = world.luck.uniform(Purpose.LADDER, firms.id[rows], 0, RANK_GOES)
    holds_for = np.where(record.tier == Tier.TECH_SME, p.annual_validity, p.rank_validity)
    firms.tier[rows] = record.tier
    firms.tier_until[rows] = np.where(record.tier > Tier.NONE, 1 + np.floor(left * holds_for), -1)
    list_fast_growers(world, world.trading())


def starting_patents(world: World) -> None:
    """Live patents at quarter 0: the known number a worker at every site, spread by R&D; and what the
    gate asks for with the certified. Source: [HTZ19]."""
    firms, p = world.firms, world.scenario.certification
    weight = np.where(world.trading(), firms.rd_real_year, 0.0) ** p.patents_rd_el
    staff = np.bincount(firms.site, firms.ordinary + firms.technical + firms.leading, world.n_sites)
    whole = np.bincount(firms.site, weight, world.n_sites)
    level = p.patents_a_worker * staff / np.where(whole > 0, whole, 1.0)
    least = np.where(firms.certified_until >= 0, world.scenario.research.gate_patents, 0.0)
    firms.patents = np.maximum(level[firms.site] * weight, least)
