"""Conditions under which the model is stable, checked when a scenario is loaded."""

from __future__ import annotations

from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario


def feedback(scenario: Scenario) -> float:
    """Gain of the loop efficiency -> sales -> R&D and mass -> efficiency; must be below .7."""
    p = scenario
    gain = p.production.rd_el_output + p.scale.e_loc + p.scale.e_urb
    return gain * (p.demand.sigma - 1.0) * p.production.pass_through


def check_stability(scenario: Scenario, where: str) -> None:
    """Raise :class:`ScenarioError` where a combination of parameters would explode."""
    gain = feedback(scenario)
    if gain >= 0.7:
        raise ScenarioError(
            f"{where}: (production.rd_el_output + scale.e_loc + scale.e_urb) x (demand.sigma - 1) x "
            f"production.pass_through is {gain:.3g}; it must be below 0.7, or growth feeds on itself"
        )
    if scenario.production.markup_lowest >= scenario.production.markup_highest:
        raise ScenarioError(f"{where}: production.markup_lowest must be below production.markup_highest")
    if scenario.production.rd_log_low >= scenario.production.rd_log_high:
        raise ScenarioError(f"{where}: production.rd_log_low must be below production.rd_log_high")
    for site in scenario.sites:
        if (site.surveyed_firms or 0) <= 0:
            continue
        for field in ("employees", "revenue"):
            if not getattr(site, field):
                raise ScenarioError(f"{where}: sites.{site.name}.{field}: must be above 0 where there are firms")
        if (site.industrial_output or 0.0) > (site.revenue or 0.0):
            raise ScenarioError(f"{where}: sites.{site.name}.industrial_output: must be at most the site's revenue")
        if (site.high_tech_enterprises or 0.0) > (site.surveyed_firms or 0.0):
            raise ScenarioError(
                f"{where}: sites.{site.name}.high_tech_enterprises: must be at most the site's surveyed_firms"
            )
