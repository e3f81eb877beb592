"""The park as statistics see it: ranks, ratios, wages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.evidence.measures.firms import park_years
from sim.evidence.measures.number import NAN, Number, Pooled
from sim.evidence.panel import YEAR, Panel
from sim.scenario.schema import Scenario
from sim.state.firms import Tier

SOFTWARE = "SW"


def tier_pyramid(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Specialised firms and little giants a hundred innovative ones, over all years."""
    tier = pd.concat(list(park_years(panel).values()))["tier"].to_numpy()
    innovative, specialised, giants = (
        float(np.sum(tier >= rank)) for rank in (Tier.INNOVATIVE_SME, Tier.SPECIALISED, Tier.LITTLE_GIANT)
    )
    return {
        "specialised": Pooled(100.0 * specialised, innovative),
        "giants": Pooled(100.0 * giants, innovative),
    }


def giant_profile(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Staff, age and standing of little giants, over all years; they are ranked by sales of their main product."""
    rows = panel.firms[panel.firms["quarter"] >= YEAR]
    names = [city.name for city in scenario.cities]
    city = np.array([names.index(site.city) for site in scenario.sites])
    rows = rows.assign(city=city[rows["site"].to_numpy()], main=rows["core_share"] * rows["revenue_year"])
    best = rows.groupby(["quarter", "city", "niche"])["main"].transform("max")
    giant = (rows["tier"] >= Tier.LITTLE_GIANT) & (rows["site"] == panel.focal)
    if not giant.any():
        return dict.fromkeys(("staff", "age", "first", "old"), NAN)
    age = (rows["quarter"] - rows["born"])[giant] / YEAR
    n = float(giant.sum())
    return {
        "staff": float(rows.loc[giant, "staff"].median()),
        "age": float(age.median()),
        "first": Pooled(float((rows["main"] >= best)[giant].sum()), n),
        "old": Pooled(float((age > 10.0).sum()), n),
    }


def revenue_per_worker(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Revenue a year over staff of surveyed firms, at the real wages of quarter 0."""
    totals = _quarters(panel)
    trend = np.exp(scenario.labour.wage_growth * totals["quarter"] / YEAR)
    return {"level": float(YEAR * (totals["panel_revenue"] / trend).sum() / totals["panel_staff"].sum())}


def margin_tax(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Profit over revenue of surveyed firms, taxes over revenue of all."""
    totals = _quarters(panel)
    return {
        "margin": float(totals["panel_profit"].sum() / totals["panel_revenue"].sum()),
        "tax": float(totals["tax"].sum() / totals["revenue"].sum()),
    }


def export_share(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Exports over revenue of surveyed firms."""
    totals = _quarters(panel)
    return {"share": float(totals["panel_exports"].sum() / totals["panel_revenue"].sum())}


def wage_premium(panel: Panel, scenario: Scenario) -> dict[str, Number]:
    """Payroll a head of software over that of all firms, last year."""
    if SOFTWARE not in scenario.sector_names:
        return {"ratio": NAN}
    rows = panel.firms[panel.firms["quarter"] == panel.firms["quarter"].max()]
    software = rows[rows["sector"] == scenario.sector_names.index(SOFTWARE)]
    own, every = (Pooled(float(r["wage_bill"].sum()), float(r["staff"].sum())) for r in (software, rows))
    return {"ratio": Pooled(own.top, own.bottom, every.top, every.bottom)}


def _quarters(panel: Panel) -> pd.DataFrame:
    return panel.totals[panel.totals["quarter"] > 0]


MEASURES = {
    "B25": tier_pyramid, "B26": giant_profile, "B27": revenue_per_worker, "B28": margin_tax,
    "B29": export_share, "B30": wage_premium,
}  # fmt: skip
