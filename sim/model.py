"""The park as a Mesa model: one step is one quarter."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

with warnings.catch_warnings():
    # Mesa imports tqdm, which in a notebook asks for widgets that nothing here draws.
    warnings.filterwarnings("ignore", "IProgress not found")
    import mesa
    from mesa.experimental.scenarios import Scenario as MesaScenario

from sim.agents import VIEWS, Row
from sim.genesis import build_world
from sim.loop import Loop
from sim.memory import keep_freed_memory
from sim.rowset import PLAIN, RowSet
from sim.scenario.files import apply_settings, load
from sim.scenario.schema import Scenario
from sim.world import World

DEFAULT_SCENARIO = "small"
"""The shipped scenario of a model that names none."""

Seed = int | np.integer[Any] | np.random.SeedSequence | np.random.Generator | np.random.BitGenerator


class ParkModel(mesa.Model):
    """A world of parks that lives a quarter a step.

    ``world`` holds all tables and ``loop`` the order of the quarter. A subclass may do more in its
    step (``super().step()``), or add a phase of its own: ``self.loop.insert("mine", self.mine,
    after="market")``. Mesa's ``random`` and ``rng`` serve such rules only: the world has its own luck.
    """

    views: ClassVar[tuple[type[Row], ...]] = VIEWS
    """Classes in which rows are seen; a subclass may put subclasses of them here, in the same order."""

    world: World
    loop: Loop

    def __init__(
        self,
        scenario: Scenario | MesaScenario | str | Path | None = None,
        *,
        seed: int | None = None,
        rng: Seed | None = None,
        **settings: Any,
    ) -> None:
        """Build quarter 0.

        ``scenario`` is a scenario, the name or path of one, or None for the default one. ``seed`` or
        ``rng`` (one of the two) replaces the scenario's seed; a generator is asked for a seed once.
        ``settings`` replace parameters by their path: ``**{"levers.rd_grant.intensity": 0.5}``.
        Raises ScenarioError for an unknown path or a bad value, ValueError for two seeds.
        """
        keep_freed_memory()
        chosen = _resolve(scenario, settings)
        self._luck_seed = _seed(seed, rng, chosen.run.seed)
        super().__init__(rng=self._luck_seed)
        self.loop = Loop()
        self.world = self.genesis(chosen, self._luck_seed)
        self.running = self.world.quarter < self.horizon

    def genesis(self, scenario: Scenario, seed: int) -> World:
        """The world at quarter 0; a subclass may build another one."""
        return build_world(scenario, seed)

    # -- time -----------------------------------------------------------------------------------

    @property
    def horizon(self) -> int:
        """Last quarter of the run."""
        return int(self.world.scenario.run.quarters)

    def step(self) -> None:
        """Live one quarter; the model stops running at its horizon."""
        self.loop.run(self.world)
        self.running = self.running and self.world.quarter < self.horizon

    def run(self, quarters: int | None = None) -> Self:
        """Step ``quarters`` times, or until the horizon (never beyond it), and return the model."""
        last = self.horizon if quarters is None else self.world.quarter + quarters
        while self.running and self.world.quarter < last:
            self.step()
        return self

    def timings(self) -> dict[str, float]:
        """Seconds that each phase has taken so far, in the order of the quarter."""
        return self.loop.timings()

    # -- Mesa's view of the world ---------------------------------------------------------------

    @property
    def scenario(self) -> MesaScenario:
        """The scenario for Mesa's tools, sections as attributes; ``world.scenario`` is the typed one."""
        return park_scenario(self.world.scenario, self._luck_seed)

    @scenario.setter
    def scenario(self, scenario: MesaScenario) -> None:
        if "world" in self.__dict__:
            raise AttributeError("a model keeps the scenario it was built with; build another model")

    @property
    def plain_agents(self) -> Any:
        """Ordinary Mesa agents that a subclass has registered beside the rows."""
        return super().agents

    @property
    def agents(self) -> RowSet:
        """All agents, live: rows of every population that Mesa sees, then ordinary Mesa agents."""
        return RowSet(self, (*range(len(self.views)), PLAIN))

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Live sets by class."""
        rows = {view: RowSet(self, (kind,)) for kind, view in enumerate(self.views)}
        return {**rows, **super().agents_by_type}

    @property
    def agent_types(self) -> list[type]:
        """Classes of agents."""
        return list(self.agents_by_type)

    def remove_all_agents(self) -> None:
        """Close every firm and retire every other row that Mesa sees, and remove ordinary agents."""
        for view in self.views:
            view.retire_rows(self.world, np.flatnonzero(~view.table_of(self.world).retired))
        super().remove_all_agents()


class ParkScenario(MesaScenario):
    """A scenario in Mesa's clothes; ``park`` is the typed one, its sections are attributes too.

    Mesa's dashboard rebuilds a scenario from its class alone, so the class holds the values.
    """

    park: Scenario
    _scenario_defaults: ClassVar[dict[str, Any]] = {}


def park_scenario(scenario: Scenario, seed: int) -> ParkScenario:
    """A Mesa scenario with the values of ``scenario``."""
    held: type[ParkScenario] = type(ParkScenario.__name__, (ParkScenario,), {})
    sections = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    held._scenario_defaults = {"park": scenario, **sections}
    return held(rng=seed, _scenario_id=0)


def _resolve(scenario: Scenario | MesaScenario | str | Path | None, settings: Mapping[str, Any]) -> Scenario:
    if isinstance(scenario, ParkScenario):
        scenario = scenario.park
    if isinstance(scenario, Scenario):
        return apply_settings(scenario, settings) if settings else scenario
    if isinstance(scenario, str | Path | None):
        return load(DEFAULT_SCENARIO if scenario is None else scenario, settings)
    raise TypeError(f"a scenario is a Scenario, or the name or path of one, not {type(scenario).__name__}")


def _seed(seed: int | None, rng: Seed | None, default: int) -> int:
    if seed is not None and rng is not None:
        raise ValueError("give seed or rng, not both")
    given = seed if rng is None else rng
    if given is None:
        return default
    if isinstance(given, np.random.BitGenerator):
        given = np.random.Generator(given)
    if isinstance(given, np.random.Generator):
        return int(given.integers(2**63))
    if isinstance(given, np.random.SeedSequence):
        return int(given.generate_state(1, np.uint64)[0] >> np.uint64(1))
    if isinstance(given, bool) or not isinstance(given, int | np.integer):
        raise TypeError(f"a seed is a whole number or a numpy generator, not {given!r}")
    if not 0 <= given < 2**63:
        raise ValueError(f"a seed lies between 0 and 2^63 - 1, not {given}")
    return int(given)
