"""Births, deaths, moves, and the five-year life table of firms."""

from __future__ import annotations

import numpy as np

from sim.kernels.rows import place_among
from sim.quarter.observe.observer import LIFE, YEAR, Sheet, Snapshot
from sim.quarter.observe.stocks import count_into
from sim.state.cells import cell_count
from sim.state.table import Floats, Ints
from sim.world import World

FLOWS = ("births", "deaths", "moves_in", "moves_out")


def measure_life(world: World, sheet: Sheet) -> None:
    """Compare who trades now with who traded a quarter ago, so that firms = firms before + births - deaths
    + moves in - moves out, exactly; the first observation has no past."""
    observer = world.observer
    assert observer is not None
    now = snapshot(world, sheet)
    if observer.snapshots:
        before = observer.snapshots[-1]
        at = place_among(before.ids, now.ids)
        survivor = np.zeros(len(before.ids), np.bool_)
        survivor[at[at >= 0]] = True
        stayed = np.flatnonzero(at >= 0)
        site = np.repeat(np.arange(world.n_sites), world.n_sectors)
        moved = stayed[site[before.cell[at[stayed]]] != site[now.cell[stayed]]]
        cells = (now.cell[at < 0], before.cell[~survivor], now.cell[moved], before.cell[at[moved]])
        times = (now.firms[at < 0], before.firms[~survivor], now.firms[moved], now.firms[moved])
        observer.exposed.append(by_age(world, before.cell, before.age))
        observer.died.append(by_age(world, before.cell[~survivor], before.age[~survivor]))
    else:
        cells, times = (np.zeros(0, np.int64),) * 4, (np.zeros(0),) * 4
    for name, cell, firms in zip(FLOWS, cells, times, strict=True):
        count_into(world, sheet, name, cell, firms)
    sheet.put("survival_5y", survival(observer.exposed, observer.died, world.n_sites))
    observer.snapshots.append(now)


def snapshot(world: World, sheet: Sheet) -> Snapshot:
    """Trading firms as they stand now."""
    firms, who = world.firms, sheet.trading
    return Snapshot(
        ids=firms.id[who].copy(),
        cell=sheet.cell,
        age=np.maximum(world.quarter - firms.born[who], 0).astype(np.int64),
        tfp=firms.tfp[who].copy(),
        weight=(firms.revenue_year * np.exp(-firms.markup))[who],
        firms=firms.weight[who],
    )


def by_age(world: World, cell: Ints, age: Ints) -> Floats:
    """Firms younger than five years by site and age in quarters: f64[P, 20]."""
    young = np.flatnonzero(age < LIFE)
    first = np.repeat(np.arange(world.n_sites) * LIFE, world.n_sectors)
    flat = first[cell[young]] + age[young]
    return cell_count(flat, world.n_sites * LIFE).reshape(world.n_sites, LIFE).astype(np.float64)


def survival(exposed: list[Floats], died: list[Floats], n_sites: int) -> Floats:
    """Five-year survival by site from hazards by age pooled over the last year: f64[P].

    Product over 20 ages of one minus deaths over firms exposed (Kaplan and Meier 1958); an age at which
    no firm was exposed counts as safe.
    """
    if not exposed:
        return np.ones(n_sites)
    at_risk = np.sum(exposed[-YEAR:], axis=0)
    lost = np.sum(died[-YEAR:], axis=0)
    alive = 1.0 - np.where(at_risk > 0, lost / np.where(at_risk > 0, at_risk, 1.0), 0.0)
    return np.asarray(np.prod(alive, axis=1))
