"""New firms: their type, their start in the market, and their first accounts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.luck import Purpose
from sim.quarter.innovation.efficiency import research_level
from sim.quarter.innovation.research import starting_research
from sim.quarter.innovation.technology import new_positions
from sim.quarter.market.costs import cost_shares
from sim.state.firms import Owner
from sim.state.identity import Birth, Ids
from sim.state.table import Bools, Floats, Ints
from sim.world import World


@dataclass
class Newborn:
    """Types of founders, one entry each; ``region`` is the site near which they live."""

    ids: Ids
    region: Ints
    sector: Ints
    birth: NDArray[np.int8]
    alpha: Floats
    z: Floats
    markup_taste: Floats
    growth_type: Floats
    size: Floats
    owner: NDArray[np.int8]
    tech_firm: NDArray[np.int8]
    ht_share: Floats
    core_share: Floats
    runway: Floats
    project: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    weight: Floats = field(default_factory=lambda: np.zeros(0))


def draw_types(
    world: World, ids: Ids, region: Ints, sector: Ints, pool: Floats, birth: Birth | NDArray[np.int8]
) -> Newborn:
    """Draw ability, markup, size, owner, technology and money of founders; ``pool`` is mean ability."""
    birth = np.broadcast_to(np.asarray(birth, np.int8), ids.shape)
    p = world.scenario
    q = world.quarter

    def normal(draw: int) -> Floats:
        return world.luck.normal(Purpose.ENTRANT_TRAITS, ids, q, draw)

    def uniform(draw: int) -> Floats:
        return world.luck.uniform(Purpose.ENTRANT_TRAITS, ids, q, 100 + draw)

    d = p.demography
    alpha = pool + p.production.alpha_sd * normal(0)
    size = d.entrant_size * np.exp(d.entrant_size_sd * normal(4) - 0.5 * d.entrant_size_sd**2)
    owner = np.where(
        uniform(0) < d.state_owned,
        Owner.STATE,
        np.where(uniform(0) > 1 - d.foreign_owned, Owner.FOREIGN, Owner.PRIVATE),
    )
    tech = is_technology_firm(uniform(1), size, world.sites.tech_tilt[region], world.sites.tech_cut[region])
    tech = tech | (birth == Birth.UNIVERSITY_SPINOFF)
    return Newborn(
        ids=ids,
        region=region,
        sector=sector,
        birth=birth,
        alpha=alpha,
        z=alpha + p.production.entrant_edge + p.production.entrant_sd * normal(1),
        markup_taste=p.production.markup_sd * normal(2),
        growth_type=d.growth_type_mean + d.growth_type_sd * normal(3),
        size=np.minimum(size, d.entrant_size_cap),
        owner=owner.astype(np.int8),
        tech_firm=tech.astype(np.int8),
        ht_share=high_tech_share(tech, uniform(2)),
        core_share=0.5 + 0.5 * uniform(3) ** 0.5,
        runway=d.runway_years * np.exp(d.runway_sd * normal(5)),
        project=np.full(len(ids), -1, np.int64),
        weight=np.ones(len(ids)),
    )


def is_technology_firm(score: Floats, size: Floats, tilt: Floats | float, cut: Floats | float) -> Bools:
    """Technology firms by type: score + tilt x ln relative size above the site's cut: bool[n]."""
    return np.asarray(score + tilt * np.log(np.maximum(size, 1e-9)) > cut)


def export_reach(world: World, ids: Ids) -> Floats:
    """Reach abroad: 1 for firms that export, 0 for the others; drawn once a life: f64[n]."""
    return world.luck.happens(Purpose.EXPORTS, ids, 0, world.scenario.demography.exporters).astype(np.float64)


def high_tech_share(tech: NDArray[np.bool_], u: Floats) -> Floats:
    """Share of high-tech products in revenue: .6 to 1 for technology firms, 0 to .6 for others."""
    return np.where(tech, 0.6 + 0.4 * u, 0.6 * u)


def bear(world: World, new: Newborn, site: Ints) -> Ints:
    """Add the firms at their sites (-1: none), with customers, staff, capital, floor and founders' equity.

    Returns the rows of those born, in the order of founders.
    """
    keep = site >= 0
    rows = np.flatnonzero(keep)
    ids, site, sector = new.ids[rows], site[rows], new.sector[rows]
    p = world.scenario
    cell = site.astype(np.int64) * world.n_sectors + sector
    many = new.weight[rows]
    reference = many * world.cells.mean_sales[cell]
    sales_year = new.size[rows] * reference
    place = place_of_newborn(world, ids, site, sector)
    research = starting_research(
        world.luck,
        ids,
        new.tech_firm[rows] == 1,
        sales_year / many,
        world.cells.mean_sales[cell],
        world.fixed.know_dep[sector],
        p.research,
    )
    level = many * world.sites.rd_level[site]
    for name in ("rd_real", "rd_reported", "rd_real_year", "rd_reported_year", "rd_stock"):
        research[name] = research[name] * level
    research["rd_stock_past"] = research["rd_stock_past"] * level[:, None]
    labour, capital, floor, _ = cost_shares(world)
    city = world.sites.city[site].astype(np.int64)
    wage = world.class_wage_table()[city * world.n_sectors + sector]
    markup = world.cells.base_markup[cell] + new.markup_taste[rows]
    cost_year = sales_year * np.exp(-markup)
    heads = labour.reshape(-1, 3)[cell] * cost_year[:, None] / wage
    staff_overhead = p.production.overhead_labour * (
        p.production.overhead_share * sales_year + p.production.overhead_fixed * reference
    )
    heads[:, 0] += staff_overhead / wage[:, 0]
    staff_rd = p.research.staff_share * 4.0 * research["rd_real"]
    heads[:, 1] += (1 - p.research.leading_share) * staff_rd / wage[:, 1]
    heads[:, 2] += p.research.leading_share * staff_rd / wage[:, 2]
    stock_k = capital.ravel()[cell] * cost_year / world.user_cost()[site]
    fixed_year = p.production.overhead_fixed * reference
    equity = (
        new.runway[rows] * (fixed_year + p.demography.runway_sales * sales_year)
        + p.demography.entry_cash * sales_year
    )
    market = world.fixed.site_market[site] * world.n_sectors + sector
    # Price that the firm will set, so that it starts with the sales that its size says.
    reach = export_reach(world, ids)
    abroad = reach * p.demand.tau_export ** (1.0 - p.demand.sigma) * world.sectors.foreign_unit[market]
    unit = world.sectors.market_unit[market] + abroad + world.cells.local_unit[cell]
    weight = sales_year / 4.0 / np.maximum(unit, 1e-12)
    z = new.z[rows]
    a = z + research_level(research["rd_stock"] / many, world.sectors.outside_rd[market], p.production)
    ln_price = (1 - p.production.pass_through) * a - a + markup
    b = weight * np.exp((p.demand.sigma - 1.0) * ln_price)
    rows_slice = world.firms.add(
        ids,
        {
            "home_city": world.sites.city[new.region[rows]], "weight": many,
            "site": site, "sector": sector, "born": world.quarter, "birth": new.birth[rows],
            "niche": sector * 40 + (ids % np.uint64(40)).astype(np.int64),
            "building": place[0], "x": place[1], "y": place[2], "owner": new.owner[rows],
            "alpha": new.alpha[rows], "z": z, "a": a, "b": b, "growth_type": new.growth_type[rows],
            "markup_taste": new.markup_taste[rows], "tech": new_positions(world, ids, sector),
            "tech_firm": new.tech_firm[rows], "ht_share": new.ht_share[rows], "core_share": new.core_share[rows],
            **research,
            "unit_cost": -a, "markup": markup, "price": ln_price,
            "demand": sales_year / 4.0, "expected": sales_year / 4.0,
            "capacity": p.production.capacity_slack * sales_year / 4.0,
            "ordinary": heads[:, 0], "technical": heads[:, 1], "leading": heads[:, 2], "capital": 0.0,
            "floor": np.maximum(
                floor.ravel()[cell] * cost_year / world.sites.rent_money[site], many * p.space.floor_minimum
            ),
            "export_reach": reach,
            "technical_share": (heads[:, 1] + heads[:, 2]) / np.maximum(heads.sum(axis=1), 1e-9),
            "green": world.sectors.green[market],
            "valuation": many * p.finance.value_floor,
        },
    )  # fmt: skip
    born = np.arange(rows_slice.start, rows_slice.stop)
    ledger = world.ledger
    ledger.pay("founders_equity", ledger.households(), ledger.firms(born), equity + stock_k)
    ledger.pay("investment", ledger.firms(born), ledger.outside(), stock_k)
    ledger.enter("capital", "flow", stock_k, site)
    permits = many * permit_cost(world, world.sites.admin_delay[site], cell, sales_year / many)
    ledger.pay("overhead", ledger.firms(born), ledger.outside(), permits)
    world.firms.capital[born] = stock_k
    adopt_projects(world, new.project[rows], born)
    return born


def permit_cost(world: World, delay: Floats, cell: Ints, sales: Floats) -> Floats:
    """What permits cost an entrant, m¥: the delay of its site times its overhead a quarter (arrays of one shape).

    Regulation of entry as a fixed cost: Djankov and others (2002).
    """
    p = world.scenario.production
    overhead = (p.overhead_share * sales + p.overhead_fixed * world.cells.mean_sales[cell]) / 4.0
    return np.asarray(delay * overhead)


def place_of_newborn(world: World, ids: Ids, site: Ints, sector: Ints) -> tuple[Ints, Floats, Floats]:
    """Building and position: tenants of a building share it; buildings lie scattered over the site.

    Goods makers rather settle in buildings planned for their sector. Source: [DO]; size assumed.
    """
    fixed = world.fixed
    u = world.luck.uniform(Purpose.PLACE, ids, 0)
    building = np.empty(len(ids), np.int64)
    for trade in range(world.n_sectors):
        rows = np.flatnonzero(sector == trade)
        here = site[rows]
        at = np.searchsorted(fixed.building_odds[trade], here + u[rows], side="right")
        building[rows] = np.clip(at, fixed.first_building[here], fixed.last_building[here])
    x, y = world.building_position(building, site)
    return building, x, y


def adopt_projects(world: World, handles: Ints, born: Ints) -> None:
    """University projects that left as firms belong to them from now on."""
    projects = world.projects
    has = handles >= 0
    at = projects.rows(handles[has])
    projects.owner[at] = world.firms.handle[born[has]]
    projects.site[at] = world.firms.site[born[has]]
    projects.leaves[at] = 0
    projects.joint[at] = 1
