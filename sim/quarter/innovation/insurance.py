"""First-set insurance: buyers wait less for a new product whose failure is insured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.quarter.innovation.measures import Yardsticks
from sim.quarter.innovation.stages import MARKET
from sim.state.cells import cell_sum
from sim.state.table import Bools, Floats
from sim.world import World

LEVER = "first_launch"
TERMS = ("applying", "novelty", "insured", "premium", "share", "waiting")


@dataclass
class Cover:
    """Projects that are insured this quarter (bool[q]), for how much (f64[q] m¥), and the time left to wait."""

    covered: Bools
    amount: Floats
    waiting: float


def insure_first_sets(world: World, by: Yardsticks) -> Cover:
    """Insure new products in their last stage: firms pay the premium, public money most of it.

    A product is insured if its owner applies (once a project) and its part of the premium is at hand. A
    share of the stage is waiting for the first buyer, which the insurance spares.
    """
    levers, projects, firms = world.levers, world.projects, world.firms
    covered, amount = np.zeros(len(projects), np.bool_), np.zeros(len(projects))
    if not levers.active(LEVER):
        return Cover(covered, amount, 1.0)
    term = {name: levers.term(LEVER, name) for name in TERMS}
    owner = world.project_owners()
    product = (projects.stage == MARKET - 1) & (projects.process == 0) & (owner >= 0) & ~projects.retired
    aimed = np.append(levers.aimed_firms(world, LEVER), False)[owner]
    chance = 1.0 - (1.0 - term["applying"]) ** levers.intensity(LEVER)[projects.site]
    applies = world.luck.happens(Purpose.FIRST_SET, projects.id, 0, chance)
    rows = np.flatnonzero(product & aimed & applies & (projects.novelty >= term["novelty"]))
    firm = owner[rows]
    insured = term["insured"] * firms.revenue_year[firm] / by.projects[firm]
    premium = np.minimum(term["premium"] * insured, firms.weight[firm] * levers.unit_cost(LEVER) / term["share"]) / 4.0
    able = firms.cash[firm] >= (1.0 - term["share"]) * premium
    rows, firm, premium, insured = rows[able], firm[able], premium[able], insured[able]
    pay_firms(world, LEVER, firm, term["share"] * premium)
    ledger = world.ledger
    ledger.pay("insurance_premiums", ledger.firms(), ledger.outside(), cell_sum(firm, premium, len(firms)))
    covered[rows], amount[rows] = True, insured
    world.happenings.count("first_sets_insured", projects.site[rows], world.firms_behind(rows))
    return Cover(covered, amount, 1.0 - term["waiting"])


def pay_claims(world: World, cover: Cover, fails: Bools) -> None:
    """Insurers pay what failed sets have cost their owners, up to the sum insured."""
    rows = np.flatnonzero(cover.covered & fails)
    if len(rows) == 0:
        return
    firms, projects, ledger = world.firms, world.projects, world.ledger
    claim = np.minimum(projects.spent[rows], cover.amount[rows])
    owed = cell_sum(firms.rows(projects.owner[rows]), claim, len(firms))
    ledger.pay("insurance_claims", ledger.outside(), ledger.firms(), owed)
    world.happenings.count("first_sets_failed", projects.site[rows], world.firms_behind(rows))
