"""A hand-made world of eight firms and its model: real tables, luck and ledger, toy phases."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from mesa import DataCollector

from sim.happenings import Happenings
from sim.ledger import Ledger
from sim.loop import Loop, Phase
from sim.luck import Luck, Purpose
from sim.model import ParkModel
from sim.state.firms import Firms
from sim.state.identity import Birth, identity_at_place
from sim.state.knowledge import LeadingTalents, Links, Projects, Universities
from sim.state.money import Funds, Stakes
from sim.state.places import Cities, Sites

N_SITES = 2


class NoLevers:
    """No lever is in force."""

    def active(self, _lever: str) -> bool:
        return False


class TinyWorld:
    """Two sites of one city: firms, a university, two funds and three leading talents."""

    def __init__(self, seed: int, scenario: Any = None) -> None:
        self.scenario = scenario
        self.quarter = 0
        self.births = 2
        self.luck = Luck(seed)
        self.firms, self.universities, self.funds = Firms(2), Universities(2), Funds(2)
        self.talents, self.stakes = LeadingTalents(2), Stakes(2)
        self.projects, self.links = Projects(2), Links(2)
        self.sites, self.cities = Sites(2), Cities(1)
        self.sites.add(np.arange(N_SITES, dtype=np.uint64))
        self.cities.add(np.arange(1, dtype=np.uint64))
        self.firms.add(newcomers(0, 8), site=np.arange(8) % 2, sector=np.arange(8) % 3, cash=np.arange(8.0))
        self.universities.add(newcomers(0, 1) + np.uint64(100), site=0, cash=50.0, x=1.0, y=2.0)
        self.funds.add(newcomers(0, 2) + np.uint64(200), cash=[10.0, 20.0])
        self.talents.add(newcomers(0, 3) + np.uint64(300), quality=[1.0, 2.0, 3.0])
        self.ledger = Ledger(self.firms, self.universities, self.funds, self.stakes, self.sites, self.cities)
        self.happenings = Happenings(N_SITES)
        self.levers = NoLevers()

    def look_up_links(self) -> tuple[Any, Any, Any]:
        """Rows of both ends of each link, and which have lost one; there are no links here."""
        return self.firms.rows(self.links.a), self.firms.rows(self.links.b), np.zeros(len(self.links), np.bool_)

    def keep_link_ends(self, a: Any, b: Any, moves: int) -> None:
        """Nobody asks for them again."""

    def populations(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("firms", "universities", "funds", "talents")}

    def tables(self) -> dict[str, Any]:
        more = ("stakes", "projects", "links", "sites", "cities")
        return {**self.populations(), **{name: getattr(self, name) for name in more}}

    def open_quarter(self) -> None:
        self.ledger.open_quarter()
        self.happenings.clear()

    def settle(self) -> None:
        for table in self.populations().values():
            table.settle()


def newcomers(quarter: int, count: int) -> Any:
    """Identities of firms born at site 0 in ``quarter``."""
    zero = np.zeros(count, np.int64)
    return identity_at_place(quarter, Birth.ENTRANT, zero, zero, np.arange(count))


def trade(world: Any) -> None:
    """Customers pay by luck."""
    firms = world.firms
    luck = world.luck.normal(Purpose.DEMAND, firms.id, world.quarter)
    world.ledger.pay("sales_foreign", world.ledger.outside(), world.ledger.firms(), np.exp(luck))
    firms.b = firms.b + luck


def churn(world: Any) -> None:
    """One firm in ten dies, some are born."""
    firms = world.firms
    firms.retire(world.luck.happens(Purpose.EXIT, firms.id, world.quarter, 0.1))
    firms.add(newcomers(world.quarter, world.births), site=1, b=1.0, born=world.quarter)


TOY = (
    Phase("trade", "trade", "交易", "customers pay by luck", trade),
    Phase("churn", "churn", "更替", "one firm in ten dies, some are born", churn),
)


class TinyModel(ParkModel):
    """The park model over the tiny world."""

    def __init__(
        self,
        scenario: Any = None,
        *,
        seed: int | None = None,
        rng: Any = None,
        births: int = 2,
        **settings: Any,
    ) -> None:
        super().__init__(scenario, seed=seed, rng=rng, **{"run.quarters": 6, **settings})
        self.world.births = births
        self.loop = Loop(TOY)
        self.datacollector = DataCollector(
            model_reporters={"firms": firm_count, "cash": firm_cash},
            agent_reporters={"site": site_of},
        )

    def genesis(self, scenario: Any, seed: int) -> Any:
        return TinyWorld(seed, scenario)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def firm_count(model: Any) -> int:
    """Firms alive."""
    return len(model.world.firms)


def firm_cash(model: Any) -> float:
    """Cash of all firms, m¥."""
    return float(model.world.firms.cash.sum())


def site_of(agent: Any) -> int:
    """Site of an agent, -1 where it has none."""
    return getattr(agent, "site", -1)


class Regulator(mesa.Agent):
    """An agent of a user's own."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self.site = 0
        self.calls = 0

    def step(self) -> None:
        self.calls += 1
