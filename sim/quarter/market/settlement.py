"""Settlement: sales are paid, then wages, tax, suppliers and rent; owners get what is spare."""

from __future__ import annotations

import numpy as np

from sim.quarter.innovation.notch import relief_in_force
from sim.quarter.innovation.research import added_deduction
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.hubs import reward_hubs
from sim.quarter.market.labour_prices import payroll
from sim.quarter.market.relief import relieve_rents
from sim.state.cells import cell_sum
from sim.state.firms import Owner
from sim.state.table import Floats
from sim.world import World


def settle_accounts(world: World) -> None:
    """All payments of firms this quarter, but R&D (innovation) and loans (finance)."""
    relieve_rents(world)
    receive_sales(world)
    pay_wages(world)
    pay_inputs(world)
    pay_overhead_and_rent(world)
    pay_taxes(world)
    pay_dividends(world)


def receive_sales(world: World) -> None:
    """Home sales and exports come from outside; local sales are paid by their buyers, with inputs.

    What the authority buys it has paid for when it ordered (see :func:`first_orders`).
    """
    firms, ledger = world.firms, world.ledger
    home = np.maximum(firms.revenue - firms.exports - firms.local_sales - firms.public_sales, 0.0)
    ledger.pay("sales_home", ledger.outside(), ledger.firms(), home)
    ledger.pay("sales_foreign", ledger.outside(), ledger.firms(), firms.exports)


def pay_wages(world: World) -> None:
    """Payroll is heads at the start of the quarter times the wage; households pay tax on it."""
    firms, ledger = world.firms, world.ledger
    firms.wage_bill = payroll(world)
    ledger.pay("wages", ledger.firms(), ledger.households(), firms.wage_bill)
    paid = cell_sum(firms.site, firms.wage_bill, world.n_sites)
    paid += ledger.flow_by_site("university_payroll")[: world.n_sites]
    world.cities.payroll = cell_sum(world.sites.city, paid, world.n_cities)
    tax = world.scenario.fiscal.wage_tax * firms.wage_bill
    by_site = cell_sum(firms.site, tax, world.n_sites)
    ledger.pay(
        "wage_tax", ledger.households(), ledger.state(), cell_sum(world.firm_city(), tax, world.n_cities)
    )
    world.tax_raised += by_site


def pay_inputs(world: World) -> None:
    """Intermediates, from sellers of the site as far as they were sold there, the rest from outside."""
    firms, ledger = world.firms, world.ledger
    cell = world.firm_cell()
    n_cells = world.n_sites * world.n_sectors
    cost = firms.revenue * np.exp(-firms.markup)
    *_, inputs = cost_shares(world)
    all_inputs = inputs.sum(axis=2)
    firms.materials = cost * all_inputs.ravel()[cell]

    cost_cell = cell_sum(cell, cost, n_cells).reshape(world.n_sites, -1)
    wanted = inputs[..., : world.n_sectors] * world.grid("local_share")[:, None, :]
    asked = (wanted * cost_cell[:, :, None]).sum(axis=1)
    sold = cell_sum(cell, firms.local_sales, n_cells).reshape(world.n_sites, -1)
    met = np.where(asked > 0, sold / np.where(asked > 0, asked, 1.0), 0.0)
    # The Neumann series stops after a few rounds, so what was sold never exceeds what is asked.
    local_rate = (wanted * met[:, None, :]).sum(axis=2)
    paid_local = cost * local_rate.ravel()[cell]
    ledger.pay_across("sales_local", ledger.firms(), paid_local, ledger.firms(), firms.local_sales)
    ledger.pay("inputs_outside", ledger.firms(), ledger.outside(), firms.materials - paid_local)
    reward_hubs(world, paid_local)
    chain_balance(world)


def chain_balance(world: World) -> None:
    """Supply over need of every input at every site, and what buyers take through outside merchants."""
    firms = world.firms
    cell = world.firm_cell()
    n_cells = len(world.cells)
    *_, inputs = cost_shares(world)
    cost = cell_sum(cell, firms.revenue * np.exp(-firms.markup), n_cells).reshape(world.n_sites, -1)
    bought = (inputs[..., : world.n_sectors] * cost[:, :, None]).sum(axis=1)
    sold = cell_sum(cell, firms.local_sales, n_cells).reshape(world.n_sites, -1)
    by_market = np.zeros((world.fixed.n_markets, world.n_sectors))
    for site, market in enumerate(world.fixed.site_market):
        by_market[market] += (bought[site] - sold[site]) * (1.0 - world.fixed.import_share)
    world.sectors.merchant = by_market.ravel()
    supply = world.scenario.demand.local_supply * cell_sum(cell, firms.revenue, n_cells).reshape(
        world.n_sites, -1
    )
    world.grid("supply_need")[:] = np.where(bought > 0, supply / np.where(bought > 0, bought, 1.0), 0.0)


def overhead(world: World) -> Floats:
    """Overhead of each firm this quarter, m¥: a share of revenue and a fixed cost by site and sector."""
    p = world.scenario.production
    fixed = p.overhead_fixed * world.reference_sales() / 4.0
    return np.where(world.trading(), p.overhead_share * world.firms.revenue + fixed, 0.0)


def pay_overhead_and_rent(world: World) -> None:
    """Overhead other than staff, and rent split between the authority and private landlords."""
    firms, ledger = world.firms, world.ledger
    p = world.scenario.production
    bought = (1.0 - p.overhead_labour) * overhead(world)
    ledger.pay("overhead", ledger.firms(), ledger.outside(), bought)
    firms.rent_bill = firms.floor * world.sites.rent_money[firms.site] / 4.0
    public = world.fixed.own_authority[firms.site] * firms.rent_bill
    ledger.pay("rent_public", ledger.firms(), ledger.authorities(), public)
    ledger.pay("rent_private", ledger.firms(), ledger.outside(), firms.rent_bill - public)


def pay_taxes(world: World) -> None:
    """Profit, income tax with the super-deduction, value added tax with its surcharges, levies, local shares."""
    firms, ledger = world.firms, world.ledger
    p = world.scenario
    research = p.research
    own_rd = (1.0 - research.staff_share) * firms.rd_real
    operating = (
        firms.revenue
        - firms.materials
        - firms.wage_bill
        - (1.0 - p.production.overhead_labour) * overhead(world)
        - firms.rent_bill
        - own_rd
    )
    vat = world.fixed.vat_rate[firms.sector] * np.maximum(
        firms.revenue - firms.exports - firms.materials, 0.0
    )
    levied = p.fiscal.surcharge * vat + p.fiscal.levies * firms.revenue
    operating = operating - levied
    firms.operating_past[:, world.quarter % 4] = operating
    depreciation = p.production.capital_depreciation / 4.0 * firms.capital
    firms.profit = operating - depreciation - firms.interest + firms.rd_grant
    standing = np.maximum(firms.profit - p.fiscal.rd_deduction * firms.rd_reported, 0.0)
    deducted = p.fiscal.rd_deduction + added_deduction(world)
    base = np.maximum(firms.profit - deducted * firms.rd_reported, 0.0)
    rate = tax_rate(world)
    firms.tax_bill = base * rate
    relief = base * (p.fiscal.cit - rate) + (standing - base) * p.fiscal.cit
    world.happenings.add("tax_relief", firms.site, relief)
    ledger.pay("income_tax", ledger.firms(), ledger.state(), firms.tax_bill)
    ledger.pay("surcharges", ledger.firms(), ledger.state(), levied)
    ledger.pay("vat", ledger.outside(), ledger.state(), total_of(vat))
    world.tax_raised += cell_sum(firms.site, firms.tax_bill + levied + vat, world.n_sites)
    ledger.pay(
        "tax_share", ledger.state(), ledger.authorities(), world.fixed.local_tax_share * world.tax_raised
    )
    world.happenings.add("tax", np.arange(world.n_sites), world.tax_raised)
    world.tax_raised = np.zeros(world.n_sites)


def tax_rate(world: World) -> Floats:
    """Income tax rate of each firm: lower with a valid certificate, by the relief in force at its site."""
    p = world.scenario.fiscal
    relief = np.minimum(relief_in_force(world), p.cit / max(p.cit - p.cit_hte, 1e-9))
    certified = world.firms.certified_until >= world.quarter
    return np.asarray(p.cit - np.where(certified, (p.cit - p.cit_hte) * relief, 0.0))


def pay_dividends(world: World) -> None:
    """Owners take a share of cash beyond two quarters of cost; funds their part by their stakes."""
    firms, ledger, stakes = world.firms, world.ledger, world.stakes
    p = world.scenario.finance
    cost = firms.materials + firms.wage_bill + firms.rent_bill + firms.rd_real
    paid = p.dividend_share * np.maximum(firms.cash - p.dividend_buffer * cost, 0.0)
    firm = world.firms.rows(stakes.firm)
    fund = world.funds.rows(stakes.fund)
    to_funds = stakes.share * paid[firm]
    ledger.pay("dividends_funds", ledger.firms(firm), ledger.funds(fund), to_funds)
    rest = np.maximum(paid - cell_sum(firm, to_funds, len(firms)), 0.0)
    private = firms.owner == Owner.PRIVATE
    to_outside = np.where(private, np.minimum(firms.sold_share * paid, rest), rest)
    ledger.pay("dividends_outside", ledger.firms(), ledger.outside(), to_outside)
    ledger.pay("dividends_founders", ledger.firms(), ledger.households(), rest - to_outside)


def total_of(values: Floats) -> Floats:
    """Sequential sum as f64[1]."""
    return cell_sum(np.zeros(len(values), np.int64), values, 1)
