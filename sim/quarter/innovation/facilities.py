"""Shared facilities: who queues where, whom the lot serves, and who is paid for it."""

from __future__ import annotations

import numpy as np

from sim.effects import synergy
from sim.luck import Purpose
from sim.state.cells import cell_count
from sim.state.places import FACILITIES
from sim.state.table import Floats
from sim.world import World

STAGE_FACILITIES = ("platform", "proof_of_concept", "pilot", "testing")
"""Facility that each stage of a project asks for."""

_FACILITY_OF_STAGE = np.array([FACILITIES.index(name) for name in STAGE_FACILITIES])


def serve_projects(world: World) -> Floats:
    """Queue projects at their site's facilities, serve some by lot, and return what owners pay: f64[n] m¥.

    A facility serves min(1, capacity/queue) of its queue; the others go to outside laboratories. Research
    inside a university uses its own laboratory and asks for no place. Sets sites.queue and projects.served.
    """
    projects, firms, sites = world.projects, world.firms, world.sites
    p, t = world.scenario.projects, world.quarter
    owner = firms.rows(projects.owner)
    asks = ~projects.retired & ((owner >= 0) | (projects.stage > 0))
    rows = np.flatnonzero(asks)
    facility = _FACILITY_OF_STAGE[projects.stage[rows]]
    place = projects.site[rows].astype(np.int64) * len(FACILITIES) + facility
    queue = cell_count(place, world.n_sites * len(FACILITIES)).reshape(sites.queue.shape)
    sites.queue[:, : len(STAGE_FACILITIES)] = queue[:, : len(STAGE_FACILITIES)]
    rate = synergy.service_rate(sites.facilities, queue).ravel()[place]
    served = world.luck.happens(Purpose.FACILITY_LOT, projects.id[rows], t, rate)
    projects.served[:] = 0.0
    projects.served[rows] = served

    paying = owner[rows] >= 0
    fee = np.asarray(p.facility_fee)[projects.stage[rows]]
    price = np.where(served, fee, p.outside_fee * fee)[paying]
    firm = owner[rows][paying]
    # A firm pays no more than its R&D buys beyond staff; the fee is part of that spending.
    asked = np.bincount(firm, price, len(firms))
    budget = (
        1.0 - world.scenario.research.staff_share - world.scenario.research.contract_share
    ) * firms.rd_real
    scale = np.minimum(1.0, budget / np.where(asked > 0, asked, 1.0))
    paid = price * scale[firm]
    inside = served[paying]
    world.ledger.pay(
        "facility_fees", world.ledger.firms(firm[inside]), world.ledger.authorities(), paid[inside]
    )
    world.ledger.pay(
        "outside_lab_fees", world.ledger.firms(firm[~inside]), world.ledger.outside(), paid[~inside]
    )
    return np.bincount(firm, paid, len(firms))
