"""The scenario of a run: defaults, then the file, then settings, then what is named on top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario.errors import ScenarioError, nearest, short
from sim.scenario.files import Settings, apply_settings, load
from sim.scenario.schema import EFFECT_NAMES, Scenario

Strengths = str | Mapping[str, float]
"""``all``, ``none``, names joined by commas, or strengths by name."""


def resolve(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Settings = (),
    effects: Strengths | None = None,
    sample: float | None = None,
    micro: str | None = None,
) -> Scenario:
    """The scenario with everything on top: defaults, then the file, then settings, then the named arguments.

    Raises ScenarioError for bad input.
    """
    on_top: dict[str, Any] = {}
    for key, value in (("run.seed", seed), ("run.sample", sample), ("outputs.micro", micro)):
        if value is not None:
            on_top[key] = value
    if effects is not None:
        on_top |= {f"effects.{name}": strength for name, strength in strengths(effects).items()}
    given: Settings
    if isinstance(settings, Mapping):
        given = {**settings, **on_top}
    else:
        given = [*settings, *(f"{key}={value}" for key, value in on_top.items())]
    if isinstance(scenario, Scenario):
        return apply_settings(scenario, given) if given else scenario
    return load(scenario, given)


def strengths(effects: Strengths) -> dict[str, float]:
    """Strength of each effect: ``all``, ``none``, ``scale,network`` (those on, the others off), or a mapping.

    Raises ScenarioError for an unknown name.
    """
    named: dict[str, float]
    base: dict[str, float]
    if isinstance(effects, Mapping):
        named, base = dict(effects), {}
    else:
        words = [word.strip() for word in effects.split(",") if word.strip()]
        if words == ["all"]:
            words = list(EFFECT_NAMES)
        elif words == ["none"]:
            words = []
        elif not words:
            raise ScenarioError("--effects: is empty; allowed: all, none, or names such as scale,network")
        named, base = dict.fromkeys(words, 1.0), dict.fromkeys(EFFECT_NAMES, 0.0)
    for name in named:
        if name in ("all", "none"):
            names = ", ".join(EFFECT_NAMES)
            raise ScenarioError(f"--effects {short(effects)}: {name} stands alone; names allowed together: {names}")
        if name not in EFFECT_NAMES:
            allowed = ("all", "none", *EFFECT_NAMES)
            hint = nearest(str(name), allowed)
            raise ScenarioError(
                f"--effects {short(name)}: unknown effect; allowed: {', '.join(allowed)}{hint}"
            )
    return {**base, **named}
