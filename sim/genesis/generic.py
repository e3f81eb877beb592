"""The generic population from which firms of every site are drawn.

Starters follow the law of :mod:`sim.genesis.traits`; then they live some years on a site of their own
with prices of inputs, wages and markets frozen, under the same rules as everybody, so that ages,
sizes, efficiencies and money fit each other. The result is cached under a hash of all that it
depends on.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.genesis.cache import cache_path, read, write
from sim.genesis.traits import Traits, starting_law
from sim.luck import Luck, Purpose
from sim.scenario.parameters.hinterland import Hinterland
from sim.scenario.schema import Run, Scenario, Site
from sim.state.identity import Birth, identity_at_place
from sim.state.table import Floats
from sim.world import World

REVENUE_PER_FIRM = 60.0
"""Mean revenue (m¥ a year) of the generic population; sizes are relative, so only proportions matter."""


def generic_population(scenario: Scenario, seed: int) -> Traits:
    """Traits of the generic population, from the cache if it holds them."""
    generic = generic_scenario(scenario)
    path = cache_path("generic", generic, seed)
    held = read(path)
    if held is not None:
        return Traits(**held)
    traits = live(generic, seed)
    if path is not None:
        write(path, {f.name: getattr(traits, f.name) for f in fields(Traits)})
    return traits


def generic_scenario(scenario: Scenario) -> Scenario:
    """One plain site without universities, funds, levers or shocks, under the scenario's parameters."""
    n = scenario.run.generic_firms
    surveyed = round(n / 1.6)
    site = Site(
        name="generic",
        kind="hinterland",
        city=scenario.cities[0].name,
        area_km2=100.0,
        surveyed_firms=float(surveyed),
        employees=29.0 * n,
        revenue=REVENUE_PER_FIRM * n,
        industrial_output=0.6 * REVENUE_PER_FIRM * n,
        high_tech_enterprises=float(round(0.3 * surveyed)),
        sector_weights={name: 1.0 for name in scenario.sector_names},
    )
    run = Run(seed=0, generic_firms=n, burn_in_quarters=scenario.run.burn_in_quarters)
    changes = {
        "run": run,
        "hours": (),
        "sites": (site,),
        "cities": scenario.cities[:1],
        "hinterland": Hinterland(),
        "levers": {},
        "shocks": (),
        "name": "generic",
    }
    return scenario.model_copy(update=changes)


def live(generic: Scenario, seed: int) -> Traits:
    """Let the starters live through the burn-in, and read their traits."""
    from sim.genesis import empty_world, populate, settle_world
    from sim.quarter.demography import demography
    from sim.quarter.finance import finance
    from sim.quarter.innovation import innovation
    from sim.quarter.market import market

    n = generic.run.generic_firms
    rows = np.arange(n)
    starters = starting_law(
        generic, Luck(seed), identity_at_place(0, Birth.DERIVED, rows * 0, rows * 0, rows)
    )
    if generic.run.burn_in_quarters == 0:
        return starters
    world = empty_world(generic, seed)
    world.burning_in = True
    populate(world, starters)
    # Pools without limits: wages stay where they are and every vacancy is filled.
    world.cities.labour = 1e3 * world.cities.labour
    settle_world(world)
    for _ in range(generic.run.burn_in_quarters):
        world.quarter += 1
        world.open_quarter()
        for phase in (finance, innovation, market, demography):
            phase(world)
            world.settle()
    return traits_of(world)


def traits_of(world: World) -> Traits:
    """Traits of the firms of a world, in relative units."""
    firms = world.firms
    sales = np.maximum(4.0 * firms.revenue, 1e-3)
    wear = world.fixed.know_dep[firms.sector] + world.scenario.demography.young_stock_growth
    steady = np.maximum(4.0 * firms.rd_real / wear, 1e-9)
    known = firms.revenue > 0
    draw = world.luck
    traits = Traits(
        born=firms.born.astype(np.int64) - world.quarter,
        size=sales / world.reference_sales(),
        alpha=firms.alpha.copy(),
        z=firms.z.copy(),
        v=firms.v.copy(),
        markup_taste=firms.markup_taste.copy(),
        growth_type=firms.growth_type.copy(),
        rd_taste=firms.rd_taste.copy(),
        tech_score=draw.uniform(Purpose.RESAMPLE, firms.id, 0, 9),
        owner=firms.owner.copy(),
        ht_draw=draw.uniform(Purpose.RESAMPLE, firms.id, 0, 10),
        core_share=firms.core_share.copy(),
        cash=np.clip(firms.cash / sales, -0.149, 2.0),
        rd_stock=np.clip(firms.rd_stock / steady, 0.2, 5.0),
        past=past_sales(firms.revenue_ends, firms.revenue_year),
        operating=np.clip(firms.operating_past.sum(axis=1) / np.maximum(firms.revenue_year, 1e-3), -0.5, 0.5),
    )
    return traits.take(np.flatnonzero(known))


def past_sales(ends: Floats, now: Floats) -> Floats:
    """Sales of the last three years (f64[n, 3], latest first) over those of the last four quarters: f64[n, 3]."""
    ratio = ends / np.maximum(now, 1e-9)[:, None]
    ratio[:, 0] = 1.0
    return np.asarray(ratio)
