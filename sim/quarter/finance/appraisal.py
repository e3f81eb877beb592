"""What investors see of a firm and what they expect of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from sim.quarter.finance.valuation import annual_revenue, recent_growth
from sim.quarter.innovation.measures import lines_of_business
from sim.state.cells import cell_mean
from sim.state.table import Bools, Floats, Ints
from sim.world import World

STAGES = 4
"""Rounds told apart: seed, A, B, C and later."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Firms that look for money: rows, round (0..3), ln value, upside; and what is known of their like.

    ``usual`` and ``spread`` are mean and standard deviation of ln value in the same city and round.
    """

    rows: Ints
    stage: Ints
    worth: Floats
    upside: Floats
    usual: Floats
    spread: Floats

    def pick(self, which: Bools | Ints) -> Pool:
        """Some entries of the pool (indexes may repeat)."""
        return Pool(*(getattr(self, name)[which] for name in Pool.__slots__))

    @property
    def rank(self) -> Floats:
        """Where a firm stands among its like, from 0 (worst) to 1 (best)."""
        return np.asarray(ndtr((self.worth - self.usual) / self.spread))


def seekers(world: World, *, everybody: bool = False) -> Pool:
    """Technology firms that pitch this quarter: each once a year.

    Young firms look for a first round when their money doesn't last; backed firms come back for the next one,
    since money comes in stages (Gompers 1995). ``everybody`` leaves out timing and need: the universe that a
    partner looks at.
    """
    p, firms = world.scenario.finance, world.firms
    able = (firms.tech_firm == 1) & world.trading() & (firms.round < EXITED) & ~firms.retired
    if not everybody:
        able &= (firms.id & np.uint64(3)) == np.uint64(world.quarter % 4)
    rows = np.flatnonzero(able)
    backed = firms.round[rows] > 0
    rows = rows[backed | (world.quarter - firms.born[rows] <= 4 * p.first_round_age)]
    if not everybody:
        rows = rows[world.quarter - firms.last_round[rows] >= p.round_spacing]
        rows = rows[(firms.round[rows] > 0) | (firms.cash[rows] < money_needed(world, rows))]
    return pool_of(world, rows)


EXITED = 9
"""Value of ``firms.round`` after a sale or listing."""


def money_needed(world: World, rows: Ints) -> Floats:
    """Cash with which a firm would not look for equity, m¥: f64[rows].

    A runway of wanted R&D and of losses (assumed: six quarters), beside a quarter's working money.
    """
    p, firms = world.scenario.finance, world.firms
    wanted = firms.rd_real[rows] / np.maximum(1.0 - firms.constrained[rows], 0.1)
    loss = np.maximum(-firms.profit[rows], 0.0)
    return np.asarray(p.runway_quarters * (wanted + loss) + p.cash_buffer * firms.revenue[rows])


def pool_of(world: World, rows: Ints) -> Pool:
    """Appraise firms ``rows``."""
    p, firms = world.scenario.finance, world.firms
    value = firms.valuation[rows] / firms.weight[rows]
    worth = np.log(value)
    # Money comes in the sizes that a firm's value bears: at most one round ahead of what its value says.
    by_value = np.searchsorted(np.asarray(p.stage_values), value, side="right")
    stage = np.clip(firms.round[rows], by_value, np.minimum(by_value + 1, STAGES - 1)).astype(np.int64)
    group = world.sites.city[firms.site[rows]].astype(np.int64) * STAGES + stage
    n_groups = world.n_cities * STAGES
    one = np.ones(len(rows))
    usual = cell_mean(group, worth, one, n_groups)[group]
    variance = cell_mean(group, (worth - usual) ** 2, one, n_groups)[group]
    return Pool(
        rows, stage, worth, upside(world, rows), usual, np.sqrt(np.maximum(variance, p.least_variance))
    )


def upside(world: World, rows: Ints) -> Floats:
    """ln of the value multiple that a successful firm reaches over the holding period: f64[rows].

    Growth of the market and what is left of the firm's own, plus an optimistic quantile of the spread of
    outcomes, which falls with size as size-variance scaling has it (n independent lines of business).
    """
    p, firms = world.scenario.finance, world.firms
    own = recent_growth(firms.revenue_year[rows], firms.revenue_ends[rows], world.quarter)
    sales = annual_revenue(firms.revenue_year[rows], world.quarter - firms.born[rows])
    size = sales / world.reference_sales()[rows]
    lines = lines_of_business(size, world.scenario.production)
    drift = world.fixed.sector_growth[firms.sector[rows]] + p.growth_kept * np.clip(own, -0.2, 0.5)
    spread = world.scenario.production.demand_sd * np.sqrt(p.holding_years / lines)
    return np.asarray(drift * p.holding_years + p.optimism * spread)


def posterior(signal: Floats, pool: Pool, noise: Floats | float, shading: float) -> Floats:
    """What an investor offers to value a firm at, m¥, having seen a noisy signal of ln value: f64[n].

    Normal prior (usual, spread) and noise (sd), so the posterior mean shrinks the signal (Bayes); since firms
    take the highest of several offers, bidders go ``shading`` posterior standard deviations below it
    (winner's curse; common-value auctions, Wilson 1977).
    """
    trust = pool.spread**2 / (pool.spread**2 + noise**2)
    doubt = np.sqrt(trust) * noise
    return np.exp(pool.usual + trust * (signal - pool.usual) - shading * doubt)


def ticket_for(worth: Floats, size: Floats, least: float, most: float) -> Floats:
    """Money of a round, m¥: the usual size, cut or raised so that the share bought lies in [least, most]."""
    return np.asarray(np.clip(size, least / (1.0 - least) * worth, most / (1.0 - most) * worth))


def excess(worth: Floats, ticket: Floats, rise: Floats, hurdle: Floats, years: float) -> Floats:
    """ln expected multiple on the price less ln of what the hurdle asks over the holding period: f64[n].

    Invest where it is positive. ``hurdle`` per year, after patience and preferences.
    """
    return np.asarray(np.log(worth / (worth + ticket)) + rise - years * np.log1p(hurdle))
