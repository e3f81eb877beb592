"""High-tech park or ordinary park: how much of the gap institutions make, and how much who comes to be there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.experiment.compare import compare
from sim.experiment.resolve import resolve
from sim.experiment.result import Result
from sim.scenario.files import Settings
from sim.scenario.schema import Scenario

LABELS = {
    "ordinary_institutions": ("same firms, ordinary institutions", "相同企业、普通园区制度"),
    "no_selection": ("firms not selected", "企业未经选择"),
    "ordinary_park": ("ordinary park", "普通园区"),
}  # fmt: skip
"""Labels of the three worlds, English and Chinese."""


def institution_arms(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The three worlds beside the park as it is: its firms under ordinary institutions, unsorted firms, and both.

    The gate chooses who comes, so it belongs to selection: it stays under ordinary institutions, and goes with
    the sorting of quarter 0.
    """
    gate = scenario.institutions["high_tech"].gate_selectivity
    unsorted: dict[str, Any] = {"demography.sorting": 0.0, "institutions.high_tech.gate_selectivity": 0.0}
    ordinary: dict[str, Any] = {"run.variant": "ordinary"}
    return {
        "ordinary_institutions": {**ordinary, "institutions.ordinary.gate_selectivity": gate},
        "no_selection": unsorted,
        "ordinary_park": {**ordinary, **unsorted, "institutions.ordinary.gate_selectivity": 0.0},
    }


def high_tech_gap(
    scenario: Scenario | str | Path,
    *,
    reps: int = 8,
    settings: Settings = (),
    sample: float | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Split the gap between a high-tech park and an ordinary one into treatment and selection.

    Treatment: the same firms at quarter 0 under other institutions. Selection: firms that are not sorted by place
    at quarter 0, and no gate for newcomers. The result has ``gaps``. Raises what :func:`sim.compare` raises.
    """
    base = resolve(scenario, settings=settings, sample=sample)
    arms = institution_arms(base)
    result = compare(base, arms, reps=reps, jobs=jobs, progress=progress)
    result.provenance["labels"] = LABELS
    result.provenance["gap"] = dict(zip(("institutions", "selection", "both"), arms, strict=True))
    return result
