"""Founders whom a site invites: to fill a gap in its chains, to extend them, or into the future sector."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.luck import Purpose, ordinals
from sim.policy.agreements import left_to_us
from sim.policy.payers import pay_firms
from sim.quarter.demography.location import choose_site
from sim.quarter.demography.newborn import bear, draw_types
from sim.quarter.market.inputs import cost_of_sales, inputs_needed
from sim.state.cells import cell_sum
from sim.state.identity import Birth, identity_at_place
from sim.state.table import Floats, Ints
from sim.world import World

_LEVERS = ("chain_fill", "chain_extend", "future_seed")
_APART = 100_000
"""Ordinals that tell founders whom different levers invite in one place and quarter."""


def invite(world: World) -> None:
    """Invite founders by each lever in force; those who settle at the site that invited them are paid.

    They are drawn as other founders are and choose their site as others do, so some go elsewhere. Sites that
    coordinate leave a sector rather to the ally that is ahead in it.
    """
    scores: tuple[Callable[[World], Floats], ...] = (gaps, outlets, promised_tracks)
    if not any(world.levers.active(lever) for lever in _LEVERS):
        return
    left = left_to_us(world)
    for k, (lever, score) in enumerate(zip(_LEVERS, scores, strict=True)):
        if world.levers.active(lever):
            _invite(world, lever, k, best_sector(world, lever, score(world) * left))


def gaps(world: World) -> Floats:
    """Need of each input that neighbours could meet if they were there, but do not, m¥ a quarter: f64[P, S]."""
    park, need = world.fixed.park_share[None, :], inputs_needed(world, cost_of_sales(world))
    return np.asarray(need * np.maximum(park - world.grid("supply_need"), 0.0))


def outlets(world: World) -> Floats:
    """How well a site supplies each sector's inputs, and how little of that sector it has: f64[P, S].

    Share of its inputs that neighbours can make, times one less the sector's share of the site's revenue;
    0 for future sectors, which have a lever of their own and no market to speak of.
    """
    by_input = world.grid("share_materials")[..., : world.n_sectors]
    made = np.minimum(world.grid("supply_need"), 1.0) * world.fixed.park_share[None, :]
    supplied = (by_input * made[:, None, :]).sum(axis=2)
    revenue = cell_sum(world.firm_cell(), world.firms.revenue, len(world.cells)).reshape(supplied.shape)
    whole = np.maximum(revenue.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.where(world.fixed.is_future, 0.0, supplied * (1.0 - revenue / whole)))


def promised_tracks(world: World) -> Floats:
    """1 for future sectors at every site: f64[P, S]."""
    return np.tile(world.fixed.is_future.astype(np.float64), (world.n_sites, 1))


def best_sector(world: World, lever: str, score: Floats) -> Ints:
    """The sector that each site invites, -1 where none is wanted: i64[P] from a score f64[P, S]."""
    wanted = np.where(world.levers.aims_at(lever, world.fixed.sector_names)[None, :], score, 0.0)
    return np.where(wanted.max(axis=1) > 0, wanted.argmax(axis=1), -1)


def _invite(world: World, lever: str, k: int, sector_of: Ints) -> None:
    levers = world.levers
    yearly = levers.intensity(lever) * levers.term(lever, "invited") * world.fixed.thousands
    place = np.arange(world.n_sites)
    key = identity_at_place(0, Birth.INVITED, place, place * 0, place * 0 + k)
    mean = np.where(sector_of >= 0, yearly / 4.0, 0.0)
    number = world.luck.poisson(Purpose.INVITATION, key, world.quarter, mean)
    region, ordinal = ordinals(number)
    if len(region) == 0:
        return
    sector = sector_of[region]
    ids = identity_at_place(world.quarter, Birth.INVITED, region, sector, ordinal + k * _APART)
    pool = world.cells.quality_pool[region * world.n_sectors + sector]
    new = draw_types(world, ids, region, sector, pool, Birth.INVITED)
    new.size = np.minimum(new.size * levers.term(lever, "size"), levers.term(lever, "largest"))
    site, refused = choose_site(world, new)
    world.happenings.count("applicants_refused", refused)
    world.happenings.count("births_invited", site)
    rows = bear(world, new, site)
    came = rows[site == region]
    pay_firms(world, lever, came, np.full(len(came), levers.unit_cost(lever)))
