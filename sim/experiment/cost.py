"""What a run will take, announced before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.places import simulated_rows
from sim.scenario.schema import Scenario

STEPS = 5
"""Runs that the search for equal cost may take for each arm."""

QUARTER_SECONDS = 0.03
"""Seconds that a quarter takes however few the firms."""
SECONDS_A_ROW = 3e-6
"""Seconds that a firm row takes a quarter beside that: 2.0e-6 measured on two cores, with a margin for growth."""
SHARED = 1.5
"""Times as long a quarter takes in a process that shares the cores with others (docs/performance.md)."""
START_SECONDS = 10.0
PIECES_A_START = 10.0
"""Levers of a campaign that one process lives through from one quarter 0, roughly: seeds change between them."""
ROW_BYTES = 150
"""Bytes of a firm's row in a run folder."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run will take, roughly."""

    runs: int
    rows: int
    minutes: float
    megabytes: float


def lived_seconds(scenario: Scenario, jobs: int) -> float:
    """Seconds from quarter 0 to the horizon in one of ``jobs`` processes."""
    rows = sum(simulated_rows(scenario))
    alone = scenario.run.quarters * (QUARTER_SECONDS + rows * SECONDS_A_ROW)
    return alone * (SHARED if jobs > 1 else 1.0)


def cost_of(scenario: Scenario, runs: int = 1) -> Cost:
    """What running a scenario ``runs`` times takes: firm rows, minutes, megabytes of files."""
    rows = sum(simulated_rows(scenario))
    quarters = scenario.run.quarters
    seconds = START_SECONDS + lived_seconds(scenario, 1)
    kept = {"none": 0.0, "yearly": quarters / 4.0 + 1.0, "quarterly": quarters + 1.0}[scenario.outputs.micro]
    megabytes = 0.5 + rows * kept * ROW_BYTES / 1e6
    return Cost(runs, round(rows), round(runs * seconds / 60.0, 2), round(runs * megabytes, 1))


def attribution_cost(scenario: Scenario, arms: int, reps: int, jobs: int) -> Cost:
    """What ``reps`` replications of ``arms`` runs from one quarter 0 take on ``jobs`` processes, roughly."""
    one = cost_of(scenario)
    seconds = START_SECONDS + arms * lived_seconds(scenario, jobs)
    rounds = -(-reps // jobs)
    return Cost(arms * reps, one.rows, round(rounds * seconds / 60.0, 1), round(1.0 + 0.1 * reps, 1))


def comparison_cost(scenario: Scenario, arms: int, reps: int, jobs: int, equal_cost: bool = False) -> Cost:
    """What ``reps`` replications of a base and its arms take, the search for equal cost before them included."""
    one = attribution_cost(scenario, arms + 1, reps, jobs)
    if not equal_cost:
        return one
    search = attribution_cost(scenario, 2 + STEPS * (arms - 1), 1, 1)
    return Cost(one.runs + search.runs, one.rows, round(one.minutes + search.minutes, 1), one.megabytes)


def campaign_cost(scenario: Scenario, pieces: int, runs: int, jobs: int) -> Cost:
    """What ``runs`` runs in ``pieces`` (a seed and a lever each) take, roughly; quarter 0 is shared by seed."""
    one = cost_of(scenario)
    seconds = runs * lived_seconds(scenario, jobs) + START_SECONDS * max(jobs, pieces / PIECES_A_START)
    return Cost(runs, one.rows, round(seconds / jobs / 60.0, 1), round(1.0 + 0.003 * runs, 1))
