"""Universities: public budgets, tuition, payroll and staff; what they earn they spend."""

from __future__ import annotations

import numpy as np

from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World


def run_universities(world: World) -> None:
    """Grow budgets and staff, receive public money and tuition, and pay people and suppliers.

    The public budget (block grant and tuition) grows exogenously; what contracts and licences brought
    since last quarter is spent on top, so that a university ends with empty coffers.
    """
    universities, ledger, p = world.universities, world.ledger, world.scenario.universities
    if len(universities) == 0:
        return
    universities.budget = universities.budget * np.exp(p.budget_growth / 4.0)
    tuition = p.tuition_share * universities.budget
    ledger.pay("block_grants", ledger.state(), ledger.universities(), universities.budget - tuition)
    ledger.pay("tuition", ledger.households(), ledger.universities(), tuition)
    payroll = p.payroll_share * universities.cash
    ledger.pay("university_payroll", ledger.universities(), ledger.households(), payroll)
    # What is left to the last digit, so that coffers are empty and not nearly so.
    ledger.pay("university_other", ledger.universities(), ledger.outside(), universities.cash.copy())
    universities.research = staff_next(
        universities.research, payroll, research_wages(world), support=p.support_cost, speed=p.staff_speed
    )
    universities.graduates = universities.graduates * np.exp(p.cohort_growth / 4.0)


def research_wages(world: World) -> Floats:
    """Wage a year of technical staff by field where each university stands, m¥: f64[n, F]."""
    city = world.sites.city[world.universities.site]
    return np.asarray(world.wages()[city, 1:5])


def staff_next(research: Floats, payroll: Floats, wage: Floats, *, support: float, speed: float) -> Floats:
    """Research staff by field after a quarter, f64[n, F] persons: toward what the payroll bears, same mix.

    payroll[n] m¥ a quarter, wage[n, F] m¥ a year; support is what else a researcher costs over the wage
    (assistants and administration). Source: assumed.
    """
    cost = (research * wage).sum(axis=1) * (1.0 + support) / 4.0
    ratio = np.where(cost > 0.0, payroll / np.where(cost > 0.0, cost, 1.0), 1.0)
    return research * (1.0 + speed * (ratio - 1.0))[:, None]


def affordable_staff(payroll: Floats, wage: Floats, mix: Floats, *, support: float) -> Floats:
    """Research staff by field that a payroll bears in a steady state, f64[n, F]; mix[n, F] adds to 1."""
    heads = 4.0 * payroll / ((mix * wage).sum(axis=1) * (1.0 + support))
    return mix * heads[:, None]


def graduates_by_city(world: World) -> Floats:
    """Graduates of a quarter by city and field, persons: f64[C, F]."""
    universities = world.universities
    city = world.sites.city[universities.site]
    fields = range(universities.graduates.shape[1])
    by_field = [cell_sum(city, universities.graduates[:, f] / 4.0, world.n_cities) for f in fields]
    return np.stack(by_field, axis=1)
