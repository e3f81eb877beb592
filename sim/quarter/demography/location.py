"""Where founders settle, and whom a park admits."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import side_by_side
from sim.luck import Purpose
from sim.quarter.demography.newborn import Newborn, permit_cost
from sim.quarter.market.relief import aims_at_founders, relief_rate
from sim.state.identity import Ids
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def choose_site(world: World, new: Newborn) -> tuple[Ints, Ints]:
    """Site of each founder by a logit on expected profit and home bias, and sites that refused someone.

    Gumbel-max over the sites within reach of home; a park that refuses sends its applicant to the
    next best. Returns (site i64[n], sites that refused i64[m]).
    """
    near = world.fixed.sites_near[new.region]
    row = np.arange(len(near))
    of = new.region, new.sector
    utility, (terms, taste) = side_by_side(
        lambda: site_utility(world, *of, new.alpha, new.size),
        lambda: (terms_of_entry(world, *of, new.size), taste_for_sites(world, Purpose.ENTRANT_SITE, new.ids, near)),
        near.size,
    )
    score = utility + terms + taste
    refused_by: list[Ints] = []
    site = near[row, score.argmax(axis=1)]
    admitted = admits(world, site, new)
    refused_by.append(site[~admitted])
    second = np.where(near == site[:, None], -np.inf, score)
    fallback = np.where(np.isfinite(second.max(axis=1)), near[row, second.argmax(axis=1)], site)
    open_gate = world.fixed.gate_selectivity[fallback] <= 0
    site = np.where(admitted, site, np.where(open_gate, fallback, new.region))
    return site, np.concatenate(refused_by)


def site_utility(world: World, region: Ints, sector: Ints, alpha: Floats, size: Floats) -> Floats:
    """Systematic utility of the sites within reach of each founder's: f64[n, k], as `fixed.sites_near` lists them.

    zeta x expected profit over the target profit of a firm of reference size, less the minimum floor's
    rent, plus the bias for home that keeps the local share of spin-offs. Dense places cost more per
    square metre and yield more per unit of ability.
    """
    p = world.scenario.demography
    s = world.scenario.space
    near = world.fixed.sites_near[region]
    # Founders have more or fewer sites within reach: most places of the list are empty where sites are many.
    who, listed = np.nonzero(near >= 0)
    at, trade = near[who, listed], sector[who]
    mean_sales = world.cells.mean_sales[at * world.n_sectors + trade]
    sales = size[who] * mean_sales
    gain = world.location_gain()[at, trade]
    target = world.sites.profit_target[at]
    margin = target + (1 - world.scenario.production.pass_through) * (alpha[who] + gain)
    floor_cost = s.floor_minimum * world.sites.rent_money[at]
    worth = (sales * margin - floor_cost) / (np.maximum(target, 1e-6) * mean_sales)
    home = np.where(at == region[who], world.fixed.home_bias[at], 0.0)
    utility = np.full(near.shape, -np.inf)
    utility[who, listed] = p.location_weight * np.clip(worth, -5.0, 5.0) + home + world.sites.attraction[at]
    return utility


def taste_for_sites(world: World, purpose: Purpose, ids: Ids, near: Ints) -> Floats:
    """Gumbel draws of whoever chooses for the sites that each has within reach, f64[n, k]; 0 where near[n, k] is -1."""
    who, listed = np.nonzero(near >= 0)
    taste = np.zeros(near.shape)
    drawn = world.luck.gumbel_each(purpose, ids[who], world.quarter, near[who, listed][:, None])
    taste[who, listed] = drawn[:, 0]
    return taste


def terms_of_entry(world: World, region: Ints, sector: Ints, size: Floats) -> Floats:
    """Utility of what a founder pays for permits and is promised in rent at sites in reach: f64[n, k].

    Both in years of the target profit of a firm of reference size, as expected profit is. Permits cost quarters
    of overhead once; relief of rent is counted for the first year and on the minimum floor (assumed).
    """
    near = world.fixed.sites_near[region]
    who, listed = np.nonzero(near >= 0)
    place, trade = near[who, listed], sector[who]
    cell = place * world.n_sectors + trade
    reference = world.cells.mean_sales[cell]
    permits = permit_cost(world, world.sites.admin_delay[place], cell, size[who] * reference)
    rent = world.scenario.space.floor_minimum * world.sites.rent_money
    relief = (relief_rate(world)[place] * rent[place]) * aims_at_founders(world)[trade]
    target = np.maximum(world.sites.profit_target[place], 1e-6) * reference
    terms = np.zeros(near.shape)
    terms[who, listed] = world.scenario.demography.location_weight * (relief - permits) / target
    return terms


def admits(world: World, site: Ints, new: Newborn) -> Bools:
    """Parks with a gate admit by score (1 for the mean applicant, more for ability and technology) with noise."""
    strictness = world.fixed.gate_selectivity[site]
    noise = world.fixed.gate_noise[site] * world.luck.normal(Purpose.GATE, new.ids, world.quarter)
    pool = world.cells.quality_pool[site * world.n_sectors + new.sector]
    score = 1.0 + (new.alpha - pool) / world.scenario.production.alpha_sd + new.tech_firm + noise
    return np.asarray((strictness <= 0) | (score > strictness))
