"""Technology space: where sectors lie, where firms wander, what a project requires."""

from __future__ import annotations

import numpy as np

from sim.effects import network
from sim.kernels.philox import quantile
from sim.luck import Luck, Purpose
from sim.state.cells import cell_means
from sim.state.identity import Ids, hash_of
from sim.state.table import Bools, Floats, Ints
from sim.world import World

DIMENSIONS = 8
"""Dimensions of technology space."""


def sector_centres(n_sectors: int, spread: float) -> Floats:
    """Centre of each sector's sphere in technology space, f64[S, 8]; the same in every run.

    Normals of s.d. spread (in radii of a sector's sphere), keyed by sector and dimension. Assumed.
    """
    keys = hash_of(np.arange(n_sectors)[:, None], np.arange(DIMENSIONS)[None, :])
    return spread * quantile(((keys >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def centres_of(world: World, sector: Ints) -> Floats:
    """Centre of the sphere of each sector asked for (i64[m]): f64[m, 8]."""
    return np.take(sector_centres(world.n_sectors, world.scenario.network.sector_spread), sector, axis=0)


def directions(luck: Luck, purpose: Purpose, ids: Ids, quarter: int, first_draw: int = 0) -> Floats:
    """A keyed direction in technology space for each identity, f64[n, 8] of length 1."""
    draws = [luck.normal(purpose, ids, quarter, first_draw + k) for k in range(DIMENSIONS)]
    return network.project_to_sphere(np.stack(draws, axis=1), np.zeros(DIMENSIONS), 1.0)


def new_positions(world: World, ids: Ids, sector: Ints) -> Floats:
    """Positions of newborn firms, keyed, on the sphere about their sector's centre: f64[n, 8]."""
    p = world.scenario.network
    centre = centres_of(world, sector)
    return np.asarray(centre + p.tech_radius * directions(world.luck, Purpose.PLACE, ids, 0, 10))


def required_technology(own: Floats, direction: Floats, novelty: Floats) -> Floats:
    """What a project requires, f64[q, 8] of length 1: the owner's offset from its sector, turned by novelty.

    own is the owner's offset from the centre (length 1), novelty in 0 (what it knows) to 1 (anything).
    """
    mixed = (1.0 - novelty)[:, None] * own + novelty[:, None] * direction
    return network.project_to_sphere(mixed, np.zeros(DIMENSIONS), 1.0)


def drifts(ids: Ids, quarter: int) -> Bools:
    """Firms that drift and search in this quarter: once a year, in a quarter of their own, bool[n]."""
    return np.asarray(ids & np.uint64(3) == np.uint64(quarter % 4))


def wander(world: World, teachers: Floats, wins: Floats) -> None:
    """Move firms in technology space: toward teachers, by own search, and away from the crowd by success.

    teachers f64[n, 8] are mean positions of those a drifting firm learns from, wins f64[n] its successes this
    quarter. A firm drifts and searches once a year, a year's worth in a quarter of its own; it searches
    along one dimension at a time, as far as it would get in all.
    """
    firms, p, t = world.firms, world.scenario.network, world.quarter
    live = world.trading()
    turn = drifts(firms.id, t)
    movers = np.flatnonzero(live & turn)
    rows = np.concatenate([movers, np.flatnonzero(live & ~turn & (wins > 0))])
    ids = firms.id[movers]
    noise = np.zeros((len(movers), DIMENSIONS))
    along = (DIMENSIONS * world.luck.uniform(Purpose.TECH_DRIFT, ids, t, 1)).astype(np.int64)
    noise[np.arange(len(movers)), along] = np.sqrt(DIMENSIONS) * world.luck.normal(Purpose.TECH_DRIFT, ids, t)
    moved = np.take(firms.tech, rows, axis=0)
    moved[: len(movers)] = network.tech_drift(
        world.strength("network")[firms.site[movers], None],
        moved[: len(movers)], np.take(teachers, movers, axis=0), noise,
        rate=4.0 * p.tech_drift, noise_scale=2.0 * p.tech_noise,
    )  # fmt: skip
    winners = np.flatnonzero(wins[rows] > 0)
    if len(winners):
        away = firms.tech[rows[winners]] - _crowd(world, live, rows[winners])
        moved[winners] += p.success_step * network.project_to_sphere(away, np.zeros(DIMENSIONS), 1.0)
    centre = centres_of(world, firms.sector[rows])
    firms.tech[rows] = network.project_to_sphere(moved, centre, p.tech_radius)


def _crowd(world: World, live: Bools, rows: Ints) -> Floats:
    """Mean position of the trading firms of the city and sector of each firm (rows), f64[m, 8]."""
    firms = world.firms
    cell = world.firm_pool()
    weight, n_cells = live.astype(np.float64), world.n_cities * world.n_sectors
    return np.asarray(cell_means(cell, firms.tech, weight, n_cells)[cell[rows]])
