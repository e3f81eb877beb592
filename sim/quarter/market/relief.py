"""Relief of rent: young tenants get back part of what they paid for floor space a quarter before."""

from __future__ import annotations

import numpy as np

from sim.policy.payers import pay_firms
from sim.state.table import Bools, Floats
from sim.world import World

LEVER = "land_rent"


def relief_rate(world: World) -> Floats:
    """Share of the rent of young tenants that is paid back by site: f64[P], at most 1."""
    return np.asarray(np.minimum(world.levers.intensity(LEVER) * world.levers.term(LEVER, "rate"), 1.0))


def aims_at_founders(world: World) -> Bools:
    """Sectors whose founders may reckon with relief: bool[S], none where it is for ranks, which they don't have."""
    return world.levers.aims_at_newcomers(LEVER, world.fixed.sector_names)


def relieve_rents(world: World) -> None:
    """Pay young tenants a share of last quarter's rent, up to a ceiling a firm-year ([RENT1-5]).

    The rent itself stays what the market makes it: relief is money, and ends when the firm is older.
    """
    firms, levers = world.firms, world.levers
    if not levers.active(LEVER):
        return
    young = world.quarter - firms.born <= 4 * levers.term(LEVER, "age")
    aimed = levers.aimed_firms(world, LEVER)
    most = levers.term(LEVER, "ceiling") / 4.0 * firms.weight
    amount = np.minimum(relief_rate(world)[firms.site] * firms.rent_bill, most)
    rows = np.flatnonzero(young & aimed & world.trading() & (amount > 0))
    pay_firms(world, LEVER, rows, amount[rows])
