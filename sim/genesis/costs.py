"""Cost structure at quarter 0: revenue shares by cell, margins, markups, and the labour factor.

The site factor k scales labour, capital and floor so that staff times the city's wages match the
data; the gross margin is built from its uses; what is left is bought (BASE and LOG inputs: trade).
"""

from __future__ import annotations

import numpy as np

from sim.quarter.market.costs import set_unit_costs
from sim.quarter.market.hiring import wanted_heads
from sim.scenario.errors import ScenarioError
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def set_cost_shares(world: World, k: Floats, rd_share: Floats, overhead_share: Floats) -> None:
    """Revenue shares of every cell for site factors k[P], R&D and overhead over revenue [P, S]."""
    p = world.scenario.production
    fixed = world.fixed
    value_added = fixed.value_added[None, :] * k[:, None]
    labour = p.labour_of_value_added * value_added
    capital = p.capital_of_value_added * value_added
    floor = fixed.floor_share[None, :] * k[:, None]
    world.grid("share_labour")[:] = labour[..., None] * class_payroll_shares(world)
    world.grid("share_capital")[:] = capital
    world.grid("share_floor")[:] = floor
    target = world.sites.profit_target[:, None]
    fiscal = world.scenario.fiscal
    # Value added tax falls on what is left after materials, exports apart: about labour, floor and margin.
    taxed = labour + capital + floor + target + rd_share + overhead_share
    levied = fiscal.levies + fiscal.surcharge * fixed.vat_rate * np.minimum(taxed, 1.0)
    margin = target + rd_share + overhead_share + levied + p.interest_share - capital * capital_return(world)
    # A cell of a few tiny firms has more overhead than sales: no price covers that, and it starts at a loss.
    margin = np.minimum(margin, 1.0 - 1.0 / p.markup_highest)
    world.grid("margin")[:] = margin
    materials = 1.0 - margin - labour - capital - floor
    if np.any(materials <= 0):
        site = int(np.argwhere(materials <= 0)[0][0])
        raise ScenarioError(
            f"sites.{fixed.site_names[site]}: costs exceed revenue; revenue per employee is too low"
        )
    world.grid("share_materials")[:] = input_shares(world, materials)


def capital_return(world: World) -> float:
    """Share of the user cost of capital that is a return, not wear: r/(r + depreciation)."""
    p = world.scenario
    rate = p.finance.loan_rate + p.production.capital_premium
    return float(rate / (rate + p.production.capital_depreciation))


def class_payroll_shares(world: World) -> Floats:
    """Split of variable payroll over ordinary, technical and leading staff: f64[P, S, 3]."""
    p = world.scenario.labour
    technical = world.fixed.technical_share
    heads = np.stack(
        [1.0 - technical - p.leading_share, technical, np.full_like(technical, p.leading_share)], axis=1
    )
    wages = world.class_wage_table().reshape(world.n_cities, world.n_sectors, 3)[world.sites.city]
    payroll = heads[None] * wages
    return np.asarray(payroll / payroll.sum(axis=2, keepdims=True))


def input_shares(world: World, materials: Floats) -> Floats:
    """Revenue shares of the twelve inputs: the ten sectors' from the matrix, BASE and LOG take the rest.

    Floor space and interest are taken out of LOG and half of business services into R&D elsewhere;
    where the matrix asks for more than is left, it is scaled down.
    """
    io = world.fixed.io
    n = world.n_sectors
    known = io[:n].copy()
    known[world.fixed.business_services] *= 0.5
    total = known.sum(axis=0)
    scale = np.minimum(1.0, 0.95 * materials / total[None, :])
    shares = np.empty((world.n_sites, n, n + 2))
    shares[..., :n] = known.T[None] * scale[..., None]
    rest = materials - shares[..., :n].sum(axis=2)
    trade = io[n : n + 2] / io[n : n + 2].sum(axis=0)
    shares[..., n:] = rest[..., None] * trade.T[None]
    return shares


def overhead_share(world: World) -> Floats:
    """Overhead over revenue by site and sector, fixed cost included: f64[P, S]."""
    p = world.scenario.production
    revenue, count = _revenue_and_count(world)
    fixed = p.overhead_fixed * world.grid("mean_sales") * count
    return p.overhead_share + np.where(revenue > 0, fixed / np.where(revenue > 0, revenue, 1.0), 0.0)


def research_share(world: World) -> Floats:
    """R&D over revenue by site and sector: f64[P, S]."""
    revenue, _ = _revenue_and_count(world)
    n = world.n_sites * world.n_sectors
    spent = 4.0 * cell_sum(world.firm_cell(), world.firms.rd_real, n).reshape(revenue.shape)
    return np.where(revenue > 0, spent / np.where(revenue > 0, revenue, 1.0), 0.02)


def _revenue_and_count(world: World) -> tuple[Floats, Floats]:
    n = world.n_sites * world.n_sectors
    shape = (world.n_sites, world.n_sectors)
    cell = world.firm_cell()
    revenue = 4.0 * cell_sum(cell, world.firms.revenue, n).reshape(shape)
    return revenue, cell_sum(cell, world.firms.weight, n).reshape(shape)


def solve_markups(world: World) -> None:
    """Base markup of every cell so that the revenue-weighted gross margin is the cell's (bisection)."""
    p = world.scenario.production
    firms, cells = world.firms, world.cells
    cell = world.firm_cell()
    n = len(cells)
    low, high = np.full(n, -0.5), np.full(n, 1.5)
    revenue = cell_sum(cell, firms.revenue, n)
    lift = (1.0 - p.pass_through) * (firms.v - firms.unit_cost) + firms.markup_taste
    for _ in range(45):
        middle = 0.5 * (low + high)
        markup = np.clip(middle[cell] + lift, np.log(p.markup_lowest), np.log(p.markup_highest))
        margin = cell_sum(cell, firms.revenue * (1.0 - np.exp(-markup)), n) / np.where(
            revenue > 0, revenue, 1.0
        )
        above = margin > cells.margin
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    empty = revenue <= 0
    cells.base_markup = np.where(empty, -np.log(1.0 - cells.margin), 0.5 * (low + high))
    firms.markup = np.clip(cells.base_markup[cell] + lift, np.log(p.markup_lowest), np.log(p.markup_highest))
    firms.price = firms.unit_cost + firms.markup


def solve_labour_factor(world: World) -> Floats:
    """Site factors k[P] that make staff of surveyed rows the data's; sets shares, costs, markups, heads."""
    firms = world.firms
    wanted = world.fixed.employees * world.sample
    k = np.ones(world.n_sites)
    for _ in range(12):
        set_cost_shares(world, k, research_share(world), overhead_share(world))
        set_unit_costs(world)
        solve_markups(world)
        heads = wanted_heads(world, world.firms.expected)
        firms.ordinary, firms.technical, firms.leading = heads[0], heads[1], heads[2]
        world.count_jobs()
        staff = heads.sum(axis=0)
        variable = variable_heads(world).sum(axis=0)
        surveyed = firms.surveyed == 1
        total = cell_sum(firms.site[surveyed], staff[surveyed], world.n_sites)
        part = cell_sum(firms.site[surveyed], variable[surveyed], world.n_sites)
        step = np.where(part > 0, (wanted - (total - part)) / np.where(part > 0, part, 1.0), 1.0)
        k = k * step
        bad = (part > 0) & (k <= 0)
        if np.any(bad):
            name = world.fixed.site_names[int(np.flatnonzero(bad)[0])]
            raise ScenarioError(
                f"sites.{name}.employees: too few for its revenue: overhead and R&D alone need more staff"
            )
    world.sites.labour_factor = k
    return k


def variable_heads(world: World) -> Floats:
    """Heads that vary with sales (not overhead, not R&D) by class: f64[3, n]."""
    from sim.quarter.market.costs import cost_shares
    from sim.quarter.market.labour_prices import firm_wages

    labour = cost_shares(world)[0].reshape(-1, 3)[world.firm_cell()]
    cost = world.firms.expected * np.exp(-world.firms.markup)
    return np.asarray(labour.T * cost / (firm_wages(world) / 4.0))
