"""Stocks at quarter 0: research, capital, money, references of scale, entry."""

from __future__ import annotations

import numpy as np

from sim.effects import scale
from sim.luck import ordinals
from sim.quarter.demography.entry import turnover
from sim.quarter.demography.location import choose_site
from sim.quarter.demography.newborn import draw_types
from sim.quarter.innovation.efficiency import research_level
from sim.quarter.innovation.research import rd_target
from sim.quarter.innovation.start import settle_research
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.investment import wanted_capital
from sim.quarter.market.labour_prices import payroll
from sim.quarter.market.settlement import overhead
from sim.state.cells import cell_sum, total
from sim.state.identity import Birth, identity_at_place
from sim.state.table import Floats
from sim.world import World

TRIAL_FOUNDERS = 4000
"""Founders at the largest site who try out the choice of site."""


def set_outside_research(world: World) -> None:
    """R&D stock of a typical outside firm: a fixed share of reference sales, one number a sector."""
    share = world.scenario.production.outside_rd_share
    sales = world.grid("mean_sales")
    rows = cell_sum(world.firm_cell(), world.firms.weight, sales.size).reshape(sales.shape)
    weight = np.where(sales > 0, rows, 0.0)
    counted = weight.sum(axis=0)
    overall = float((sales * weight).sum() / max(weight.sum(), 1.0)) or 60.0
    mean = np.where(counted > 0, (sales * weight).sum(axis=0) / np.where(counted > 0, counted, 1.0), overall)
    empty = world.cells.mean_sales <= 0
    world.cells.mean_sales = np.where(empty, np.tile(mean, world.n_sites), world.cells.mean_sales)
    world.sectors.outside_rd = np.tile(share * mean, world.fixed.n_markets)


def endow_firms(world: World, ratio: Floats, past: Floats) -> None:
    """Research flows and stocks, efficiency that includes them, and the sales of the years before.

    R&D is what firms want as far as their accounts allow; the site's level makes its surveyed rows
    spend the published share of revenue. ``ratio`` (n) is each firm's stock over its steady state; ``past``
    (n, 3) are the sales of the last years over the present ones where demand stood still, as it did for the
    generic population: here it grew, and with it the sales of those who sell.
    """
    firms = world.firms
    p = world.scenario
    settle_research(world)
    firms.rd_real_year = 4.0 * firms.rd_real
    firms.rd_reported_year = 4.0 * firms.rd_reported
    wear = world.fixed.know_dep[firms.sector] + p.demography.young_stock_growth
    firms.rd_stock = ratio * 4.0 * rd_target(world) / wear
    firms.rd_stock_past = np.repeat(firms.rd_stock[:, None], 8, axis=1)
    outside = world.sectors.outside_rd[world.firm_market()]
    firms.a = firms.z + research_level(firms.rd_stock / firms.weight, outside, p.production)
    growth = (1.0 - p.demand.number_growth) * world.fixed.sector_growth[firms.sector]
    firms.revenue_ends = firms.revenue_year[:, None] * past * np.exp(-growth[:, None] * np.arange(3))


def first_accounts(world: World) -> None:
    """Payroll, inputs, rent and profit of every firm at quarter 0, as settlement would book them."""
    firms = world.firms
    p = world.scenario
    firms.wage_bill = payroll(world)
    cost = firms.revenue * np.exp(-firms.markup)
    cell = world.firm_cell()
    firms.materials = cost * world.input_cost_share().ravel()[cell]
    firms.rent_bill = cost * cost_shares(world)[2].ravel()[cell]
    firms.capital = wanted_capital(world)
    bought = (1.0 - p.production.overhead_labour) * overhead(world)
    own_rd = (1.0 - p.research.staff_share) * firms.rd_real
    operating = firms.revenue - firms.materials - firms.wage_bill - firms.rent_bill - bought - own_rd
    firms.profit = operating - p.production.capital_depreciation / 4.0 * firms.capital


def reference_masses(world: World) -> None:
    """Where scale is neutral: mean over hinterland sites (parameter if there is none)."""
    p = world.scenario
    world.count_jobs()
    mass_sector, mass_all = scale.mass(world.grid("jobs"), world.fixed.reach)
    hinterland = world.sites.kind == 2
    if hinterland.any():
        by_sector = mass_sector[hinterland].mean(axis=0)
        world.mass_reference = float(mass_all[hinterland].mean())
        world.density_reference = float(world.sites.density[hinterland].mean())
    else:
        by_sector = np.full(world.n_sectors, p.scale.mass_reference)
        world.mass_reference = p.scale.mass_reference * world.n_sectors
        world.density_reference = p.space.density_typical
    world.sectors.mass_reference = np.tile(by_sector, world.fixed.n_markets)


def steady_entry(world: World) -> None:
    """Entry that keeps the stock on the trend of numbers, at the margins and abilities of today."""
    firms, cells = world.firms, world.cells
    cells.entry_base = cell_sum(world.firm_cell(), firms.weight, len(cells))
    cells.profit_rate = np.repeat(world.sites.profit_target, world.n_sectors)
    cells.quality_pool = 0.0


def solve_attraction(world: World) -> None:
    """Constants of founders' choice of site such that each site gets the entrants that keep its stock.

    The founders of a trial year at every site choose with keyed tastes; constants move by the log of
    wanted over found until they agree (Berry 1994).
    """
    if world.n_sites < 2:
        return
    trial = world.grid("entry_base") * turnover(world)
    wanted = trial.sum(axis=1)
    number = np.minimum(np.ceil(trial * TRIAL_FOUNDERS / max(wanted.max(), 1e-9)), np.ceil(trial)).astype(
        np.int64
    )
    cell, ordinal = ordinals(number.ravel())
    region, sector = cell // world.n_sectors, cell % world.n_sectors
    weight = (trial / np.maximum(number, 1)).ravel()[cell]
    ids = identity_at_place(0, Birth.ENTRANT, region, sector, ordinal)
    founders = draw_types(world, ids, region, sector, world.cells.quality_pool[cell], Birth.ENTRANT)
    for _ in range(25):
        site, _ = choose_site(world, founders)
        found = cell_sum(site, weight, world.n_sites)
        active = (wanted > 0) & (found > 0)
        step = np.where(active, np.log(np.where(active, wanted, 1.0) / np.where(active, found, 1.0)), 0.0)
        world.sites.attraction = world.sites.attraction + 0.7 * step
    world.sites.attraction = world.sites.attraction - world.sites.attraction.max()


def sort_firms(world: World) -> None:
    """Sorting at quarter 0: abler firms sit where more jobs are in reach; the mean over all firms stays.

    Assumed; choice of site and the gate keep it up in the run, where entrants come from one pool.
    """
    firms = world.firms
    _, mass_all = scale.mass(world.grid("jobs"), world.fixed.reach)
    ln_mass = np.log(np.maximum(mass_all, 1.0))[firms.site]
    lift = world.scenario.demography.sorting * (ln_mass - total(ln_mass * firms.weight) / total(firms.weight))
    firms.alpha = firms.alpha + lift
    firms.z = firms.z + lift


def fund_authorities(world: World) -> None:
    """Cash of authorities: some quarters of their share of the taxes that quarter 0 would raise, less facilities."""
    firms = world.firms
    p = world.scenario.fiscal
    vat = world.fixed.vat_rate[firms.sector] * np.maximum(
        firms.revenue - firms.exports - firms.materials, 0.0
    )
    cit = p.cit_hte * np.maximum(firms.profit, 0.0)
    wages = p.wage_tax * firms.wage_bill
    raised = cell_sum(firms.site, vat + cit + wages, world.n_sites)
    income = world.fixed.local_tax_share * raised - world.fixed.facility_cost
    world.sites.cash = p.authority_quarters * np.maximum(income, 0.0)
    world.ledger.bank_loans[0] = total(firms.debt)
