"""The programme for leading talent: whom parks invite, with their teams, and what it costs."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose, ordinals
from sim.policy.payers import pay_households
from sim.quarter.innovation.funding import whole_number
from sim.state.identity import Birth, identity_at_place
from sim.state.places import FIELDS
from sim.state.table import Ints
from sim.world import World

LEVER = "leading_talent"


def recruit(world: World) -> slice:
    """Add the leading talent whom the programme invites, and their teams to the city's pools; returns their rows.

    Fields follow those of the city's leading pools. What the programme pays for is a person: what she changes
    is left to research promise, and needs a laboratory.
    """
    talents, cities, levers = world.talents, world.cities, world.levers
    none = slice(len(talents), len(talents))
    if not levers.active(LEVER):
        return none
    wanted = levers.intensity(LEVER) * levers.term(LEVER, "per_thousand") * world.fixed.thousands / 4.0
    paid = pay_households(world, LEVER, wanted * levers.unit_cost(LEVER))
    mean = paid / max(levers.unit_cost(LEVER), 1e-12)
    places = np.arange(world.n_sites, dtype=np.uint64)
    count = whole_number(mean, world.luck.uniform(Purpose.RECRUITS, places, world.quarter))
    site, ordinal = ordinals(count)
    if not len(site):
        return none
    ids = identity_at_place(world.quarter, Birth.INVITED, site, np.zeros_like(site), ordinal)
    city = world.sites.city[site].astype(np.int64)
    pools = np.cumsum(cities.labour[:, -len(FIELDS) :], axis=1)[city]
    draw = world.luck.uniform(Purpose.RECRUITS, ids, world.quarter, 1)[:, None] * pools[:, -1:]
    field = (draw > pools).sum(axis=1)
    sd = world.scenario.talent.star_quality_sd
    quality = np.exp(sd * world.luck.normal(Purpose.TALENT_TRAITS, ids, 0) - 0.5 * sd**2)
    np.add.at(cities.labour, (city, 1 + len(FIELDS) + field), 1.0 + levers.term(LEVER, "team"))
    return talents.add(
        ids, field=field, quality=quality, site=site, since=world.quarter, born=world.quarter
    )


def bound_to(world: World, invited: slice) -> Ints:
    """Site that each leading talent is bound to, -1 for those free to choose: i64[n]."""
    bound = np.full(len(world.talents), -1, np.int64)
    bound[invited] = world.talents.site[invited]
    return bound
