"""The ladder of ranks: who is within the published gates, on arrays of firms.

The rule book of 2022 holds until that of 2026 comes into force; parameters of both stand side by side.
What no column of a firm tells (management systems, a place in the chain, standards led) is noise in the
score, as a jury's view is to whoever reads the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sim.scenario.parameters.certification import Certification
from sim.state.firms import Tier
from sim.state.table import Bools, Floats

BOOK_2022, BOOK_2026 = 0, 1
"""Rule books, as positions in the parameters' pairs."""


@dataclass
class Record:
    """What an application says, one entry a firm; money in m¥, flows and rates a year.

    ``growth`` is the yearly growth of revenue over the last two calendar years (-1 where it is unknown),
    ``market_share`` the share of the national market of the firm's own product, ``luck`` the jury's
    error in standard deviations.
    """

    age: Floats
    staff: Floats
    revenue: Floats
    revenue_base: Floats
    growth: Floats
    rd: Floats
    patents: Floats
    technical_share: Floats
    product_share: Floats
    core_share: Floats
    assets: Floats
    debt: Floats
    exports: Floats
    raised: Floats
    value: Floats
    market_share: Floats
    luck: Floats
    certified: Bools
    manufacturer: Bools
    listed: Bools
    tier: NDArray[np.int8]

    @property
    def rd_share(self) -> Floats:
        """Reported R&D over revenue: f64[n]."""
        return np.asarray(self.rd / np.maximum(self.revenue, 1e-9))

    @property
    def debt_share(self) -> Floats:
        """Debt over assets: f64[n]."""
        return np.asarray(self.debt / np.maximum(self.assets, 1e-9))

    def take(self, rows: NDArray[np.integer] | Bools) -> Record:
        """The record of some of the firms."""
        return Record(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def quarter_starts(start_year: int, quarter: int) -> float:
    """Date at which a quarter of the run begins, in years: quarter 0 is the last one of ``start_year``."""
    return start_year + (quarter + 3) / 4.0


def rule_book(start_year: int, quarter: int, p: Certification) -> int:
    """Rule book in force when a quarter begins. Source: [GR26] [LG26]."""
    return BOOK_2026 if quarter_starts(start_year, quarter) >= p.rules_2026_from else BOOK_2022


def points(value: Floats, steps: tuple[float, ...], given: tuple[float, ...]) -> Floats:
    """Points of a rising scale, f64[n]: ``given[k]`` from ``steps[k]`` on, none below the first step."""
    return np.asarray((0.0, *given))[np.searchsorted(steps, value, side="right")]


def research_gate(revenue: Floats, p: Certification) -> Floats:
    """R&D over sales that the certificate asks for by sales class, f64[n]. Source: [HTE1-4]."""
    (small, medium), (strict, usual, mild) = p.rd_limits, p.rd_gates
    return np.where(revenue <= small, strict, np.where(revenue <= medium, usual, mild))


def certificate(r: Record, p: Certification) -> Bools:
    """Firms that pass the gates and the score of the high-tech certificate. Source: [HTE1-4]."""
    score = p.hte_score + p.hte_score_ip * np.log1p(r.patents) + p.hte_score_sd * r.luck
    return np.asarray(
        (r.age >= p.hte_min_age / 4.0)
        & (r.rd_share >= research_gate(r.revenue, p))
        & (r.technical_share >= p.hte_staff_share)
        & (r.product_share >= p.hte_product_share)
        & (r.patents >= p.hte_patents)
        & (score >= p.hte_pass)
    )


def small_or_medium(r: Record, p: Certification) -> Bools:
    """SMEs by the national standard: below the staff or below the sales."""
    return np.asarray((r.staff < p.sme_staff) | (r.revenue < p.sme_sales))


def technology_sme(r: Record, p: Certification) -> Bools:
    """Gates and self-evaluation of technology SMEs; a certificate passes directly. Source: [TS1-3]."""
    small = (r.staff <= p.tech_staff) & (r.revenue <= p.tech_money) & (r.assets <= p.tech_money)
    staff = points(r.technical_share, p.tech_staff_steps, p.tech_staff_points)
    research = points(r.rd_share, p.tech_rd_steps, p.tech_rd_points)
    rights = np.where(r.patents >= 1.0, p.tech_ip_points, p.tech_ip_minor)
    scored = (staff > 0) & (staff + research + rights >= p.tech_pass)
    return np.asarray(small & (scored | r.certified))


def innovation_parts(r: Record, p: Certification) -> tuple[Floats, Floats, Floats]:
    """Points for innovation, growth and specialisation: three f64[n]. Source: [INN]."""
    innovation = points(r.patents, p.ip_steps, p.ip_points) + points(r.rd_share, p.rd_steps, p.rd_points)
    (low, high), (much, some) = p.debt_steps, p.debt_points
    sound = np.where(r.debt_share <= low, much, np.where(r.debt_share <= high, some, 0.0))
    growth = points(r.growth, p.growth_steps, p.growth_points) + sound
    return innovation, growth, points(r.core_share, p.focus_steps, p.focus_points)


def innovation_score(r: Record, p: Certification, parts: tuple[Floats, Floats, Floats] | None = None) -> Floats:
    """Score of 100 with the jury's error: f64[n]. Stands in for the scores of higher ranks too (assumed)."""
    innovation, growth, focus = parts or innovation_parts(r, p)
    return np.asarray(innovation + growth + focus + p.score_sd * r.luck)


def innovative_sme(r: Record, p: Certification) -> Bools:
    """Innovative SMEs: by score, or directly by certificate or equity. Source: [INN]."""
    least = p.innovative_least
    enough, parts = np.ones(len(r.age), np.bool_), innovation_parts(r, p)
    for part, floor in zip(parts, least, strict=True):
        enough &= part >= floor
    scored = enough & (innovation_score(r, p, parts) >= p.innovative_pass)
    direct = r.certified | (r.raised >= p.innovative_equity)
    return np.asarray(small_or_medium(r, p) & (scored | direct))


def specialised(r: Record, p: Certification, book: int) -> Bools:
    """Specialised SMEs by the rule book. Source: [SR22] [SR26].

    R&D of each of two years is the trailing year's, since firms keep no earlier one.
    """
    large = (r.revenue >= p.special_revenue[book]) | (r.raised >= p.special_equity[book])
    passed = innovation_score(r, p) >= p.special_pass[book]
    if book == BOOK_2022:
        research, equity = p.special_direct
        passed = passed | (r.rd >= research) | (r.raised >= equity)
    return np.asarray(
        small_or_medium(r, p)
        & (r.age >= p.special_years[book])
        & large
        & (r.core_share >= p.special_core[book])
        & (r.debt_share <= p.special_debt[book])
        & (r.rd >= p.special_rd[book])
        & (r.rd_share >= p.special_rd_share[book])
        & (r.patents >= p.special_patents[book])
        & passed
    )


def little_giant(r: Record, p: Certification, book: int, review: bool) -> Bools:
    """Little giants by the rule book; a review does not ask for growth. Source: [LG22] [LG26].

    The book of 2026 asks for a tenth of the product's market or a place among its first three.
    """
    asked = np.where(r.revenue < p.giant_small, p.giant_rd_share_small[book], p.giant_rd_share[book])
    usual = (r.revenue >= p.giant_revenue[book]) & (r.rd_share >= asked) & (r.rd >= p.giant_rd[book])
    if book == BOOK_2022:
        equity, research, staff = p.giant_young
        young = (r.raised >= equity) & (r.rd >= research) & (r.technical_share >= staff)
        usual = usual | young
    grown = np.ones(len(r.age), np.bool_) if review else r.growth >= p.giant_growth[book]
    return np.asarray(
        small_or_medium(r, p)
        & usual
        & grown
        & (r.age >= p.giant_years[book])
        & (r.core_share >= p.giant_core[book])
        & (r.debt_share <= p.giant_debt[book])
        & (r.patents >= p.giant_patents[book])
        & ((r.market_share >= p.giant_share[book]) | (r.market_share >= p.giant_top[book]))
        & (innovation_score(r, p) >= p.giant_pass[book])
    )


def champion(r: Record, p: Certification) -> Bools:
    """Manufacturing single champions; being number one is a share of the market. Source: [CH1-5]."""
    return np.asarray(
        r.manufacturer
        & (r.age >= p.champion_years)
        & (r.market_share >= p.champion_share)
        & (r.rd_share >= p.champion_rd_share)
        & (r.core_share >= p.champion_core)
    )


def world_class(r: Record, p: Certification) -> Bools:
    """World-class firms by research and exports (assumed: no gate is published)."""
    exporting = r.exports >= p.world_export * r.revenue
    return np.asarray((r.rd_share >= p.world_rd_share) & exporting)


def within_gates(r: Record, rank: Tier, p: Certification, book: int, review: bool = False) -> Bools:
    """Firms that meet a rank's gates, whatever rank they hold: bool[n]."""
    if rank is Tier.TECH_SME:
        return technology_sme(r, p)
    if rank is Tier.INNOVATIVE_SME:
        return innovative_sme(r, p)
    if rank is Tier.SPECIALISED:
        return specialised(r, p, book)
    if rank is Tier.LITTLE_GIANT:
        return little_giant(r, p, book, review)
    if rank is Tier.CHAMPION:
        return champion(r, p)
    return world_class(r, p)


def may_apply(r: Record, rank: Tier, p: Certification, book: int) -> Bools:
    """Firms that hold what a rank asks for beforehand, and not yet the rank: bool[n].

    Technology and innovative SMEs need nothing; specialised firms need a lower rank since 2026; little
    giants must be specialised; champions little giants unless they are large; world-class firms
    champions unless they are very large.
    """
    below = r.tier < rank
    if rank in (Tier.TECH_SME, Tier.INNOVATIVE_SME):
        return np.asarray(below)
    if rank is Tier.SPECIALISED:
        return np.asarray(below & (r.tier >= p.special_before[book]))
    large = np.zeros(len(r.age), np.bool_)
    if rank is Tier.CHAMPION:
        large = r.revenue >= p.champion_sales
    elif rank is Tier.WORLD_CLASS:
        large = r.revenue >= p.world_sales
    return np.asarray(below & ((r.tier == rank - 1) | large))


def climb(r: Record, p: Certification, book: int, zeal: Floats, often: Floats) -> NDArray[np.int8]:
    """Rank after applications: the highest whose gates and prerequisites a firm meets and that it goes for.

    One recognition, whatever rank it is of: i8[n]. A firm goes for a rank where its uniform draw
    ``zeal`` (f64[n]) is below ``often`` (f64[6]); who goes for a rare rank goes for a common one.
    """
    tier = r.tier.copy()
    tries = np.flatnonzero(zeal < often.max())
    part, keen = r.take(tries), zeal[tries]
    for rank in RANKS:
        asks = np.flatnonzero((keen < often[rank - 1]) & may_apply(part, rank, p, book))
        tier[tries[asks[within_gates(part.take(asks), rank, p, book)]]] = rank
    return tier


def fall_back(r: Record, p: Certification, book: int) -> NDArray[np.int8]:
    """Rank after a review: the one held if its gates still hold, else the highest below whose do: i8[n]."""
    tier = np.zeros(len(r.age), np.int8)
    for rank in reversed(RANKS):
        falls = np.flatnonzero((r.tier >= rank) & (tier == Tier.NONE))
        tier[falls[within_gates(r.take(falls), rank, p, book, review=True)]] = rank
    return tier


def gazelle(r: Record, p: Certification) -> Bools:
    """Fast growers: by base revenue and growth, staff and faster growth, or size when young. Source: [GZ-S] [GZ]."""
    based = (r.revenue_base >= p.gazelle_base) & (r.growth >= p.gazelle_growth)
    staffed = (r.staff >= p.gazelle_staff) & (r.growth >= p.gazelle_staff_growth)
    youth, sales = p.gazelle_young
    large = (r.age <= youth) & (r.revenue >= sales)
    return np.asarray((based | staffed | large) & (r.age <= p.gazelle_age) & r.certified)


def unicorn(r: Record, p: Certification) -> NDArray[np.int8]:
    """Young unlisted firms with private equity and a value of a billion dollars, 1; of ten billion, 2: i8[n].

    Source: [UN1].
    """
    young = (r.age <= p.unicorn_age) & ~r.listed
    one = young & (r.raised >= p.unicorn_raised) & (r.value >= p.unicorn_value)
    large = young & (r.raised >= p.super_unicorn_raised) & (r.value >= p.super_unicorn_value)
    return np.asarray(one.astype(np.int8) + (one & large))


RANKS = tuple(rank for rank in Tier if rank is not Tier.NONE)
"""Ranks from the lowest to the highest."""
