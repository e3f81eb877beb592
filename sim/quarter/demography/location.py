"""Where founders settle, and whom a park admits."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.demography.newborn import Newborn, permit_cost
from sim.quarter.market.relief import relief_rate
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def choose_site(world: World, new: Newborn) -> tuple[Ints, Ints]:
    """Site of each founder by a logit on expected profit and home bias, and sites that refused someone.

    Gumbel-max over the sites within reach of home; a park that refuses sends its applicant to the
    next best. Returns (site i64[n], sites that refused i64[m]).
    """
    utility = site_utility(world, new.region, new.sector, new.alpha, new.size)
    utility = utility + terms_of_entry(world, new.sector, new.size)
    taste = world.luck.gumbel(Purpose.ENTRANT_SITE, new.ids, world.quarter, world.n_sites)
    score = np.where(open_sites(world, new.region), utility + taste, -np.inf)
    refused_by: list[Ints] = []
    site = score.argmax(axis=1)
    admitted = admits(world, site, new)
    refused_by.append(site[~admitted])
    second = np.where(np.arange(world.n_sites)[None, :] == site[:, None], -np.inf, score)
    fallback = np.where(np.isfinite(second.max(axis=1)), second.argmax(axis=1), site)
    open_gate = world.fixed.gate_selectivity[fallback] <= 0
    site = np.where(admitted, site, np.where(open_gate, fallback, new.region))
    return site, np.concatenate(refused_by)


def site_utility(world: World, region: Ints, sector: Ints, alpha: Floats, size: Floats) -> Floats:
    """Systematic utility of every site for every founder: f64[n, P].

    zeta x expected profit over the target profit of a firm of reference size, less the minimum floor's
    rent, plus the bias for home that keeps the local share of spin-offs. Dense places cost more per
    square metre and yield more per unit of ability.
    """
    p = world.scenario.demography
    s = world.scenario.space
    cell = np.arange(world.n_sites)[None, :] * world.n_sectors + sector[:, None]
    sales = size[:, None] * world.cells.mean_sales[cell]
    gain = world.location_gain()[:, sector].T
    margin = world.sites.profit_target[None, :] + (1 - world.scenario.production.pass_through) * (
        alpha[:, None] + gain
    )
    floor_cost = s.floor_minimum * world.sites.rent_money[None, :]
    worth = (sales * margin - floor_cost) / (
        np.maximum(world.sites.profit_target[None, :], 1e-6) * world.cells.mean_sales[cell]
    )
    home = np.where(np.arange(world.n_sites)[None, :] == region[:, None], world.fixed.home_bias, 0.0)
    return np.asarray(p.location_weight * np.clip(worth, -5.0, 5.0) + home + world.sites.attraction)


def terms_of_entry(world: World, sector: Ints, size: Floats) -> Floats:
    """Utility of what a founder pays for permits and is promised in rent at every site: f64[n, P].

    Both in years of the target profit of a firm of reference size, as expected profit is. Permits cost quarters
    of overhead once; relief of rent is counted for the first year and on the minimum floor (assumed).
    """
    place = np.arange(world.n_sites)[None, :]
    cell = place * world.n_sectors + sector[:, None]
    reference = world.cells.mean_sales[cell]
    permits = permit_cost(world, place, cell, size[:, None] * reference)
    rent = world.scenario.space.floor_minimum * world.sites.rent_money
    relief = relief_rate(world)[None, :] * rent[None, :]
    target = np.maximum(world.sites.profit_target[None, :], 1e-6) * reference
    return np.asarray(world.scenario.demography.location_weight * (relief - permits) / target)


def open_sites(world: World, region: Ints) -> Bools:
    """Sites that a founder considers: those of the home city, and of cities near enough unless closed."""
    reach = world.fixed.sites_in_reach
    return reach[region]


def admits(world: World, site: Ints, new: Newborn) -> Bools:
    """Parks with a gate admit by score (1 for the mean applicant, more for ability and technology) with noise."""
    strictness = world.fixed.gate_selectivity[site]
    noise = world.fixed.gate_noise[site] * world.luck.normal(Purpose.GATE, new.ids, world.quarter)
    pool = world.cells.quality_pool[site * world.n_sectors + new.sector]
    score = 1.0 + (new.alpha - pool) / world.scenario.production.alpha_sd + new.tech_firm + noise
    return np.asarray((strictness <= 0) | (score > strictness))
