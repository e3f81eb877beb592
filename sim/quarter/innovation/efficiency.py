"""Efficiency and customers: lines of business, bursts, what R&D supports, what is learned, what wears off."""

from __future__ import annotations

import numpy as np

from sim.effects import network
from sim.kernels.threads import by_rows
from sim.luck import Purpose
from sim.quarter.innovation.measures import Yardsticks
from sim.quarter.innovation.success import Gains
from sim.quarter.innovation.technology import drifts
from sim.quarter.market.demand import trend_growth
from sim.scenario.parameters.production import Production
from sim.state.table import Floats
from sim.world import World


def efficiency_next(
    z: Floats, alpha: Floats, shock: Floats, gained: Floats, drift: Floats, p: Production
) -> Floats:
    """Efficiency before R&D after a quarter, f64[n] in logs: z + λ(α − z) − drift/4 + (σ/2)·shock + gained.

    shock is burst times normal over the root of the lines, gained what was learned, hired or invented,
    drift a year. Source: mean-reverting, dispersed productivity [SYV]; rates measured on a small system.
    """
    return z + p.reversion * (alpha - z) - drift / 4.0 + 0.5 * p.efficiency_sd * shock + gained


def research_level(stock: Floats, outside_stock: Floats, p: Production) -> Floats:
    """Log efficiency that a lagged R&D stock (m¥) supports, f64[n]; 0 for a stock like the outside's.

    ε·[ln(R/R̄ + ρ0) − ln(1 + ρ0)], the first logarithm clipped.
    Source: elasticity of output to R&D [CLSX], [HMM].
    """
    ratio = np.log(np.maximum(stock, 0.0) / outside_stock + p.rd_rho0)
    level = np.clip(ratio, p.rd_log_low, p.rd_log_high) - np.log(1.0 + p.rd_rho0)
    return np.asarray(p.rd_el_output * level)


def customers_next(
    b: Floats, shock: Floats, won: Floats, lost: Floats, age: Floats, young: Floats, p: Production
) -> Floats:
    """Demand weight after a quarter, f64[n]: b·exp((σ/2)·shock + won − ln(1 + lost) + youth).

    won in logs, lost as a ratio of sales, age in years, young the firm's own type (log/year).
    """
    youth = p.young_growth * np.exp(-age / p.young_years) * young / 4.0
    return b * np.exp(0.5 * p.demand_sd * shock + won - np.log1p(lost) + youth)


def quality_next(v: Floats, step: Floats, decay: float) -> Floats:
    """ln product quality after a quarter, f64[n]: it wears off by decay a year and rises by successes."""
    return np.asarray(v * (1.0 - decay) ** 0.25 + step)


def outside_drift(world: World) -> Floats:
    """Yearly fall of a firm's efficiency relative to a moving outside, by sector: f64[S] >= 0.

    The outside's R&D stock grows too (see :func:`grow_outside_research`), and that part is not counted twice.
    """
    p = world.scenario.production
    grows = (1.0 - world.scenario.demand.number_growth) * trend_growth(world)
    return np.maximum(0.0, p.obsolescence - p.rd_el_output * grows)


def grow_outside_research(world: World) -> None:
    """Let the outside firm's R&D stock grow with its sales: demand growth that is not in numbers."""
    grows = (1.0 - world.scenario.demand.number_growth) * trend_growth(world)
    world.sectors.outside_rd *= np.tile(np.exp(grows / 4.0), world.fixed.n_markets)


def learn(world: World) -> Floats:
    """Set what firms learn from contacts and partners; return their teachers' mean positions f64[n, 8].

    Last quarter's efficiency teaches. A firm absorbs by its R&D stock beside an outside firm's of its sales.
    Teachers are asked for by firms whose turn it is to drift, and are 0 for the others.
    """
    firms, links, p = world.firms, world.links, world.scenario.network
    live = world.trading()
    reference = world.scenario.production.outside_rd_share * np.maximum(firms.revenue_year, 1e-9)
    absorbs = network.absorptive_capacity(firms.rd_stock, reference, p.absorb)
    strength = links.strength * ~links.retired if links.retired.any() else links.strength
    learned, teachers = network.learning_and_teachers(
        world.strength("network")[firms.site], firms.a, firms.tech, p.tech_radius, absorbs, *world.link_ends(),
        strength, rate=p.learn_rate, cog_opt=p.cog_opt, cog_sd=p.cog_sd,
        meets=live, asks=drifts(firms.id, world.quarter), home=firms.site,
    )  # fmt: skip
    np.copyto(firms.learned, learned, where=live)
    return teachers


def mentored(world: World) -> Floats:
    """Efficiency that mentors add this quarter to tenants of incubators and accelerators, f64[n] in logs.

    Only those abler than the founders of their site and sector gain; a place as such adds nothing.
    Source: schooling raises performance, cash and space alone don't [SUC], high potential only [GUR]; size assumed.
    """
    firms, t = world.firms, world.quarter
    hosted = (firms.mentored_until >= t) | (firms.accelerated_until >= t)
    able = firms.alpha > world.cells.quality_pool[world.firm_cell()]
    return np.where(hosted & able, world.scenario.projects.mentor_gain, 0.0)


def raise_efficiency(world: World, shock: Floats, gains: Gains) -> None:
    """Set alpha, z and a of trading firms: reversion, shocks (f64[n]), knowledge learned, hired, invented, and R&D."""
    firms, p, t = world.firms, world.scenario.production, world.quarter
    live = world.trading()
    gained = firms.learned + firms.hired_knowledge + gains.efficiency + mentored(world)
    drift = outside_drift(world)[firms.sector]
    z = efficiency_next(firms.z, firms.alpha, shock, gained, drift, p)
    lagged = firms.rd_stock_past[:, t % firms.rd_stock_past.shape[1]] / firms.weight
    np.copyto(firms.alpha, firms.alpha - drift / 4.0, where=live)
    np.copyto(firms.z, z, where=live)
    np.copyto(firms.a, z + research_level(lagged, world.sectors.outside_rd[world.firm_market()], p), where=live)


def customers_won(world: World, shock: Floats, gains: Gains) -> Floats:
    """Demand weight of each firm after the quarter, f64[n]: shocks of its lines (f64[n]), successes, losses, youth."""
    firms, p = world.firms, world.scenario.production
    age = (world.quarter - firms.born) / 4.0

    def next_(
        b: Floats, shock: Floats, won: Floats, lost: Floats, age: Floats, young: Floats
    ) -> Floats:
        return customers_next(b, shock, won, lost, age, young, p)

    return by_rows(next_, firms.b, shock, gains.customers, gains.stolen, age, firms.growth_type)


def win_customers(world: World, b: Floats, gains: Gains) -> None:
    """Set b (f64[n], from `customers_won`) and v of trading firms: successes and wear."""
    firms = world.firms
    live = world.trading()
    np.copyto(firms.b, b, where=live)
    np.copyto(firms.v, quality_next(firms.v, gains.quality, world.scenario.projects.quality_decay), where=live)


def news_of_lines(world: World, by: Yardsticks) -> tuple[Floats, Floats]:
    """This quarter's shocks to efficiency and to customers, of unit size for a firm of one line: f64[n] each."""
    return (
        _shock(world, by, Purpose.EFFICIENCY_BURST, Purpose.EFFICIENCY),
        _shock(world, by, Purpose.DEMAND_BURST, Purpose.DEMAND),
    )


def _shock(world: World, by: Yardsticks, burst: Purpose, news: Purpose) -> Floats:
    """Yearly burst times a quarter's normal over the root of the firm's lines: f64[n]."""
    ids, t = world.firms.id, world.quarter
    wild = world.luck.burst(burst, ids, t, world.scenario.production.burst_exponent)
    return np.asarray(wild * world.luck.normal(news, ids, t) / by.root_lines)
