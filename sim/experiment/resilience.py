"""How deep a shock cuts and how long it takes to get over it, from two runs that differ in the shock alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from sim.metrics import METRICS
from sim.state.table import Floats

OUTCOMES = ("revenue", "value_added", "employment_all", "firms", "tfp")
"""Outcomes for which :func:`resilience` is told unless others are named."""


@dataclass(frozen=True, slots=True)
class Dip:
    """What a shock does to a series: ``depth`` is the largest loss (relative, or a difference for logs and shares;
    never negative), ``bottom`` the quarters from the shock to it, ``recovery`` the quarters from the shock until
    the loss is within the tolerance for good (inf: not within the run; 0: never out of it), ``lost`` the sum of
    losses over the quarters since the shock, in quarters of the undisturbed level."""

    depth: float
    bottom: int
    recovery: float
    lost: float


def loss(shocked: Floats, calm: Floats, by_difference: bool = False) -> Floats:
    """Loss by quarter, f64[T]: 1 - shocked/calm, or calm - shocked where a ratio means nothing; 0 over nothing."""
    if by_difference:
        return np.asarray(calm - shocked)
    safe = np.where(calm > 0, calm, 1.0)
    return np.where(calm > 0, 1.0 - shocked / safe, 0.0)


def dip(losses: Floats, tolerance: float) -> Dip:
    """Depth, bottom and recovery of losses by quarter (f64[T], the first is the quarter of the shock).

    Raises ValueError for an empty series or a tolerance that is not positive.
    """
    if len(losses) == 0 or tolerance <= 0:
        raise ValueError("there must be a quarter since the shock, and the tolerance must be above 0")
    bottom = int(np.argmax(losses))
    out = np.flatnonzero(losses > tolerance)
    recovery = 0.0 if len(out) == 0 else float(out[-1] + 1)
    if recovery == len(losses):
        recovery = float("inf")
    return Dip(max(float(losses[bottom]), 0.0), bottom, recovery, float(np.maximum(losses, 0.0).sum()))


def resilience(
    shocked: pd.DataFrame,
    calm: pd.DataFrame,
    first_quarter: int,
    outcomes: tuple[str, ...] = OUTCOMES,
    tolerance: float = 0.01,
) -> pd.DataFrame:
    """A row a site and outcome: depth, bottom, recovery, lost, from the site tables of two paired runs.

    The runs must differ in the shock alone, share the seed and cover the same quarters. Raises ValueError
    otherwise.
    """
    rows = []
    for site, outcome in product(sorted(set(calm["site"])), outcomes):
        one, other = (_series(table, site, outcome) for table in (shocked, calm))
        if not one.index.equals(other.index):
            raise ValueError(f"{site}: the two runs do not cover the same quarters")
        since = one.index >= first_quarter
        by_difference = METRICS[outcome].by_difference
        found = dip(loss(one.to_numpy()[since], other.to_numpy()[since], by_difference), tolerance)
        rows.append((site, outcome, found.depth, found.bottom, found.recovery, found.lost))
    return pd.DataFrame(rows, columns=["site", "outcome", "depth", "bottom", "recovery", "lost"])


def _series(table: pd.DataFrame, site: str, outcome: str) -> pd.Series:
    return table[table["site"] == site].set_index("quarter")[outcome].sort_index().astype(float)
