"""Guidance funds: public money that buys into funds on conditions, and private partners who come or don't."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from sim.luck import Purpose, ordinals
from sim.policy import operators
from sim.quarter.finance.appraisal import Pool, excess, seekers, ticket_for
from sim.quarter.finance.rounds import LATE
from sim.state.identity import Birth, Ids, identity_at_place
from sim.state.money import FundKind
from sim.state.table import Floats, Ints
from sim.world import World

LEVER = "guidance_fund"

TERMS = ("public_share", "early", "largest_value", "years", "hard_tech", "patience")
"""Terms of the lever that shape a fund."""

FULL = 0.9
"""Share of its target from which a fund counts as filled."""


def open_guidance_funds(world: World) -> None:
    """Open guidance funds where the lever is in force, every four years, as far as partners come.

    A fund asks private partners for what the public share leaves of its target; they commit only if the
    universe that its terms allow promises their hurdle, in the hands of its house, so that how full it gets is an
    outcome: some meet their target, and some never open [WAJ].
    """
    p, levers = world.scenario.finance, world.levers
    intensity = levers.intensity(LEVER)
    sites = np.flatnonzero(intensity > 0)
    first, _ = world.scenario.lever_quarters(LEVER) if sites.size else (0, 0)
    if sites.size == 0 or (world.quarter - first) % (4 * p.guidance_years) != 0:
        return
    surveyed = world.surveyed_firms()[sites] / world.sample
    houses = np.maximum(1, np.rint(surveyed / p.firms_per_guidance_fund)).astype(np.int64)
    target = intensity[sites] * levers.unit_cost(LEVER) * world.sample
    promised = promised_return(world, sites, target * houses)
    which, ordinal = ordinals(houses)
    site, target = sites[which], target[which]
    standing = levers.term(LEVER, "houses") * world.luck.normal(
        Purpose.GUIDANCE_HOUSE, identities(world, site, ordinal), world.quarter
    )
    filled = ndtr((promised[which] + standing - p.partners_hurdle) / p.partners_spread)
    opens = target * filled >= p.smallest_fund * world.sample
    committed = np.where(opens, target * filled, 0.0)
    for event, held in (("planned", np.ones_like(opens)), ("opened", opens), ("filled", opens & (filled >= FULL))):
        # Houses are counted as there are, whatever the sample; counts are divided by it when they are recorded.
        world.happenings.count(f"guidance_{event}", site[held], world.sample)
    world.happenings.add("guidance_target", site, target)
    world.happenings.add("guidance_committed", site, committed)
    add_funds(world, site[opens], committed[opens], ordinal[opens])


def identities(world: World, site: Ints, ordinal: Ints) -> Ids:
    """Identities of the guidance funds of a quarter by site and ordinal: u64[n]."""
    return identity_at_place(world.quarter, Birth.INVITED, site, np.zeros(len(site), np.int64), ordinal)


def add_funds(world: World, site: Ints, size: Floats, ordinal: Ints) -> None:
    """Open one guidance fund a row at ``site`` with commitments ``size`` (m¥), on the lever's terms."""
    term = {name: world.levers.term(LEVER, name) for name in TERMS}
    ids = identities(world, site, ordinal)
    world.funds.add(
        ids,
        site=site,
        kind=int(FundKind.GUIDANCE),
        committed=size,
        uncalled=size,
        public_share=term["public_share"],
        opened=world.quarter,
        closes=world.quarter + int(4 * term["years"]),
        stage_low=0,
        stage_high=LATE,
        early=term["early"],
        largest=term["largest_value"],
        patience=term["patience"] * term["public_share"],
        hard_tech=term["hard_tech"],
        hurdle=world.scenario.finance.hurdles[FundKind.GUIDANCE],
    )
    world.happenings.count("funds_opened", site)


def open_operators_funds(world: World) -> None:
    """Open the funds of operators (pilot + invest + incubate) where the lever is in force, one a site and term.

    All its money is public, and it buys only into those whom the operator hosts, on terms of its own.
    """
    p, levers = world.scenario.finance, world.levers
    if not levers.active(operators.LEVER):
        return
    first, _ = world.scenario.lever_quarters(operators.LEVER)
    every = int(4 * levers.term(operators.LEVER, "fund_years"))
    if (world.quarter - first) % every != 0:
        return
    held = operators.units(world)
    sites = np.flatnonzero(held > 0)
    size = held[sites] * levers.term(operators.LEVER, "fund")
    none = np.zeros(len(sites), np.int64)
    world.funds.add(
        identity_at_place(world.quarter, operators.BIRTH, sites, none, none),
        site=sites,
        kind=int(FundKind.GUIDANCE),
        committed=size,
        uncalled=size,
        public_share=1.0,
        opened=world.quarter,
        closes=world.quarter + every,
        stage_low=0,
        stage_high=LATE - 1,
        early=1.0,
        largest=levers.term(operators.LEVER, "largest_value"),
        patience=levers.term(operators.LEVER, "patience"),
        hard_tech=levers.term(operators.LEVER, "hard_tech"),
        hurdle=p.hurdles[FundKind.GUIDANCE],
    )
    world.happenings.count("funds_opened", sites)


def promised_return(world: World, sites: Ints, target: Floats) -> Floats:
    """Yearly log return that a fund of size ``target`` (m¥) could expect at each site: f64[sites].

    The best firms that the terms allow, as many as the money buys, in late rounds no more than the terms leave for
    them; money that finds no firm earns nothing.
    """
    p, firms = world.scenario.finance, world.firms
    pool = seekers(world, everybody=True)
    allowed = (pool.stage <= LATE) & (firms.valuation[pool.rows] <= world.levers.term(LEVER, "largest_value"))
    pool = pool.pick(np.flatnonzero(allowed & (firms.round[pool.rows] <= LATE)))
    surplus, ticket = appraise(world, pool)
    late_money = (1.0 - world.levers.term(LEVER, "early")) * target
    found = np.zeros(len(sites))
    for i, site in enumerate(sites):
        here = np.flatnonzero(firms.site[pool.rows] == site)
        best = here[np.argsort(-surplus[here], kind="stable")]
        late = np.where(pool.stage[best] >= LATE, ticket[best], 0.0)
        taken = ticket[best] - late + within(late_money[i], late)
        room = within(target[i], taken)
        found[i] = float(np.cumsum(room * np.exp(surplus[best]))[-1]) / target[i] if best.size else 0.0
    return np.log(np.maximum(found, 1e-3)) / p.holding_years


def within(money: float, asked: Floats) -> Floats:
    """What each asker (m¥, best first) gets of ``money``: f64[n]."""
    return np.asarray(np.clip(money - (np.cumsum(asked) - asked), 0.0, asked))


def appraise(world: World, pool: Pool) -> tuple[Floats, Floats]:
    """ln expected multiple of each firm at the usual price, without noise or dilution; and its ticket."""
    p = world.scenario.finance
    worth = np.exp(pool.worth)
    ticket = ticket_for(worth, np.asarray(p.tickets)[pool.stage], p.share_least, p.share_most)
    gross = excess(worth, ticket, pool.upside, np.zeros(len(worth)), p.holding_years)
    return np.asarray(gross - p.optimism_discount), ticket
