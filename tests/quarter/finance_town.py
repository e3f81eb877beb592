"""A small world for finance alone: two cities, three sites, firms with books, real parameters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.happenings import Happenings
from sim.ledger import Ledger
from sim.luck import Luck
from sim.quarter.finance import starting_funds
from sim.scenario.parameters.finance import Finance
from sim.scenario.parameters.production import Production
from sim.scenario.parameters.projects import Projects as ProjectParameters
from sim.state.firms import Firms
from sim.state.identity import Birth, identity_at_place
from sim.state.knowledge import LeadingTalents, Links, Projects, Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cells, Cities, Sectors, Sites
from sim.world import World

SITES, CITIES, SECTORS = ("park", "ring", "other park"), ("here", "there"), ("a", "b")


class Levers:
    """Only the guidance fund, at one intensity at the first site."""

    def __init__(self, intensity: float) -> None:
        none = np.zeros(len(SITES))
        self.at = np.array([intensity, 0.0, 0.0])
        self.accounts = {
            name: SimpleNamespace(authority=none.copy(), state=none.copy(), asked=none.copy())
            for name in ("guidance_fund", "pie_operator")
        }
        self.terms: dict[str, float] = {
            "public_share": 0.25,
            "early": 0.7,
            "largest_value": 500.0,
            "years": 12.0,
            "hard_tech": 1.0,
            "patience": 0.4,
        }

    def authority_share(self, _name: str) -> float:
        return 0.5

    def intensity(self, _name: str) -> np.ndarray:
        return self.at

    def unit_cost(self, _name: str) -> float:
        return 200.0

    def term(self, _name: str, term: str) -> float:
        return self.terms.get(term, 0.0)

    def active(self, name: str) -> bool:
        return name == "guidance_fund" and bool(self.at.any())

    def by_firm(self, world: World, _name: str) -> np.ndarray:
        return np.zeros(len(world.firms))


class Town(World):
    """World with what finance reads, and nothing else."""

    def __init__(self, firms: int, *, seed: int, guidance: float, isolated: bool, **terms: Any) -> None:
        self.firms, self.talents, self.projects = Firms(), LeadingTalents(), Projects()
        self.universities, self.funds, self.stakes, self.links = Universities(), Funds(), Stakes(), Links()
        self.sites, self.cities, self.sectors, self.cells = Sites(), Cities(), Sectors(), Cells()
        self.sites.add(
            np.arange(3, dtype=np.uint64),
            city=[0, 0, 1],
            kind=[0, 2, 0],
            isolated=[0, 0, int(isolated)],
            cash=1e4,
        )
        self.cities.add(np.arange(2, dtype=np.uint64), households=100.0)
        self.sectors.add(np.arange(2, dtype=np.uint64))
        self.cells.add(np.arange(6, dtype=np.uint64), mean_sales=60.0, share_capital=0.04, margin=0.2)
        self.fixed: Any = SimpleNamespace(
            site_names=SITES, city_names=CITIES, sector_names=SECTORS, sector_growth=np.array([0.03, 0.06]),
            is_bio=np.array([False, True]), site_market=np.zeros(3, np.int64), n_markets=1,
        )  # fmt: skip
        self.scenario: Any = SimpleNamespace(
            finance=Finance(**terms),
            projects=ProjectParameters(),
            production=Production(),
            run=SimpleNamespace(sample=1.0),
            lever_quarters=lambda _name: (1, 40),
        )
        self.luck, self.quarter = Luck(seed), 0
        self.ledger = Ledger(self.firms, self.universities, self.funds, self.stakes, self.sites, self.cities)
        self.happenings = Happenings(3)
        self.levers: Any = Levers(guidance)
        self._project_owners = None
        self._firm_places = None
        self.settle_firms(firms)

    @property
    def is_bio(self) -> np.ndarray:
        return np.asarray(self.fixed.is_bio)

    def user_cost(self) -> np.ndarray:
        return np.full(3, 0.16)

    def settle_firms(self, firms: int) -> None:
        """Firms of lognormal size with a year of books and some projects."""
        rng = np.random.default_rng(0)
        site = rng.choice(3, firms, p=[0.5, 0.2, 0.3])
        ids = identity_at_place(0, Birth.INITIAL, site, np.zeros(firms, np.int64), np.arange(firms))
        order = np.argsort(ids)
        revenue, margin = np.exp(rng.normal(2.5, 1.6, firms)), rng.normal(0.08, 0.08, firms)
        self.firms.add(
            ids[order], site=site[order], sector=rng.integers(0, 2, firms), b=revenue,
            born=-rng.integers(1, 40, firms),
            revenue=revenue / 4, expected=revenue / 4, revenue_year=revenue, capital=0.25 * revenue,
            revenue_ends=revenue[:, None] * np.exp(rng.normal(-0.1, 0.2, (firms, 3))),
            operating_past=np.repeat((margin * revenue / 4)[:, None], 4, axis=1), profit=margin * revenue / 4,
            cash=revenue * rng.uniform(-0.02, 0.3, firms), materials=0.15 * revenue, wage_bill=0.05 * revenue,
            tech_firm=rng.random(firms) < 0.6, rd_real=0.02 * revenue, rd_real_year=0.08 * revenue,
            surveyed=1, patents=rng.poisson(2, firms), owner=(rng.random(firms) < 0.1).astype(np.int8),
        )  # fmt: skip
        projects = firms // 2
        owner = rng.integers(0, max(firms, 1), projects)
        self.projects.add(
            np.arange(projects, dtype=np.uint64),
            owner=self.firms.handle[owner],
            sector=self.firms.sector[owner],
            stage=rng.integers(0, 4, projects),
        )

    def next_quarter(self) -> None:
        """Open the books of the next quarter."""
        self.quarter += 1
        self.ledger.open_quarter()
        self.happenings.clear()


def town(
    firms: int = 800, *, seed: int = 1, guidance: float = 0.0, isolated: bool = False, **terms: Any
) -> Town:
    """A town at quarter 0 with its funds, stakes and loans."""
    world = Town(firms, seed=seed, guidance=guidance, isolated=isolated, **terms)
    starting_funds(world)
    world.settle()
    world.ledger.open_quarter()
    return world
