"""Households spend what they hold beyond a buffer; local services employ people of the city."""

from __future__ import annotations

import numpy as np

from sim.world import World


def households_spend(world: World) -> None:
    """Benefits, local services, housing and other consumption, by city."""
    cities, ledger = world.cities, world.ledger
    p = world.scenario.labour
    wages = world.wages()
    idle = np.maximum(cities.labour - cities.employed, 0.0)
    benefits = (idle * wages).sum(axis=1) / 4.0 * p.benefit_share
    ledger.pay("benefits", ledger.state(), ledger.households(), benefits)

    cities.services = cities.services_share * cities.payroll
    ledger.pay("local_services", ledger.households(), ledger.services(), cities.services)
    pay = p.services_wage_share * cities.services
    ledger.pay("services_wages", ledger.services(), ledger.households(), pay)
    ledger.pay("services_inputs", ledger.services(), ledger.outside(), cities.services - pay)
    cities.services_jobs = pay / (wages[:, 0] / 4.0)

    buffer = p.deposit_quarters * (cities.payroll + pay)
    spare = np.maximum(cities.households - buffer, 0.0)
    housing = np.minimum(p.housing_share * (cities.payroll + pay), spare)
    ledger.pay("housing", ledger.households(), ledger.outside(), housing)
    ledger.pay("consumption", ledger.households(), ledger.outside(), spare - housing)
