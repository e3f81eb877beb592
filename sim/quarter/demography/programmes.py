"""Programmes that firms compete for: cultivation of champions, and awards for standards."""

from __future__ import annotations

import numpy as np

from sim.luck import Purpose
from sim.policy.payers import pay_firms
from sim.quarter.innovation.funding import best_of_group, yearly_quota
from sim.state.table import Ints
from sim.world import World


def run_programmes(world: World) -> None:
    """Admit firms to the programme for champions and award standards, as far as places and budgets go."""
    admit_champions(world)
    award_standards(world)


def admit_champions(world: World) -> None:
    """Take the largest firms of the asked rank into the programme for its years, for one sum a firm.

    While in it they reach further abroad and are preferred as suppliers; it is past success that is chosen
    (lever ``champion_world``).
    """
    lever, firms, t = "champion_world", world.firms, world.quarter
    if not world.levers.active(lever):
        return
    ranked = firms.tier >= world.levers.term(lever, "least_rank")
    free = (firms.programme_until < t) & world.levers.aimed_firms(world, lever)
    rows = np.flatnonzero(ranked & free & world.trading())
    site = firms.site[rows].astype(np.int64)
    won = rows[best_of_group(site, firms.revenue_year[rows], yearly_quota(world, lever, Purpose.PROGRAMME))]
    got = _pay_each(world, lever, won)
    firms.programme_until[got] = t + round(4 * world.levers.term(lever, "years")) - 1
    world.happenings.count("places_programme", firms.site[got], firms.weight[got])


def award_standards(world: World) -> None:
    """Reward technology firms that lead a standard, in a quarter of their own: better products win, seen with noise.

    A standard opens markets abroad for good (lever ``standards``).
    """
    lever, firms, p, t = "standards", world.firms, world.scenario.certification, world.quarter
    if not world.levers.active(lever):
        return
    turn = firms.id % np.uint64(4) == np.uint64(t % 4)
    able = (firms.tech_firm == 1) & (firms.patents >= p.hte_patents * firms.weight)
    rows = np.flatnonzero(turn & able & world.levers.aimed_firms(world, lever) & world.trading())
    noise = p.tenant_noise * world.luck.normal(Purpose.STANDARDS, firms.id[rows], t)
    score = firms.v[rows] / world.scenario.projects.step_cap + noise
    site = firms.site[rows].astype(np.int64)
    got = _pay_each(world, lever, rows[best_of_group(site, score, yearly_quota(world, lever, Purpose.STANDARDS))])
    firms.standards[got] += firms.weight[got]
    world.happenings.count("standards_led", firms.site[got], firms.weight[got])


def _pay_each(world: World, lever: str, rows: Ints) -> Ints:
    """Pay each firm the unit cost of the lever; rows of those that got money."""
    paid = pay_firms(world, lever, rows, world.firms.weight[rows] * world.levers.unit_cost(lever))
    return np.asarray(rows[paid > 0])
