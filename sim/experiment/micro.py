"""Rows of agents that a result keeps: firms, projects, universities and formal links, once a year or a quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.state.firms import Firms
from sim.state.knowledge import LinkKind, Projects, Universities
from sim.state.table import Table
from sim.world import World

FIRM_COLUMNS = (
    "id", "site", "sector", "home_city", "born", "birth", "owner", "moved_from", "x", "y", "a", "z", "v",
    "b", "unit_cost", "scale_gain", "learned", "hired_knowledge", "markup", "price", "tfp", "tfp_stat",
    "revenue", "revenue_year", "exports", "local_sales", "public_sales", "green", "materials", "wage_bill",
    "rent_bill",
    "tax_bill", "profit", "ordinary", "technical", "leading", "capital", "floor", "cash", "debt",
    "interest", "tech_firm", "rd_real_year", "rd_reported_year", "rd_stock", "rd_relabel",
    "technical_share", "ht_share", "patents", "outside_equity", "valuation", "round", "raised",
    "constrained", "certified_until", "tier", "gazelle", "unicorn", "surveyed", "mentored_until",
)  # fmt: skip
PROJECT_COLUMNS = (
    "id", "origin", "joint", "site", "sector", "field", "process", "stage", "trl", "stage_since", "started",
    "promise", "novelty", "coverage", "served", "funded", "granted", "spent", "patents",
)  # fmt: skip
UNIVERSITY_COLUMNS = ("id", "site", "x", "y", "quality", "elite", "transfer", "budget", "results")
COLUMNS: dict[str, tuple[type[Table], tuple[str, ...]]] = {
    "firms": (Firms, FIRM_COLUMNS),
    "projects": (Projects, PROJECT_COLUMNS),
    "universities": (Universities, UNIVERSITY_COLUMNS),
}
"""Columns kept of each population, as the state declares them."""

LINK_COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("-", "identity of the link"),
    "kind": (
        "code",
        "1 joint R&D, 2 supply, 3 university; informal contacts are only counted, in the metrics",
    ),
    "a": ("-", "identity of the firm"),
    "b": ("-", "identity of the other firm, or of the university in kind 3"),
    "site": ("name", "site of the firm"),
    "strength": ("-", "weight with which knowledge passes"),
    "metres": ("m", "distance when formed"),
    "since": ("quarter", "formed in"),
}
"""Columns of links.parquet: unit and meaning."""


def micro_rows(world: World) -> dict[str, pd.DataFrame]:
    """Rows of firms, projects and formal links as they stand: floats in single precision, sites by name."""
    frames = {name: _frame(world, getattr(world, name), columns) for name, (_, columns) in COLUMNS.items()}
    frames["links"] = _links(world)
    return frames


def named(world: World, frame: dict[str, Any]) -> dict[str, Any]:
    """Columns with sites and sectors by name, after quarter and year."""
    sites, sectors = np.array(world.fixed.site_names), np.array(world.fixed.sector_names)
    for column, names in (
        ("site", sites),
        ("origin_site", sites),
        ("destination", sites),
        ("sector", sectors),
    ):
        if column in frame:
            frame[column] = pd.Categorical.from_codes(
                np.asarray(frame[column], np.int64), categories=pd.Index(names.tolist())
            )
    return frame


def year_of(world: World, quarter: Any) -> Any:
    """Calendar year in which a quarter lies; quarter 0 closes the first year."""
    return world.scenario.run.start_year + (np.asarray(quarter) + 3) // 4


def _frame(world: World, table: Table, columns: tuple[str, ...]) -> pd.DataFrame:
    data: dict[str, Any] = {"quarter": np.full(len(table), world.quarter, np.int32)}
    data["year"] = year_of(world, data["quarter"]).astype(np.int32)
    for name in columns:
        values = getattr(table, name)
        data[name] = values.astype(np.float32) if values.dtype == np.float64 else values.copy()
    return pd.DataFrame(named(world, data))


def _links(world: World) -> pd.DataFrame:
    links, firms, universities = world.links, world.firms, world.universities
    kept = links.kind != LinkKind.INFORMAL
    a = firms.rows(links.a[kept])
    campus = links.kind[kept] == LinkKind.UNIVERSITY
    b_firm = firms.rows(np.where(campus, -1, links.b[kept]))
    b_university = universities.rows(np.where(campus, links.b[kept], -1))
    alive = (a >= 0) & np.where(campus, b_university >= 0, b_firm >= 0)
    a, b_firm, b_university, campus = a[alive], b_firm[alive], b_university[alive], campus[alive]
    other = np.zeros(len(a), np.uint64)
    other[campus] = universities.id[b_university[campus]]
    other[~campus] = firms.id[b_firm[~campus]]
    data: dict[str, Any] = {"quarter": np.full(len(a), world.quarter, np.int32)}
    data["year"] = year_of(world, data["quarter"]).astype(np.int32)
    data |= {"id": links.id[kept][alive], "kind": links.kind[kept][alive], "a": firms.id[a], "b": other}
    data["site"] = firms.site[a]
    data["strength"] = links.strength[kept][alive].astype(np.float32)
    data["metres"] = links.metres[kept][alive].astype(np.float32)
    data["since"] = links.since[kept][alive]
    return pd.DataFrame(named(world, data))
