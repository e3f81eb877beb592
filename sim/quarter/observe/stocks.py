"""Levels of the quarter: firms, people, money, research, ranks, links.

Flows of firms (revenue, payroll, R&D, profit) are those of firms that live at the end of the quarter;
the ledger holds what firms that ceased in it paid and got as well.
"""

from __future__ import annotations

import numpy as np

from sim.kernels.contacts import count_ends
from sim.quarter.market.labour_prices import firm_wages
from sim.quarter.observe.observer import Sheet, ratio
from sim.state.cells import cell_count, cell_sum, cell_sums
from sim.state.firms import Tier
from sim.state.knowledge import LinkKind
from sim.state.table import Floats, Ints
from sim.world import World

STAGES = ("projects_research", "projects_concept", "projects_pilot", "projects_testing")
RANKS = {
    "tech_smes": Tier.TECH_SME, "innovative_smes": Tier.INNOVATIVE_SME, "specialised": Tier.SPECIALISED,
    "little_giants": Tier.LITTLE_GIANT, "champions": Tier.CHAMPION, "world_class": Tier.WORLD_CLASS,
}  # fmt: skip


def price_level(world: World) -> float:
    """Price index of the quarter, 1 in the base year."""
    run = world.scenario.run
    return float((1.0 + run.inflation) ** (run.start_year - run.price_year + world.years_run))


def _firms(world: World, sheet: Sheet) -> None:
    firms = world.firms
    surveyed = firms.surveyed == 1
    certified = firms.certified_until >= world.quarter
    heads = firms.ordinary + firms.technical + firms.leading
    year = firms.revenue_year
    goods = world.fixed.goods[firms.sector]
    sheet.add_up(
        firms=firms.weight,
        surveyed_firms=surveyed,
        certified_all=certified,
        high_tech_enterprises=certified & surveyed,
        employment=np.where(surveyed, heads, 0.0),
        employment_all=heads,
        employment_ordinary=firms.ordinary,
        employment_technical=firms.technical,
        employment_leading=firms.leading,
        revenue_year=np.where(surveyed, year, 0.0),
        revenue_all_year=year,
        industrial_output_year=np.where(surveyed & goods, year, 0.0),
        revenue=firms.revenue,
        exports=firms.exports,
        public_sales=firms.public_sales,
    )
    for name in ("revenue_year", "revenue_all_year"):
        sheet.put(
            f"{name}_nominal",
            sheet.sites[name] * price_level(world),
            sheet.sectors[name] * price_level(world),
        )


def _productivity(world: World, sheet: Sheet) -> None:
    firms = world.firms
    cost = firms.revenue_year * np.exp(-firms.markup)
    added = 1.0 - world.input_cost_share().ravel()[world.firm_cell()]
    sheet.mean(cost * added, tfp_va=firms.tfp / added)
    growth = world.scenario.production.tfp_incumb * world.years_run
    sheet.mean(
        cost,
        tfp=firms.tfp, tfp_absolute=firms.tfp + growth, tfp_statistical=firms.tfp_stat,
    )  # fmt: skip


def _wages(world: World, sheet: Sheet) -> None:
    firms = world.firms
    heads = firms.ordinary + firms.technical + firms.leading
    ordinary, technical, leading = firm_wages(world)
    bill = firms.ordinary * ordinary + firms.technical * technical + firms.leading * leading
    sheet.mean(heads, wage=bill / np.maximum(heads, 1e-12))
    sheet.put(
        "wage_nominal", sheet.sites["wage"] * price_level(world), sheet.sectors["wage"] * price_level(world)
    )


def _money(world: World, sheet: Sheet) -> None:
    firms = world.firms
    sheet.add_up(
        floor=firms.floor, capital=firms.capital, debt=firms.debt, profit=firms.profit,
        value_added=firms.revenue - firms.materials, wages_paid=firms.wage_bill,
    )  # fmt: skip
    own = firms.capital + np.maximum(firms.cash, 0.0)
    sheet.mean(own, leverage=firms.debt / np.maximum(own, 1e-12))


def _research(world: World, sheet: Sheet) -> None:
    firms, projects = world.firms, world.projects
    sheet.add_up(
        rd_real=firms.rd_real, rd_reported=firms.rd_reported, rd_real_year=firms.rd_real_year,
        rd_reported_year=firms.rd_reported_year, patents=firms.patents,
    )  # fmt: skip
    cell = projects.site.astype(np.int64) * world.n_sectors + projects.sector
    behind = world.firms_behind(np.arange(len(projects)))
    count_into(world, sheet, "projects", cell, behind)
    # All stages in one pass: projects of each are added in their order, as if they were alone.
    stages, n_cells = len(STAGES) + 1, len(world.cells)
    by_stage = cell_sum(cell + n_cells * projects.stage.astype(np.int64), behind, stages * n_cells)
    for name, by_cell in zip(STAGES, by_stage.reshape(stages, n_cells), strict=False):
        sheet.put(name, by_cell.reshape(world.n_sites, -1).sum(axis=1), by_cell)
    count_into(world, sheet, "projects_universities", cell[projects.owner < 0])


def _ranks(world: World, sheet: Sheet) -> None:
    firms = world.firms
    ranks = {name: firms.tier == tier for name, tier in RANKS.items()}
    sheet.add_up(
        **ranks,
        gazelles=firms.gazelle == 1,
        unicorns=firms.unicorn >= 1,
        super_unicorns=firms.unicorn == 2,
        accelerated=firms.accelerated_until >= world.quarter,
        incubated=firms.mentored_until >= world.quarter,
    )


def _ties(world: World, sheet: Sheet) -> None:
    ends = count_ends(*world.link_ends(), world.links.kind, world.firm_cell(), len(world.cells))
    rows = cell_count(sheet.cell, len(world.cells)).astype(np.float64)
    rows_of_site = rows.reshape(world.n_sites, -1).sum(axis=1)
    for name, by_cell in zip(("links_per_firm", "contacts_per_firm"), ends, strict=True):
        by_site = by_cell.reshape(world.n_sites, -1).sum(axis=1)
        sheet.put(name, ratio(by_site, rows_of_site), ratio(by_cell, rows))


def _joint_research(world: World, sheet: Sheet) -> None:
    """Joint research of firms with firms and universities, by the site of the firm, and how much crosses cities."""
    links, firms = world.links, world.firms
    formal, ends = world.formal_links(), world.link_ends()
    kind, every, across = links.kind[formal], np.zeros(world.n_sites), np.zeros(world.n_sites)
    for of, others in ((LinkKind.JOINT_RD, firms), (LinkKind.UNIVERSITY, world.universities)):
        rows = formal[kind == of]
        one = ends[0][rows]
        other = ends[1][rows] if of is LinkKind.JOINT_RD else others.rows(links.b[rows])
        held = (one >= 0) & (other >= 0)
        here, there = firms.site[one[held]], others.site[other[held]]
        crosses = world.sites.city[here] != world.sites.city[there]
        sides = [(one[held], here)]
        if of is LinkKind.JOINT_RD:
            # A tie of two firms ends at both.
            sides.append((other[held], there))
        for firm, site in sides:
            weight = firms.weight[firm]
            all_, some = cell_sums(site, (weight, weight * crosses), world.n_sites)
            every, across = every + all_, across + some
    sheet.put("joint_rd", every)
    sheet.put("joint_rd_across", across)


def _places(world: World, sheet: Sheet) -> None:
    sites, n = world.sites, world.n_sites
    sheet.put("rent", sites.rent_money * 1e6 / 12.0)
    sheet.put("density", sites.density)
    sheet.put("leading_talents", cell_count(world.talents.site, n))
    sheet.put("labour", world.cities.labour.sum(axis=1)[sites.city])
    sheet.put("funds", cell_count(world.funds.site, n))
    invested = cell_sum(world.funds.site, world.funds.invested, n)
    sheet.put("fund_multiple", ratio(cell_sum(world.funds.site, world.funds.returned, n), invested))
    sheet.put("authority_cash", sites.cash)
    sheet.put("budget_reach", sites.lever_scale)
    sheet.put("facility_load", ratio(sites.queue[:, :4].sum(axis=1), sites.facilities[:, :4].sum(axis=1)))


def _energy(world: World, sheet: Sheet) -> None:
    firms, fixed = world.firms, world.fixed
    energy = energy_used(
        firms.revenue,
        fixed.energy_intensity[firms.sector],
        firms.green,
        world.scenario.production.upgrade_energy,
    )
    sheet.add_up(energy=energy, emissions=fixed.carbon_intensity[firms.sector] * energy)
    sheet.mean(firms.revenue, upgrading=firms.green)


LEVELS = (_firms, _productivity, _ties, _joint_research, _research, _money, _energy, _ranks, _wages, _places)
"""Measurements of levels: each takes the world and the sheet, and does not wait for another."""


def enter_ratios(sheet: Sheet) -> None:
    """Enter ratios of sums that several measurements have entered."""
    sheet.ratio_of("profit_margin", "profit", "revenue")
    sheet.ratio_of("rd_intensity", "rd_real_year", "revenue_all_year")


def enter_coverage(world: World, sheet: Sheet) -> None:
    """Enter how much of what firms of a site need of each input its own sellers supply; markets are measured."""
    assert world.observer is not None
    need, share = world.observer.markets[-1].need, world.grid("local_share")
    sheet.put("chain_coverage", ratio((need * share).sum(axis=1), need.sum(axis=1)), share)


def energy_used(revenue: Floats, intensity: Floats, green: Floats, saved: float) -> Floats:
    """Energy of firms, tce a quarter, f64[n]: revenue (m¥) x intensity (tce/m¥) x (1 - saved x upgrading)."""
    return np.asarray(revenue * intensity * (1.0 - saved * green))


def count_into(world: World, sheet: Sheet, name: str, cell: Ints, times: Floats | float = 1.0) -> None:
    """Enter counts of things that lie in cells (site x sectors + sector), each so many ``times``."""
    by_cell = cell_sum(cell, np.asarray(times), len(world.cells))
    sheet.put(name, by_cell.reshape(world.n_sites, -1).sum(axis=1), by_cell)
