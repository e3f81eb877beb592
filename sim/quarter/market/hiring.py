"""Hiring: heads move slowly toward what expected sales ask for, through city labour pools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernels import staff
from sim.kernels.rows import spread
from sim.kernels.threads import by_rows, in_parts
from sim.quarter.market.costs import cost_shares, upgrading_lead
from sim.quarter.market.labour_prices import firm_wages
from sim.quarter.market.settlement import overhead
from sim.state.cells import cell_sums
from sim.state.table import Floats
from sim.world import World


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """Expected sales of firms, m¥ a quarter: f64[n]; their heads now, heads wanted and vacancies by class: f64[3, n].

    By pool heads now, vacancies, and heads that leave: f64[C, 9].
    """

    expected: Floats
    heads: Floats
    wanted: Floats
    vacancies: Floats
    employed: Floats
    open_jobs: Floats
    leaving: Floats


def expected_sales(world: World) -> Floats:
    """Expected sales, m¥ a quarter: a quarter of last sales, three quarters of demand: f64[n]."""
    keep = world.scenario.production.expectation_weight
    return by_rows(
        lambda revenue, demand: keep * revenue + (1.0 - keep) * demand, world.firms.revenue, world.firms.demand
    )


def wanted_heads(world: World, expected: Floats) -> Floats:
    """Heads of the three classes that expected sales (f64[n]), overhead and R&D ask for: f64[3, n].

    Who upgrades ahead of the outside needs fewer ordinary staff, and some more technical.
    """
    firms = world.firms
    p = world.scenario
    payroll = spread(cost_shares(world)[0].reshape(-1, 3), world.firm_cell())
    office = p.production.overhead_labour * overhead(world)
    lead, wages = upgrading_lead(world), firm_wages(world)

    def ask(first: int, last: int) -> None:
        here = slice(first, last)
        pay = payroll[:, here]
        pay *= expected[here] * np.exp(-firms.markup[here])
        spared = pay[0] * -np.expm1(-p.production.upgrade_labour * lead[here])
        pay[0] += office[here] - spared
        research = p.research.staff_share * firms.rd_real[here]
        pay[1] += p.production.upgrade_skill * spared + (1.0 - p.research.leading_share) * research
        pay[2] += p.research.leading_share * research
        pay /= wages[:, here] / 4.0

    in_parts(ask, len(firms))
    return payroll


def plan_staff(world: World) -> StaffPlan:
    """Expected sales, and the quits, layoffs and vacancies that they ask for."""
    firms, p = world.firms, world.scenario.labour
    heads = np.stack([firms.ordinary, firms.technical, firms.leading])
    expected = expected_sales(world)
    wanted = wanted_heads(world, expected)
    expected_fill = world.by_class(np.clip(world.cities.fill, p.fill_lowest, 1.0)).reshape(-1, 3)
    vacancies, leavers = staff.plan(
        heads, wanted, expected_fill, world.firm_pool(), p.job_hop / 4.0, p.adjust_speed
    )
    by_pool = (pools_of(world, each) for each in (heads, vacancies, leavers))
    return StaffPlan(expected, heads, wanted, vacancies, *by_pool)


def hire(world: World, plan: StaffPlan) -> None:
    """Quits, layoffs and hires; capacity of the next quarter. Pools are per city and class.

    Matching: hires = min(searchers, vacancies, m sqrt(searchers x vacancies)) (Petrongolo & Pissarides 2001).
    """
    firms, cities = world.firms, world.cities
    p = world.scenario.labour
    cities.vacancies = plan.open_jobs + world.other_vacancies()
    cities.searchers = np.maximum(cities.labour - plan.employed - world.other_staff() + plan.leaving, 1e-9)
    found = match(cities.searchers, cities.vacancies, cities.match_level, p.match_el)
    cities.tight = cities.vacancies / cities.searchers
    rate = found / np.maximum(cities.vacancies, 1e-12)
    cities.fill = rate
    filled = world.by_class(rate).reshape(-1, 3)
    after = staff.settle(
        plan.heads, plan.wanted, plan.vacancies, filled, world.firm_pool(), p.job_hop / 4.0, p.adjust_speed
    )
    firms.ordinary, firms.technical, firms.leading = after[0], after[1], after[2]
    cities.employed = pools_of(world, after) + world.other_staff()
    firms.expected = plan.expected
    set_capacity(world, after, plan.wanted)
    world.count_jobs()


def match(searchers: Floats, vacancies: Floats, level: Floats, elasticity: float) -> Floats:
    """Hires by pool: min(searchers, vacancies, level x searchers^(1-el) vacancies^el)."""
    smooth = level * searchers ** (1.0 - elasticity) * vacancies**elasticity
    return np.minimum(np.minimum(searchers, vacancies), smooth)


def pools_of(world: World, by_firm: Floats) -> Floats:
    """Sum over firms of heads by class into city pools: f64[3, n] -> f64[C, 9]. A field mix a sector."""
    n = world.n_cities * world.n_sectors
    table = cell_sums(world.firm_pool(), by_firm, n).reshape(3, world.n_cities, -1)
    mix = world.fixed.field_mix
    ordinary = table[0].sum(axis=1, keepdims=True)
    technical = (table[1][:, :, None] * mix[None]).sum(axis=1)
    leading = (table[2][:, :, None] * mix[None]).sum(axis=1)
    return np.concatenate([ordinary, technical, leading], axis=1)


def set_capacity(world: World, heads: Floats, wanted: Floats) -> None:
    """Most that can be sold next quarter: slack x expected sales x heads over wanted heads, by labour share."""
    firms = world.firms
    labour = cost_shares(world)[0].reshape(-1, 3)
    weight = spread(labour / labour.sum(axis=1, keepdims=True), world.firm_cell())
    there, slack = staff.staffed(heads, wanted), world.scenario.production.capacity_slack

    def capacity(expected: Floats, weight: Floats, there: Floats) -> Floats:
        gap = weight * np.log(there)
        return slack * expected * np.exp(gap[:, 0] + gap[:, 1] + gap[:, 2])

    firms.capacity = by_rows(capacity, firms.expected, weight.T, there.T)
