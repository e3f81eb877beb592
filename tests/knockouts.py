"""Knocking out populations: what is removed, what was expected of it, and what happened in paired runs.

Expectations were written down before the first run and are left as they were, right or wrong.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.genesis import build_world
from sim.loop import Loop
from sim.quarter.demography.exit import close_firms
from sim.scenario.files import load
from sim.state.knowledge import LinkKind
from sim.state.places import FACILITIES
from sim.state.table import Table
from sim.world import World

PARK, HINTERLAND = 0, 1
SEEDS = range(1, 11)
QUARTERS = 16
ERRORS = 3.0
"""A column moves if its mean paired difference is more than so many of its standard errors from 0."""

Act = Callable[[World], None]


@dataclass(frozen=True)
class Knockout:
    """A population to remove: at quarter 0, and whatever comes after it, after the phases named.

    ``moves`` maps what is read of the park (see :func:`read`) to the sign expected and why; ``still`` are
    columns whose bits must be the same after the first quarter.
    """

    name: str
    remove: Act
    moves: dict[str, tuple[str, str]]
    still: tuple[str, ...]
    again: dict[str, Act] = field(default_factory=dict)


# -- what is removed ----------------------------------------------------------------------------


def without_talents(world: World) -> None:
    world.talents.retire(np.arange(len(world.talents)))


def without_universities(world: World) -> None:
    projects, links = world.projects, world.links
    projects.retire(np.flatnonzero(world.firms.rows(projects.owner) < 0))
    links.retire(np.flatnonzero(links.kind == LinkKind.UNIVERSITY))
    world.universities.retire(np.arange(len(world.universities)))


def without_funds(world: World) -> None:
    world.stakes.retire(np.arange(len(world.stakes)))
    world.funds.retire(np.arange(len(world.funds)))


def without_formal_links(world: World) -> None:
    world.links.retire(np.flatnonzero(world.links.kind != LinkKind.INFORMAL))


def without_contacts(world: World) -> None:
    world.links.retire(np.flatnonzero(world.links.kind == LinkKind.INFORMAL))


def without_projects(world: World) -> None:
    world.projects.retire(np.arange(len(world.projects)))


def without_hinterland(world: World) -> None:
    cells = np.arange(len(world.cells)) // world.n_sectors
    world.cells.entry_base[cells == HINTERLAND] = 0.0
    world.sites.attraction[HINTERLAND] = -1e3
    empty_hinterland(world)


def empty_hinterland(world: World) -> None:
    rows = np.flatnonzero(world.firms.site == HINTERLAND)
    if len(rows):
        close_firms(world, rows, np.full(len(rows), "other"))


def without_loans(world: World) -> None:
    finance = world.scenario.finance.model_copy(update={"collateral_share": 0.0, "patent_collateral": 0.0})
    world.scenario = world.scenario.model_copy(update={"finance": finance})


def without_incubators(world: World) -> None:
    world.fixed.facilities[:, FACILITIES.index("incubator")] = 0.0
    world.firms.mentored_until[:] = -1


# -- what was expected, written before the first run ----------------------------------------------

KNOCKOUTS = (
    Knockout(
        "leading talent", without_talents,
        {
            "number of talents": ("-", "they are gone"),
            "events climbs_concept": ("-", "stars lift the odds of research"),
            "events climbs_pilot": ("-", "and of proof of concept, of which fewer get there, too"),
            "events projects_failed": ("+", "lower odds are more failures"),
            "events climbs_market": ("-", "what did not climb early does not arrive late"),
            "mean firms.tfp": ("-", "successes raise quality and efficiency"),
        },
        ("firms.price", "firms.revenue", "cities.labour", "firms.alpha"),
        {"talent": without_talents},
    ),
    Knockout(
        "universities", without_universities,
        {
            "events results_started": ("-", "nobody starts results"),
            "events licences": ("-", "nothing to license"),
            "events births_university_spinoff": ("-", "nothing to found a firm on"),
            "sum cities.labour": ("-", "no graduates join the pools"),
            "mean cities.wage": ("+", "fewer people for as many jobs"),
            "number of links": ("-", "ties with universities are gone"),
        },
        ("firms.price", "firms.revenue", "firms.debt", "cities.wage"),
    ),
    Knockout(
        "funds", without_funds,
        {
            "number of stakes": ("-", "nobody buys any"),
            "mean firms.raised": ("-", "no equity but the founders'"),
            "mean firms.outside_equity": ("-", "funds held it"),
            "mean firms.round": ("-", "no rounds are held"),
            "mean firms.constrained": ("+", "research waits for money"),
            "sum firms.rd_real": ("-", "and is less"),
        },
        ("firms.price", "firms.z", "cities.labour", "firms.alpha"),
    ),
    Knockout(
        "formal links", without_formal_links,
        {
            "number of links": ("-", "they are part of all links"),
            "mean projects.coverage": ("-", "no partners bring what the owner lacks"),
            "mean firms.learned": ("-", "nobody learns from partners"),
            "sum firms.rd_real": ("+", "partners save research that each would do alone"),
            "events climbs_market": ("-", "teams lift the odds of stages"),
            "mean firms.z": ("-", "less is learned"),
        },
        ("firms.b", "firms.debt", "cities.labour", "firms.valuation"),
        {"collaboration": without_formal_links},
    ),
    Knockout(
        "informal contacts", without_contacts,
        {
            "number of links": ("-", "they are most of the links"),
            "mean firms.learned": ("-", "nobody learns from whom they meet"),
            "mean firms.z": ("-", "less is learned"),
            "mean firms.a": ("-", "nor known"),
            "mean firms.tfp": ("-", "nor produced"),
        },
        ("firms.b", "firms.debt", "cities.labour", "firms.valuation"),
        {"collaboration": without_contacts},
    ),
    Knockout(
        "projects", without_projects,
        {
            "number of projects": ("-", "they are gone"),
            "events climbs_market": ("-", "nothing reaches the market"),
            "mean firms.v": ("-", "quality wears off and is not renewed"),
            "mean firms.z": ("-", "no process improves"),
            "mean firms.tfp": ("-", "from both"),
            "events licences": ("-", "no result lives to be licensed"),
        },
        ("firms.debt", "firms.alpha", "cities.labour", "cities.wage"),
        {"finance": without_projects, "innovation": without_projects},
    ),
    Knockout(
        "hinterland", without_hinterland,
        {
            "sum cities.employed": ("-", "its jobs are gone"),
            "mean cities.wage": ("-", "its staff look for work in the park"),
            "mean firms.scale_gain": ("-", "a third of the jobs within reach are gone"),
            "sum firms.ordinary": ("+", "the park finds staff more easily and pays them less"),
            "mean firms.price": ("-", "lower wages are lower costs"),
            "events moves_in": ("-", "nobody is there to come"),
        },
        ("firms.alpha", "firms.debt", "firms.interest", "firms.rd_stock_past"),
        {"demography": empty_hinterland},
    ),
    Knockout(
        "bank lending", without_loans,
        {
            "events loans_granted": ("-", "none is"),
            "mean firms.debt": ("-", "it is repaid and not renewed"),
            "mean firms.capital": ("-", "investment waits for cash"),
            "mean firms.cash": ("-", "what loans lent is missing"),
            "events deaths_insolvent": ("+", "no loan bridges a bad year"),
            "mean firms.constrained": ("+", "cash that replaces loans is not there for research"),
        },
        ("firms.price", "firms.b", "firms.a", "cities.labour"),
    ),
    Knockout(
        "incubators", without_incubators,
        {
            "events places_incubator": ("-", "there are no places"),
            "events graduations": ("-", "nobody graduates"),
            "mean firms.mentored_until": ("-", "nobody holds a place"),
            "events climbs_concept": ("-", "mentors lift the odds of tenants' early stages"),
        },
        # Mentors have raised efficiency since these were written, hence prices and sales move at once.
        ("firms.price", "firms.revenue", "firms.rd_real", "cities.labour", "firms.debt"),
    ),
)  # fmt: skip


# -- what is read -------------------------------------------------------------------------------


def rows_of_park(world: World, table: Table) -> np.ndarray:
    if "site" in table.columns:
        return np.flatnonzero(np.asarray(table.site) == PARK)  # type: ignore[attr-defined]
    if isinstance(table, type(world.cells)):
        return np.flatnonzero(np.arange(len(table)) // world.n_sectors == PARK)
    if isinstance(table, type(world.sites)):
        return np.array([PARK])
    return np.arange(len(table))


def read(world: World, what: str, events: dict[str, int]) -> float:
    """``sum`` or ``mean`` of a column over the park's rows, ``number of`` rows, ``events`` so far."""
    kind, _, name = what.partition(" ")
    if kind == "events":
        return float(events.get(name, 0))
    if kind == "number":
        return float(len(world.tables()[name.removeprefix("of ")]))
    table_name, _, column = name.partition(".")
    table = world.tables()[table_name]
    values = np.asarray(getattr(table, column), float)[rows_of_park(world, table)]
    return float(values.sum()) if kind == "sum" else float(values.mean()) if values.size else 0.0


@dataclass(frozen=True)
class Path:
    """What was read of one run, by quarter, and the world after its first quarter."""

    readings: dict[str, list[float]]
    first: World


def live(world: World, whats: set[str], knockout: Knockout | None = None) -> Path:
    """Live ``QUARTERS`` with or without a population."""
    loop = Loop()
    if knockout is not None:
        world.open_quarter()
        knockout.remove(world)
        world.settle()
        for phase, act in knockout.again.items():
            loop.insert(f"without after {phase}", act, after=phase, meaning="remove who has come")
    events: dict[str, int] = {}
    readings: dict[str, list[float]] = {what: [] for what in whats}
    for quarter in range(QUARTERS):
        loop.run(world)
        if quarter == 0:
            first = copy.deepcopy(world)
        for event, count in world.happenings.counts.items():
            events[event] = events.get(event, 0) + int(count.sum())
        for what in whats:
            readings[what].append(read(world, what, events))
    return Path(readings, first)


def same_bits(one: World, other: World, column: str) -> bool:
    """Whether a column of the park's rows that live in both worlds has the same bits."""
    name, _, attribute = column.partition(".")
    tables = one.tables()[name], other.tables()[name]
    here = [rows_of_park(world, table) for world, table in zip((one, other), tables, strict=True)]
    ids = [table.id[rows] for table, rows in zip(tables, here, strict=True)]
    _, i, j = np.intersect1d(ids[0], ids[1], return_indices=True)
    mine = getattr(tables[0], attribute)[here[0][i]]
    theirs = getattr(tables[1], attribute)[here[1][j]]
    return len(i) > 0 and mine.tobytes() == theirs.tobytes()


@dataclass(frozen=True)
class Move:
    """A column under a knockout: expected sign and why; mean paired difference and its standard errors."""

    what: str
    expected: str
    why: str
    quarter: int
    level: float
    difference: float
    errors: float

    @property
    def moved(self) -> str:
        """Sign of the move, empty within the errors."""
        return "" if abs(self.errors) <= ERRORS else "+" if self.errors > 0 else "-"

    @property
    def as_expected(self) -> bool:
        """True if it moved, and where it was expected to."""
        return self.moved == self.expected


def paired(what: str, expected: str, why: str, plain: np.ndarray, other: np.ndarray) -> Move:
    """The quarter in which a column moved most for its noise, of readings [seed, quarter]."""
    gap = other - plain
    mean, error = gap.mean(axis=0), gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
    alike = error <= 1e-12 * np.abs(mean)
    score = np.where(alike, np.sign(mean) * 1e3, mean / np.where(alike, 1.0, error))
    at = int(np.argmax(np.abs(score)))
    return Move(what, expected, why, at + 1, float(plain[:, at].mean()), float(mean[at]), float(score[at]))


def run_all() -> dict[str, tuple[list[Move], dict[str, bool]]]:
    """Every knockout over all seeds: how its columns moved, and which of the still ones stayed still."""
    whats = {what for knockout in KNOCKOUTS for what in knockout.moves}
    plain: dict[str, list[list[float]]] = {what: [] for what in whats}
    other = {knockout.name: {what: [] for what in knockout.moves} for knockout in KNOCKOUTS}
    still = {knockout.name: dict.fromkeys(knockout.still, True) for knockout in KNOCKOUTS}
    for seed in SEEDS:
        start = build_world(load("small"), seed)
        base = live(copy.deepcopy(start), whats)
        for what in whats:
            plain[what].append(base.readings[what])
        for knockout in KNOCKOUTS:
            path = live(copy.deepcopy(start), set(knockout.moves), knockout)
            for what, readings in path.readings.items():
                other[knockout.name][what].append(readings)
            for column in knockout.still:
                still[knockout.name][column] &= same_bits(base.first, path.first, column)
    return {
        knockout.name: (
            [
                paired(what, sign, why, np.array(plain[what]), np.array(other[knockout.name][what]))
                for what, (sign, why) in knockout.moves.items()
            ],
            still[knockout.name],
        )
        for knockout in KNOCKOUTS
    }
