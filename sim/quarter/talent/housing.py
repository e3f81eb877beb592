"""Talent subsidy and housing: what sites offer newcomers, what it is worth to them, what it costs."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_households
from sim.state.cells import cell_sum
from sim.state.table import Floats
from sim.world import World

LEVER = "talent_housing"
_SKILLED = slice(1, 9)


def skilled_share(world: World) -> Floats:
    """Share of its city's technical and leading jobs that lie in each site: f64[P]."""
    firms, city = world.firms, world.sites.city
    jobs = cell_sum(firms.site, firms.technical + firms.leading, world.n_sites)
    in_city = cell_sum(city, jobs, world.n_cities)[city]
    return np.where(in_city > 0, jobs / np.where(in_city > 0, in_city, 1.0), 0.0)


def offer_utility(world: World) -> Floats:
    """Utility that offers add to moving to each city, by pool: f64[C, 9].

    A site gives newcomers the lever's intensity of a subsidy. ν·ln(1 + subsidy/wage), where the subsidy counts
    with the chance of working at a site that gives it and for the years it is paid out of those that a mover
    reckons with. Source: net wage [MW].
    """
    p = world.scenario.talent
    chance = cell_sum(world.sites.city, world.levers.intensity(LEVER) * skilled_share(world), world.n_cities)
    years = min(world.levers.term(LEVER, "years") / p.mover_horizon, 1.0)
    subsidy = chance * years * world.levers.unit_cost(LEVER)
    utility = np.zeros((world.n_cities, 9))
    utility[:, _SKILLED] = p.mig_el * np.log1p(subsidy[:, None] / world.wages()[:, _SKILLED])
    return utility


def pay_newcomers(world: World, came: Floats) -> None:
    """Pay skilled newcomers (persons by city and pool, f64[C, 9]) all years' subsidy on arrival."""
    if not world.levers.active(LEVER):
        return
    city = world.sites.city
    skilled = came[:, _SKILLED].sum(axis=1)[city] * skilled_share(world)
    years = world.levers.term(LEVER, "years")
    offer = world.levers.intensity(LEVER) * years * world.levers.unit_cost(LEVER)
    pay_households(world, LEVER, offer * skilled)
