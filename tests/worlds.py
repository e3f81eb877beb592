"""Small worlds for tests: real genesis, few firms."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

import numpy as np

from sim.genesis import build_world
from sim.scenario.files import apply_settings, load
from sim.scenario.schema import City, Scenario
from sim.world import World

SMALL = {"run.generic_firms": 400, "sites.park.surveyed_firms": 80, "sites.park.employees": 9600,
         "sites.park.revenue": 12000.0, "sites.park.industrial_output": 5300.0,
         "sites.park.high_tech_enterprises": 40, "sites.hinterland.surveyed_firms": 40,
         "sites.hinterland.employees": 19200, "sites.hinterland.revenue": 19200.0,
         "sites.hinterland.industrial_output": 11500.0, "sites.hinterland.high_tech_enterprises": 6}  # fmt: skip


def toy_scenario(**settings: Any) -> Scenario:
    """The shipped small scenario, smaller still, with settings (dots written as double underscores)."""
    changes = {**SMALL, **{k.replace("__", "."): v for k, v in settings.items()}}
    return apply_settings(load("small"), changes)


def two_city_scenario(**settings: Any) -> Scenario:
    """The toy scenario without levers, and its park once more in a city 300 km away, with settings."""
    base = toy_scenario(**settings)
    park = base.sites[0].model_copy(update={"name": "harbour", "city": "port"})
    cities = (*base.cities, City(name="port", x=300.0))
    return base.model_copy(update={"cities": cities, "sites": (*base.sites, park), "levers": {}})


@lru_cache(maxsize=8)
def _built(key: tuple[tuple[str, Any], ...], seed: int) -> World:
    return build_world(toy_scenario(**dict(key)), seed)


def toy_world(seed: int = 1, **settings: Any) -> World:
    """A world of about 200 firms at quarter 0; built once for each setting, copied each time."""
    return copy.deepcopy(_built(tuple(sorted(settings.items())), seed))


def at_work(world: World) -> World:
    """The world at the start of its next quarter, with money for every lever."""
    world.quarter += 1
    world.open_quarter()
    world.levers.open_quarter(world.quarter)
    world.levers.grant_budget(np.full(world.n_sites, 1e9), np.ones(world.n_sites))
    return world
