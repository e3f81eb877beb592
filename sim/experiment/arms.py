"""Arms of a comparison: changes on top of one scenario, read from text or mappings and checked together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.errors import ScenarioError, short
from sim.scenario.files import Settings, apply_settings
from sim.scenario.schema import Scenario

BASE = "base"
"""Name of the scenario as it stands among the arms."""

Arms = Mapping[str, Settings]
"""Settings of each arm by its name: ``key=value`` texts, or values by dotted key."""

_NAME = re.compile(r"^[\w.\-]{1,40}$")
_FORM = "NAME:path=value[,path=value], such as grants:levers.rd_grant.intensity=1"
_SHARED = ("seed", "quarters", "start_year", "price_year", "sample")
_LATER = ("levers", "effects", "outputs", "institutions")
"""Sections that say what is done from quarter 1 on; the variant of the run does too."""


def read_arms(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Settings by arm from ``NAME:path=value,path=value`` texts; a comma in brackets or quotes separates nothing.

    Raises ScenarioError for a text of another form, and for a name that is there twice.
    """
    arms: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, colon, rest = text.partition(":")
        name = name.strip()
        if not colon or not rest.strip() or "=" in name:
            raise ScenarioError(f"--arm {short(text)}: must be {_FORM}")
        if name in arms:
            raise ScenarioError(f"--arm {name}: is there twice; names of arms differ")
        arms[name] = tuple(_split(rest))
    return arms


def arm_scenarios(scenario: Scenario, arms: Arms) -> dict[str, Scenario]:
    """The resolved scenario of every arm.

    Raises ScenarioError if there is none, and for a name, path, lever or value that is not allowed.
    """
    if not arms:
        raise ScenarioError(f"--arm: is missing; at least one {_FORM}")
    found = {}
    for name, settings in arms.items():
        if not _NAME.match(name) or name == BASE:
            raise ScenarioError(
                f"--arm {short(name)}: is no name of an arm; allowed: up to 40 letters, digits, _ . -, not {BASE!r}"
            )
        try:
            found[name] = apply_settings(scenario, settings)
        except ScenarioError as problem:
            raise ScenarioError(f"--arm {name}: {_plain(str(problem), scenario)}") from None
        _require_comparable(scenario, found[name], name)
    return found


def settings_of(settings: Settings) -> dict[str, Any]:
    """Settings as text by dotted key, as they are kept with a result."""
    if isinstance(settings, Mapping):
        return {key: _told(value) for key, value in settings.items()}
    pairs = (text.partition("=") for text in settings)
    return {key.strip(): value.strip() for key, _, value in pairs}


def shares_start(scenario: Scenario, arm: Scenario) -> bool:
    """True if an arm begins from the very quarter 0 of the scenario: the same firms, run in another way."""
    early = any(setting.first_quarter < 1 for each in (scenario, arm) for setting in each.levers.values())
    run = arm.run.model_copy(update={"variant": scenario.run.variant})
    kept = [name for name in Scenario.model_fields if name not in (*_LATER, "run")]
    return not early and run == scenario.run and all(getattr(scenario, name) == getattr(arm, name) for name in kept)


def _require_comparable(scenario: Scenario, arm: Scenario, name: str) -> None:
    for key in _SHARED:
        if getattr(scenario.run, key) != getattr(arm.run, key):
            raise ScenarioError(f"--arm {name}: run.{key}: is the same for all arms; --set changes it for all")
    if [site.name for site in scenario.sites] != [site.name for site in arm.sites]:
        raise ScenarioError(f"--arm {name}: sites: all arms have the same sites")


def _plain(problem: str, scenario: Scenario) -> str:
    return problem.removeprefix(f"{scenario.name}: ").removeprefix("--set ")


def _told(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _split(text: str) -> list[str]:
    """Parts between commas that stand outside brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        else:
            depth += (character in "[{") - (character in "]}")
        if character == "," and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
