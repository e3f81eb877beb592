"""Universities of quarter 0: how many, how good, what they spend, whom they employ and graduate."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.quarter.innovation.technology import new_positions
from sim.quarter.talent.universities import affordable_staff
from sim.state.identity import Birth, identity_at_place
from sim.state.places import FIELDS
from sim.world import World

_CAMPUS = 1 << 24
"""Campuses count as buildings from this number on."""


def starting_universities(world: World) -> None:
    """Add the universities of every site; money, staff and graduates are in the units of the sample.

    Staff is what the payroll bears at the wages of quarter 0, so that nothing jumps. Traits are keyed by
    place. Source: numbers by site from the scenario; spending and cohorts of the mean institution.
    """
    p, luck = world.scenario.universities, world.luck
    counts = np.array([site.universities for site in world.scenario.sites], np.int64)
    site = np.repeat(np.arange(world.n_sites), counts)
    ordinal = np.arange(len(site)) - np.repeat(np.cumsum(counts) - counts, counts)
    ids = identity_at_place(0, Birth.INITIAL, site, np.zeros_like(site), ordinal)
    elite = luck.uniform(Purpose.CAMPUS, ids, 0, 0) < p.elite_share
    quality = np.exp(p.elite_quality * elite + p.quality_sd * luck.normal(Purpose.CAMPUS, ids, 0, 1))
    size = world.sample * np.exp(p.size_sd * luck.normal(Purpose.CAMPUS, ids, 0, 2) - 0.5 * p.size_sd**2)
    budget = size * np.where(elite, p.budget_elite, p.budget_ordinary) / 4.0
    tilt = np.stack([0.2 + luck.uniform(Purpose.CAMPUS, ids, 0, 3 + f) for f in range(len(FIELDS))], axis=1)
    mix = tilt / tilt.sum(axis=1, keepdims=True)
    wage = world.wages()[world.sites.city[site], 1:5]
    sector = np.floor(luck.uniform(Purpose.CAMPUS, ids, 0, 20) * world.n_sectors).astype(np.int64)
    x, y = world.building_position(_CAMPUS + ordinal, site)
    world.universities.add(
        ids, site=site, x=x, y=y, elite=elite, quality=quality, budget=budget,
        research=affordable_staff(p.payroll_share * budget, wage, mix, support=p.support_cost),
        graduates=p.cohort * size[:, None] * mix, transfer=p.transfer_capacity,
        tech=new_positions(world, ids, sector),
    )  # fmt: skip
    world.universities.settle()
