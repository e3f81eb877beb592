"""Unit cost: Cobb-Douglas in three kinds of labour, capital, floor space and intermediates."""

from __future__ import annotations

import numpy as np

from sim.effects import scale, synergy, talent
from sim.kernels.threads import by_rows, side_by_side
from sim.quarter.market.hubs import park_shares
from sim.quarter.market.labour_prices import class_wage_relative
from sim.state.cells import cell_count, cell_mean
from sim.state.table import Floats, Ints
from sim.world import World


def set_unit_costs(world: World) -> None:
    """ln unit cost of every firm: prices of its inputs less efficiency, scale and matching."""
    firms = world.firms
    _, firms.scale_gain = side_by_side(lambda: set_chains(world), lambda: scale_gains(world), len(firms))
    prices = labour_capital_floor_prices(world) + input_prices(world)
    by_cell = (prices - matching_gains(world)).ravel()
    firms.unit_cost = by_rows(
        lambda cell, a, scale_gain, upgrading: by_cell[cell] - (a + scale_gain + upgrading),
        world.firm_cell(), firms.a, firms.scale_gain, upgrading_gains(world),
    )  # fmt: skip


def cost_shares(world: World) -> tuple[Floats, Floats, Floats, Floats]:
    """Shares of cost (they sum to 1 in a cell): labour [P,S,3], capital [P,S], floor [P,S], inputs [P,S,12].

    Revenue shares over one minus the gross margin.
    """
    cost = 1.0 - world.grid("margin")
    return (
        world.grid("share_labour") / cost[..., None],
        world.grid("share_capital") / cost,
        world.grid("share_floor") / cost,
        world.grid("share_materials") / cost[..., None],
    )


def scale_gains(world: World) -> Floats:
    """ln efficiency from scale of every firm: f64[n]. Jobs are those of the last quarter."""
    p = world.scenario.scale
    jobs = world.grid("jobs")
    mass_sector, mass_all = scale.mass(jobs, world.fixed.reach)
    firms = world.firms
    trend, strength, own_weight = world.job_trend(), world.strength("scale"), np.diag(world.fixed.reach).copy()

    def gain(own: Floats, b: Floats, weight: Floats, site: Ints, sector: Ints) -> Floats:
        return scale.scale_gain(
            strength[site],
            np.where(b > 0, own / weight, 0.0),
            site,
            sector,
            mass_sector,
            mass_all,
            world.sites.density,
            e_loc=p.e_loc,
            e_urb=p.e_urb,
            kappa=p.kappa,
            chi=p.chi,
            m0=p.m0,
            mass_ref_s=world.sectors.mass_reference[: world.n_sectors] * trend,
            mass_ref=world.mass_reference * trend,
            density_ref=world.density_reference,
            density_0=world.scenario.space.density_typical,
            own_weight=own_weight,
        )

    return by_rows(
        lambda ordinary, technical, leading, *of: gain(ordinary + technical + leading, *of),
        firms.ordinary, firms.technical, firms.leading, firms.b, firms.weight, firms.site, firms.sector,
    )  # fmt: skip


def matching_gains(world: World) -> Floats:
    """ln efficiency of technical staff in thick markets, by site and sector: f64[P, S]."""
    p = world.scenario.talent
    city = world.sites.city
    thick, base = world.thickness()[city, 1:5], world.cities.thickness_start[city, 1:5]
    gain = talent.match_gain(world.strength("talent")[:, None], thick, base, p.match_thick)
    by_sector = (gain[:, None, :] * world.fixed.field_mix[None, :, :]).sum(axis=2)
    technical = cost_shares(world)[0][..., 1]
    return np.asarray(technical * by_sector)


def upgrading_lead(world: World) -> Floats:
    """Upgrading of each firm beyond that of a typical outside firm: f64[n], 0 for those that go with the trend."""
    outside = world.sectors.green
    return by_rows(lambda green, market: green - outside[market], world.firms.green, world.firm_market())


def upgrading_gains(world: World) -> Floats:
    """ln efficiency from upgrading ahead of the outside, f64[n]: labour and energy spared less skill asked for.

    Each counts by its share of cost; energy, a part of the inputs bought, by its bill at quarter 0.
    """
    p, fixed = world.scenario.production, world.fixed
    ordinary = (1.0 - p.upgrade_skill) * p.upgrade_labour * cost_shares(world)[0][..., 0]
    bill = p.energy_price * fixed.energy_intensity[None, :] / (1.0 - world.grid("margin"))
    spared = (ordinary + p.upgrade_energy * bill).ravel()
    outside = world.sectors.green
    return by_rows(
        lambda cell, market, green: spared[cell] * (green - outside[market]),
        world.firm_cell(), world.firm_market(), world.firms.green,
    )  # fmt: skip


def labour_capital_floor_prices(world: World) -> Floats:
    """Cost-share weighted ln prices of labour, capital and floor, relative to quarter 0: f64[P, S]."""
    labour, capital, floor, _ = cost_shares(world)
    wage = class_wage_relative(world)
    prices: Floats = (labour * wage[world.sites.city]).sum(axis=2) + floor * world.sites.rent[:, None]
    return prices + capital * world.capital_price()[:, None]


def input_prices(world: World) -> Floats:
    """Cost-share weighted ln prices of intermediates: f64[P, S]. Chains save inside the site."""
    *_, inputs = cost_shares(world)
    ln_price = world.grid("input_price")
    sectors_only = inputs[..., : world.n_sectors]
    index: Floats = (sectors_only * ln_price[:, None, :]).sum(axis=2)
    return index


def set_chains(world: World) -> None:
    """Local shares and prices of every input at every site, from last quarter's sellers."""
    p = world.scenario.demand
    firms = world.firms
    strength = world.strength("synergy")[:, None]
    cell = world.firm_cell()
    n = world.n_sites * world.n_sectors
    markup = world.cells.base_markup
    relative = by_rows(lambda price, cell: price - markup[cell], firms.price, cell)
    level = cell_mean(cell, relative, firms.local_sales + firms.revenue, n).reshape(world.n_sites, -1)
    if world.quarter == 0:
        # Customers outside compare sellers too, so of quarter 0 only the distance saved is a local gain.
        world.grid("local_price_start")[:] = level
    price = level - world.grid("local_price_start")
    world.grid("local_price")[:] = price
    ratio = world.grid("supply_need")
    share = synergy.chain_share(
        park_shares(world), ratio, np.exp(price), p.eta_local, p.local_share_cap
    )
    sellers = cell_count(firms.site[world.trading()], world.n_sites)
    # A firm alone has nobody to buy from but itself.
    share[sellers < 2] = 0.0
    if world.quarter == 0:
        world.grid("local_share_start")[:] = share
    world.grid("local_share")[:] = strength * share + (1.0 - strength) * world.grid("local_share_start")
    outside = world.outside_input_price()
    world.grid("input_price")[:] = synergy.input_price(strength, share, np.exp(price), outside, p.tau_local)
