"""What a run leaves: tables, a summary, and the scenario that made them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiment.gap import gap_table
from sim.experiment.levers_table import costs_table, effects_table, responses_table
from sim.experiment.paired import comparison_table, cost_table
from sim.experiment.parts import parts_table
from sim.experiment.response import dose_table
from sim.metrics import HEADLINES, METRICS
from sim.scenario.schema import Scenario

TABLES = (
    "sites", "sectors", "ledger", "firms", "projects", "links", "deals", "moves", "events", "universities",
    "coalitions", "arms", "campaign", "nulls",
)  # fmt: skip
"""Tables of a result, each one file of a run folder."""

MANY = 4
"""Parks from which a result is told by totals and ranks, not by its first park alone."""


@dataclass
class Result:
    """Tables of one run. ``sites`` has a row a quarter and site, ``sectors`` one more index; money in m¥.

    ``firms``, ``projects``, ``universities`` and ``links`` have a row an agent and year (or quarter, or none, as the
    scenario's ``outputs.micro`` says). ``coalitions`` is there after an attribution only, ``arms`` after a
    comparison, ``campaign`` after a campaign over levers, ``nulls`` after null controls.
    """

    scenario: Scenario
    seed: int
    sites: pd.DataFrame
    sectors: pd.DataFrame
    ledger: pd.DataFrame
    firms: pd.DataFrame
    projects: pd.DataFrame
    links: pd.DataFrame
    deals: pd.DataFrame
    moves: pd.DataFrame
    events: pd.DataFrame
    universities: pd.DataFrame = field(default_factory=pd.DataFrame)
    coalitions: pd.DataFrame = field(default_factory=pd.DataFrame)
    arms: pd.DataFrame = field(default_factory=pd.DataFrame)
    campaign: pd.DataFrame = field(default_factory=pd.DataFrame)
    nulls: pd.DataFrame = field(default_factory=pd.DataFrame)
    provenance: dict[str, Any] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def focal(self) -> str:
        """Site that the summary is about: the first that is not a hinterland."""
        return focal_of(self.scenario)

    @property
    def quarters(self) -> int:
        """Last quarter."""
        return int(self.sites["quarter"].max())

    def site(self, name: str | None = None) -> pd.DataFrame:
        """Rows of one site (default: the focal one) by quarter. Raises KeyError for an unknown site."""
        wanted = name or self.focal
        rows = self.sites[self.sites["site"] == wanted]
        if rows.empty:
            raise KeyError(
                f"there is no site {wanted!r}; sites: {', '.join(self.sites['site'].cat.categories)}"
            )
        return rows.set_index("quarter")

    def summary(self, site: str | None = None) -> pd.DataFrame:
        """Headline outcomes of a site: ``outcome, unit, first, last, growth_per_year``.

        ``first`` is quarter 0, or quarter 1 for flows. Growth is a rate a year, or for logs, shares and
        balances the difference a year; NaN where a rate is not defined.
        """
        rows = self.site(site)
        found = []
        for name in HEADLINES:
            metric = METRICS[name]
            start = min(metric.since, self.quarters)
            path = dict(zip(rows.index.tolist(), rows[name].to_numpy(float).tolist(), strict=True))
            first, last = path[start], path[self.quarters]
            years = (self.quarters - start) / 4.0
            found.append((name, metric.unit, first, last, growth(first, last, years, metric.by_difference)))
        return pd.DataFrame(found, columns=["outcome", "unit", "first", "last", "growth_per_year"])

    def parts(self, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
        """Premium of the park and its parts after an attribution: ``outcome, part, value, low, high``.

        ``scope`` focal or all, ``line`` horizon or impact. Raises ValueError for a result without one.
        """
        if self.coalitions.empty:
            raise ValueError("this result holds no attribution; `parksim attribute SCENARIO` makes one")
        return parts_table(self.coalitions, scope, line)

    def comparison(self, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
        """What arms differ in from the base: ``arm, outcome, unit, reps, base, value, difference, low, high``.

        ``percent`` of the base follows, with ``percent_low`` and ``percent_high``.
        ``scope`` focal or all, ``line`` horizon or impact. Raises ValueError for a result without arms.
        """
        self._require_arms()
        return comparison_table(self.arms, scope, line)

    def costs(self, scope: str = "focal") -> pd.DataFrame:
        """Cost of a job, a point of TFP, a tonne of carbon less: ``arm, kind, spending, gain, cost, low, high`` (m¥).

        Raises ValueError for a result without arms.
        """
        self._require_arms()
        return cost_table(self.arms, scope)

    @property
    def doses(self) -> pd.DataFrame:
        """Response to a lever at several intensities (see :func:`sim.dose`); empty for any other result."""
        dose = self.provenance.get("dose")
        return pd.DataFrame() if dose is None or self.arms.empty else dose_table(self.arms, dose["arms"])

    def lever_effects(self, scope: str = "focal", line: str = "horizon") -> pd.DataFrame:
        """What each lever of a campaign moves at each intensity: ``lever, intensity, outcome, difference, low, high``.

        Raises ValueError for a result without a campaign.
        """
        self._require_campaign()
        return effects_table(self.campaign, scope, line)

    def lever_costs(self, scope: str = "focal") -> pd.DataFrame:
        """Costs of gains (as :meth:`costs`) by lever and intensity (m¥). Raises ValueError without a campaign."""
        self._require_campaign()
        return costs_table(self.campaign, scope)

    @cached_property
    def responses(self) -> pd.DataFrame:
        """Response to every lever's dose, with slope and turning point; empty unless a campaign ran several doses."""
        none = self.campaign.empty
        return pd.DataFrame() if none else responses_table(self.campaign, scope_of(self.scenario))

    def _require_campaign(self) -> None:
        if self.campaign.empty:
            raise ValueError(
                "this result holds no campaign; `parksim compare SCENARIO --levers all` makes one"
            )

    @property
    def gaps(self) -> pd.DataFrame:
        """Gap to an ordinary park by part (see :mod:`sim.experiment.institutions`); empty for any other result."""
        roles = self.provenance.get("gap")
        return pd.DataFrame() if roles is None or self.arms.empty else gap_table(self.arms, roles)

    def _require_arms(self) -> None:
        if self.arms.empty:
            raise ValueError("this result compares nothing; `parksim compare SCENARIO --arm ...` does")

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name."""
        return {name: getattr(self, name) for name in TABLES}

    def plot(self, name: str = "levels", lang: str = "en") -> Any:
        """Draw a figure by name, in English or Chinese (``zh``), and return it.

        Raises ScenarioError for an unknown name, and if the result lacks the tables that it needs.
        """
        from sim.report.figures import draw

        return draw(self, name, lang).figure

    def save(
        self, directory: str | Path, *, force: bool = False, extras: Callable[[Path], None] | None = None
    ) -> Path:
        """Write the run folder: whole or not at all. ``extras`` may add files before it gets its name.

        Raises ScenarioError if the folder exists and ``force`` is not set, OSError if it cannot be written.
        """
        from sim.experiment.store import save

        return save(self, Path(directory), force=force, extras=extras)


def focal_of(scenario: Scenario) -> str:
    """Site that results are about: the first that is not a hinterland."""
    parks = [site.name for site in scenario.sites if site.kind != "hinterland"]
    return parks[0] if parks else scenario.sites[0].name


def has_many(scenario: Scenario) -> bool:
    """True if a scenario has so many parks that no single one stands for it."""
    return len(parks_of(scenario)) >= MANY


def parks_of(scenario: Scenario) -> tuple[str, ...]:
    """Names of the parks of a scenario that have surveyed firms, in order."""
    return tuple(site.name for site in scenario.sites if site.kind != "hinterland" and site.surveyed_firms)


def scope_of(scenario: Scenario) -> str:
    """Where results are told: at the park (``focal``), or over all sites of many parks (``all``)."""
    return "all" if has_many(scenario) else "focal"


def growth(first: float, last: float, years: float, by_difference: bool) -> float:
    """Growth a year: a difference, or a rate; NaN where a rate is not defined."""
    if years <= 0:
        return math.nan
    if by_difference:
        return (last - first) / years
    if first <= 0 or last <= 0:
        return math.nan
    return float((last / first) ** (1.0 / years) - 1.0)
