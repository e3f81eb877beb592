"""Moves: now and then a firm reconsiders where it sits."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.demography.location import reach_of, site_utility, taste_for_sites
from sim.quarter.demography.newborn import place_of_newborn
from sim.quarter.market.settlement import overhead
from sim.world import World


def move(world: World) -> None:
    """Firms that reconsider go where utility less the cost of moving is highest."""
    p = world.scenario.demography
    firms = world.firms
    if world.n_sites < 2:
        return
    thinking = world.luck.happens(Purpose.MOVE, firms.id, world.quarter, p.move_hazard) & world.trading()
    rows = np.flatnonzero(thinking & (firms.born < world.quarter))
    if len(rows) == 0:
        return
    here = firms.site[rows].astype(np.int64)
    sector = firms.sector[rows].astype(np.int64)
    reference = world.reference_sales()[rows]
    size = firms.revenue_year[rows] / reference
    reach = reach_of(world, here, sector)
    utility = site_utility(world, world.location_gain(), reach, here, firms.a[rows], size)
    cost = p.move_cost_quarters * overhead(world)[rows]
    target = np.maximum(world.sites.profit_target[here], 1e-6) * reference
    stay = reach.site == here[reach.who]
    utility = utility - np.where(stay, 0.0, (p.location_weight * cost / target)[reach.who])
    taste = taste_for_sites(world, Purpose.MOVE_SITE, firms.id[rows], reach)
    choice = reach.near[np.arange(len(rows)), reach.spread(utility + taste).argmax(axis=1)]
    relocate(world, rows[choice != here], choice[choice != here])


def relocate(world: World, rows: np.ndarray, site: np.ndarray) -> None:
    """Carry firms, their cash, debt and capital to other sites."""
    firms, ledger = world.firms, world.ledger
    if len(rows) == 0:
        return
    before = firms.site[rows].astype(np.int64)
    cash = firms.cash[rows].copy()
    for stock, amount in (("capital", firms.capital[rows]), ("loans", firms.debt[rows])):
        ledger.enter(stock, "volume", -amount, before)
        ledger.enter(stock, "volume", amount, site)
    ledger.relocate(rows, before, site, cash)
    firms.site[rows] = site
    firms.moved_from[rows], firms.moved[rows] = before, world.quarter
    building, x, y = place_of_newborn(world, firms.id[rows], site, firms.sector[rows])
    firms.building[rows], firms.x[rows], firms.y[rows] = building, x, y
    world.happenings.count("moves_out", before, firms.weight[rows])
    world.happenings.count("moves_in", site, firms.weight[rows])
    world.happenings.write(
        "moves",
        quarter=np.full(len(rows), world.quarter),
        firm=firms.id[rows],
        origin=before,
        destination=site,
        sector=firms.sector[rows].astype(np.int64),
        revenue_year=firms.revenue_year[rows].copy(),
    )
