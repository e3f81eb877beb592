"""Research, projects, patents, ties, and what universities hand over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.evidence.estimators import research, sizes
from sim.evidence.estimators.networks import Graph
from sim.evidence.estimators.productivity import spillover_of_hires
from sim.evidence.measures.firms import FIVE, mean_over, park_years
from sim.evidence.measures.number import NAN, Number, Pooled, Volumes
from sim.evidence.panel import YEAR, Panel
from sim.scenario.schema import Scenario
from sim.state.knowledge import Origin

GATES = ((0.0, 50.0, 0.05), (50.0, 200.0, 0.04), (200.0, np.inf, 0.03))
"""Revenue classes (m¥) and the R&D share that a high-tech certificate asks of each."""
SETTLED = 2
"""Years that runs without local spillovers take to come apart from the whole one."""


def rd_size(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Elasticity of R&D to sales among performers, and among the surveyed ones."""
    found: dict[str, list[float]] = {"elasticity": [], "surveyed": []}
    for rows in park_years(panel).values():
        does = (rows["rd_reported_year"] > 0) & (rows["revenue_year"] > 0)
        for name, chosen in (("elasticity", does), ("surveyed", does & (rows["surveyed"] == 1))):
            of = rows[chosen]
            spent, sold = of["rd_reported_year"].to_numpy(), of["revenue_year"].to_numpy()
            found[name].append(research.elasticity(spent, sold, of["sector"].to_numpy().astype(np.int64)))
    return {name: mean_over(each) for name, each in found.items()}


def rd_participation(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Logit slope of doing R&D on ln sales."""
    found = []
    for rows in park_years(panel).values():
        rows = rows[rows["revenue_year"] > 0]
        found.append(
            research.logit_slope(
                rows["rd_reported_year"].to_numpy() > 0,
                np.log(rows["revenue_year"].to_numpy()),
                rows["sector"].to_numpy().astype(np.int64),
            )
        )
    return {"slope": mean_over(found)}


def rd_intensity(panel: Panel, _: Scenario) -> dict[str, Number]:
    """R&D over revenue of surveyed firms, all quarters."""
    totals = panel.totals[panel.totals["quarter"] > 0]
    return {"share": float(totals["panel_rd"].sum() / totals["panel_revenue"].sum())}


def bunching(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Excess and missing mass about the gates, mean over size classes."""
    rows = pd.concat(list(park_years(panel).values()))
    rows = rows[(rows["revenue_year"] > 0) & (rows["rd_reported_year"] > 0)]
    sales, share = (
        rows["revenue_year"].to_numpy(),
        (rows["rd_reported_year"] / rows["revenue_year"]).to_numpy(),
    )
    found = [
        research.excess_mass(share[(sales > low) & (sales <= high)], gate, 0.005) for low, high, gate in GATES
    ]
    return {
        "excess": mean_over([above for above, _ in found]),
        "hole": mean_over([below for _, below in found]),
        "excess_large": found[-1][0],
    }


def patent_value(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Tail and concentration of revenue a patent."""
    done = _patented(panel)
    held = done["patents"].round().astype(int)
    value = np.repeat((done["value"] / done["patents"]).to_numpy(), held)
    return {"exponent": sizes.hill(value, 0.05), "top_tenth": sizes.share_of_top(value, 0.1)}


def patent_use(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Shares of patents that come into use, by who holds them."""
    ended = panel.projects[(panel.projects["site"] == panel.focal) & ~panel.projects["orphan"]]
    own, theirs = ended[ended["origin"] == Origin.FIRM], ended[ended["origin"] == Origin.UNIVERSITY]
    below = float(panel.totals.loc[panel.totals["quarter"] > 0, "strategic_patents"].sum())
    with_status, without = (_used(own[own["certified"] == held]) for held in (True, False))
    shared, alone = (_used(theirs[theirs["shared"] == held]) for held in (True, False))
    firm = _used(own)
    return {
        "firms": Pooled(firm.top, firm.bottom + below),
        "certified_gap": with_status.value - without.value,
        "universities": _used(theirs),
        "joint_over_alone": Pooled(shared.top, shared.bottom, alone.top, alone.bottom),
    }


def joint_premium(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Revenue a patent of projects that firm and university own together over those of firms alone, less one.

    A result that a firm bought belongs to one owner, so it counts on neither side. All sites: the figure is
    of a country.
    """
    done = panel.successes[(panel.successes["patents"] > 0) & (panel.successes["value"] > 0)]
    shared = panel.projects.set_index("id")["shared"].reindex(done["project"]).fillna(False).to_numpy(bool)
    own, academic = done["origin"] == Origin.FIRM, done["origin"] == Origin.UNIVERSITY
    together = (academic & shared) | (own & (done["joint"] == 1))
    sums = [
        (float(part["value"].sum()), float(part["patents"].sum()))
        for part in (done[together], done[own & (done["joint"] == 0)])
    ]
    return {"premium": Pooled(*sums[0], *sums[1], less=1.0)}


def network(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Degree, clustering and giant component of joint research over the last five years."""
    recent = panel.ties[panel.ties["since"] > panel.quarters - FIVE]
    if recent.empty:
        return {"degree": NAN, "clustering": NAN, "giant": NAN}
    graph = Graph.of(recent["a"].to_numpy(), recent["b"].to_numpy())
    return {
        "degree": graph.mean_degree(), "clustering": graph.clustering_over_random(), "giant": graph.giant(),
    }  # fmt: skip


def mobility_spillover(panel: Panel, _: Scenario) -> dict[str, Number]:
    """What hires add to the park's efficiency over what everybody nearby adds, from runs without either."""
    levels = panel.levels.iloc[SETTLED:]
    return {
        "share": Pooled(*spillover_of_hires(*(levels[k].to_numpy() for k in ("whole", "no_hires", "alone"))))
    }


def transfer_local(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Share of the park's university licences that go to firms of the city."""
    here = panel.transfers[panel.transfers["site"] == panel.focal]
    return {"share": Pooled(float(here["local"].sum()), float(len(here)))}


def deal_value_volume(panel: Panel, _: Scenario) -> dict[str, Number]:
    """Elasticity of the mean licence fee to the number of licences, by year."""
    rows = panel.totals[panel.totals["quarter"] > 0]
    years = rows.groupby((rows["quarter"] - 1) // YEAR)[["licences", "licence_fees"]].sum()
    return {"elasticity": Volumes(*(tuple(years[k].astype(float)) for k in ("licences", "licence_fees")))}


def _patented(panel: Panel) -> pd.DataFrame:
    done = panel.successes
    return done[(done["site"] == panel.focal) & (done["patents"] > 0) & (done["value"] > 0)]


def _used(ended: pd.DataFrame) -> Pooled:
    return Pooled(float(ended.loc[ended["sold"], "patents"].sum()), float(ended["patents"].sum()))


MEASURES = {
    "B13": rd_size, "B14": rd_participation, "B15": rd_intensity, "B16": bunching, "B18": patent_value,
    "B19": patent_use, "B20": joint_premium, "B21": network, "B37": mobility_spillover,
    "B38": transfer_local, "B39": deal_value_volume,
}  # fmt: skip
