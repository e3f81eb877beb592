"""Venture capital: how far seed deals get, and how skewed their returns are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.state.table import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Funnel:
    """Seed-funded firms and how many of them got further within the years followed."""

    seeds: int
    second: int
    fourth: int
    left: int
    unicorns: int


def funnel(
    firm: Ints,
    round_: Ints,
    quarter: Ints,
    post: Floats,
    left: Ints,
    left_quarter: Ints,
    *,
    first: int,
    last: int,
    follow: int,
    unicorn: float,
) -> Funnel:
    """Follow firms whose seed deal (round 0) lies in quarters first..last for ``follow`` quarters each.

    ``post`` is the firm's value after a deal (m¥), ``left`` are firms that were sold or listed, in quarter
    ``left_quarter``. A firm counts as second (fourth) with a deal of round 1 (3) or later. Source: [CBI].
    """  # fmt: skip
    seed = (round_ == 0) & (quarter >= first) & (quarter <= last)
    cohort, at = np.unique(firm[seed], return_index=True)
    start = quarter[seed][at]

    def reached(who: Ints, when: Ints, keep: Bools) -> int:
        place = np.searchsorted(cohort, who[keep])
        place = np.minimum(place, max(len(cohort) - 1, 0))
        if not len(cohort):
            return 0
        hit = (cohort[place] == who[keep]) & (when[keep] - start[place] <= follow)
        return len(np.unique(place[hit]))

    every = np.ones(len(left), np.bool_)
    return Funnel(
        seeds=len(cohort),
        second=reached(firm, quarter, round_ >= 1),
        fourth=reached(firm, quarter, round_ >= 3),
        left=reached(left, left_quarter, every),
        unicorns=reached(firm, quarter, post >= unicorn),
    )


def top_deals_share(proceeds: Floats, share: float = 0.06) -> float:
    """Share of all gross proceeds that the best ``share`` of deals brought (deals without proceeds count).

    Source: [COR]."""
    total = float(proceeds.sum())
    if total <= 0:
        return float("nan")
    best = np.sort(proceeds)[::-1][: max(1, round(share * len(proceeds)))]
    return float(best.sum() / total)
