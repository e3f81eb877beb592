"""What a success is worth, to whom, and what it takes from others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.luck import Purpose, ordinals
from sim.quarter.innovation.measures import Yardsticks
from sim.scenario.parameters.projects import Projects
from sim.state.cells import cell_sum
from sim.state.table import Bools, Floats, Ints
from sim.world import World


@dataclass
class Gains:
    """What the quarter's successes do to each firm: all f64[n]."""

    customers: Floats
    """Rise of ln customers."""
    quality: Floats
    """Rise of ln product quality."""
    efficiency: Floats
    """Rise of ln efficiency."""
    stolen: Floats
    """Sales lost to others' successes, as a ratio."""
    wins: Floats
    """Number of successes."""


def relative_value(draw: Floats, projects: Floats, p: Projects) -> Floats:
    """Gain of a success as a ratio of its owner's sales, f64[m]: a truncated Pareto of a uniform draw.

    min(value·min(u^(−1/tail), cap)/projects, largest step), projects being the factor by which the
    number of projects rises in size, so that mean growth does not depend on size.
    Source: tail of patent value [SV]; truncation and size measured on a small system.
    """
    heavy = np.minimum(draw ** (-1.0 / p.value_tail), p.value_cap)
    return np.minimum(p.value_scale * heavy / projects, p.largest_step)


def capped_by_market(
    gain: Floats, revenue_year: Floats, market_year: Floats, p: Projects
) -> Floats:
    """Gains (ratio of sales) such that none is worth more than a share of its sector's demand, f64[m]."""
    room = p.market_cap * market_year / np.maximum(revenue_year, 1e-9)
    return np.minimum(gain, room)


def split_of_gain(
    gain: Floats, process: Bools, pass_through: float, p: Projects
) -> tuple[Floats, Floats, Floats]:
    """Steps of ln customers, ln quality and ln efficiency that a gain in sales stands for, three f64[m].

    A product splits ln(1 + gain) in halves: customers, and quality that yields the other half in sales;
    a process puts it in efficiency. pass_through is the rise of ln sales per unit of either.
    """
    whole = np.log1p(gain)
    half = np.where(process, 0.0, 0.5 * whole)
    quality = np.minimum(half / pass_through, p.step_cap)
    efficiency = np.where(process, np.minimum(whole / pass_through, p.step_cap), 0.0)
    return half, quality, efficiency


@lru_cache(maxsize=8)
def lasting_share(p: Projects) -> float:
    """Share of all gains in sales that stay as customers, by quadrature over the value of a success.

    Quality and efficiency wear off by themselves, so only this share has to be lost to rivals for gains
    and losses to balance. It follows from parameters alone: no site's luck enters another's losses.
    """
    draw = (np.arange(20000) + 0.5) / 20000
    gain = relative_value(draw, np.ones(20000), p)
    kept = (1.0 - p.process_share) * np.expm1(0.5 * np.log1p(gain))
    return float(np.mean(kept) / np.mean(gain))


def stolen_share(world: World, by: Yardsticks) -> Floats:
    """Sales that each firm loses to rivals' successes this quarter, as a ratio, f64[n].

    Source: product-market rivalry of R&D [BSVR], sign; thinned by :func:`lasting_share`.
    """
    p, firms = world.scenario.projects, world.firms
    rate = p.stealing_rate * lasting_share(p) / 4.0 * by.projects
    mean = np.where(world.trading(), rate, 0.0)
    count = world.luck.poisson(Purpose.STEALING, firms.id, world.quarter, mean)
    victim, ordinal = ordinals(count)
    if not len(victim):
        return np.zeros(len(firms))
    draw = world.luck.uniform_each(Purpose.STEALING_SIZE, firms.id[victim], world.quarter, ordinal)
    taken = np.minimum(relative_value(draw, by.projects[victim], p), p.largest_loss)
    return np.minimum(cell_sum(victim, taken, len(firms)), p.largest_total)


def gains_of(
    owner: Ints, gain: Floats, process: Bools, pass_through: float, n_firms: int, p: Projects
) -> Gains:
    """Add up the successes of each firm (owner rows i64[m]); a quarter's product gains are capped."""
    products = cell_sum(owner, np.where(process, 0.0, gain), n_firms)
    over = np.maximum(products / p.largest_total, 1.0)
    shrunk = np.where(process, gain, gain / over[owner])
    customers, quality, efficiency = split_of_gain(shrunk, process, pass_through, p)
    return Gains(
        customers=cell_sum(owner, customers, n_firms),
        quality=cell_sum(owner, quality, n_firms),
        efficiency=cell_sum(owner, efficiency, n_firms),
        stolen=np.zeros(n_firms),
        wins=cell_sum(owner, np.ones(len(owner)), n_firms),
    )
