"""Stages of a project: odds, hazards, and the draw that decides."""

from __future__ import annotations

import numpy as np
from scipy.special import logit

from sim.scenario.parameters.projects import Projects
from sim.state.table import Bools, Floats, Ints

MARKET = 4
"""Stage of a project that has reached the market."""

CLIMBS = ("climbs_concept", "climbs_pilot", "climbs_testing", "climbs_market")
"""Event of a climb out of each stage."""


def stage_table(bio: Bools, by_firm: Bools | Floats, stage: Ints, p: Projects) -> tuple[Floats, Floats]:
    """Base odds of success and mean years of each project's stage, two f64[q].

    by_firm is 1 for a firm's own project, 0 for one inside a university, between for one that a firm took
    over (log-odds are mixed); life science takes longer and fails more.
    Source: industrialisation of patents [PAT23], [PAT21] (odds); stage durations [TRL], weak.
    """
    firm, university = logit(np.asarray(p.odds_firm)), logit(np.asarray(p.odds_university))
    share = np.asarray(by_firm, np.float64)
    odds = 1.0 / (1.0 + np.exp(-(share * firm[stage] + (1.0 - share) * university[stage])))
    return np.where(bio, odds * p.bio_odds ** (1.0 / MARKET), odds), stage_years(bio, stage, p)


def stage_years(bio: Bools, stage: Ints, p: Projects) -> Floats:
    """Mean years of each project's stage, f64[q]. Source: [TRL], weak."""
    years = np.asarray(p.years)[stage]
    return np.where(bio, years * p.bio_years, years)


def lifted_odds(odds: Floats, lift: Floats) -> Floats:
    """Odds of success with a lift in log-odds (facility, partners, talent, mentor, promise), f64[q]."""
    return np.asarray(odds / (odds + (1.0 - odds) * np.exp(-lift)))


def fate(draw: Floats, odds: Floats, years: Floats, funded: Floats) -> tuple[Bools, Bools]:
    """Which projects climb and which fail this quarter, from one uniform each: two bool[q].

    Competing hazards: climb = φ·p/(4T), fail = (1 − p)/(4T); too little money slows and never helps. The
    uniform is cut at P(climb) and at 1 − P(fail), so better odds only add climbs and only remove failures.
    """
    climb = funded * odds / (4.0 * years)
    fail = (1.0 - odds) / (4.0 * years)
    both = climb + fail
    ends = -np.expm1(-both)
    return draw < ends * climb / both, draw > 1.0 - ends * fail / both


def abandoned(quarters_in_stage: Ints, years: Floats, funded: Floats, p: Projects) -> Bools:
    """Projects given up: too long in their stage with too little money, bool[q]."""
    return (quarters_in_stage > 4.0 * p.abandon_after * years) & (funded < p.abandon_funding)


def enters_stage(since: Ints, started: Ints, quarter: int) -> Bools:
    """Projects in their first quarter in a stage, bool[q]: started now, or climbed at the end of the last."""
    return np.asarray(quarter - since == np.where(started == since, 0, 1))


def readiness_level(stage: Ints, quarters_in_stage: Ints, years: Floats) -> Ints:
    """TRL of each project, i64[q]: stages 0 to 4 span levels 1-3, 4, 5-6, 7-8 and 9, passed with time."""
    lowest, width = np.array([1, 4, 5, 7, 9]), np.array([3, 1, 2, 2, 1])
    through = np.minimum(quarters_in_stage / (4.0 * years), 0.999)
    return np.asarray(lowest[stage] + np.floor(through * width[stage]), np.int64)
