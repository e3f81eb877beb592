"""Firms: sizes, growth, lives, productivity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.evidence.estimators import lives, productivity, sizes
from sim.evidence.measures.number import NAN, Number, Pooled
from sim.evidence.panel import AGES, YEAR, Panel
from sim.scenario.schema import Scenario
from sim.state.table import Floats, Ints

FIVE = 20
"""Quarters of five years."""
SIZE_EDGES = np.array([20.0, 50.0, 100.0, 250.0, 500.0, 1000.0])
"""Lower edges of bins of staff."""
BASE = 1
"""The bin that others are compared with."""
AGE_EDGES = np.array([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0])


def park_years(panel: Panel, first: int = YEAR) -> dict[int, pd.DataFrame]:
    """Rows of the focal park's firms by quarter, from quarter ``first`` on."""
    rows = panel.firms[(panel.firms["site"] == panel.focal) & (panel.firms["quarter"] >= first)]
    quarters = rows["quarter"].to_numpy()
    return {int(q): rows[quarters == q].reset_index(drop=True) for q in np.unique(quarters)}


def last_year(panel: Panel) -> pd.DataFrame:
    """Rows of the focal park's firms in the last year kept."""
    years = park_years(panel, 0)
    return years[max(years)]


def place_in(later: pd.DataFrame, earlier: pd.DataFrame) -> Ints:
    """For each row of ``earlier`` its place in ``later`` by identity, -1 if it is gone."""
    index = pd.Index(later["id"])
    return np.asarray(index.get_indexer(pd.Index(earlier["id"])), np.int64)


def pairs(panel: Panel, apart: int) -> Iterator[tuple[int, pd.DataFrame, pd.DataFrame]]:
    """Years ``apart`` quarters apart: first quarter, rows then, rows later."""
    years = park_years(panel, 0)
    for quarter, rows in years.items():
        if quarter + apart in years:
            yield quarter, rows, years[quarter + apart]


def mean_over(values: list[float]) -> float:
    """Mean of the values that are numbers; NaN if none is."""
    held = [v for v in values if np.isfinite(v)]
    return float(np.mean(held)) if held else NAN


def size_tail(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Exponent of the tail of staff."""
    years = park_years(panel).values()
    return {"exponent": mean_over([sizes.tail_exponent(rows["staff"].to_numpy()) for rows in years])}


def growth_rates(panel: Panel) -> tuple[Floats, Floats]:
    """Base-year sales and growth of ln sales less the mean of year and sector, of firms there all of both."""
    size: list[Floats] = []
    growth: list[Floats] = []
    for quarter, before, after in pairs(panel, YEAR):
        at = place_in(after, before)
        sold = before["revenue_year"].to_numpy()
        later = np.where(at >= 0, after["revenue_year"].to_numpy()[at], 0.0)
        kept = (at >= 0) & (before["born"].to_numpy() <= quarter - YEAR) & (sold > 0) & (later > 0)
        change = np.log(later[kept] / sold[kept])
        size.append(sold[kept])
        growth.append(sizes.demeaned(change, before["sector"].to_numpy()[kept].astype(np.int64)))
    return np.concatenate(size), np.concatenate(growth)


def growth_shape(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Subbotin shape and kurtosis of growth."""
    growth = growth_rates(panel)[1]
    return {"shape": sizes.subbotin_shape(growth), "kurtosis": sizes.kurtosis(growth)}


def size_variance(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Slope of the spread of growth on size."""
    return {"slope": sizes.size_variance_slope(*growth_rates(panel))}


def life_table(panel: Panel) -> tuple[Floats, Floats]:
    """Firms at risk and deaths by age in quarters, all quarters pooled: two f64[ages]."""
    table = panel.lives.groupby("age")[["exposed", "died"]].sum().reindex(range(AGES), fill_value=0)
    return table["exposed"].to_numpy(np.float64), table["died"].to_numpy(np.float64)


def hazard_hump(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Shape of exit hazards by age."""
    exposed, died = life_table(panel)
    h = lives.yearly_hazards(exposed, died, 7)
    late = lives.pooled_hazard(exposed, died, 8)
    return {
        "peak": float(np.argmax(h) + 1),
        "first_over_third": float(h[0] / h[2]) if h[2] > 0 else NAN,
        "rise_1_2": float(h[1] - h[0]),
        "rise_2_3": float(h[2] - h[1]),
        "late_below": float(h[2] - late),
    }


def survival_5y(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Five-year survival."""
    return {"survival": lives.survival(*life_table(panel), years=5)}


def young_share(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Share of firms under five years."""
    young = [float(np.mean(quarter - rows["born"] < FIVE)) for quarter, rows in park_years(panel).items()]
    return {"share": mean_over(young)}


def gibrat(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Coefficients of size bins on growth of staff, given age."""
    growth, size, age = staff_growth(panel)
    names = [f"from_{low:.0f}" for k, low in enumerate(SIZE_EDGES) if k != BASE]
    if len(growth) < 50:
        return dict.fromkeys(names, NAN)
    size_bin = np.searchsorted(SIZE_EDGES, size, side="right") - 1
    age_bin = np.searchsorted(AGE_EDGES, age, side="right")
    found = np.full(len(SIZE_EDGES), np.nan)
    found[: size_bin.max() + 1] = sizes.growth_by_size(growth, size_bin, age_bin, size, base=BASE)
    return dict(zip(names, np.delete(found, BASE).tolist(), strict=True))


def staff_growth(panel: Panel) -> tuple[Floats, Floats, Floats]:
    """Growth of staff, mean staff and age in years of survivors whose mean staff is 20 or more."""
    growth: list[Floats] = []
    size: list[Floats] = []
    age: list[Floats] = []
    for quarter, before, after in pairs(panel, YEAR):
        at = place_in(after, before)
        stays = at >= 0
        first, last = before["staff"].to_numpy()[stays], after["staff"].to_numpy()[at[stays]]
        mean = 0.5 * (first + last)
        kept = mean >= SIZE_EDGES[0]
        growth.append(sizes.dhs_growth(first, last)[kept])
        size.append(mean[kept])
        age.append((quarter - before["born"].to_numpy()[stays][kept]) / YEAR)
    return np.concatenate(growth), np.concatenate(size), np.concatenate(age)


def tfp_dispersion(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Spread of TFP residuals within sectors, of value added and of gross output."""
    found: dict[str, Number] = {}
    for name, column in (("value_added", "tfp_value_added"), ("gross_output", "tfp_stat")):
        spreads = []
        for quarter, rows in park_years(panel).items():
            grown = rows[(quarter - rows["born"] >= YEAR) & rows[column].notna()]
            sector = grown["sector"].to_numpy().astype(np.int64)
            spreads.append(productivity.log_90_10(grown[column].to_numpy(), sector))
        found[name] = mean_over(spreads)
    return found


def tfp_persistence(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Share of the top fifth of TFP that is there after five years."""
    found = []
    for _quarter, before, after in pairs(panel, FIVE):
        sector, later = (rows["sector"].to_numpy().astype(np.int64) for rows in (before, after))
        tfp, tfp_later = before["tfp_stat"].to_numpy(), after["tfp_stat"].to_numpy()
        found.append(productivity.top_fifth_stays(tfp, tfp_later, sector, later, place_in(after, before)))
    return {"stays": mean_over(found)}


def net_entry(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Share of net entry in TFP growth over five years."""
    outside = scenario.production.tfp_incumb * FIVE / YEAR
    tops, changes = [], []
    for _quarter, before, after in pairs(panel, FIVE):
        before, after = (rows[rows["revenue_year"] > 0].reset_index(drop=True) for rows in (before, after))
        level = before.groupby("sector")["tfp_stat"].mean()
        after = after[after["sector"].isin(level.index)].reset_index(drop=True)
        tfp = [(rows["tfp_stat"] - rows["sector"].map(level)).to_numpy() for rows in (before, after)]
        share = [(rows["revenue_year"] / rows["revenue_year"].sum()).to_numpy() for rows in (before, after)]
        entry, change = productivity.net_entry(
            tfp[0], share[0], tfp[1] + outside, share[1], place_in(after, before)
        )
        tops.append(entry)
        changes.append(change)
    return {"share": Pooled(float(np.sum(tops)), float(np.sum(changes)))}


MEASURES = {
    "B1": size_tail, "B2": growth_shape, "B4": size_variance, "B6": hazard_hump, "B7": survival_5y,
    "B8": young_share, "B9": gibrat, "B11a": tfp_dispersion, "B11b": tfp_persistence, "B12": net_entry,
}  # fmt: skip
