"""Luck: counter-based random numbers keyed by (seed, purpose, identity, quarter, draw).

The only module that makes randomness. A draw depends on nothing but its key (Salmon et al. 2011,
Philox4x32-10), so two runs that differ in one lever share the draws of every agent that lives in
both. Normals and counts come from one uniform each by inverse CDF: they are monotone in their
parameters, and pairs of runs stay coupled.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.kernels import philox
from sim.kernels.counts import smallest_counts
from sim.state.identity import Ids
from sim.state.table import Bools, Floats, Ints


class Purpose(IntEnum):
    """What a draw decides. One purpose never serves two decisions."""

    POPULATION = 1
    EFFICIENCY_BURST = 3
    EFFICIENCY = 4
    DEMAND_BURST = 5
    DEMAND = 6
    RD_TASTE = 7
    PROJECT_STARTS = 8
    PROJECT_TRAITS = 9
    PROJECT_FATE = 10
    PROJECT_VALUE = 11
    FACILITY_LOT = 12
    STEALING = 13
    STEALING_SIZE = 14
    TECH_DRIFT = 15
    RESULTS = 16
    RESULT_TRAITS = 17
    RESULT_LEAVES = 18
    PATENTS = 20
    DETECTION = 21
    SECTOR_SHOCK = 22
    AGGREGATE_SHOCK = 23
    LINK_PARTNER = 24
    LINK_FATE = 25
    CONTACT = 26
    CONTACT_FATE = 27
    TALENT_MOVE = 28
    TALENT_CHOICE = 29
    TALENT_BIRTH = 30
    TALENT_TRAITS = 31
    ENTRY = 32
    ENTRANT_TRAITS = 33
    ENTRANT_SITE = 34
    GATE = 35
    EXIT = 36
    MOVE = 37
    MOVE_SITE = 38
    SPIN_OFF = 39
    SIGNAL = 40
    FUND_EXIT = 42
    FUND_BIRTH = 43
    ACCEPTANCE = 44
    GRANT_RANK = 45
    INCUBATOR_RANK = 46
    CERTIFICATION = 47
    LADDER = 48
    BANK = 49
    NOTCH = 50
    RESAMPLE = 51
    PLACE = 52
    TICKET = 53
    LINK_TASTE = 61
    LINK_POINT = 62
    LINK_CHOICE = 63
    LINK_TERM = 64
    LINK_INPUT = 65
    LINK_UNIVERSITY = 66
    LINK_SUPPLIER = 67
    TALENT_POINT = 68
    TALENT_LEAVE = 69
    CAMPUS = 70
    EXPORTS = 71
    ACCELERATOR_RANK = 90
    STANDARDS = 91
    PROGRAMME = 92
    TAKE_OFF = 81
    INVITATION = 82
    FIRST_SET = 83
    FOREIGN_TIES = 84
    UPGRADE = 85
    FUTURE_GRANT = 86
    RECRUITS = 100
    MATCH_EVENT = 101
    OUTSIDE_LABORATORY = 102
    MAJOR_PROJECT = 103
    OPERATOR = 104
    INTRODUCTION = 105
    GUIDANCE_HOUSE = 106


class Luck:
    """All draws of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = np.uint64(seed)

    def uniform(self, purpose: Purpose, ids: Ids, quarter: int, draw: int = 0) -> Floats:
        """Uniforms in (0, 1), one an identity: f64[n]."""
        return philox.uniform(self.seed, ids, quarter, int(purpose), draw)

    def normal(self, purpose: Purpose, ids: Ids, quarter: int, draw: int = 0) -> Floats:
        """Standard normals, one an identity: f64[n]."""
        return philox.normal(self.seed, ids, quarter, int(purpose), draw)

    def uniform_each(self, purpose: Purpose, ids: Ids, quarter: int, draws: Ints) -> Floats:
        """Uniforms for (identity, draw) pairs: f64[n]."""
        return philox.uniform_each(self.seed, ids, np.full(len(ids), quarter, np.int64), int(purpose), draws)

    def normal_each(self, purpose: Purpose, ids: Ids, quarter: int, draws: Ints) -> Floats:
        """Standard normals for (identity, draw) pairs: f64[n]."""
        return philox.quantile(self.uniform_each(purpose, ids, quarter, draws))

    def gumbel_each(self, purpose: Purpose, ids: Ids, quarter: int, alternatives: Ints) -> Floats:
        """Standard Gumbel draws for some alternatives of each identity, i64[n, k] -> f64[n, k]."""
        who = np.repeat(ids, alternatives.shape[1])
        u = self.uniform_each(purpose, who, quarter, alternatives.ravel())
        return (-np.log(-np.log(u))).reshape(alternatives.shape)

    def happens(
        self, purpose: Purpose, ids: Ids, quarter: int, probability: Floats | float, draw: int = 0
    ) -> Bools:
        """True where the event of this probability happens: monotone in the probability."""
        return self.uniform(purpose, ids, quarter, draw) < probability

    def poisson(self, purpose: Purpose, ids: Ids, quarter: int, mean: Floats) -> Ints:
        """Poisson counts by inverting the CDF with one uniform each: i64[n], monotone in ``mean``."""
        return poisson_quantile(self.uniform(purpose, ids, quarter), mean)

    def burst(self, purpose: Purpose, ids: Ids, quarter: int, exponent: float) -> Floats:
        """Yearly burst (-ln u)^exponent with unit mean square, drawn once an identity and year.

        Years start at a quarter of the identity's own, so bursts do not beat in step (Bottazzi &
        Secchi 2006: opportunities cluster on a few firms for a time).
        """
        from scipy.special import gamma

        u = philox.uniform_of_year(self.seed, ids, quarter, int(purpose))
        return np.asarray((-np.log(u)) ** exponent / np.sqrt(gamma(1 + 2 * exponent)))


def poisson_quantile(u: Floats, mean: Floats) -> Ints:
    """Smallest k with CDF(k) >= u, for means below 12 exactly, above by the normal quantile.

    Args: u uniforms (n), mean >= 0 (n). Returns i64[n].
    """
    from scipy.special import ndtri

    m = np.broadcast_to(np.asarray(mean, np.float64), u.shape)
    small = np.minimum(m, 12.0)
    count = smallest_counts(u, small, np.exp(-small))
    large = m > 12.0
    if np.any(large):
        count[large] = np.maximum(0, np.rint(m[large] + np.sqrt(m[large]) * ndtri(u[large]))).astype(np.int64)
    return count


def ordinals(counts: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Owner and ordinal of each of ``sum(counts)`` items: two i64 arrays."""
    owner = np.repeat(np.arange(len(counts)), counts)
    ordinal = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, ordinal
