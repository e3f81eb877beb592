"""The world: all populations, their ledger, their luck, and what is in force this quarter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.happenings import Happenings
from sim.ledger import Ledger
from sim.luck import Luck
from sim.policy.force import LeversInForce
from sim.scenario.schema import Scenario
from sim.state.cells import cell_sum
from sim.state.firms import Firms
from sim.state.knowledge import LeadingTalents, Links, Projects, Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cells, Cities, Sectors, Sites
from sim.state.table import Bools, Floats, Ints, Table


@dataclass
class World:
    """Everything a phase may read; each phase writes only the columns that it owns.

    ``quarter`` counts from 0 (the initial state). Sites, cities, sectors and cells are small
    tables whose row is their index; the others are populations that grow and shrink.
    """

    scenario: Scenario
    luck: Luck
    sites: Sites
    cities: Cities
    sectors: Sectors
    cells: Cells
    firms: Firms = field(default_factory=Firms)
    talents: LeadingTalents = field(default_factory=LeadingTalents)
    projects: Projects = field(default_factory=Projects)
    universities: Universities = field(default_factory=Universities)
    funds: Funds = field(default_factory=Funds)
    stakes: Stakes = field(default_factory=Stakes)
    links: Links = field(default_factory=Links)
    quarter: int = 0
    burning_in: bool = False

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.firms, self.universities, self.funds, self.stakes, self.sites, self.cities)
        self.happenings = Happenings(len(self.sites))
        self.levers = LeversInForce(self.scenario, self.sites)
        self._kernels()

    # -- sizes and indexes --------------------------------------------------------------------

    @property
    def n_sites(self) -> int:
        """Number of sites."""
        return len(self.sites)

    @property
    def n_sectors(self) -> int:
        """Number of sectors with firms (rows of ``sectors``)."""
        return len(self.sectors)

    @property
    def n_cities(self) -> int:
        """Number of cities."""
        return len(self.cities)

    def firm_cell(self) -> Ints:
        """Row of ``cells`` of each firm: site x sectors + sector."""
        return self.firms.site.astype(np.int64) * self.n_sectors + self.firms.sector

    def firm_city(self) -> NDArray[np.int16]:
        """City of each firm."""
        return np.asarray(self.sites.city[self.firms.site], np.int16)

    def grid(self, name: str) -> NDArray[np.float64]:
        """A column of ``cells`` as a sites x sectors view."""
        data: NDArray[np.float64] = getattr(self.cells, name)
        return data.reshape(self.n_sites, self.n_sectors, *data.shape[1:])

    def trading(self) -> Bools:
        """Firms that trade. A firm with b = 0 is a shell: it sells, hires, rents and meets nothing."""
        return np.asarray(self.firms.b > 0)

    @property
    def years_run(self) -> float:
        """Years since quarter 0."""
        return self.quarter / 4.0

    @property
    def sample(self) -> float:
        """Share of firms that are simulated; masses are divided by it, totals reported scaled up."""
        return float(self.scenario.run.sample)

    # -- derived quantities that several phases read --------------------------------------------

    def wage_growth(self) -> float:
        """Outside trend of real wages since quarter 0, as a factor."""
        return float(np.exp(self.scenario.labour.wage_growth * self.years_run))

    def wages(self) -> Floats:
        """Money wage by city and pool, m¥ a year, cost to the employer: f64[C, 9]."""
        return np.asarray(self.cities.wage_start * np.exp(self.cities.wage) * self.wage_growth())

    def sector_jobs(self) -> Floats:
        """Jobs by site and sector, divided by the sample: f64[P, S]."""
        heads = self.firms.ordinary + self.firms.technical + self.firms.leading
        jobs = cell_sum(self.firm_cell(), heads, self.n_sites * self.n_sectors) / self.sample
        return jobs.reshape(self.n_sites, self.n_sectors)

    def settle(self) -> None:
        """Drop the dead and restore identity order in every population."""
        for table in self.populations().values():
            table.settle()

    def populations(self) -> dict[str, Table]:
        """Populations by name (those that grow and shrink)."""
        return {
            "firms": self.firms, "talents": self.talents, "projects": self.projects, "links": self.links,
            "universities": self.universities, "funds": self.funds, "stakes": self.stakes,
        }  # fmt: skip

    def tables(self) -> dict[str, Table]:
        """All tables by name."""
        return {**self.populations(), "sites": self.sites, "cities": self.cities, "sectors": self.sectors,
                "cells": self.cells}  # fmt: skip

    def _kernels(self) -> None:
        """Distances between sites (km) and hours between cities; constants of the run."""
        dx = self.sites.x[:, None] - self.sites.x[None, :]
        dy = self.sites.y[:, None] - self.sites.y[None, :]
        self.site_km = np.sqrt(dx * dx + dy * dy)
        cx = self.cities.x[:, None] - self.cities.x[None, :]
        cy = self.cities.y[:, None] - self.cities.y[None, :]
        self.city_hours = 1.0 + np.sqrt(cx * cx + cy * cy) / 200.0
        np.fill_diagonal(self.city_hours, 0.0)
