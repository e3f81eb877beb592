"""Certificates and ranks: firms apply once a year, are reviewed when a rank ends, and may lose it.

Ranks have no consequence of their own: the tax rate of certified firms belongs to the market, rewards and the
weight of a rank's name to the lever ``ladder``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.threads import in_parts
from sim.luck import Purpose
from sim.policy import ladder
from sim.policy.ladder import Record
from sim.quarter.demography.acceleration import starting_accelerated
from sim.quarter.demography.exit import other_hazard
from sim.quarter.demography.incubation import starting_tenants
from sim.quarter.demography.rewards import reward_lists, reward_ranks
from sim.quarter.market.demand import number_growth
from sim.scenario.parameters.certification import Certification
from sim.state.cells import cell_sum
from sim.state.firms import Tier
from sim.state.table import Bools, Floats, Ints
from sim.world import World

NICHES = 40
"""Niches of a sector."""

FIRST, AGAIN, SCORE, SEGMENT, LISTED, ZEAL, LEFT, HELD = range(8)
"""Draws: first application for the certificate, renewal, score, product market, lists, ranks; at quarter 0
time left, and one for each rank held."""

FULL_YEAR = 4
"""Quarters of accounts behind an application."""

RISES, FALLS = (np.array([verb + rank.name.lower() for rank in Tier]) for verb in ("promotion_", "demotion_"))
"""Names of the events that a rank is won and that a firm falls to it."""

SOLD_OR_LISTED = 9
"""Round of a firm that left private hands."""


def certify(world: World) -> None:
    """Firms whose turn of the year it is, or whose certificate or rank ends, are judged on one record."""
    firms, t = world.firms, world.quarter
    turn, asked = np.empty((2, len(firms)), np.bool_)

    def ask(first: int, last: int) -> None:
        i = slice(first, last)
        turn[i] = ((firms.id[i] & np.uint64(3)) == np.uint64(t % 4)) & (firms.born[i] <= t - FULL_YEAR)
        due = (firms.certified_until[i] == t) | (firms.tier_until[i] == t)
        asked[i] = (turn[i] | due) & (firms.b[i] > 0)

    in_parts(ask, len(firms))
    rows = np.flatnonzero(asked)
    turn = turn[rows]
    record = record_of(world, rows)
    renew_certificates(world, rows, record)
    award_certificates(world, rows, record, turn)
    if world.burning_in:
        return
    record.certified = firms.certified_until[rows] >= t
    review_ranks(world, rows, record)
    rows, record = rows[turn], record.take(turn)
    award_ranks(world, rows, record)
    list_fast_growers(world, rows, record)


class Applications(Record):
    """The record of firms (rows), each part of which is read when a gate first asks for it, and only of whom it asks.

    Staff is that after this quarter's hires. Certificates and ranks are those when the record was made, since
    the quarter's decisions change them.
    """

    def __init__(self, world: World, rows: Ints) -> None:
        firms = world.firms
        self.world, self.rows, self.many = world, rows, firms.weight[rows]
        self.certified = firms.certified_until[rows] >= world.quarter
        self.tier = firms.tier[rows]

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name not in PARTS:
            raise AttributeError(name)
        part: NDArray[Any] = PARTS[name](self)
        setattr(self, name, part)
        return part

    def read(self, name: str) -> NDArray[Any]:
        """A column of the firms."""
        return np.asarray(getattr(self.world.firms, name)[self.rows])

    def each(self, name: str) -> Floats:
        """A column of the firms for each of those for which a row stands."""
        return np.asarray(self.read(name) / self.many)

    def take(self, rows: NDArray[np.integer] | Bools) -> Record:
        """The record of some of the firms."""
        some = object.__new__(Applications)
        parts = {name: part[rows] for name, part in vars(self).items() if name != "world"}
        some.__dict__.update(parts, world=self.world)
        return some


def record_of(world: World, rows: Ints) -> Record:
    """What applications of some firms say, each for itself."""
    return Applications(world, rows)


def yearly_growth(world: World, rows: Ints) -> Floats:
    """Yearly growth of revenue over the last two calendar years, -1 where it is unknown: f64[rows]."""
    base, last = world.firms.revenue_ends[rows, 2], world.firms.revenue_ends[rows, 0]
    known = base > 0
    return np.where(known, np.sqrt(last / np.where(known, base, 1.0)) - 1.0, -1.0)


def jurys_error(world: World, rows: Ints) -> Floats:
    """Error of the jury that judges this quarter, in s.d.: f64[rows]."""
    return world.luck.normal(Purpose.CERTIFICATION, world.firms.id[rows], world.quarter, SCORE)


def market_share(world: World, rows: Ints) -> Floats:
    """Share of a firm's core revenue in the national market of its own product: f64[n] (assumed).

    The market of a product grows as the sales of those who sell do, since demand that comes with new sellers
    comes with new products; it differs between firms for life, and is at most the firm's niche, a fortieth of
    its sector's home demand.
    """
    firms, p = world.firms, world.scenario.certification
    market = world.fixed.site_market[firms.site[rows]] * world.n_sectors + firms.sector[rows]
    growth = world.sectors.growth[market] / number_growth(world)[market]
    niche = 4.0 * world.sectors.home[market] * world.sectors.growth[market] / NICHES / world.sample
    own = np.exp(p.segment_sd * world.luck.normal(Purpose.LADDER, firms.id[rows], 0, SEGMENT))
    size = np.minimum(p.segment_sales * growth * own, np.maximum(niche, 1e-9))
    return np.asarray(np.minimum(firms.core_share[rows] * firms.revenue_year[rows] / firms.weight[rows] / size, 1.0))


PARTS: dict[str, Callable[[Applications], NDArray[Any]]] = {
    "age": lambda r: (r.world.quarter - r.read("born")) / 4.0,
    "experts": lambda r: r.read("technical") + r.read("leading"),
    "heads": lambda r: r.read("ordinary") + r.experts,
    "staff": lambda r: r.heads / r.many,
    "revenue": lambda r: r.each("revenue_year"),
    "revenue_base": lambda r: r.world.firms.revenue_ends[r.rows, 2] / r.many,
    "growth": lambda r: yearly_growth(r.world, r.rows),
    "rd": lambda r: r.each("rd_reported_year"),
    "patents": lambda r: r.each("patents"),
    "technical_share": lambda r: r.experts / np.maximum(r.heads, 1e-9),
    "product_share": lambda r: r.read("ht_share"),
    "core_share": lambda r: r.read("core_share"),
    "assets": lambda r: (r.read("capital") + np.maximum(r.read("cash"), 0.0)) / r.many,
    "debt": lambda r: (r.read("debt") + np.maximum(-r.read("cash"), 0.0)) / r.many,
    "exports": lambda r: 4.0 * r.each("exports"),
    "raised": lambda r: r.each("raised"),
    "value": lambda r: r.each("valuation"),
    "market_share": lambda r: market_share(r.world, r.rows),
    "luck": lambda r: jurys_error(r.world, r.rows),
    "manufacturer": lambda r: r.world.fixed.goods[r.read("sector")],
    "listed": lambda r: r.read("round") == SOLD_OR_LISTED,
}
"""How each part of a record is read."""


# -- the high-tech certificate ----------------------------------------------------------------------


def renew_certificates(world: World, rows: Ints, record: Record) -> None:
    """Holders whose certificate ends this quarter apply again, pass, or lose it."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    ending = np.flatnonzero(firms.certified_until[rows] == t)
    at = rows[ending]
    again = world.luck.happens(Purpose.CERTIFICATION, firms.id[at], t, p.hte_reapply, AGAIN)
    passes = again & ladder.certificate(record.take(ending), p)
    firms.certified_until[at[passes]] = t + p.hte_validity
    world.happenings.count("certified", firms.site[at[passes]], firms.weight[at[passes]])
    world.happenings.count("certificates_lost", firms.site[at[~passes]], firms.weight[at[~passes]])


def award_certificates(world: World, rows: Ints, record: Record, turn: Bools) -> None:
    """Firms without a certificate apply in their turn, larger ones likelier, and may pass."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    able = np.flatnonzero(turn & (firms.certified_until[rows] < t))
    at = rows[able]
    often = world.sites.apply_rate[firms.site[at]] * eagerness(record.revenue[able], p)
    able = able[world.luck.happens(Purpose.CERTIFICATION, firms.id[at], t, often, FIRST)]
    at = rows[able[ladder.certificate(record.take(able), p)]]
    firms.certified_until[at] = t + p.hte_validity - 1
    world.happenings.count("certified", firms.site[at], firms.weight[at])


def eagerness(revenue: Floats, p: Certification) -> Floats:
    """Applications relative to those of a firm of 50 m¥ a year: f64[n] (assumed)."""
    return np.asarray((np.maximum(revenue, 1e-9) / p.rd_limits[0]) ** p.hte_apply_el)


# -- ranks ------------------------------------------------------------------------------------------


def review_ranks(world: World, rows: Ints, record: Record) -> None:
    """Ranks that end this quarter are renewed, or fall to the highest below whose gates still hold."""
    p, t = world.scenario.certification, world.quarter
    ending = np.flatnonzero(world.firms.tier_until[rows] == t)
    before = record.tier[ending]
    record.tier[ending] = ladder.fall_back(record.take(ending), p, book_of(world))
    fell = record.tier[ending] < before
    world.happenings.count("demotions", world.firms.site[rows[ending[fell]]], world.firms.weight[rows[ending[fell]]])
    set_ranks(world, rows[ending], record.tier[ending])


def award_ranks(world: World, rows: Ints, record: Record) -> None:
    """Firms apply for ranks in a quarter of their own: one recognition a year."""
    p, firms = world.scenario.certification, world.firms
    zeal = world.luck.uniform(Purpose.LADDER, firms.id[rows], world.quarter, ZEAL)
    tier = ladder.climb(record, p, book_of(world), zeal, np.asarray(p.apply_rank))
    won = tier > record.tier
    world.happenings.count("promotions", firms.site[rows[won]], firms.weight[rows[won]])
    set_ranks(world, rows[won], tier[won])
    reward_ranks(world, rows[won], tier[won])


def set_ranks(world: World, rows: Ints, tier: NDArray[np.int8]) -> None:
    """Give ranks with their validity, and keep a row for each change."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    before = firms.tier[rows].copy()
    holds = np.where(tier == Tier.TECH_SME, p.annual_validity, p.rank_validity)
    firms.tier[rows] = tier
    firms.tier_until[rows] = np.where(tier > Tier.NONE, t + holds, -1)
    firms.tier_since[rows[tier > before]] = t
    moved = np.flatnonzero(tier != before)
    if len(moved) == 0:
        return
    at = rows[moved]
    verb = np.where(tier[moved] > before[moved], RISES[tier[moved]], FALLS[tier[moved]])
    world.happenings.write(
        "events",
        quarter=np.full(len(at), t),
        kind=verb,
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


def list_fast_growers(world: World, rows: Ints, record: Record) -> None:
    """Gazelles by growth and unicorns by value, listed anew every year."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    listed = firms.gazelle[rows] == 1, firms.unicorn[rows] >= 1
    firms.gazelle[rows] = 0
    fast = rows[ladder.gazelle(record, p)]
    firms.gazelle[fast] = world.luck.happens(Purpose.LADDER, firms.id[fast], t, p.gazelle_listed, LISTED)
    firms.unicorn[rows] = ladder.unicorn(record, p)
    reward_lists(world, rows, *listed)


# -- quarter 0 --------------------------------------------------------------------------------------


def starting_ranks(world: World) -> None:
    """Ranks, lists and tenants of quarter 0, as if the rules had been at work for long.

    Certificates were drawn with the firms; those that end at quarter 0 have just been renewed. Ranks are
    climbed one after the other; a firm that a review would not demote holds a rank with its long-run odds,
    applications that pass over these and losses at reviews. Where an application asks for more than a review
    does, only as many pass as meet that now. What is left of their validity is spread evenly.
    """
    firms, p = world.firms, world.scenario.certification
    firms.certified_until[firms.certified_until == 0] = p.hte_validity
    solve_applications(world)
    starting_tenants(world)
    starting_accelerated(world)
    if world.burning_in:
        return
    rows = np.flatnonzero(world.trading() & (world.quarter - firms.born >= FULL_YEAR))
    record = record_of(world, rows)
    ids, book = firms.id[rows], book_of(world)
    for rank in ladder.RANKS:
        years = (p.annual_validity if rank is Tier.TECH_SME else p.rank_validity) / 4.0
        often = p.apply_rank[rank - 1]
        able = ladder.may_apply(record, rank, p, book)
        stays = able & ladder.within_gates(record, rank, p, book, review=True)
        enters = stays & ladder.within_gates(record, rank, p, book)
        often *= float(enters.sum()) / max(float(stays.sum()), 1.0)
        long_run = often / (often + p.review_loss / years)
        record.tier[stays & world.luck.happens(Purpose.LADDER, ids, 0, long_run, HELD + rank)] = rank
    validity = np.where(record.tier == Tier.TECH_SME, p.annual_validity, p.rank_validity)
    left = np.floor(world.luck.uniform(Purpose.LADDER, ids, 0, LEFT) * validity).astype(np.int64)
    firms.tier[rows] = record.tier
    firms.tier_until[rows] = np.where(record.tier > Tier.NONE, 1 + left, -1)
    firms.tier_since[rows] = np.where(record.tier > Tier.NONE, 1 + left - validity, -1000)
    list_fast_growers(world, rows, record)


def solve_applications(world: World) -> None:
    """Rate of first applications by site that replaces the holders who drop out: the stock stays what it is.

    holders x turnover over the eager firms within the gates that hold no certificate. Turnover is the hazard of
    exit at the holders' own ages and sizes, and what they fail, close and lose the certificate besides.
    """
    firms, p, n = world.firms, world.scenario.certification, world.n_sites
    held = firms.certified_until >= world.quarter
    age = np.maximum(world.quarter - firms.born, 0) / 4.0
    jobs = (firms.ordinary + firms.technical + firms.leading) / firms.weight
    ends = other_hazard(age, jobs, world.scenario.demography) + p.hte_turnover
    holders = cell_sum(firms.site, np.where(held, 1.0, 0.0), n)
    leaving = cell_sum(firms.site, np.where(held, ends, 0.0), n)
    rows = np.flatnonzero((firms.certified_until < world.quarter) & world.trading())
    record = record_of(world, rows)
    eager: Floats = np.where(ladder.certificate(record, p), eagerness(record.revenue, p), 0.0)
    pool = cell_sum(firms.site[rows], eager, n)
    told = (holders > 0) & (pool > 0)
    world.sites.apply_rate = np.where(told, leaving / np.where(told, pool, 1.0), p.hte_apply)
