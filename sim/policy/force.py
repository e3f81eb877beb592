"""Levers in force this quarter, by site, and the accounts that pay for them.

A lever is a parameter of the mechanism that it works on. The mechanism asks
:meth:`LeversInForce.intensity`, does its work, and pays through :func:`sim.policy.payers`; nothing
here knows what a lever does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario.levers import LEVERS
from sim.scenario.schema import STAGES, TIERS, Scenario
from sim.state.places import Sites
from sim.state.table import Bools, Floats

if TYPE_CHECKING:
    from sim.world import World


@dataclass
class LeverAccount:
    """Spending of one lever by site in m¥ a quarter, and the spending that was asked for."""

    authority: Floats
    state: Floats
    asked: Floats = field(default_factory=lambda: np.zeros(0))


class LeversInForce:
    """Intensities by lever and site after the budget, terms, and spending so far this quarter."""

    def __init__(self, scenario: Scenario, sites: Sites) -> None:
        self._scenario = scenario
        self._n_sites = len(sites)
        self._names = tuple(site.name for site in scenario.sites)
        self._intensity: dict[str, Floats] = {}
        self.budget_left = np.zeros(self._n_sites)
        self.accounts: dict[str, LeverAccount] = {}
        self._reached = np.ones(self._n_sites)
        self.open_quarter(0)

    def open_quarter(self, quarter: int) -> None:
        """Read the levers in force in ``quarter``; spending starts at zero."""
        self._asked_before = {
            name: account.asked * self.authority_share(name) / np.maximum(self._reached, 1e-12)
            for name, account in self.accounts.items()
        }
        self._intensity = {}
        for name, setting in self._scenario.levers.items():
            first, last = self._scenario.lever_quarters(name)
            active = first <= quarter <= last
            aimed = np.array([not setting.sites or site in setting.sites for site in self._names])
            self._intensity[name] = np.where(aimed & active, setting.intensity, 0.0)
        n = self._n_sites
        self.accounts = {name: LeverAccount(np.zeros(n), np.zeros(n), np.zeros(n)) for name in LEVERS}

    def asked_of_authority(self, n_sites: int) -> Floats:
        """What levers asked of each authority last quarter at full intensity, m¥: f64[P]."""
        asked = np.zeros(n_sites)
        for amount in self._asked_before.values():
            asked = asked + amount
        return asked

    def grant_budget(self, budget: Floats, reach: Floats) -> None:
        """Set the budget of the quarter (m¥) and scale levers that the authority spends money on (f64[P] each)."""
        self.budget_left = budget
        self._reached = reach
        for name in self._intensity:
            if self.authority_share(name) > 0 and not LEVERS[name].relief:
                self._intensity[name] = self._intensity[name] * reach

    def intensity(self, name: str) -> Floats:
        """Intensity of a lever by site, 0 where it is not in force: f64[P]."""
        return self._intensity.get(name, np.zeros(self._n_sites))

    def scale(self, name: str, share: Floats) -> None:
        """Scale a lever to the share of its cost that was paid (f64[P]), for the rest of the quarter."""
        self._intensity[name] = self.intensity(name) * share

    def active(self, name: str) -> bool:
        """True if the lever is in force anywhere."""
        return bool(np.any(self.intensity(name) > 0))

    def term(self, name: str, term: str) -> float:
        """A term of the lever, as the scenario or the record sets it."""
        setting = self._scenario.levers.get(name)
        if setting is not None and term in setting.terms:
            return float(setting.terms[term])
        return float(next(t.default for t in LEVERS[name].terms if t.name == term))

    def unit_cost(self, name: str) -> float:
        """Cost of a unit, m¥."""
        setting = self._scenario.levers.get(name)
        if setting is not None and setting.unit_cost is not None:
            return float(setting.unit_cost)
        return float(LEVERS[name].unit_cost)

    def authority_share(self, name: str) -> float:
        """Share of the cost that the park authority bears; the state bears the rest."""
        return float(LEVERS[name].payer_authority)

    def aimed_firms(self, world: World, name: str) -> Bools:
        """Firms of the sectors and ranks that the lever is aimed at (all if it names none): bool[n]."""
        firms, setting = world.firms, self._scenario.levers.get(name)
        aimed = self.aims_at(name, world.fixed.sector_names)[firms.sector]
        if setting is not None and setting.tiers:
            aimed = aimed & np.array([tier in setting.tiers for tier in TIERS])[firms.tier]
        return np.asarray(aimed)

    def aimed_projects(self, world: World, name: str) -> Bools:
        """Projects of the stages that the lever is aimed at (all if it names none): bool[q]."""
        setting = self._scenario.levers.get(name)
        wanted = setting.stages if setting is not None else ()
        done = False
        aimed = np.array([*(not wanted or stage in wanted for stage in STAGES), done])
        return np.asarray(aimed[world.projects.stage])

    def by_firm(self, world: World, name: str) -> Floats:
        """Intensity of a lever for each firm, 0 where it is not aimed: f64[n]."""
        by_cell = np.multiply.outer(self.intensity(name), self.aims_at(name, world.fixed.sector_names)).ravel()
        each = by_cell[world.firm_cell()]
        setting = self._scenario.levers.get(name)
        return np.asarray(each * self.aimed_firms(world, name)) if setting is not None and setting.tiers else each

    def aims_at(self, name: str, sector_names: tuple[str, ...]) -> Bools:
        """Sectors that the lever is aimed at (all if it names none): bool[S]."""
        setting = self._scenario.levers.get(name)
        wanted = setting.sectors if setting is not None else ()
        return np.array([not wanted or s in wanted for s in sector_names])

    def aims_at_newcomers(self, name: str, sector_names: tuple[str, ...]) -> Bools:
        """Sectors of which firms without a rank are aimed at: bool[S]."""
        setting = self._scenario.levers.get(name)
        unranked = setting is None or not setting.tiers or TIERS[0] in setting.tiers
        return np.asarray(self.aims_at(name, sector_names) & unranked)
