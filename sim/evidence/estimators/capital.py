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
    ``left_quarter``. Rounds are counted, as the source does, whatever they are called. Source: [CBI].
    """  # fmt: skip
    seed = (round_ == 0) & (quarter >= first) & (quarter <= last)
    cohort, at = np.unique(firm[seed], return_index=True)
    start = quarter[seed][at]
    deals = rank_of_deal(firm, quarter)

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
        second=reached(firm, quarter, deals >= 2),
        fourth=reached(firm, quarter, deals >= 4),
        left=reached(left, left_quarter, every),
        unicorns=reached(firm, quarter, post >= unicorn),
    )


def rank_of_deal(firm: Ints, quarter: Ints) -> Ints:
    """1 for a firm's first deal, 2 for its second and so on: i64[deals]."""
    order = np.lexsort((quarter, firm))
    ordered = firm[order]
    new = np.append(True, ordered[1:] != ordered[:-1])
    at = np.arange(len(firm))
    rank = np.empty(len(firm), np.int64)
    rank[order] = at - np.maximum.accumulate(np.where(new, at, 0)) + 1
    return rank


def top_deals_share(proceeds: Floats, share: float = 0.06) -> float:
    """Share of all gross proceeds that the best ``share`` of deals brought (deals without proceeds count).

    Source: [COR]."""
    total = float(proceeds.sum())
    if total <= 0:
        return float("nan")
    best = np.sort(proceeds)[::-1][: max(1, round(share * len(proceeds)))]
    return float(best.sum() / total)
