"""Where firms sit: co-location of an industry against all sites, and which industries sit together."""

from __future__ import annotations

import numpy as np

from sim.state.identity import hash_of
from sim.state.table import Bools, Floats, Ints


def near_pairs(x: Floats, y: Floats, edges: Floats) -> Floats:
    """Share of pairs of points whose distance lies in each bin of ``edges`` (km): f64[bins]."""
    row, column = np.triu_indices(len(x), 1)
    distance = np.hypot(x[row] - x[column], y[row] - y[column])
    return np.asarray(np.histogram(distance, edges)[0] / max(len(row), 1), np.float64)


def localised(
    x: Floats,
    y: Floats,
    member: Bools,
    *,
    radius: float = 2.0,
    bins: int = 10,
    draws: int = 200,
    most: int = 250,
) -> bool:
    """Whether members lie closer than firms drawn at random among all occupied places, within ``radius`` km.

    Density of pair distances in bins, against ``draws`` keyed re-draws; a global 95 % band over the bins.
    At most ``most`` members (keyed) are looked at. Source: Duranton and Overman 2005; the radius is assumed.
    """
    edges = np.linspace(0.0, radius, bins + 1)
    every = np.arange(len(x))
    held = _keyed_sample(np.flatnonzero(member), most, 0)
    observed = near_pairs(x[held], y[held], edges)
    random = np.array([
        near_pairs(x[drawn], y[drawn], edges)
        for drawn in (_keyed_sample(every, len(held), 1 + draw) for draw in range(draws))
    ])  # fmt: skip
    mean, spread = random.mean(axis=0), np.maximum(random.std(axis=0), 1e-12)
    band = np.quantile(((random - mean) / spread).max(axis=1), 0.95)
    return bool(((observed - mean) / spread).max() > band)


def coagglomeration(weight: Floats) -> Floats:
    """Index of how far pairs of industries share areas: f64[S, S] from staff by industry and area f64[S, M].

    Source: Ellison, Glaeser and Kerr 2010. Industries without staff have NaN.
    """
    total = weight.sum(axis=1, keepdims=True)
    share = np.where(total > 0, weight / np.where(total > 0, total, 1.0), np.nan)
    mean = np.nanmean(share, axis=0)
    gap = share - mean
    return np.asarray(np.einsum("im,jm->ij", gap, gap) / (1.0 - np.sum(mean**2)))


def standard_slopes(y: Floats, *drivers: Floats) -> Floats:
    """Slopes of standardised y on standardised drivers, least squares together: f64[drivers]."""
    columns = np.stack([_standard(x) for x in drivers], axis=1)
    return np.asarray(np.linalg.lstsq(columns, _standard(y), rcond=None)[0])


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))


def _keyed_sample(rows: Ints, most: int, draw: int) -> Ints:
    if len(rows) <= most:
        return rows
    return rows[np.argsort(hash_of(rows, draw), kind="stable")[:most]]
