"""Where founders settle, and whom a park admits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.kernels.threads import at_once
from sim.luck import Purpose
from sim.quarter.demography.newborn import Newborn, permit_cost
from sim.quarter.market.relief import aims_at_founders, relief_rate
from sim.state.identity import Ids
from sim.state.table import Bools, Floats, Ints
from sim.world import World

_PARTS = 4
"""Of the founders, so that a thread that comes late finds something to do."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Sites within reach of whoever chooses one of sector ``sector``: a pair of chooser and site each.

    near[n, k] lists sites, -1 for none; who, listed, site and sector (i64[m]) are row and column there, site, and
    sector of the chooser of every pair. Choosers have more or fewer sites within reach: where sites are many most
    places of the list are empty, so what is worked out goes by pairs.
    """

    near: Ints
    who: Ints
    listed: Ints
    site: Ints
    sector: Ints

    def spread(self, values: Floats) -> Floats:
        """Values of the pairs as near lists them, f64[n, k]; -inf where there is no site."""
        out = np.full(self.near.shape, -np.inf)
        out[self.who, self.listed] = values
        return out


def reach_of(world: World, home: Ints, sector: Ints) -> Reach:
    """Sites within reach of those who live at sites ``home`` and work in ``sector`` (i64[n] each)."""
    near = world.fixed.sites_near[home]
    who, listed = np.nonzero(near >= 0)
    return Reach(near, who, listed, near[who, listed], sector[who])


def choose_site(world: World, new: Newborn) -> tuple[Ints, Ints]:
    """Site of each founder by a logit on expected profit and home bias, and sites that refused someone.

    Gumbel-max over the sites within reach of home; a park that refuses sends its applicant to the
    next best. Returns (site i64[n], sites that refused i64[m]).
    """
    near, gain = world.fixed.sites_near[new.region], world.location_gain()
    row, score = np.arange(len(near)), np.empty(near.shape)

    def judge(first: int, last: int) -> None:
        score[first:last] = appeal_to_founders(world, gain, new, slice(first, last))

    edges = np.linspace(0, len(near), _PARTS + 1).astype(int).tolist()
    at_once([partial(judge, *edges[part : part + 2]) for part in range(_PARTS)], near.size // _PARTS)
    best = score.argmax(axis=1)
    site = near[row, best]
    refused = np.flatnonzero(~admits(world, site, new))
    refused_by = site[refused]
    second, seen = score[refused], near[refused]
    second[np.arange(len(refused)), best[refused]] = -np.inf
    fallback = np.take_along_axis(seen, second.argmax(axis=1)[:, None], axis=1)[:, 0]
    fallback = np.where(np.isfinite(second.max(axis=1)), fallback, refused_by)
    open_gate = world.fixed.gate_selectivity[fallback] <= 0
    site[refused] = np.where(open_gate, fallback, new.region[refused])
    return site, refused_by


def appeal_to_founders(world: World, gain: Floats, new: Newborn, some: slice) -> Floats:
    """Utility of the sites within reach of some founders, and their taste for them: f64[n, k], -inf for none.

    gain f64[P, S] is what each site offers (`World.location_gain`).
    """
    reach = reach_of(world, new.region[some], new.sector[some])
    utility = site_utility(world, gain, reach, new.region[some], new.alpha[some], new.size[some])
    terms = terms_of_entry(world, reach, new.size[some])
    return reach.spread(utility + terms + taste_for_sites(world, Purpose.ENTRANT_SITE, new.ids[some], reach))


def site_utility(
    world: World, gain: Floats, reach: Reach, home: Ints, alpha: Floats, size: Floats
) -> Floats:
    """Systematic utility of the sites within reach of each chooser's home: f64[m], an entry a pair.

    zeta x expected profit over the target profit of a firm of reference size, less the minimum floor's
    rent, plus the bias for home that keeps the local share of spin-offs. Dense places cost more per
    square metre and yield more per unit of ability: gain f64[P, S] (`World.location_gain`).
    """
    p = world.scenario.demography
    s = world.scenario.space
    who, at, trade = reach.who, reach.site, reach.sector
    mean_sales = world.cells.mean_sales[at * world.n_sectors + trade]
    sales = size[who] * mean_sales
    target = world.sites.profit_target[at]
    margin = target + (1 - world.scenario.production.pass_through) * (alpha[who] + gain[at, trade])
    floor_cost = s.floor_minimum * world.sites.rent_money[at]
    worth = (sales * margin - floor_cost) / (np.maximum(target, 1e-6) * mean_sales)
    bias = np.where(at == home[who], world.fixed.home_bias[at], 0.0)
    return np.asarray(p.location_weight * np.clip(worth, -5.0, 5.0) + bias + world.sites.attraction[at])


def taste_for_sites(world: World, purpose: Purpose, ids: Ids, reach: Reach) -> Floats:
    """Gumbel draws of whoever chooses for the sites that each has within reach: f64[m], an entry a pair."""
    return world.luck.gumbel_each(purpose, ids[reach.who], world.quarter, reach.site[:, None])[:, 0]


def terms_of_entry(world: World, reach: Reach, size: Floats) -> Floats:
    """Utility of what a founder pays for permits and is promised in rent at sites in reach: f64[m], an entry a pair.

    Both in years of the target profit of a firm of reference size, as expected profit is. Permits cost quarters
    of overhead once; relief of rent is counted for the first year and on the minimum floor (assumed).
    """
    place, trade = reach.site, reach.sector
    cell = place * world.n_sectors + trade
    reference = world.cells.mean_sales[cell]
    permits = permit_cost(world, world.sites.admin_delay[place], cell, size[reach.who] * reference)
    rent = world.scenario.space.floor_minimum * world.sites.rent_money
    relief = (relief_rate(world)[place] * rent[place]) * aims_at_founders(world)[trade]
    target = np.maximum(world.sites.profit_target[place], 1e-6) * reference
    return np.asarray(world.scenario.demography.location_weight * (relief - permits) / target)


def admits(world: World, site: Ints, new: Newborn) -> Bools:
    """Parks with a gate admit by score (1 for the mean applicant, more for ability and technology) with noise."""
    strictness = world.fixed.gate_selectivity[site]
    noise = world.fixed.gate_noise[site] * world.luck.normal(Purpose.GATE, new.ids, world.quarter)
    pool = world.cells.quality_pool[site * world.n_sectors + new.sector]
    score = 1.0 + (new.alpha - pool) / world.scenario.production.alpha_sd + new.tech_firm + noise
    return np.asarray((strictness <= 0) | (score > strictness))
