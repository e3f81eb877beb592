"""Rows of firms at quarter 0: how many, in which sector, how large, who is certified and surveyed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.genesis.traits import Traits
from sim.luck import Luck, Purpose
from sim.quarter.demography.newborn import export_reach, high_tech_share, is_technology_firm, place_of_newborn
from sim.quarter.innovation.measures import research_norm
from sim.quarter.innovation.technology import new_positions
from sim.scenario.errors import ScenarioError
from sim.scenario.parameters.research import Research
from sim.state.identity import Birth, Ids, identity_at_place
from sim.state.table import Bools, Floats, Ints
from sim.world import World


def sector_rows(weights: Floats, n: int) -> Ints:
    """Split n rows over sectors in proportion to ``weights`` (largest remainders): i64[S]."""
    exact = n * weights / weights.sum()
    rows = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - rows), kind="stable")
    rows[order[: n - rows.sum()]] += 1
    return rows


def firm_identities(site: int, rows: Ints) -> tuple[Ids, Ints]:
    """Identity and sector of every row of a site: (site, sector, ordinal)."""
    sector = np.repeat(np.arange(len(rows)), rows)
    ordinal = np.concatenate([np.arange(k) for k in rows]) if rows.sum() else np.zeros(0, np.int64)
    return identity_at_place(0, Birth.INITIAL, np.full(len(sector), site), sector, ordinal), sector


def draw_from(pool: Traits, luck: Luck, ids: Ids, jitter: float) -> Traits:
    """Draw a firm of the generic population for every identity, stratified by size, and blur its size.

    Row k of n draws from the k-th of n equal slices of the population ordered by size, so that small
    and large samples have the same distribution; the slices are dealt to identities by keyed luck.
    """
    n = len(ids)
    order = np.argsort(pool.size, kind="stable")
    deal = np.argsort(np.argsort(luck.uniform(Purpose.RESAMPLE, ids, 0), kind="stable"), kind="stable")
    within = luck.uniform(Purpose.RESAMPLE, ids, 0, 1)
    at = np.minimum(((deal + within) / max(n, 1) * len(order)).astype(np.int64), len(order) - 1)
    drawn = pool.take(order[at])
    drawn.size = drawn.size * np.exp(jitter * luck.normal(Purpose.RESAMPLE, ids, 0, 2) - 0.5 * jitter**2)
    return drawn


def quantile(values: Floats, share: float) -> float:
    """Quantile between order statistics, as numpy's, without its checks."""
    at = share * (len(values) - 1)
    low = min(int(at), len(values) - 1)
    high = min(low + 1, len(values) - 1)
    part = np.partition(values, (low, high))
    return float(part[low] + (at - low) * (part[high] - part[low]))


def technology_rule(
    score: Floats, size: Floats, revenue: Floats, share: float, intensity: float, research: Research
) -> tuple[float, float]:
    """Tilt and cut of the rule score + tilt x ln size > cut that makes ``share`` of firms technology firms.

    Types are independent of size (tilt 0) where a level of R&D for the whole site, down to ``least_level`` of
    the norms, meets its ``intensity``. Below it, firms could not keep their certificates: there the tilt is
    solved by bisection, so that technology firms are rather the small ones.
    """
    ln_size = np.log(np.maximum(size, 1e-9))
    asked = intensity * float(revenue.sum()) / research.least_level

    def rule(tilt: float) -> tuple[float, float]:
        rank = score + tilt * ln_size
        cut = quantile(rank, 1.0 - share)
        return cut, float((research_norm(rank > cut, revenue, research) * revenue).sum())

    low, high = -2.0, 0.0
    cut, spent = rule(high)
    if spent <= asked:
        return high, cut
    for _ in range(24):
        tilt = 0.5 * (low + high)
        cut, spent = rule(tilt)
        if spent > asked:
            high = tilt
        else:
            low = tilt
    return tilt, cut


def pick_certified(eligible: Bools, size: Floats, score: Floats, wanted: int, site_name: str) -> Bools:
    """Exactly ``wanted`` certified rows among the eligible, larger ones likelier."""
    rank = np.where(eligible, score + 0.15 * np.log(np.maximum(size, 1e-9)), -np.inf)
    if wanted > eligible.sum():
        raise ScenarioError(
            f"sites.{site_name}.high_tech_enterprises: {wanted} certified firms asked for, "
            f"but only {int(eligible.sum())} firms can pass the gates; lower it or raise research.tech_share"
        )
    chosen = np.zeros(len(rank), np.bool_)
    chosen[np.argsort(-rank, kind="stable")[:wanted]] = True
    return chosen


def pick_surveyed(revenue: Floats, certified: Bools, wanted: int) -> tuple[Bools, float]:
    """Surveyed rows (certified, or at least the reporting size) and that size, so that the count is exact."""
    others = np.sort(revenue[~certified])[::-1]
    extra = min(max(wanted - int(certified.sum()), 0), len(others))
    if extra == 0:
        return certified.copy(), float(others[0] * 1.000001) if len(others) else 0.0
    below = others[extra] if extra < len(others) else 0.0
    threshold = 0.5 * (others[extra - 1] + below)
    return certified | (revenue >= threshold), float(threshold)


def scale_to_data(
    size: Floats, goods: NDArray[np.bool_], surveyed: Bools, revenue: float, output: float
) -> Floats:
    """Annual revenues that make surveyed goods rows sum to ``output`` and all surveyed to ``revenue``."""
    in_goods = float(size[surveyed & goods].sum())
    in_services = float(size[surveyed & ~goods].sum())
    factor_goods = output / in_goods if in_goods > 0 else 0.0
    factor_services = (revenue - output) / in_services if in_services > 0 else 0.0
    return np.where(goods, factor_goods, factor_services) * size


def fill_site(world: World, site: int, pool: Traits) -> None:
    """Add the firms of one site with their sizes, types, certificates and places in the panel."""
    fixed, luck = world.fixed, world.luck
    state = fixed.sites[site]
    many = fixed.row_weight[site]
    sample = world.sample / many
    n_surveyed = round((state.surveyed_firms or 0.0) * sample)
    if n_surveyed == 0:
        return
    n = n_surveyed + round(state.unsurveyed_ratio * n_surveyed)
    ids, sector = firm_identities(site, sector_rows(fixed.sector_weights[site], n))
    traits = draw_from(pool, luck, ids, world.scenario.demography.start_jitter)
    goods = fixed.goods[sector]
    n_certified = min(round((state.high_tech_enterprises or 0.0) * sample), n_surveyed)
    certified_draw = luck.uniform(Purpose.CERTIFICATION, ids, 0)
    total_revenue, output = (state.revenue or 0.0) * sample, (state.industrial_output or 0.0) * sample
    revenue = traits.size * total_revenue / max(float(traits.size.sum()), 1e-9)
    research = world.scenario.research
    for _ in range(3):
        tilt, cut = technology_rule(
            traits.tech_score, traits.size, revenue, state.tech_share, state.rd_intensity, research
        )
        tech = is_technology_firm(traits.tech_score, traits.size, tilt, cut)
        eligible = tech & (traits.born <= -4)
        certified = pick_certified(eligible, traits.size, certified_draw, n_certified, state.name)
        for _ in range(20):
            surveyed, threshold = pick_surveyed(revenue, certified, n_surveyed)
            revenue = scale_to_data(traits.size, goods, surveyed, total_revenue, output)
    world.sites.threshold[site] = threshold
    d = world.scenario.demography
    entrants = np.log(d.entrant_size) - 0.5 * d.entrant_size_sd**2
    older = float(np.mean(np.log(np.maximum(traits.size, 1e-9))))
    # Entrants are small: the rule looks at their size among entrants, or their types would drift.
    world.sites.tech_tilt[site], world.sites.tech_cut[site] = tilt, cut - tilt * (older - entrants)
    cells = site * world.n_sectors + np.arange(world.n_sectors)
    world.cells.mean_sales[cells] = np.where(
        fixed.goods, _mean_size(revenue, traits.size, goods), _mean_size(revenue, traits.size, ~goods)
    )
    _add_rows(world, site, ids, sector, traits, revenue, tech, certified, surveyed, many)


def _mean_size(revenue: Floats, size: Floats, of: Bools) -> float:
    """Reference sales: revenue over relative size."""
    return float(revenue[of].sum() / size[of].sum()) if of.any() else 0.0


def _add_rows(
    world: World,
    site: int,
    ids: Ids,
    sector: Ints,
    traits: Traits,
    revenue: Floats,
    tech: Bools,
    certified: Bools,
    surveyed: Bools,
    many: float,
) -> None:
    """Enter rows that stand for ``many`` firms each; ``revenue`` is that of one of them."""
    luck, revenue = world.luck, many * revenue
    n = len(ids)
    validity = world.scenario.certification.hte_validity
    left = np.floor(luck.uniform(Purpose.CERTIFICATION, ids, 0, 1) * validity).astype(np.int64)
    building, x, y = place_of_newborn(world, ids, np.full(n, site), sector)
    quarter_revenue = revenue / 4.0
    sticky = round(4 * world.scenario.demography.surveyed_sticky)
    world.firms.add(
        ids,
        {
            "home_city": world.sites.city[site], "weight": many, "site": site, "sector": sector,
            "niche": sector * 40 + (ids % np.uint64(40)).astype(np.int64),
            "building": building, "x": x, "y": y, "born": traits.born, "owner": traits.owner,
            "alpha": traits.alpha, "z": traits.z, "v": traits.v, "growth_type": traits.growth_type,
            "markup_taste": traits.markup_taste, "tech": new_positions(world, ids, sector),
            "tech_firm": tech.astype(np.int8), "rd_taste": traits.rd_taste,
            "ht_share": high_tech_share(tech, traits.ht_draw), "core_share": traits.core_share,
            "revenue": quarter_revenue, "demand": quarter_revenue, "expected": quarter_revenue,
            "capacity": world.scenario.production.capacity_slack * quarter_revenue,
            "revenue_past": np.repeat(quarter_revenue[:, None], 4, axis=1), "revenue_year": revenue,
            "operating_past": np.repeat((traits.operating * quarter_revenue)[:, None], 4, axis=1),
            "revenue_ends": traits.past, "cash": traits.cash * revenue, "rd_stock": traits.rd_stock, "b": 1.0,
            "export_reach": export_reach(world, ids),
            "certified_until": np.where(certified, left, -1),
            "surveyed": surveyed.astype(np.int8), "surveyed_until": np.where(surveyed, sticky, -1),
        },
    )  # fmt: skip
