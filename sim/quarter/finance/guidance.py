"""Guidance funds: public money that buys into funds on conditions, and private partners who come or don't."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from sim.quarter.finance.appraisal import Pool, excess, seekers, ticket_for
from sim.state.identity import Birth, identity_at_place
from sim.state.money import FundKind
from sim.state.table import Floats, Ints
from sim.world import World

LEVER = "guidance_fund"


def open_guidance_funds(world: World) -> None:
    """Open one guidance fund a year at each site where the lever is in force, as far as partners come.

    A fund of target size asks private partners for what the public share leaves; they commit only if the
    universe that its terms allow promises their hurdle, so that how full it gets is an outcome.
    """
    p, levers = world.scenario.finance, world.levers
    intensity = levers.intensity(LEVER)
    sites = np.flatnonzero(intensity > 0)
    if sites.size == 0 or world.quarter % 4 != 1:
        return
    public = intensity[sites] * levers.unit_cost(LEVER) * world.sample
    share = levers.term(LEVER, "share")
    target = public / share
    promise = promised_return(world, sites, target)
    filled = ndtr((promise - p.partners_hurdle) / p.partners_spread)
    world.happenings.add("guidance_target", sites, target)
    world.happenings.add("guidance_committed", sites, target * filled)
    rows = np.flatnonzero(target * filled >= p.smallest_fund * world.sample)
    life = 4 * int(levers.term(LEVER, "long"))
    size = (target * filled)[rows]
    early = levers.term(LEVER, "early")
    none = np.zeros(len(rows), np.int64)
    world.funds.add(
        identity_at_place(world.quarter, Birth.INVITED, sites[rows], none, none),
        site=sites[rows], kind=int(FundKind.GUIDANCE), committed=size, uncalled=size, public_share=share,
        opened=world.quarter, closes=world.quarter + life, stage_low=0, stage_high=1 if early >= 0.5 else 2,
        largest=levers.term(LEVER, "small"), patience=p.patience[FundKind.GUIDANCE],
        hard_tech=levers.term(LEVER, "hard"), hurdle=p.hurdles[FundKind.GUIDANCE],
    )  # fmt: skip
    world.happenings.count("funds_opened", sites[rows])


def promised_return(world: World, sites: Ints, target: Floats) -> Floats:
    """Yearly log return that a fund of size ``target`` (m¥) could expect at each site: f64[sites].

    The best firms that the terms allow, as many as the money buys; money that finds no firm earns nothing.
    """
    p, firms = world.scenario.finance, world.firms
    pool = seekers(world, everybody=True)
    allowed = (pool.stage <= 1) & (firms.valuation[pool.rows] <= world.levers.term(LEVER, "small"))
    pool = pool.pick(np.flatnonzero(allowed & (firms.round[pool.rows] <= 1)))
    surplus, ticket = appraise(world, pool)
    found = np.zeros(len(sites))
    for i, site in enumerate(sites):
        here = np.flatnonzero(firms.site[pool.rows] == site)
        best = here[np.argsort(-surplus[here], kind="stable")]
        room = np.clip(target[i] - (np.cumsum(ticket[best]) - ticket[best]), 0.0, ticket[best])
        found[i] = float(np.cumsum(room * np.exp(surplus[best]))[-1]) / target[i] if best.size else 0.0
    return np.log(np.maximum(found, 1e-3)) / p.holding_years


def appraise(world: World, pool: Pool) -> tuple[Floats, Floats]:
    """ln expected multiple of each firm at the usual price, without noise or dilution; and its ticket."""
    p = world.scenario.finance
    worth = np.exp(pool.worth)
    ticket = ticket_for(worth, np.asarray(p.tickets)[pool.stage], p.share_least, p.share_most)
    gross = excess(worth, ticket, pool.upside, np.zeros(len(worth)), p.holding_years)
    return np.asarray(gross - p.optimism_discount), ticket
