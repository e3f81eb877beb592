"""Agreements between sites: who is allied, and how allies divide labour.

Allies leave each other what each is better at: whom they invite, whom they let go, and whose taxes they share.
"""

from __future__ import annotations

import numpy as np

from sim.state.cells import cell_sum
from sim.state.table import Bools, Floats, Ints
from sim.world import World

LEVER = "cross_region"
MOST = 0.9
"""Share of hours, of the cost of moving and of a sector's score that no agreement does away with more than."""


def allied(world: World) -> Bools:
    """Pairs of sites of two cities and one market that both take part: bool[P, P]."""
    takes_part = world.levers.intensity(LEVER) > 0
    city, market = world.sites.city, world.fixed.site_market
    both = takes_part[:, None] & takes_part[None, :]
    return np.asarray(both & (city[:, None] != city[None, :]) & (market[:, None] == market[None, :]))


def left_to_us(world: World) -> Floats | float:
    """Factor on what a site thinks of inviting each sector, f64[P, S]; 1 where no ally is ahead in it.

    Less duplication: a site gives up a share of the score (term ``yielding``) to the ally that is furthest ahead of
    it, by the weaker intensity of the two. Both would else build the same. Assumed.
    """
    levers = world.levers
    if not levers.active(LEVER):
        return 1.0
    intensity = levers.intensity(LEVER)
    weaker = np.minimum(intensity[:, None], intensity[None, :]) * allied(world)
    # Sector by sector: pairs of many sites fit in the cache, all sectors of all pairs don't.
    lead = [(weaker * ahead(made[None, :], made[:, None])).max(axis=1) for made in specialisation(world).T]
    return np.asarray(1.0 - np.minimum(levers.term(LEVER, "yielding") * np.stack(lead, axis=1), MOST))


def moving_eased(world: World, here: Ints, there: Ints, sector: Ints) -> Floats | float:
    """Share of the cost of moving from a site to another that agreements take off, by pair of them: f64[m], or 0.

    Division of labour: at an ally that is more specialised in the mover's sector (a larger location quotient),
    by its lead and the weaker intensity (term ``division``). Assumed.
    """
    levers = world.levers
    if not levers.active(LEVER):
        return 0.0
    made, intensity = specialisation(world), levers.intensity(LEVER)
    lead = ahead(made[there, sector], made[here, sector]) * np.minimum(intensity[here], intensity[there])
    return np.asarray(np.minimum(levers.term(LEVER, "division") * lead, MOST) * allied(world)[here, there])


def tax_sent_home(world: World, *taxes: Floats) -> Floats:
    """What the local share of firms' taxes (m¥, f64[n] each) shifts between sites by agreement, m¥: f64[P], sum 0.

    Of a firm that moved to an ally while the agreement stood, the site that it left has a part of the local share
    (term ``tax_split``; half is usual) for so many ``years``. Tax on wages stays where people work.
    """
    levers, firms = world.levers, world.firms
    if not levers.active(LEVER):
        return np.zeros(world.n_sites)
    since = max(world.scenario.lever_quarters(LEVER)[0], world.quarter - int(4 * levers.term(LEVER, "years")))
    rows = np.flatnonzero((firms.moved >= since) & (firms.moved_from >= 0))
    left, now = firms.moved_from[rows].astype(np.int64), firms.site[rows].astype(np.int64)
    part = levers.term(LEVER, "tax_split") * world.fixed.local_tax_share[now] * sum(tax[rows] for tax in taxes)
    shared = np.where(allied(world)[left, now], part, 0.0)
    return np.asarray(cell_sum(left, shared, world.n_sites) - cell_sum(now, shared, world.n_sites))


def specialisation(world: World) -> Floats:
    """Share of each sector in the revenue of a site: f64[P, S].

    The location quotient times the sector's share everywhere, which cancels when two sites are compared.
    """
    revenue = cell_sum(world.firm_cell(), world.firms.revenue_year, len(world.cells)).reshape(world.n_sites, -1)
    return np.asarray(revenue / np.maximum(revenue.sum(axis=1, keepdims=True), 1e-12))


def ahead(theirs: Floats, ours: Floats) -> Floats:
    """How far a share ``theirs`` is ahead of ``ours``, same shape: 0 where it is no larger, 1 where we have none."""
    both = theirs + ours
    return np.asarray(np.maximum(theirs - ours, 0.0) / np.where(both > 0, both, 1.0))
