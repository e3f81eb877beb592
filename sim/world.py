"""The world: all populations, their ledger, their luck, and what is in force this quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.fixed import Fixed
from sim.happenings import Happenings
from sim.kernels.cells import product
from sim.kernels.contacts import of_other_kinds
from sim.kernels.rows import look_up_ends, places
from sim.ledger import Ledger
from sim.luck import Luck, Purpose
from sim.policy.force import LeversInForce
from sim.scenario.schema import Scenario
from sim.state.cells import cell_mean, cell_sum
from sim.state.firms import Firms
from sim.state.identity import Birth, identity_at_place
from sim.state.knowledge import LeadingTalents, LinkKind, Links, Projects, Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cells, Cities, Sectors, Sites
from sim.state.ring import Ring, ring_of
from sim.state.table import Bools, Floats, Ints, Table

if TYPE_CHECKING:
    from sim.quarter.observe.observer import Observer


@dataclass
class World:
    """Everything a phase may read; each phase writes only the columns that it owns.

    ``quarter`` counts from 0 (the initial state). Sites, cities, sectors and cells are small
    tables whose row is their index; the others are populations that grow and shrink.
    """

    scenario: Scenario
    fixed: Fixed
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
    mass_reference: float = 1.0
    density_reference: float = 1.0
    observer: Observer | None = None

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.firms, self.universities, self.funds, self.stakes, self.sites, self.cities)
        self.happenings = Happenings(len(self.sites))
        self.levers = LeversInForce(self.scenario, self.sites)
        self.tax_raised = np.zeros(len(self.sites))
        self._link_ends: tuple[object, Ints, Ints] | None = None
        self._project_owners: tuple[object, Ints, Ints] | None = None
        self._firm_places: tuple[object, NDArray[np.int16], dict[str, Ints]] | None = None
        self._firm_ring: tuple[object, Ring] | None = None
        self._formal_links: tuple[object, Ints] | None = None

    # -- sizes and indexes --------------------------------------------------------------------

    @property
    def n_sites(self) -> int:
        """Number of sites."""
        return len(self.sites)

    @property
    def n_sectors(self) -> int:
        """Number of sectors."""
        return len(self.fixed.sector_names)

    @property
    def n_cities(self) -> int:
        """Number of cities."""
        return len(self.cities)

    def firm_cell(self) -> Ints:
        """Row of ``cells`` of each firm, to be read only: site x sectors + sector."""
        return self._places("cell", np.arange(self.n_sites))

    def firm_city(self) -> Ints:
        """City of each firm."""
        return np.asarray(self.sites.city.astype(np.int64)[self.firms.site])

    def firm_pool(self) -> Ints:
        """City and sector of each firm, whose labour market it shares, to be read only: city x sectors + sector."""
        return self._places("pool", self.sites.city)

    def grid(self, name: str) -> NDArray[np.float64]:
        """A column of ``cells`` as a sites x sectors view."""
        data: NDArray[np.float64] = getattr(self.cells, name)
        return data.reshape(self.n_sites, self.n_sectors, *data.shape[1:])

    def firm_market(self) -> Ints:
        """Row of ``sectors`` of each firm, to be read only: market of its site x sectors + sector."""
        return self._places("market", self.fixed.site_market)

    def _places(self, name: str, of_site: NDArray[np.integer]) -> Ints:
        """Worked out anew only when rows of firms have moved, or a firm has changed its site."""
        layout, site, known = self.firms.layout, self.firms.site, self._firm_places
        if known is None or known[0] != layout or not np.array_equal(known[1], site):
            known = self._firm_places = layout, site.copy(), {}
        if name not in known[2]:
            known[2][name] = places(of_site, site, self.firms.sector, self.n_sectors)
        return known[2][name]

    def link_ends(self) -> tuple[Ints, Ints]:
        """Firm rows at both ends of every link, i64[m] each, to be read only; -1 where no firm is there.

        A university at end b counts as none. Looked up anew only when rows of firms or links have moved.
        """
        layout = self.firms.moves, self.links.layout
        if self._link_ends is None or self._link_ends[0] != layout:
            a, b, _ = self.look_up_links()
            self.keep_link_ends(a, b, self.firms.moves)
        assert self._link_ends is not None
        return self._link_ends[1:]

    def look_up_links(self) -> tuple[Ints, Ints, Bools]:
        """Firm rows at both ends of every link as they are now, and which links have lost an end: bool[m]."""
        links = self.links
        academic = links.kind == int(LinkKind.UNIVERSITY)
        return look_up_ends(links.a, links.b, academic, self.firms.where, self.universities.where)

    def keep_link_ends(self, a: Ints, b: Ints, moves: int) -> None:
        """Keep firm rows at both ends of every link, looked up when firms had moved so often.

        Entries beyond those of links are no more.
        """
        n = len(self.links)
        self._link_ends = (moves, self.links.layout), a[:n], b[:n]

    def formal_links(self) -> Ints:
        """Rows of the links that are formal ties and not over; looked for anew only when links have moved."""
        links = self.links
        if self._formal_links is None or self._formal_links[0] != links.layout:
            self._formal_links = links.layout, of_other_kinds(links.kind, int(LinkKind.INFORMAL))
        rows = self._formal_links[1]
        return rows[~links.retired[rows]]

    def project_owners(self) -> Ints:
        """Firm row of every project's owner, i64[q], to be read only; -1 where no firm is there.

        Looked up anew only when rows of firms or projects have moved; else for new projects, and those that have
        changed hands.
        """
        moves, owner = (self.firms.moves, self.projects.moves), self.projects.owner
        known = self._project_owners
        if known is None or known[0] != moves:
            rows = self.firms.rows(owner)
        else:
            had = len(known[1])
            anew = np.flatnonzero(owner[:had] != known[1])
            if not len(anew) and had == len(owner):
                return known[2]
            anew = np.concatenate([anew, np.arange(had, len(owner))])
            rows = np.append(known[2], np.empty(len(owner) - had, np.int64))
            rows[anew] = self.firms.rows(owner[anew])
        self._project_owners = moves, owner.copy(), rows
        return rows

    def firm_ring(self) -> Ring:
        """All firms in the order of their places on the ring of consistent hashing; sorted once rows have moved."""
        if self._firm_ring is None or self._firm_ring[0] != self.firms.layout:
            self._firm_ring = self.firms.layout, ring_of(self.firms.id)
        return self._firm_ring[1]

    def reference_sales(self) -> Floats:
        """Reference sales of every row, m¥ a year: those of its site and sector for each firm it stands for."""
        return np.asarray(self.cells.mean_sales[self.firm_cell()] * self.firms.weight)

    def firms_behind(self, projects: Ints | Bools) -> Floats:
        """Firms for which the owners of some projects (rows) stand; 1 where no firm owns it."""
        return np.asarray(np.append(self.firms.weight, 1.0)[self.project_owners()[projects]])

    def surveyed_firms(self) -> Floats:
        """Firms in the reporting panel by site: f64[P]."""
        return cell_sum(self.firms.site, self.firms.weight * (self.firms.surveyed == 1), self.n_sites)

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

    def strength(self, effect: str) -> Floats:
        """Strength of an effect by site, f64[P]: the scenario's where it holds (everywhere if unsaid), else 1."""
        effects = self.scenario.effects
        strength = float(getattr(effects, effect))
        names = self.fixed.site_names
        holds = [not effects.sites or name in effects.sites for name in names]
        return np.where(holds, strength, 1.0)

    def city_strength(self, effect: str) -> Floats:
        """Strength of an effect by city, outside last, f64[C + 1]: sites count by their staff of quarter 0."""
        strength, staff = self.strength(effect), np.maximum(self.fixed.employees, 1e-9)
        held = cell_sum(self.sites.city, staff * strength, self.n_cities)
        return np.append(held / cell_sum(self.sites.city, staff, self.n_cities), 1.0)

    # -- derived quantities that several phases read --------------------------------------------

    def wage_growth(self) -> float:
        """Outside trend of real wages since quarter 0, as a factor."""
        return float(np.exp(self.scenario.labour.wage_growth * self.years_run))

    def wages(self) -> Floats:
        """Money wage by city and pool, m¥ a year, cost to the employer: f64[C, 9]."""
        return np.asarray(self.cities.wage_start * np.exp(self.cities.wage) * self.wage_growth())

    def class_wage_table(self) -> Floats:
        """Money wage a year by (city x sectors + sector) and class, m¥ a person: f64[C x S, 3]."""
        return self.by_class(self.wages()).reshape(-1, 3)

    def by_class(self, pools: Floats) -> Floats:
        """Mean over a sector's field mix of a quantity by pool: f64[C, 9] -> f64[C, S, 3]."""
        mix = self.fixed.field_mix
        technical = (pools[:, None, 1:5] * mix[None]).sum(axis=2)
        leading = (pools[:, None, 5:9] * mix[None]).sum(axis=2)
        ordinary = np.broadcast_to(pools[:, :1], technical.shape)
        return np.stack([ordinary, technical, leading], axis=2)

    def count_jobs(self) -> None:
        """Set jobs of cells and sites, and density, from heads; divided by the sample."""
        heads = self.firms.ordinary + self.firms.technical + self.firms.leading
        self.cells.jobs = cell_sum(self.firm_cell(), heads, len(self.cells)) / self.sample
        self.sites.jobs = self.grid("jobs").sum(axis=1)
        self.sites.density = self.sites.jobs / self.sites.area

    def thickness(self) -> Floats:
        """People of each pool within reach of each city, divided by the sample: f64[C, 9]."""
        people = self.cities.employed / self.sample
        return product(self.fixed.city_reach, people)

    def other_staff(self) -> Floats:
        """Staff of universities and local services by city and pool: f64[C, 9]."""
        staff = np.zeros((self.n_cities, 9))
        staff[:, 0] = self.cities.services_jobs
        city = self.sites.city[self.universities.site]
        for field_ in range(self.universities.research.shape[1]):
            staff[:, 1 + field_] += cell_sum(city, self.universities.research[:, field_], self.n_cities)
        return staff

    def other_vacancies(self) -> Floats:
        """Vacancies of universities and local services, which replace those who quit: f64[C, 9]."""
        labour = self.scenario.labour
        return self.other_staff() * labour.job_hop / 4.0 / labour.fill_target

    def job_trend(self) -> float:
        """Growth of jobs outside since quarter 0: an exogenous trend, moved by nothing in the run."""
        return float(np.exp(self.scenario.scale.reference_growth * self.years_run))

    def user_cost(self) -> Floats:
        """User cost of capital a year, r + premium + depreciation, by site: f64[P]."""
        p = self.scenario
        rate = p.finance.loan_rate + p.production.capital_premium + p.production.capital_depreciation
        return np.full(self.n_sites, rate)

    def capital_price(self) -> Floats:
        """ln user cost of capital relative to quarter 0, by site: f64[P]."""
        return np.asarray(np.log(self.user_cost() / self.user_cost()[0]))

    def outside_input_price(self) -> Floats:
        """Price of each input from outside relative to quarter 0 (a supply shock raises it): f64[P, S]."""
        z = np.array([self.scenario.input_price_shock(s, self.quarter) for s in self.fixed.sector_names])
        return np.broadcast_to(z, (self.n_sites, self.n_sectors))

    def input_cost_share(self) -> Floats:
        """Share of all intermediates in cost, by site and sector: f64[P, S]."""
        return np.asarray(self.grid("share_materials").sum(axis=2) / (1.0 - self.grid("margin")))

    def location_gain(self) -> Floats:
        """ln efficiency that each site offers each sector beyond a firm's own, less local prices: f64[P, S].

        What founders expect of a place: the mean scale gain of its firms less the cost of its rent.
        """
        gain = cell_mean(self.firm_cell(), self.firms.scale_gain, self.firms.b, len(self.cells))
        rent = self.grid("share_floor") * self.sites.rent[:, None]
        return np.asarray(gain.reshape(self.n_sites, self.n_sectors) - rent)

    def building_position(self, building: Ints, site: Ints) -> tuple[Floats, Floats]:
        """Position (km, absolute) of buildings: keyed uniform on the disc or ring of their site."""
        key = identity_at_place(0, Birth.DERIVED, site, site * 0, building)
        u = self.luck.uniform(Purpose.PLACE, key, 0, 1)
        angle = 2.0 * np.pi * self.luck.uniform(Purpose.PLACE, key, 0, 2)
        inner, outer = self.fixed.inner_radius[site], self.fixed.outer_radius[site]
        radius = np.sqrt(inner**2 + u * (outer**2 - inner**2))
        return (
            np.asarray(self.sites.x[site] + radius * np.cos(angle)),
            np.asarray(self.sites.y[site] + radius * np.sin(angle)),
        )

    def open_quarter(self) -> None:
        """Open the books of a new quarter."""
        self.ledger.open_quarter()
        self.happenings.clear()

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
