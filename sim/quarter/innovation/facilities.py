"""Shared facilities: who queues where, whom the lot serves, and who is paid for it."""

from __future__ import annotations

import numpy as np

from sim.effects import synergy
from sim.luck import Purpose
from sim.quarter.innovation.stages import enters_stage
from sim.state.cells import cell_count, cell_sum
from sim.state.places import FACILITIES
from sim.state.table import Bools, Floats, Ints
from sim.world import World

STAGE_FACILITIES = ("platform", "proof_of_concept", "pilot", "testing")
"""Facility that each stage of a project asks for."""

_FACILITY_OF_STAGE = np.array([FACILITIES.index(name) for name in STAGE_FACILITIES])


def serve_projects(world: World) -> Floats:
    """Let projects ask for a place once a stage, serve some by lot, and return what owners pay: f64[n] m¥.

    A facility serves min(1, capacity/queue) of those who wait; meanwhile they use outside laboratories.
    Research inside a university has its own laboratory. Sets sites.queue and projects.served.
    """
    projects, sites, t = world.projects, world.sites, world.quarter
    owner = world.project_owners()
    rows = np.flatnonzero((projects.served <= 0.0) & ((owner >= 0) | (projects.stage > 0)))
    place = projects.site[rows].astype(np.int64) * len(FACILITIES) + _FACILITY_OF_STAGE[projects.stage[rows]]
    queue = cell_count(place, world.n_sites * len(FACILITIES)).reshape(sites.queue.shape)
    sites.queue[:, _FACILITY_OF_STAGE] = queue[:, _FACILITY_OF_STAGE]
    rate = synergy.service_rate(sites.facilities, queue).ravel()[place]
    served = world.luck.happens(Purpose.FACILITY_LOT, projects.id[rows], t, rate)
    projects.served[rows] = served
    world.happenings.add("projects_served", projects.site[rows], served.astype(np.float64))

    first = enters_stage(projects.stage_since[rows], projects.started[rows], t)
    pays = (owner[rows] >= 0) & (served | first)
    return _charge(world, rows[pays], owner[rows[pays]], served[pays])


def _charge(world: World, rows: Ints, firm: Ints, inside: Bools) -> Floats:
    """Collect fees for projects (rows) from their firms; no firm pays more than its R&D buys beyond staff."""
    firms, ledger, p = world.firms, world.ledger, world.scenario
    fee = np.asarray(p.projects.facility_fee)[world.projects.stage[rows]]
    price = np.where(inside, fee, p.projects.outside_fee * fee)
    asked = cell_sum(firm, price, len(firms))
    budget = (1.0 - p.research.staff_share - p.research.contract_share) * firms.rd_real
    paid = price * np.minimum(1.0, budget / np.where(asked > 0, asked, 1.0))[firm]
    ledger.pay("facility_fees", ledger.firms(firm[inside]), ledger.authorities(), paid[inside])
    ledger.pay("outside_lab_fees", ledger.firms(firm[~inside]), ledger.outside(), paid[~inside])
    return cell_sum(firm, paid, len(firms))
