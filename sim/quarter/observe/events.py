"""Counts of events, time to market, and rows kept for the files of deals, moves and events."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.events import EVENTS
from sim.metrics import METRICS
from sim.quarter.observe.observer import YEAR, Sheet, ratio
from sim.state.cells import cell_count, cell_sum
from sim.state.identity import Birth
from sim.state.table import Ints
from sim.world import World


def keep_events(world: World, sheet: Sheet) -> None:
    """Enter counts of the quarter's events by site, and keep the rows that phases wrote."""
    for name in EVENTS:
        if METRICS[name].unit == "count/quarter":
            sheet.put(name, world.happenings.of(name))
    _time_to_market(world, sheet)
    observer = world.observer
    assert observer is not None
    for file, rows in world.happenings.rows.items():
        observer.events.setdefault(file, []).extend(rows)
    observer.events.setdefault("events", []).append(_births(world))


def _births(world: World) -> dict[str, Any]:
    firms = world.firms
    born: Ints = np.flatnonzero((firms.born == world.quarter) & (world.quarter > 0))
    names = np.array([f"birth_{kind.name.lower()}" for kind in Birth])
    return {
        "quarter": np.full(len(born), world.quarter),
        "kind": names[firms.birth[born]],
        "firm": firms.id[born].copy(),
        "site": firms.site[born].astype(np.int64),
        "sector": firms.sector[born].astype(np.int64),
        "born": firms.born[born].astype(np.int64),
        "revenue_year": firms.revenue_year[born].copy(),
    }


def _time_to_market(world: World, sheet: Sheet) -> None:
    observer = world.observer
    assert observer is not None
    years, count = np.zeros(world.n_sites), np.zeros(world.n_sites)
    for rows in world.happenings.rows.get("successes", []):
        age = (world.quarter - np.asarray(rows["started"], np.float64)) / YEAR
        years += cell_sum(rows["site"], age, world.n_sites)
        count += cell_count(rows["site"], world.n_sites)
    observer.reached_market.append((years, count))
    recent = observer.reached_market[-YEAR:]
    sheet.put(
        "time_to_market",
        ratio(np.sum([y for y, _ in recent], axis=0), np.sum([c for _, c in recent], axis=0)),
    )
