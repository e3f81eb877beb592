"""Technology space: where sectors lie, where firms wander, what a project requires."""

from __future__ import annotations

import numpy as np

from sim.effects import network
from sim.kernels.philox import quantile
from sim.luck import Luck, Purpose
from sim.state.cells import cell_mean
from sim.state.identity import Ids, hash_of
from sim.state.table import Bools, Floats
from sim.world import World

DIMENSIONS = 8
"""Dimensions of technology space."""


def sector_centres(n_sectors: int, spread: float) -> Floats:
    """Centre of each sector's sphere in technology space, f64[S, 8]; the same in every run.

    Normals of s.d. spread (in radii of a sector's sphere), keyed by sector and dimension. Assumed.
    """
    keys = hash_of(np.arange(n_sectors)[:, None], np.arange(DIMENSIONS)[None, :])
    return spread * quantile(((keys >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def directions(luck: Luck, purpose: Purpose, ids: Ids, quarter: int, first_draw: int = 0) -> Floats:
    """A keyed direction in technology space for each identity, f64[n, 8] of length 1."""
    draws = [luck.normal(purpose, ids, quarter, first_draw + k) for k in range(DIMENSIONS)]
    return network.project_to_sphere(np.stack(draws, axis=1), np.zeros(DIMENSIONS), 1.0)


def required_technology(own: Floats, direction: Floats, novelty: Floats) -> Floats:
    """What a project requires, f64[q, 8] of length 1: the owner's offset from its sector, turned by novelty.

    own is the owner's offset from the centre (length 1), novelty in 0 (what it knows) to 1 (anything).
    """
    mixed = (1.0 - novelty)[:, None] * own + novelty[:, None] * direction
    return network.project_to_sphere(mixed, np.zeros(DIMENSIONS), 1.0)


def wander(world: World, teachers: Floats, wins: Floats) -> None:
    """Move firms in technology space: toward teachers, by own search, and away from the crowd by success.

    teachers f64[n, 8] are mean positions of those a firm learns from, wins f64[n] its successes this
    quarter. The own search of a year is made once a year, in a quarter of the firm's own.
    """
    firms, p, t = world.firms, world.scenario.network, world.quarter
    live = world.trading()
    searching = np.flatnonzero(live & (firms.id % np.uint64(4) == np.uint64(t % 4)))
    noise = np.zeros_like(firms.tech)
    for k in range(DIMENSIONS):
        # One draw of twice the quarterly size: the same variance over a year.
        noise[searching, k] = 2.0 * world.luck.normal(Purpose.TECH_DRIFT, firms.id[searching], t, k)
    moved = network.tech_drift(
        world.scenario.effects.network,
        firms.tech,
        teachers,
        noise,
        rate=p.tech_drift,
        noise_scale=p.tech_noise,
    )
    winners = np.flatnonzero(live & (wins > 0))
    if len(winners):
        away = firms.tech[winners] - _crowd(world, live)[winners]
        moved[winners] += p.success_step * network.project_to_sphere(away, np.zeros(DIMENSIONS), 1.0)
    centre = sector_centres(world.n_sectors, p.sector_spread)[firms.sector]
    firms.tech[live] = network.project_to_sphere(moved, centre, 1.0)[live]


def _crowd(world: World, live: Bools) -> Floats:
    """Mean position of the trading firms of each firm's city and sector, f64[n, 8]."""
    firms = world.firms
    cell = world.firm_city().astype(np.int64) * world.n_sectors + firms.sector
    weight, n_cells = live.astype(np.float64), world.n_cities * world.n_sectors
    means = [cell_mean(cell, firms.tech[:, k], weight, n_cells) for k in range(DIMENSIONS)]
    return np.stack(means, axis=1)[cell]
