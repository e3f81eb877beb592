"""Public money by site: taxes, subsidies, spending on levers, balances of authority and state."""

from __future__ import annotations

import numpy as np

from sim.quarter.observe.observer import YEAR, Sheet
from sim.scenario.levers import LEVERS
from sim.state.table import Floats
from sim.world import World

AUTHORITY_INCOME = (
    "tax_share",
    "rent_public",
    "facility_fees",
    "facility_state",
    "distributions_authorities",
)
AUTHORITY_SPENDING = (
    "operations",
    "land_relief",
    "grants_authorities",
    "talent_authorities",
    "risk_pool_authorities",
    "calls_authorities",
    "public_purchases",
)
STATE_INCOME = ("distributions_state",)
STATE_SPENDING = ("tax_share", "grants_state", "talent_state", "facility_state", "risk_pool_state", "calls_state")
SUBSIDIES = (
    "grants_authorities",
    "grants_state",
    "talent_authorities",
    "talent_state",
    "facility_state",
    "risk_pool_authorities",
    "risk_pool_state",
)


def measure_public_money(world: World, sheet: Sheet) -> None:
    """Enter taxes, subsidies, lever spending and fiscal balances of the quarter, and people who came."""
    observer = world.observer
    assert observer is not None
    tax = world.happenings.amount("tax")
    authority = paid(world, AUTHORITY_INCOME) - paid(world, AUTHORITY_SPENDING)
    state = tax + paid(world, STATE_INCOME) - paid(world, STATE_SPENDING)
    sheet.put("tax", tax)
    relief = world.happenings.amount("tax_relief")
    sheet.put("tax_relief", relief)
    sheet.put("tax_relief_authority", world.fixed.local_tax_share * relief)
    sheet.put("tax_sent_home", world.happenings.amount("tax_sent_home"))
    sheet.put("subsidies", paid(world, SUBSIDIES))
    by_authority, by_state = np.zeros(world.n_sites), np.zeros(world.n_sites)
    for name in LEVERS:
        account = world.levers.accounts[name]
        sheet.put(f"spent_{name}", account.authority + account.state)
        by_authority = by_authority + account.authority
        by_state = by_state + account.state
    sheet.put("lever_spending", by_authority + by_state)
    sheet.put("lever_spending_authority", by_authority)
    sheet.put("lever_spending_state", by_state)
    sheet.put("fiscal_authority", authority)
    sheet.put("fiscal_state", state)
    sheet.put("fiscal_balance", authority + state)
    if world.quarter > 0:
        observer.balances.append(authority + state)
    recent = observer.balances[-YEAR:] or [np.zeros(world.n_sites)]
    sheet.put("fiscal_balance_year", YEAR * np.sum(recent, axis=0) / len(recent))
    sheet.put("venture_money", world.happenings.amount("venture_money"))
    sheet.put("guidance_target", world.happenings.amount("guidance_target"))
    sheet.put("guidance_committed", world.happenings.amount("guidance_committed"))
    sheet.put("bank_losses", world.happenings.amount("bank_losses"))
    sheet.put("fund_proceeds", paid(world, ("exit_proceeds",)))
    sheet.put("loans_new", paid(world, ("loans",)))
    sheet.put("migration_net", migration_by_site(world))


def paid(world: World, flows: tuple[str, ...]) -> Floats:
    """What was paid of these kinds by site, m¥ this quarter: f64[P].

    Money that the state pays to the households of a city has no site: it is laid on the city's sites by jobs.
    """
    total = np.zeros(world.n_sites)
    for flow in flows:
        by_site = world.ledger.flow_by_site(flow)
        total = total + by_site[:-1]
        if by_site[-1] != 0.0:
            jobs = world.sites.jobs
            total = total + by_site[-1] * jobs / max(float(jobs.sum()), 1e-12)
    return total


def migration_by_site(world: World) -> Floats:
    """Net arrivals in each site's city by the site's share of the city's jobs: f64[P] persons."""
    city = world.sites.city
    jobs = world.sites.jobs
    in_city = np.bincount(city, jobs, world.n_cities)[city]
    net = world.cities.migrants.sum(axis=1)[city]
    return np.where(in_city > 0, net * jobs / np.where(in_city > 0, in_city, 1.0), 0.0)
