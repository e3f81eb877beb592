"""Markets that policy opens: ties to parks abroad, and the authority as first buyer of new products."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import buy_from_firms, run_lever
from sim.quarter.innovation.stages import MARKET
from sim.quarter.market.demand import foreign_depth
from sim.state.cells import cell_count
from sim.state.table import Bools, Floats
from sim.world import World

ABROAD = "bri"
FIRST_BUYER = "scenario_opening"


def foreign_ties(world: World) -> Floats | float:
    """Factor on the reach of firms abroad, f64[n] or 1; the site pays for the ties.

    (1 + intensity x reach x e^(sd N - sd^2/2)) x (1 - exposure x intensity x depth): what ties add hangs on the
    partners' demand, a keyed normal a sector and year, equal for all sites; its mean does not depend on the spread.
    Of what a firm with ties sells abroad a share hangs on its partners, and they close first when demand from abroad
    falls by a depth: beyond what all exporters lose, it loses that share of it (not more than all). Assumed.
    """
    levers = world.levers
    if not levers.active(ABROAD):
        return 1.0
    cost = levers.intensity(ABROAD) * world.fixed.thousands * levers.unit_cost(ABROAD) / 4.0
    reached = run_lever(world, ABROAD, cost)
    sd = levers.term(ABROAD, "spread")
    sector = np.arange(world.n_sectors, dtype=np.uint64)
    news = world.luck.normal(Purpose.FOREIGN_TIES, sector, (world.quarter - 1) // 4)
    gain = levers.term(ABROAD, "reach") * reached[:, None] * np.exp(sd * news - 0.5 * sd**2)[None, :]
    exposed = np.minimum(levers.term(ABROAD, "exposure") * reached, 1.0)
    ties = (1.0 + gain) * (1.0 - exposed[:, None] * foreign_depth(world)[None, :])
    return np.where(levers.aimed_firms(world, ABROAD), ties.ravel()[world.firm_cell()], 1.0)


def first_orders(world: World) -> Floats:
    """Orders of authorities from young firms with new products, within what these can still make, m¥: f64[n].

    New is what an innovation has lifted in quality, and what is being tested. A site's money is shared out in
    equal orders; what a firm cannot make is not ordered.
    """
    levers, firms = world.levers, world.firms
    orders = np.zeros(len(firms))
    if not levers.active(FIRST_BUYER):
        return orders
    young = world.quarter - firms.born <= 4 * levers.term(FIRST_BUYER, "age")
    new = (firms.v >= levers.term(FIRST_BUYER, "quality")) | testing_products(world)
    aimed = levers.aimed_firms(world, FIRST_BUYER)
    rows = np.flatnonzero(young & new & aimed & world.trading() & (firms.capacity > firms.demand))
    if len(rows) == 0:
        return orders
    yearly = levers.intensity(FIRST_BUYER) * levers.term(FIRST_BUYER, "orders") * levers.unit_cost(FIRST_BUYER)
    money = yearly * world.fixed.thousands / 4.0
    site = firms.site[rows]
    order = (money / np.maximum(cell_count(site, world.n_sites), 1))[site]
    order = np.minimum(order, firms.capacity[rows] - firms.demand[rows])
    orders[rows] = buy_from_firms(world, FIRST_BUYER, rows, order)
    return orders


def testing_products(world: World) -> Bools:
    """Firms that have a product in testing: bool[n]."""
    firms, projects = world.firms, world.projects
    owner = world.project_owners()
    late = (projects.stage == MARKET - 1) & (projects.process == 0) & (owner >= 0) & ~projects.retired
    found = np.zeros(len(firms), np.bool_)
    found[owner[late]] = True
    return found
