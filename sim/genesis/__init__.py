"""Quarter 0: a world whose books, prices, staff and markets agree with each other and with the data."""

from __future__ import annotations

import numpy as np

from sim.fixed import Fixed
from sim.genesis.cache import keep_start, read, start_path, take_start
from sim.genesis.costs import solve_labour_factor
from sim.genesis.generic import generic_population
from sim.genesis.markets import solve_markets
from sim.genesis.people import fill_pools, lay_floor
from sim.genesis.places import build_cells, build_cities, build_sectors, build_sites
from sim.genesis.population import fill_site
from sim.genesis.stocks import (
    endow_firms,
    first_accounts,
    fund_authorities,
    reference_masses,
    set_outside_research,
    solve_attraction,
    sort_firms,
    steady_entry,
)
from sim.genesis.traits import Traits
from sim.luck import Luck
from sim.quarter.collaboration import starting_links
from sim.quarter.demography.certification import starting_ranks
from sim.quarter.demography.entry import enter
from sim.quarter.finance import starting_funds
from sim.quarter.innovation.start import settle_research
from sim.quarter.innovation.starts import starting_projects
from sim.quarter.innovation.teams import cover_projects
from sim.quarter.innovation.university_results import starting_results
from sim.quarter.market.costs import set_chains, set_unit_costs
from sim.quarter.market.productivity import measure_productivity
from sim.quarter.observe import observe
from sim.quarter.talent import starting_talents, starting_universities
from sim.scenario.schema import Scenario
from sim.world import World


def build_world(scenario: Scenario, seed: int | None = None) -> World:
    """The initial state of a scenario.

    The state is solved with all effects on, whatever the scenario's strengths, so that every arm of a
    comparison starts from the same firms. That of a large world is kept and read again next time.
    """
    chosen = scenario.run.seed if seed is None else seed
    full = scenario.with_effects(scale=1.0, network=1.0, synergy=1.0, talent=1.0)
    path = start_path(full, chosen)
    kept = read(path)
    world = empty_world(full, chosen)
    if kept is not None:
        take_start(kept, world)
    else:
        populate(world, generic_population(full, chosen))
        settle_world(world)
        if path is not None:
            keep_start(path, world)
    world.scenario = scenario
    observe(world)
    return world


def empty_world(scenario: Scenario, seed: int) -> World:
    """Places without firms."""
    fixed = Fixed(scenario)
    return World(
        scenario=scenario,
        fixed=fixed,
        luck=Luck(seed),
        sites=build_sites(scenario, fixed),
        cities=build_cities(scenario),
        sectors=build_sectors(fixed),
        cells=build_cells(fixed),
    )


def populate(world: World, pool: Traits) -> None:
    """Firms, their costs and their markets."""
    world.sites.profit_target = world.fixed.profit_target
    for site in range(world.n_sites):
        fill_site(world, site, pool)
    world.firms.settle()
    set_outside_research(world)
    # Before accounts are known, money limits nobody.
    world.firms.profit = world.firms.revenue
    ratio, past = world.firms.rd_stock.copy(), world.firms.revenue_ends.copy()
    starting_universities(world)
    for attempt in range(5):
        if attempt == 1:
            sort_firms(world)
        endow_firms(world, ratio, past)
        reference_masses(world)
        set_chains(world)
        solve_labour_factor(world)
        solve_markets(world)
        first_accounts(world)
    fill_pools(world)
    lay_floor(world)


def settle_world(world: World) -> None:
    """Everybody who lives off firms: entry rates, capital, authorities, talents, funds, links, projects, ranks."""
    steady_entry(world)
    solve_attraction(world)
    fund_authorities(world)
    starting_talents(world)
    starting_projects(world)
    starting_results(world)
    starting_links(world)
    starting_funds(world)
    # What partners cover saves R&D, so research is settled again now that there are partners.
    cover_projects(world)
    settle_research(world)
    starting_ranks(world)
    # The quarter's entrants sell from the next quarter on, so quarter 0 has its own.
    enter(world)
    set_unit_costs(world)
    measure_productivity(world)
    world.settle()
    world.open_quarter()
    for table in world.tables().values():
        for name in table:
            values = table._data[name][: len(table)]
            if values.dtype.kind == "f" and not np.all(np.isfinite(values)):
                raise FloatingPointError(f"{type(table).__name__.lower()}.{name} is not finite at quarter 0")
