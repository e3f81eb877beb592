"""Places: who sits together, what draws industries together, how knowledge decays with distance."""

from __future__ import annotations

import numpy as np

from sim.evidence.estimators.places import coagglomeration, localised, standard_slopes
from sim.evidence.measures.firms import last_year, park_years
from sim.evidence.measures.number import NAN, Number, Pooled
from sim.evidence.panel import Panel
from sim.quarter.innovation.technology import sector_centres
from sim.scenario.schema import Scenario
from sim.state.table import Floats

LEAST = 20
"""Firms that a sector must have in the park to be looked at."""
STARTS = 300
"""Firms from which possible pairs are counted."""


def colocation(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Share of sectors that cluster within 2 km."""
    rows = last_year(panel)
    sector = rows["sector"].to_numpy()
    counts = np.bincount(sector)
    found = [
        localised(rows["x"].to_numpy(), rows["y"].to_numpy(), sector == each)
        for each in np.flatnonzero(counts >= LEAST)
    ]
    return {"share": Pooled(float(np.sum(found)), float(len(found)))}


def coagglomeration_drivers(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Standardised slopes of pairwise coagglomeration of makers of goods on three proximities, over all years."""
    goods = np.flatnonzero([sector.goods for sector in scenario.sectors.values()])
    first, second = np.triu_indices(len(goods), 1)
    one, other = goods[first], goods[second]
    found = []
    for rows in park_years(panel).values():
        cell = np.floor(rows[["x", "y"]].to_numpy()).astype(np.int64)
        area = np.unique(cell, axis=0, return_inverse=True)[1].ravel()
        staff = np.zeros((len(scenario.sector_names), area.max() + 1))
        np.add.at(staff, (rows["sector"].to_numpy(), area), rows["staff"].to_numpy())
        found.append(coagglomeration(staff)[one, other])
    index = np.mean(found, axis=0)
    kept = np.isfinite(index)
    if kept.sum() < 10:
        return dict.fromkeys(("io", "labour", "knowledge", "io_lead"), NAN)
    io, labour, knowledge = standard_slopes(
        index[kept], *(proximity[one, other][kept] for proximity in _proximities(scenario))
    )
    return {
        "io": float(io), "labour": float(labour), "knowledge": float(knowledge),
        "io_lead": float(io - max(labour, knowledge)),
    }  # fmt: skip


def distance_decay(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Weight of contacts a possible pair: far over near inside buildings, and across the park."""
    desks, contacts = panel.desks, panel.contacts
    x, y, building = (desks[name].to_numpy() for name in ("x", "y", "building"))
    step = max(1, len(x) // STARTS)
    start = np.arange(0, len(x), step)
    metres = np.hypot(x[start, None] - x[None, :], y[start, None] - y[None, :])
    metres[np.arange(len(start)), start] = np.inf
    same = building[start, None] == building[None, :]

    def intensity(low: float, high: float, together: bool) -> Pooled:
        chosen = (contacts["metres"] >= low) & (contacts["metres"] < high)
        possible = (metres >= low) & (metres < high)
        if together:
            chosen &= contacts["same"]
            possible &= same
        # Pairs are counted from every step-th firm only.
        return Pooled(float(contacts.loc[chosen, "weight"].sum()), float(step * possible.sum()))

    hub = intensity(20.0, 50.0, True), intensity(0.0, 20.0, True)
    ring = intensity(2000.0, 5000.0, False), intensity(0.0, 500.0, False)
    return {
        name: Pooled(far.top, far.bottom, near.top, near.bottom)
        for name, (far, near) in (("hub", hub), ("ring", ring))
    }


def _proximities(scenario: Scenario) -> tuple[Floats, Floats, Floats]:
    n = len(scenario.sector_names)
    io = scenario.io_table()["a"][:n]
    labour = np.corrcoef(np.array([sector.field_mix for sector in scenario.sectors.values()]))
    centre = sector_centres(n, scenario.network.sector_spread)
    apart = np.sqrt(((centre[:, None] - centre[None, :]) ** 2).sum(axis=2))
    return np.maximum(io, io.T), labour, -apart


MEASURES = {"B31": colocation, "B32": coagglomeration_drivers, "B33": distance_decay}
