"""Hiring: heads move slowly toward what expected sales ask for, through city labour pools."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.costs import cost_shares, upgrading_lead
from sim.quarter.market.labour_prices import firm_wages
from sim.quarter.market.settlement import overhead
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def plan_sales(world: World) -> None:
    """Expected sales: a quarter of last sales, three quarters of demand."""
    firms = world.firms
    keep = world.scenario.production.expectation_weight
    firms.expected = keep * firms.revenue + (1.0 - keep) * firms.demand


def wanted_heads(world: World) -> Floats:
    """Heads of the three classes that expected sales, overhead and R&D ask for: f64[3, n].

    Who upgrades ahead of the outside needs fewer ordinary staff, and some more technical.
    """
    firms = world.firms
    p = world.scenario
    labour = cost_shares(world)[0].reshape(-1, 3)[world.firm_cell()]
    cost = firms.expected * np.exp(-firms.markup)
    payroll = labour.T * cost
    spared = payroll[0] * -np.expm1(-p.production.upgrade_labour * upgrading_lead(world))
    payroll[0] -= spared
    payroll[1] += p.production.upgrade_skill * spared
    payroll[0] += p.production.overhead_labour * overhead(world)
    research = p.research.staff_share * firms.rd_real
    payroll[1] += (1.0 - p.research.leading_share) * research
    payroll[2] += p.research.leading_share * research
    return np.asarray(payroll / (np.stack(firm_wages(world)) / 4.0))


def hire(world: World) -> None:
    """Quits, layoffs, vacancies and hires; capacity of the next quarter. Pools are per city and class.

    Matching: hires = min(searchers, vacancies, m sqrt(searchers x vacancies)) (Petrongolo & Pissarides 2001).
    """
    firms, cities = world.firms, world.cities
    p = world.scenario.labour
    heads = np.stack([firms.ordinary, firms.technical, firms.leading])
    wanted = wanted_heads(world)
    place = world.firm_city().astype(np.int64) * world.n_sectors + firms.sector
    quits = p.job_hop / 4.0 * heads
    target = heads + p.adjust_speed * (wanted - heads)
    expected_fill = world.by_class(np.clip(cities.fill, p.fill_lowest, 1.0)).reshape(-1, 3)[place].T
    need = target - heads + quits
    vacancies = np.maximum(need, 0.0) / expected_fill
    layoffs = np.maximum(-need, 0.0)

    open_jobs = pools_of(world, vacancies)
    leaving = pools_of(world, quits + layoffs)
    staff = pools_of(world, heads)
    cities.vacancies = open_jobs + world.other_vacancies()
    cities.searchers = np.maximum(cities.labour - staff - world.other_staff() + leaving, 1e-9)
    found = match(cities.searchers, cities.vacancies, cities.match_level, p.match_el)
    cities.tight = cities.vacancies / cities.searchers
    rate = found / np.maximum(cities.vacancies, 1e-12)
    cities.fill = rate
    hires = vacancies * world.by_class(rate).reshape(-1, 3)[place].T
    after = np.maximum(heads - quits - layoffs + hires, 0.0)
    firms.ordinary, firms.technical, firms.leading = after[0], after[1], after[2]
    cities.employed = pools_of(world, after) + world.other_staff()
    set_capacity(world, after, wanted)
    world.count_jobs()


def match(searchers: Floats, vacancies: Floats, level: Floats, elasticity: float) -> Floats:
    """Hires by pool: min(searchers, vacancies, level x searchers^(1-el) vacancies^el)."""
    smooth = level * searchers ** (1.0 - elasticity) * vacancies**elasticity
    return np.minimum(np.minimum(searchers, vacancies), smooth)


def pools_of(world: World, by_firm: Floats) -> Floats:
    """Sum over firms of heads by class into city pools: f64[3, n] -> f64[C, 9]. A field mix a sector."""
    place = world.firm_city().astype(np.int64) * world.n_sectors + world.firms.sector
    n = world.n_cities * world.n_sectors
    table = np.stack([cell_sum(place, by_firm[k], n).reshape(world.n_cities, -1) for k in range(3)])
    mix = world.fixed.field_mix
    ordinary = table[0].sum(axis=1, keepdims=True)
    technical = (table[1][:, :, None] * mix[None]).sum(axis=1)
    leading = (table[2][:, :, None] * mix[None]).sum(axis=1)
    return np.concatenate([ordinary, technical, leading], axis=1)


def set_capacity(world: World, heads: Floats, wanted: Floats) -> None:
    """Most that can be sold next quarter: slack x expected sales x heads over wanted heads, by labour share."""
    firms = world.firms
    labour = cost_shares(world)[0].reshape(-1, 3)[world.firm_cell()].T
    share = labour / labour.sum(axis=0)
    gap = np.zeros(len(firms))
    for k in range(3):
        known = wanted[k] > 0
        ratio = np.where(known, heads[k] / np.where(known, wanted[k], 1.0), 1.0)
        gap += share[k] * np.log(np.maximum(ratio, 1e-3))
    firms.capacity = world.scenario.production.capacity_slack * firms.expected * np.exp(gap)
