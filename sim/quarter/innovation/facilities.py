"""Shared facilities: who queues where, whom the lot serves, and who is paid for it."""

from __future__ import annotations

import numpy as np

from sim.effects import synergy
from sim.luck import Purpose
from sim.policy.operators import hosted, pilot_places
from sim.policy.payers import pay_firms
from sim.quarter.innovation.stages import enters_stage
from sim.state.cells import cell_count, cell_sum
from sim.state.places import FACILITIES
from sim.state.table import Bools, Floats, Ints
from sim.world import World

STAGE_FACILITIES = ("platform", "proof_of_concept", "pilot", "testing")
"""Facility that each stage of a project asks for."""

VOUCHER, OPERATOR = "voucher", "pie_operator"

_FACILITY_OF_STAGE = np.array([FACILITIES.index(name) for name in STAGE_FACILITIES])
_PILOT = FACILITIES.index("pilot")
_PILOT_STAGE = STAGE_FACILITIES.index("pilot")


def serve_projects(world: World) -> Floats:
    """Let projects ask for a place as they enter a stage, serve some by lot, and return what owners pay: f64[n] m¥.

    A facility serves min(1, capacity/queue) of those who ask; the others go to outside laboratories for the stage.
    Who could not pay the fee, less a voucher, out of what a quarter's R&D buys beyond staff does not ask.
    Research inside a university has its own laboratory. Sets sites.queue and projects.served.
    """
    projects, sites, t = world.projects, world.sites, world.quarter
    owner = world.project_owners()
    enters = enters_stage(projects.stage_since, projects.started, t) & ((owner >= 0) | (projects.stage > 0))
    in_need = enters & needs_place(world)
    rows = np.flatnonzero(in_need & can_pay(world, owner))
    place = projects.site[rows].astype(np.int64) * len(FACILITIES) + _FACILITY_OF_STAGE[projects.stage[rows]]
    queue = cell_count(place, world.n_sites * len(FACILITIES)).reshape(sites.queue.shape)
    sites.queue[:, _FACILITY_OF_STAGE] = queue[:, _FACILITY_OF_STAGE]
    rate = synergy.service_rate(sites.facilities, queue).ravel()[place]
    if world.levers.active(OPERATOR):
        rate = _rate_with_operators(world, rows, owner[rows], queue[:, _PILOT].astype(np.float64), rate)
    served = world.luck.happens(Purpose.FACILITY_LOT, projects.id[rows], t, rate)
    projects.served[rows] = served
    world.happenings.add("projects_served", projects.site[rows], served.astype(np.float64))

    pays = np.flatnonzero(in_need & (owner >= 0))
    return _charge(world, pays, owner[pays], projects.served[pays] > 0.0)


def _rate_with_operators(
    world: World, rows: Ints, owner: Ints, queue: Floats, rate: Floats
) -> Floats:
    """Service rates of projects that ask (rows) where operators serve their own tenants first, f64[m].

    queue[P] is the queue of pilot lines; what operators' tenants leave goes to the rest.
    """
    site = world.projects.site[rows].astype(np.int64)
    pilots = world.projects.stage[rows] == _PILOT_STAGE
    own = pilots & np.append(hosted(world), False)[owner]
    places = pilot_places(world)
    inside = cell_count(site[own], world.n_sites).astype(np.float64)
    first = synergy.service_rate(places, inside)
    left = world.sites.facilities[:, _PILOT] - np.minimum(places, inside)
    rest = synergy.service_rate(left, queue - inside)
    return np.where(pilots, np.where(own, first[site], rest[site]), rate)


def needs_place(world: World) -> Bools:
    """Projects whose stage needs equipment that their owner does not have: bool[q].

    The more of what a project requires is new to its owner, the less its own equipment does. Software and services
    have nothing to make on a pilot line; products of all sectors are tested and certified.
    """
    projects, least = world.projects, np.asarray(world.scenario.projects.facility_novelty)
    makes = world.fixed.goods[projects.sector] | (projects.stage != _PILOT_STAGE)
    return np.asarray(makes & (projects.novelty >= least[projects.stage]))


def purchases(world: World) -> Floats:
    """What a quarter's R&D buys beyond staff and contracts, m¥: f64[n]."""
    p = world.scenario.research
    return np.asarray((1.0 - p.staff_share - p.contract_share) * world.firms.rd_real)


def can_pay(world: World, owner: Ints) -> Bools:
    """Projects whose owner (row, -1: a university) can pay the fee of their stage, less a voucher: bool[q]."""
    fee = np.asarray(world.scenario.projects.facility_fee)[world.projects.stage]
    if world.levers.active(VOUCHER):
        fee = fee * (1.0 - voucher_rate(world)[owner] * world.levers.aimed_projects(world, VOUCHER))
    return np.asarray((owner < 0) | (fee <= (purchases(world) / world.firms.weight)[owner]))


def voucher_rate(world: World) -> Floats:
    """Share of fees that vouchers pay for each firm: small technology firms where the lever is in force, f64[n]."""
    firms, levers = world.firms, world.levers
    small = (firms.tech_firm > 0) & (firms.revenue_year < levers.term(VOUCHER, "revenue"))
    aimed = levers.aimed_firms(world, VOUCHER)
    rate = np.minimum(levers.intensity(VOUCHER) * levers.term(VOUCHER, "rate"), 1.0)
    return np.asarray(rate[firms.site] * (small & aimed))


def _charge(world: World, rows: Ints, firm: Ints, inside: Bools) -> Floats:
    """Collect fees for projects (rows) from their firms, and pay vouchers; returns the fees, f64[n] m¥.

    No firm pays more of its own than its R&D buys beyond staff. A voucher pays part of R&D that the firm does
    anyway; what it adds is that more firms can pay, and their cash.
    """
    firms, ledger, p = world.firms, world.ledger, world.scenario
    fee = firms.weight[firm] * np.asarray(p.projects.facility_fee)[world.projects.stage[rows]]
    price = np.where(inside, fee, p.projects.outside_fee * fee)
    asked = cell_sum(firm, price, len(firms))
    aimed = world.levers.aimed_projects(world, VOUCHER)[rows]
    voucher = _pay_vouchers(world, cell_sum(firm, price * aimed, len(firms)))
    budget = purchases(world) + voucher
    share = np.minimum(1.0, budget / np.where(asked > 0, asked, 1.0))
    paid = price * share[firm]
    ledger.pay("facility_fees", ledger.firms(firm[inside]), ledger.authorities(), paid[inside])
    ledger.pay("outside_lab_fees", ledger.firms(firm[~inside]), ledger.outside(), paid[~inside])
    firms.rd_grant += voucher
    return cell_sum(firm, paid, len(firms))


def _pay_vouchers(world: World, asked: Floats) -> Floats:
    """Pay vouchers on fees (m¥ by firm) and return them: f64[n]."""
    paid = np.zeros(len(asked))
    if world.levers.active(VOUCHER):
        amount = np.minimum(voucher_rate(world) * asked, world.levers.term(VOUCHER, "most") * world.firms.weight)
        rows = np.flatnonzero(amount > 0)
        paid[rows] = pay_firms(world, VOUCHER, rows, amount[rows])
    return paid
