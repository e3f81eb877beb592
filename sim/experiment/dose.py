"""Dose and response: one lever at several intensities beside intensity 0, from paired seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.experiment.compare import compare
from sim.experiment.resolve import resolve
from sim.experiment.result import Result
from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.files import Settings
from sim.scenario.levers import LEVERS
from sim.scenario.schema import Scenario

DOSES = (0.25, 0.5, 1.0, 1.5, 2.0)
"""Intensities that a response is measured at unless others are named."""


def dose(
    scenario: Scenario | str | Path,
    lever: str,
    intensities: Sequence[float] = DOSES,
    *,
    reps: int = 8,
    seed: int | None = None,
    settings: Settings = (),
    sample: float | None = None,
    jobs: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Pull one lever at several intensities, and keep how outcomes differ from intensity 0.

    Sites and terms of the lever are those of the scenario. The result has ``doses`` (response, slope at 0, turning
    point) besides all that :func:`sim.compare` gives. Raises ScenarioError for an unknown lever or an intensity
    that is not allowed.
    """
    chosen = resolve(scenario, seed=seed, settings=settings, sample=sample)
    base, arms = dose_arms(chosen, lever, intensities)
    result = compare(
        base, {name: {f"levers.{lever}.intensity": value} for name, value in arms.items()},
        reps=reps, jobs=jobs, keep=keep, progress=progress,
    )  # fmt: skip
    result.provenance["dose"] = {"lever": lever, "arms": arms}
    return result


def dose_arms(
    scenario: Scenario, lever: str, intensities: Sequence[float] = DOSES
) -> tuple[Scenario, dict[str, float]]:
    """The scenario with the lever at 0, and the intensity of each arm. Raises ScenarioError as :func:`dose` does."""
    if lever not in LEVERS:
        allowed = f"{', '.join(LEVERS)}{nearest(lever, LEVERS)}"
        raise ScenarioError(f"--dose {short(lever)}: unknown lever; allowed: {allowed}")
    doses = sorted(set(intensities))
    if len(doses) < 3 or doses[0] <= 0:
        raise ScenarioError(f"--dose {lever}: intensities {short(list(intensities))}: at least three, all above 0")
    return resolve(scenario, settings={f"levers.{lever}.intensity": 0.0}), {f"{lever}-{x:g}": float(x) for x in doses}
