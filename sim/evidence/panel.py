"""What a run leaves for the facts: rows of firms by year, and everything that happened between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.store import whole_folder
from sim.model import ParkModel
from sim.quarter.collaboration.contacts import positions
from sim.quarter.market.costs import cost_shares
from sim.quarter.market.demand import number_growth
from sim.quarter.observe import observe
from sim.scenario.schema import Scenario
from sim.state.knowledge import Leave, LinkKind, Origin
from sim.state.table import Bools, Floats
from sim.world import World

YEAR = 4
AGES = 160
"""Ages in quarters of the life table; older firms count as that old."""

FIRM_COLUMNS = (
    "id", "site", "sector", "niche", "building", "x", "y", "born", "revenue_year", "tfp_stat",
    "rd_reported_year", "rd_real_year", "wage_bill", "tier", "surveyed", "mentored_until",
    "certified_until", "core_share",
)  # fmt: skip

ARMS: dict[str, dict[str, float]] = {
    "no_hires": {"talent.hire_transfer": 0.0},
    "alone": {"talent.hire_transfer": 0.0, "effects.network": 0.0, "effects.scale": 0.0},
}
"""Runs beside the whole one, by settings: hires carry nothing; nobody nearby makes a firm more productive."""
ARM_QUARTERS = 24
"""Quarters for which they are run: what is learned fades in four years, so that levels have settled by then."""


WRITTEN = {
    "deals": ("quarter", "site", "fund", "fund_kind", "firm", "round", "ticket", "post", "share"),
    "stake_sales": ("quarter", "site", "fund", "firm", "round", "since", "cost", "price"),
    "successes": ("project", "firm", "site", "sector", "origin", "joint", "started", "patents", "value"),
}
"""Tables that the run itself writes, and what they hold."""


@dataclass
class Panel:
    """Tables of one run; sites by number, ``focal`` is the park that the facts are about. Money in m¥.

    ``firms``: a row a trading firm and year. ``lives``: firms at risk and deaths of the focal park by quarter
    and age. ``deals``, ``stake_sales``, ``successes``: as the run wrote them. ``exits``: firms sold or
    listed. ``projects``: projects that ended, how, and the state of their owner. ``transfers``: results
    licensed by universities. ``ties``: joint research of firms, by the quarter it began. ``totals``: a row a
    quarter. ``levels``: mean ln efficiency of the park's firms by year, of the run and of its :data:`ARMS`.
    ``contacts`` and ``desks``: informal contacts and places (m) of the park's firms, last quarter.
    """

    firms: pd.DataFrame
    lives: pd.DataFrame
    deals: pd.DataFrame
    stake_sales: pd.DataFrame
    successes: pd.DataFrame
    exits: pd.DataFrame
    projects: pd.DataFrame
    transfers: pd.DataFrame
    ties: pd.DataFrame
    totals: pd.DataFrame
    levels: pd.DataFrame
    contacts: pd.DataFrame
    desks: pd.DataFrame
    focal: int
    quarters: int
    sample: float

    def save(self, directory: Path) -> Path:
        """Write the tables into a folder, whole or not at all."""
        with whole_folder(directory) as folder:
            for name, table in self.tables().items():
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
            about = pd.DataFrame(
                {"focal": [self.focal], "quarters": [self.quarters], "sample": [self.sample]}
            )
            about.to_parquet(folder / "about.parquet", index=False)
        return directory

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type == "pd.DataFrame"}


def open_panel(directory: Path) -> Panel:
    """Read a panel back. Raises OSError if a file is missing."""
    names = [f.name for f in fields(Panel) if f.type == "pd.DataFrame"]
    tables = {name: pd.read_parquet(directory / f"{name}.parquet") for name in names}
    about = pd.read_parquet(directory / "about.parquet").iloc[0]
    return Panel(
        **tables, focal=int(about["focal"]), quarters=int(about["quarters"]), sample=float(about["sample"])
    )


def focal_site(scenario: Scenario) -> int:
    """Number of the park that facts are about: the first site that is not a hinterland."""
    return next((i for i, site in enumerate(scenario.sites) if site.kind != "hinterland"), 0)


def collect(
    scenario: Scenario, seed: int, quarters: int, advance: Callable[[int, int], None] | None = None
) -> Panel:
    """Run a scenario and its arms for ``quarters`` and keep what the facts need. Raises what the model raises."""
    model = ParkModel(scenario, seed=seed, **{"run.quarters": quarters})
    if model.world.observer is None:
        observe(model.world)
    focal = focal_site(scenario)
    notes = _Notes(model.world, focal)
    while model.running:
        notes.before(model.world)
        model.step()
        notes.after(model.world)
        if advance is not None:
            advance(model.world.quarter, quarters)
    lasts = min(quarters, ARM_QUARTERS)
    arms = {name: _levels(scenario, seed, lasts, focal, changes) for name, changes in ARMS.items()}
    return notes.panel(model.world, arms)


def _levels(
    scenario: Scenario, seed: int, quarters: int, focal: int, changes: dict[str, float]
) -> list[float]:
    """Mean ln efficiency of the park's firms at the end of each year of a run under other settings."""
    settings: dict[str, Any] = {"run.quarters": quarters, **changes}
    model = ParkModel(scenario, seed=seed, **settings)
    levels = []
    while model.running:
        model.step()
        if model.world.quarter % YEAR == 0:
            levels.append(efficiency_level(model.world, focal))
    return levels


def efficiency_level(world: World, site: int) -> float:
    """Mean of ln efficiency with gains from scale over the trading firms of a site."""
    firms = world.firms
    here = world.trading() & (firms.site == site)
    return float(np.mean((firms.a + firms.scale_gain)[here])) if here.any() else float("nan")


class _Notes:
    """What has been kept of a run so far."""

    def __init__(self, world: World, focal: int) -> None:
        self.focal = focal
        self.demand = self.number_trend = 1.0
        self.sold: Floats = np.zeros(world.n_sectors)
        self.grown: tuple[Floats, Floats] = (self.sold, self.sold)
        self.reported: list[pd.Series] = []
        self.levels: list[float] = []
        self.rows: dict[str, list[pd.DataFrame]] = {
            name: [] for name in ("firms", "lives", "exits", "projects", "transfers", "ties", "totals")
        }
        self._keep_ties(world, started=False)
        self._keep_year(world)
        self._keep_totals(world)

    def before(self, world: World) -> None:
        """Remember who lives and what is under way before a quarter."""
        firms, projects = world.firms, world.projects
        here = world.trading() & (firms.site == self.focal)
        self.ages = np.minimum(world.quarter - firms.born[here], AGES - 1)
        self.rounds = pd.Series(firms.round.copy(), index=firms.id.copy())
        owner = firms.rows(projects.owner)
        certified = np.append(firms.certified_until >= world.quarter, False)
        self.underway = pd.DataFrame({
            "id": projects.id.copy(), "site": projects.site.copy(), "origin": projects.origin.copy(),
            "joint": projects.joint.copy(), "shared": projects.partner >= 0,
            "patents": projects.patents.copy(),
            "owned": projects.owner >= 0, "certified": certified[owner], "owner": projects.owner.copy(),
        })  # fmt: skip

    def after(self, world: World) -> None:
        """Keep what the quarter brought."""
        self.reported.append(pd.Series(world.firms.rd_reported.copy(), index=world.firms.id.copy()))
        self._keep_lives(world)
        self._keep_exits(world)
        self._keep_projects(world)
        self._keep_ties(world, started=True)
        self._keep_totals(world)
        if world.quarter % YEAR == 0:
            self._keep_year(world)
            self.levels.append(efficiency_level(world, self.focal))

    def panel(self, world: World, arms: dict[str, list[float]]) -> Panel:
        """Everything kept, as tables; ``arms`` are the yearly levels of the runs beside."""
        assert world.observer is not None
        events = world.observer.events
        written = {name: rows_of(events.get(name, []), columns) for name, columns in WRITTEN.items()}
        own = {name: pd.concat(parts, ignore_index=True) for name, parts in self.rows.items()}
        years = min(map(len, arms.values()))
        levels = pd.DataFrame({"whole": self.levels[:years], **arms})
        last = {
            "levels": levels,
            "contacts": _contacts(world, self.focal),
            "desks": _desks(world, self.focal),
        }
        return Panel(**own, **written, **last, focal=self.focal, quarters=world.quarter, sample=world.sample)

    def _keep_year(self, world: World) -> None:
        firms, who = world.firms, world.trading()
        frame = pd.DataFrame({name: getattr(firms, name)[who] for name in FIRM_COLUMNS})
        frame["tfp_value_added"] = value_added_residual(world)[who]
        frame["staff"] = (firms.ordinary + firms.technical + firms.leading)[who]
        if self.reported:
            # Of the same four quarters as sales: firms themselves remember a longer, fading year.
            spent = [part.reindex(frame["id"]).fillna(0.0).to_numpy() for part in self.reported[-YEAR:]]
            frame["rd_reported_year"] = np.sum(spent, axis=0)
            self.reported = []
        frame.insert(0, "quarter", np.int32(world.quarter))
        self.rows["firms"].append(frame)

    def _keep_lives(self, world: World) -> None:
        exposed = np.bincount(self.ages, minlength=AGES)
        died = np.zeros(AGES, np.int64)
        for rows in world.happenings.rows.get("events", []):
            dead = np.char.startswith(np.asarray(rows["kind"], str), "death_")
            here = dead & (np.asarray(rows["site"]) == self.focal)
            age = world.quarter - 1 - np.asarray(rows["born"])[here]
            died += np.bincount(np.clip(age, 0, AGES - 1).astype(np.int64), minlength=AGES)
        self.rows["lives"].append(
            pd.DataFrame({"quarter": world.quarter, "age": np.arange(AGES), "exposed": exposed, "died": died})
        )

    def _keep_exits(self, world: World) -> None:
        firms = world.firms
        out = firms.round == 9
        before = self.rounds.reindex(firms.id[out]).to_numpy()
        new = out.nonzero()[0][before != 9]
        self.rows["exits"].append(
            pd.DataFrame({"quarter": world.quarter, "firm": firms.id[new], "site": firms.site[new]})
        )

    def _keep_projects(self, world: World) -> None:
        projects, t = world.projects, world.quarter
        ended = self.underway[~np.isin(self.underway["id"], projects.id)].copy()
        sold = [np.asarray(rows["project"]) for rows in world.happenings.rows.get("successes", [])]
        ended["sold"] = np.isin(ended["id"], np.concatenate(sold) if sold else np.zeros(0, np.uint64))
        ended["orphan"] = ended["owned"] & (world.firms.rows(ended["owner"].to_numpy()) < 0)
        ended["quarter"] = np.int32(t)
        self.rows["projects"].append(ended.drop(columns="owner"))
        left = np.flatnonzero((projects.leaves == Leave.LICENSED) & (projects.origin == Origin.UNIVERSITY))
        host, firm = (
            world.universities.rows(projects.university[left]),
            world.firms.rows(projects.owner[left]),
        )
        city = world.sites.city
        local = city[world.universities.site[host]] == city[world.firms.site[firm]]
        self.rows["transfers"].append(
            pd.DataFrame({"quarter": np.full(len(left), t), "site": world.universities.site[host],
                          "local": local & (firm >= 0)})
        )  # fmt: skip

    def _keep_ties(self, world: World, started: bool) -> None:
        links, firms = world.links, world.firms
        kept = links.kind == LinkKind.JOINT_RD
        if started:
            kept &= links.since == world.quarter
        a, b = firms.rows(links.a[kept]), firms.rows(links.b[kept])
        alive = (a >= 0) & (b >= 0)
        self.rows["ties"].append(
            pd.DataFrame({
                "since": links.since[kept][alive], "a": firms.id[a[alive]], "b": firms.id[b[alive]],
                "site_a": firms.site[a[alive]], "site_b": firms.site[b[alive]],
            })
        )  # fmt: skip

    def _chain_demand(self, world: World, here: Bools) -> None:
        """Demand that the park faces and the trend of sellers' numbers, chained by its sales of the quarter
        before: with the sectors of quarter 0 for weights, the smallest and fastest would come to rule."""
        n = world.n_sectors
        now = world.sectors.growth[:n].copy(), number_growth(world)[:n].copy()
        if world.quarter > 0:
            self.demand *= float((self.sold * now[0] / self.grown[0]).sum())
            self.number_trend *= float((self.sold * now[1] / self.grown[1]).sum())
        sold = np.bincount(world.firms.sector[here], world.firms.revenue[here], n)
        self.sold = sold / sold.sum() if sold.sum() > 0 else np.full(n, 1.0 / n)
        self.grown = now

    def _keep_totals(self, world: World) -> None:
        firms, p = world.firms, self.focal
        here = firms.site == p
        panel = here & (firms.surveyed == 1)
        staff = firms.ordinary + firms.technical + firms.leading
        self._chain_demand(world, here)
        row: dict[str, Any] = {
            "quarter": world.quarter,
            "firms": int((world.trading() & here).sum()),
            "surveyed": int(panel.sum()),
            "demand": self.demand,
            "number_trend": self.number_trend,
            "revenue": float(firms.revenue[here].sum()),
            "exports": float(firms.exports[here].sum()),
            "profit": float(firms.profit[here].sum()),
            "panel_revenue": float(firms.revenue[panel].sum()),
            "panel_profit": float(firms.profit[panel].sum()),
            "panel_exports": float(firms.exports[panel].sum()),
            "panel_staff": float(staff[panel].sum()),
            "panel_rd": float(firms.rd_reported[panel].sum()),
            "tax": float(world.happenings.amount("tax")[p]),
            "strategic_patents": float(world.happenings.amount("strategic_patents")[p]),
            "licences": int(world.happenings.of("licences").sum()),
            "licence_fees": float(world.ledger.flow_by_site("licence_fees").sum()) if world.quarter else 0.0,
        }
        self.rows["totals"].append(pd.DataFrame([row]))


def value_added_residual(world: World) -> Floats:
    """ln value added less cost-share weighted ln heads and book capital, NaN without value added: f64[n].

    Shares of the firm's sector and site in what labour and capital cost. Source: [HK].
    """
    firms, cell = world.firms, world.firm_cell()
    labour, capital, *_ = cost_shares(world)
    labour, capital = labour.reshape(-1, 3)[cell], capital.ravel()[cell]
    heads = (firms.ordinary, firms.technical, firms.leading)
    used = capital * np.log(np.maximum(firms.capital, 1e-6))
    for k in range(3):
        used += labour[:, k] * np.log(np.maximum(heads[k], 1e-6))
    paid = labour.sum(axis=1) + capital
    made = firms.revenue - firms.materials
    sound = (made > 0) & (paid > 0)
    level = np.log(np.where(sound, made, 1.0)) - used / np.where(sound, paid, 1.0)
    return np.where(sound, level, np.nan)


def _contacts(world: World, focal: int) -> pd.DataFrame:
    links, firms = world.links, world.firms
    kept = links.kind == LinkKind.INFORMAL
    a, b = firms.rows(links.a[kept]), firms.rows(links.b[kept])
    here = (a >= 0) & (b >= 0) & (firms.site[a] == focal) & (firms.site[b] == focal)
    a, b = a[here], b[here]
    same = firms.building[a] == firms.building[b]
    return pd.DataFrame(
        {"metres": links.metres[kept][here], "weight": links.strength[kept][here], "same": same}
    )


def _desks(world: World, focal: int) -> pd.DataFrame:
    here = world.trading() & (world.firms.site == focal)
    place = positions(world)[here]
    return pd.DataFrame({"x": place[:, 0], "y": place[:, 1], "building": world.firms.building[here]})


def rows_of(chunks: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows of all chunks; in a park where nothing of the kind happened none, with their columns all the same."""
    kept = [pd.DataFrame(chunk) for chunk in chunks if len(chunk["firm"])]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(columns), dtype=np.float64)
