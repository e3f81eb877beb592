"""From what the observer recorded to tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.micro import named, year_of
from sim.metrics import columns_of
from sim.world import World

DEAL_COLUMNS: dict[str, tuple[str, str]] = {
    "site": ("name", "site of the firm"),
    "fund": ("-", "identity of the fund"),
    "fund_kind": ("code", "0 angel, 1 venture, 2 growth, 3 guidance, 4 bank"),
    "firm": ("-", "identity of the firm"),
    "round": ("index", "0 seed, 1 A, 2 B, 3 and more later"),
    "ticket": ("m¥", "money that the fund paid"),
    "post": ("m¥", "value of the firm after the round"),
    "share": ("share", "share of the firm that it bought"),
}
MOVE_COLUMNS: dict[str, tuple[str, str]] = {
    "firm": ("-", "identity of the firm"),
    "origin_site": ("name", "site that it left"),
    "destination": ("name", "site that it came to"),
    "sector": ("name", "sector of the firm"),
    "revenue_year": ("m¥/year", "its revenue, trailing year"),
}
EVENT_COLUMNS: dict[str, tuple[str, str]] = {
    "kind": ("name", "birth_..., death_..., success (a project reached the market) or stake_sale"),
    "firm": ("-", "identity of the firm"),
    "site": ("name", "site of the event"),
    "sector": ("name", "sector, empty where the event has none"),
    "amount": ("m¥", "revenue a year of the firm born or dead, value of the success, price of the stake"),
}
LEDGER_COLUMNS: dict[str, tuple[str, str]] = {
    "payer": ("name", "sector that pays"),
    "payee": ("name", "sector that receives"),
    "kind": ("name", "kind of payment"),
    "site": ("name", "site, empty where the payment has none"),
    "amount": ("m¥", "amount this quarter, scaled to the whole where a sample was run"),
}
_OTHER_EVENTS = {"successes": ("success", "value"), "stake_sales": ("stake_sale", "price")}


def site_table(world: World) -> pd.DataFrame:
    """A row a quarter and site."""
    return _panel(world, "sites", ())


def sector_table(world: World) -> pd.DataFrame:
    """A row a quarter, site and sector."""
    return _panel(world, "sectors", world.fixed.sector_names)


def ledger_table(world: World) -> pd.DataFrame:
    """A row a quarter, kind of payment and site."""
    assert world.observer is not None
    names = {i: name for i, name in enumerate(world.fixed.site_names)}
    rows = world.observer.journal
    quarter = np.array([row[0] for row in rows], np.int32)
    frame = pd.DataFrame({"quarter": quarter, "year": year_of(world, quarter).astype(np.int32)})
    for column, at in (("payer", 1), ("payee", 2), ("kind", 3)):
        frame[column] = pd.Categorical([row[at] for row in rows])
    frame["site"] = pd.Categorical([names.get(row[4]) for row in rows], categories=list(names.values()))
    frame["amount"] = [row[5] for row in rows]
    return frame


def event_tables(world: World) -> dict[str, pd.DataFrame]:
    """Deals, moves and events, a row each."""
    assert world.observer is not None
    kept = world.observer.events
    moves = [{**rows, "origin_site": rows["origin"]} for rows in kept.get("moves", [])]
    events = [{**rows, "amount": rows["revenue_year"]} for rows in kept.get("events", [])]
    for file, (kind, amount) in _OTHER_EVENTS.items():
        for rows in kept.get(file, []):
            events.append({**rows, "kind": np.full(len(rows["firm"]), kind), "amount": rows[amount]})
            events[-1].setdefault("quarter", np.full(len(rows["firm"]), -1))
            events[-1].setdefault("sector", np.full(len(rows["firm"]), -1))
    return {
        "deals": _rows(world, kept.get("deals", []), DEAL_COLUMNS),
        "moves": _rows(world, moves, MOVE_COLUMNS),
        "events": _rows(world, events, EVENT_COLUMNS),
    }


def _panel(world: World, table: str, sectors: tuple[str, ...]) -> pd.DataFrame:
    assert world.observer is not None
    records = getattr(world.observer, table)
    quarter = np.array(world.observer.quarters, np.int32)
    sites = list(world.fixed.site_names)
    n = len(sites) * max(len(sectors), 1)
    data: dict[str, Any] = {"quarter": np.repeat(quarter, n)}
    data["year"] = year_of(world, data["quarter"]).astype(np.int32)
    site = np.repeat(np.arange(len(sites)), n // len(sites))
    data["site"] = pd.Categorical.from_codes(np.tile(site, len(quarter)), categories=pd.Index(sites))
    if sectors:
        code = np.tile(np.arange(len(sectors)), len(sites) * len(quarter))
        data["sector"] = pd.Categorical.from_codes(code, categories=pd.Index(list(sectors)))
    for name in columns_of(table):
        data[name] = np.concatenate([record[name] for record in records])
    return pd.DataFrame(data)


def _rows(world: World, chunks: list[dict[str, Any]], columns: dict[str, tuple[str, str]]) -> pd.DataFrame:
    data: dict[str, Any] = {}
    for name in ("quarter", *columns):
        parts = [np.asarray(chunk[name]) for chunk in chunks if len(chunk["firm"])]
        data[name] = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    data["quarter"] = data["quarter"].astype(np.int32)
    data = {"quarter": data["quarter"], "year": year_of(world, data["quarter"]).astype(np.int32), **data}
    if "kind" in data:
        data["kind"] = pd.Categorical(data["kind"].astype(str))
    return pd.DataFrame(named(world, data)).sort_values("quarter", kind="stable", ignore_index=True)
