"""Settlement: sales are paid, then wages, tax, suppliers and rent; owners get what is spare."""

from __future__ import annotations

import numpy as np

from sim.kernels import taxes
from sim.kernels.threads import by_rows
from sim.policy.agreements import tax_sent_home
from sim.policy.income_tax import tax_rate
from sim.quarter.innovation.research import added_deduction
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.hubs import reward_hubs
from sim.quarter.market.inputs import cost_of_sales
from sim.quarter.market.labour_prices import payroll
from sim.quarter.market.relief import relieve_rents
from sim.state.cells import cell_sum, cell_sums
from sim.state.firms import Owner
from sim.state.table import Floats
from sim.world import World


def settle_accounts(world: World) -> None:
    """All payments of firms this quarter, but R&D (innovation) and loans (finance)."""
    relieve_rents(world)
    receive_sales(world)
    pay_wages(world)
    pay_inputs(world)
    bought = overhead(world)
    pay_overhead_and_rent(world, bought)
    pay_taxes(world, bought)
    pay_dividends(world)


def receive_sales(world: World) -> None:
    """Home sales and exports come from outside; local sales are paid by their buyers, with inputs.

    What the authority buys it has paid for when it ordered (see :func:`first_orders`).
    """
    firms, ledger = world.firms, world.ledger
    home = by_rows(
        lambda revenue, exports, local, public: np.maximum(revenue - exports - local - public, 0.0),
        firms.revenue, firms.exports, firms.local_sales, firms.public_sales,
    )  # fmt: skip
    ledger.pay("sales_home", ledger.outside(), ledger.firms(), home)
    ledger.pay("sales_foreign", ledger.outside(), ledger.firms(), firms.exports)


def pay_wages(world: World) -> None:
    """Payroll is heads at the start of the quarter times the wage; households pay tax on it."""
    firms, ledger = world.firms, world.ledger
    firms.wage_bill = payroll(world)
    wages = ledger.pay("wages", ledger.firms(), ledger.households(), firms.wage_bill)
    paid = wages + ledger.flow_by_site("university_payroll")[: world.n_sites]
    world.cities.payroll = cell_sum(world.sites.city, paid, world.n_cities)
    tax = world.scenario.fiscal.wage_tax * wages
    by_city = cell_sum(world.sites.city, tax, world.n_cities)
    ledger.pay("wage_tax", ledger.households(), ledger.state(), by_city)
    world.tax_raised += tax


def pay_inputs(world: World) -> None:
    """Intermediates, from sellers of the site as far as they were sold there, the rest from outside."""
    firms, ledger = world.firms, world.ledger
    cell = world.firm_cell()
    n_cells = world.n_sites * world.n_sectors
    cost = cost_of_sales(world)
    *_, inputs = cost_shares(world)
    all_inputs = inputs.sum(axis=2)
    firms.materials = cost * all_inputs.ravel()[cell]

    cost_cell, sold = cell_sums(cell, (cost, firms.local_sales), n_cells).reshape(2, world.n_sites, -1)
    wanted = inputs[..., : world.n_sectors] * world.grid("local_share")[:, None, :]
    asked = (wanted * cost_cell[:, :, None]).sum(axis=1)
    met = np.where(asked > 0, sold / np.where(asked > 0, asked, 1.0), 0.0)
    # The Neumann series stops after a few rounds, so what was sold never exceeds what is asked.
    local_rate = (wanted * met[:, None, :]).sum(axis=2)
    paid_local = cost * local_rate.ravel()[cell]
    ledger.pay_across("sales_local", ledger.firms(), paid_local, ledger.firms(), firms.local_sales)
    ledger.pay("inputs_outside", ledger.firms(), ledger.outside(), firms.materials - paid_local)
    reward_hubs(world, paid_local)
    chain_balance(world, (inputs[..., : world.n_sectors] * cost_cell[:, :, None]).sum(axis=1), sold)


def chain_balance(world: World, bought: Floats, sold: Floats) -> None:
    """Supply over need of every input at every site, and what buyers take through outside merchants.

    ``bought`` is what firms of a site need of each input, ``sold`` what its sellers sold there, m¥: f64[P, S] each.
    """
    firms = world.firms
    by_market = np.zeros((world.fixed.n_markets, world.n_sectors))
    for site, market in enumerate(world.fixed.site_market):
        by_market[market] += (bought[site] - sold[site]) * (1.0 - world.fixed.import_share)
    world.sectors.merchant = by_market.ravel()
    revenue = cell_sum(world.firm_cell(), firms.revenue, len(world.cells)).reshape(world.n_sites, -1)
    supply = world.scenario.demand.local_supply * revenue
    world.grid("supply_need")[:] = np.where(bought > 0, supply / np.where(bought > 0, bought, 1.0), 0.0)


def overhead(world: World) -> Floats:
    """Overhead of each firm this quarter, m¥: a share of revenue and a fixed cost by site and sector."""
    p = world.scenario.production
    share, fixed = p.overhead_share, p.overhead_fixed / 4.0
    reference = world.cells.mean_sales
    return by_rows(
        lambda b, revenue, cell, weight: (b > 0) * (share * revenue + fixed * (reference[cell] * weight)),
        world.firms.b, world.firms.revenue, world.firm_cell(), world.firms.weight,
    )  # fmt: skip


def pay_overhead_and_rent(world: World, overhead: Floats) -> None:
    """Overhead (f64[n]) other than staff, and rent split between the authority and private landlords."""
    firms, ledger = world.firms, world.ledger
    p = world.scenario.production
    ledger.pay("overhead", ledger.firms(), ledger.outside(), (1.0 - p.overhead_labour) * overhead)
    quarterly, own = world.sites.rent_money / 4.0, world.fixed.own_authority
    firms.rent_bill = by_rows(lambda floor, site: floor * quarterly[site], firms.floor, firms.site)
    public = by_rows(lambda rent, site: own[site] * rent, firms.rent_bill, firms.site)
    ledger.pay("rent_public", ledger.firms(), ledger.authorities(), public)
    ledger.pay("rent_private", ledger.firms(), ledger.outside(), firms.rent_bill - public)


def pay_taxes(world: World, overhead: Floats) -> None:
    """Profit, income tax with the super-deduction, value added tax with its surcharges, levies, local shares."""
    firms, ledger = world.firms, world.ledger
    p = world.scenario
    deducted = p.fiscal.rd_deduction + added_deduction(world)
    accounts = (
        firms.revenue, firms.exports, firms.materials, firms.wage_bill, overhead, firms.rent_bill, firms.rd_real,
        firms.capital, firms.interest, firms.rd_grant, firms.rd_reported, deducted, tax_rate(world),
    )  # fmt: skip
    rules = (
        1.0 - p.production.overhead_labour, 1.0 - p.research.staff_share, p.production.capital_depreciation / 4.0,
        p.fiscal.surcharge, p.fiscal.levies, p.fiscal.rd_deduction, p.fiscal.cit,
    )  # fmt: skip
    vat, levied, relief, operating, firms.profit, firms.tax_bill = taxes.assess(
        accounts, firms.sector, world.fixed.vat_rate, rules
    )
    firms.operating_past[:, world.quarter % 4] = operating
    income_tax = ledger.pay("income_tax", ledger.firms(), ledger.state(), firms.tax_bill)
    surcharges = ledger.pay("surcharges", ledger.firms(), ledger.state(), levied)
    relief_by_site, vat_by_site = cell_sums(firms.site, (relief, vat), world.n_sites)
    world.happenings.add("tax_relief", np.arange(world.n_sites), relief_by_site)
    ledger.pay("vat", ledger.outside(), ledger.state(), total_of(vat_by_site))
    world.tax_raised += income_tax + surcharges + vat_by_site
    sent = tax_sent_home(world, firms.tax_bill, levied, vat)
    local = world.fixed.local_tax_share * world.tax_raised + sent
    ledger.pay("tax_share", ledger.state(), ledger.authorities(), local)
    world.happenings.add("tax", np.arange(world.n_sites), world.tax_raised)
    world.happenings.add("tax_sent_home", np.arange(world.n_sites), sent)
    world.tax_raised = np.zeros(world.n_sites)


def pay_dividends(world: World) -> None:
    """Owners take a share of cash beyond two quarters of cost; funds their part by their stakes."""
    firms, ledger, stakes = world.firms, world.ledger, world.stakes
    p = world.scenario.finance
    paid = by_rows(
        lambda cash, materials, wages, rent, research: p.dividend_share
        * np.maximum(cash - p.dividend_buffer * (materials + wages + rent + research), 0.0),
        firms.cash, firms.materials, firms.wage_bill, firms.rent_bill, firms.rd_real,
    )  # fmt: skip
    firm = world.firms.rows(stakes.firm)
    fund = world.funds.rows(stakes.fund)
    to_funds = stakes.share * paid[firm]
    ledger.pay("dividends_funds", ledger.firms(firm), ledger.funds(fund), to_funds)
    rest = paid.copy()
    np.subtract.at(rest, firm, to_funds)
    np.maximum(rest, 0.0, out=rest)
    to_outside = by_rows(
        lambda owner, sold, paid, rest: np.where(owner == Owner.PRIVATE, np.minimum(sold * paid, rest), rest),
        firms.owner, firms.sold_share, paid, rest,
    )  # fmt: skip
    ledger.pay("dividends_outside", ledger.firms(), ledger.outside(), to_outside)
    ledger.pay("dividends_founders", ledger.firms(), ledger.households(), rest - to_outside)


def total_of(values: Floats) -> Floats:
    """Sequential sum as f64[1]."""
    return cell_sum(np.zeros(len(values), np.int64), values, 1)
