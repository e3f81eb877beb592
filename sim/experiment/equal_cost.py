"""Arms that cost the same: intensities scaled until every arm spends what the first one spends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.experiment.cost import STEPS
from sim.genesis import build_world
from sim.scenario.checks import support_limit
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import LeverSetting, Scenario
from sim.world import World

TOLERANCE = 0.02
"""Spending is equal within this share."""

LARGEST = 100.0
"""Largest intensity that a scenario may have."""

NEARLY = 0.95
"""Share of the intensity that leaves R&D no cost to which levers that support it are scaled at most."""


class NothingSpent(ScenarioError):
    """An arm spends nothing on the first seed, so that no factor makes arms cost the same."""

    def __init__(self, arm: str) -> None:
        super().__init__(f"--equal-cost: arm {arm} spends nothing in the run, so arms cannot be made to cost the same")
        self.arm = arm


SpendingOf = Callable[[Scenario, Scenario, World, int], float]
"""Spending of an arm (m¥) from base, arm, quarter 0 of the base, and seed."""


def scaled_to_first(
    base: Scenario, arms: Mapping[str, Scenario], seed: int, spending_of: SpendingOf
) -> tuple[dict[str, Scenario], dict[str, Any]]:
    """Arms whose spending beyond the base equals that of the first arm on one seed, and what was found by arm.

    Intensities that differ from the base are multiplied by one factor an arm, found by secant steps in logs
    and then left alone. What cannot be reached (the authority's budget binds, or intensities end at 100, or before
    R&D costs nothing) is told as ``reached`` false, with the spending that came nearest. Raises NothingSpent, and
    ScenarioError for an arm without intensities.
    """
    start = build_world(base, seed)
    none = spending_of(base, base, start, seed)

    def extra(arm: Scenario) -> float:
        return spending_of(base, arm, start, seed) - none

    names = list(arms)
    target = extra(arms[names[0]])
    if target <= 0:
        raise NothingSpent(names[0])
    scaled = {names[0]: arms[names[0]]}
    told: dict[str, Any] = {names[0]: _entry(1.0, target, target, 1, [])}
    for name in names[1:]:
        levers = _changed(base, arms[name])
        if not levers:
            raise ScenarioError(f"--equal-cost: arm {name} changes no levers.NAME.intensity, so it cannot be scaled")
        factor, spent, runs = _search(arms[name], name, levers, target, extra)
        scaled[name] = _times(arms[name], levers, factor)
        intensities = [(each, scaled[name].levers[each].intensity) for each in levers]
        told[name] = _entry(factor, spent, target, runs, intensities)
    return scaled, told


def _search(
    arm: Scenario, name: str, levers: list[str], target: float, extra: Callable[[Scenario], float]
) -> tuple[float, float, int]:
    """Factor, spending and runs: secant steps on ln spending over ln factor, the nearest of all tried."""
    most = min(
        min(LARGEST, NEARLY * support_limit(arm, each)) / arm.levers[each].intensity for each in levers
    )
    tried: list[tuple[float, float]] = []
    factor = min(1.0, most)
    while len(tried) < STEPS:
        spent = extra(_times(arm, levers, factor))
        if spent <= 0:
            raise NothingSpent(name)
        tried.append((factor, spent))
        if abs(spent / target - 1.0) <= TOLERANCE:
            break
        following = min(most, factor * (target / spent) ** (1.0 / _elasticity(tried)))
        if any(abs(following / old - 1.0) < 1e-6 for old, _ in tried):
            break
        factor = following
    best = min(tried, key=lambda pair: abs(np.log(pair[1] / target)))
    return best[0], best[1], len(tried)


def _elasticity(tried: list[tuple[float, float]]) -> float:
    """Slope of ln spending in ln factor through the last two runs, kept within 0.2 and 5; 1 from one run."""
    if len(tried) < 2:
        return 1.0
    (f0, s0), (f1, s1) = tried[-2:]
    return float(np.clip(np.log(s1 / s0) / np.log(f1 / f0), 0.2, 5.0))


def _changed(base: Scenario, arm: Scenario) -> list[str]:
    none = LeverSetting(intensity=0.0)
    return [
        name for name, setting in arm.levers.items()
        if setting.intensity > 0 and setting != base.levers.get(name, none)
    ]  # fmt: skip


def _times(arm: Scenario, levers: list[str], factor: float) -> Scenario:
    changed = {
        name: setting.model_copy(update={"intensity": setting.intensity * factor}) if name in levers else setting
        for name, setting in arm.levers.items()
    }
    return arm.model_copy(update={"levers": changed})


def _entry(factor: float, spent: float, target: float, runs: int, levers: list[tuple[str, float]]) -> dict[str, Any]:
    return {
        "factor": factor, "spending": spent, "target": target, "runs": runs,
        "reached": abs(spent / target - 1.0) <= TOLERANCE, "intensities": dict(levers),
    }  # fmt: skip
