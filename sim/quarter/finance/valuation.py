"""What an informed investor would pay for a firm: earnings, growth, and projects on their way."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.quarter.innovation.stages import MARKET, stage_table
from sim.scenario.parameters.projects import Projects
from sim.state.cells import cell_sum
from sim.state.table import Floats, Ints
from sim.world import World


def value_firms(world: World) -> None:
    """Set the valuation of every firm (m¥)."""
    p = world.scenario.finance
    firms = world.firms
    promise = cell_sum(*project_worth(world), len(firms))
    margin, least = expected_margin(world), p.value_floor * firms.weight

    def worth(
        revenue: Floats, born: Ints, margin: Floats, ends: Floats, promise: Floats, least: Floats, b: Floats
    ) -> Floats:
        business = earnings_value(
            annual_revenue(revenue, world.quarter - born),
            margin,
            recent_growth(revenue, ends, world.quarter),
            multiple=p.multiple,
            margin_floor=p.margin_floor,
            growth_weight=p.growth_kept * p.holding_years,
        )
        return np.where(b > 0, np.maximum(least, business + promise), 0.0)

    firms.valuation = by_rows(
        worth, firms.revenue_year, firms.born, margin, firms.revenue_ends, promise, least, firms.b
    )


def annual_revenue(revenue_year: Floats, age: Ints) -> Floats:
    """Revenue of the last four quarters, grossed up for firms younger than that: f64[n], m¥ a year."""
    return np.asarray(revenue_year * (4.0 / np.clip(age, 1, 4)))


def operating_margin(operating_past: Floats, revenue_year: Floats) -> Floats:
    """Operating profit over revenue of the last four quarters (f64[n, 4], f64[n]): f64[n]."""
    return np.asarray(year_sum(operating_past) / np.maximum(revenue_year, 1e-9))


def expected_margin(world: World) -> Floats:
    """Margin that a buyer counts on: that of its site, and what lasts of the firm's gap to it: f64[n].

    Efficiency reverts, so a gap of today fades at the rate of reversion r a year; capitalised over multiple m
    it is worth 1 / (1 + r m) of one that lasts (a perpetuity against one that fades).
    """
    firms, live = world.firms, world.trading()
    own = operating_margin(firms.operating_past, firms.revenue_year)
    earned = cell_sum(firms.site, np.where(live, year_sum(firms.operating_past), 0.0), world.n_sites)
    sold = cell_sum(firms.site, np.where(live, firms.revenue_year, 0.0), world.n_sites)
    usual = (earned / np.maximum(sold, 1e-9))[firms.site]
    lasts = 1.0 / (1.0 + 4.0 * world.scenario.production.reversion * world.scenario.finance.multiple)
    return np.asarray(usual + lasts * (own - usual))


def year_sum(ring: Floats) -> Floats:
    """Sum over a ring of four quarters (f64[n, 4]): f64[n]."""
    return np.asarray(ring[:, 0] + ring[:, 1] + ring[:, 2] + ring[:, 3])


def recent_growth(revenue_year: Floats, ends: Floats, quarter: int) -> Floats:
    """Log growth of trailing revenue over a year, 0 for a firm without that history: f64[n].

    ``ends`` f64[n, 3] are the annual revenues at the last three year ends, latest first; the value a
    year ago is read between them, since quarters since the last year end have passed.
    """
    passed = ((quarter - 1) % 4) / 4.0
    year_ago = (1.0 - passed) * ends[:, 1] + passed * ends[:, 0]
    known = (year_ago > 0) & (ends[:, 1] > 0) & (revenue_year > 0)
    return np.log(np.where(known, revenue_year, 1.0) / np.where(known, year_ago, 1.0))


def earnings_value(
    revenue: Floats,
    margin: Floats,
    growth: Floats,
    *,
    multiple: float,
    margin_floor: float,
    growth_weight: float,
) -> Floats:
    """Value of present business, m¥: multiple x margin x revenue x exp(weight x growth), growth in [-.2, .5].

    Arrays f64[n]; revenue in m¥ a year, growth in logs a year. Assumed form; a loss counts as a thin margin.
    """
    return np.asarray(
        multiple
        * np.maximum(margin, margin_floor)
        * revenue
        * np.exp(growth_weight * np.clip(growth, -0.2, 0.5))
    )


def project_worth(world: World) -> tuple[Ints, Floats]:
    """Owner row and worth today (m¥) of every project that a living firm owns: two arrays.

    Odds of reaching the market from its stage, times the margin on mean new sales, capitalised, discounted.
    """
    p, projects, firms = world.scenario.finance, world.projects, world.firms
    owner = world.project_owners()
    held = np.flatnonzero(owner >= 0)
    owner = owner[held]
    bio = world.fixed.is_bio[projects.sector[held]].astype(np.int64)
    stage = np.minimum(projects.stage[held], MARKET - 1)
    chance = discounted_odds(world)[bio, stage]

    def mean_sales_won(revenue: Floats, born: Ints, reference: Floats) -> Floats:
        sales = annual_revenue(revenue, world.quarter - born)
        return sales * mean_gain(sales / reference, world.scenario.projects)

    gain = by_rows(mean_sales_won, firms.revenue_year, firms.born, world.reference_sales())
    return owner, chance * gain[owner] * (p.margin_new_sales * p.multiple)


def discounted_odds(world: World) -> Floats:
    """Odds of reaching the market times the discount for the years that takes, by (bio, stage): f64[2, 4].

    Base odds of a firm's project; what an investor can't see (promise, service, partners) is left out.
    """
    stages = np.tile(np.arange(MARKET), 2)
    bio = np.repeat([False, True], MARKET)
    odds, years = stage_table(bio, np.ones(2 * MARKET, np.bool_), stages, world.scenario.projects)
    step = (np.log(odds) - world.scenario.finance.discount_projects * years).reshape(2, MARKET)
    return np.exp(np.cumsum(step[:, ::-1], axis=1)[:, ::-1])


def mean_gain(size: Floats, p: Projects) -> Floats:
    """Mean gain of a success over its owner's sales: the mean of a Pareto cut at its caps: f64[n].

    ``size`` is revenue over reference size. With tail 1 the mean of a Pareto cut at m is 1 + ln m.
    """
    scale = p.value_scale * np.maximum(size, p.size_floor) ** -p.size_exponent
    cut = np.maximum(np.minimum(p.value_cap, p.largest_step / scale), 1.0)
    if abs(p.value_tail - 1.0) < 1e-6:
        return np.asarray(scale * (1.0 + np.log(cut)))
    tail = p.value_tail
    return np.asarray(scale * (tail - cut ** (1.0 - tail)) / (tail - 1.0))
