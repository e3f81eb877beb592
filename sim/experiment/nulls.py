"""Running the null controls: in the world of each case, with the lever and without, from paired seeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.collect import ledger_table, sector_table, site_table
from sim.experiment.compare import lived
from sim.experiment.controls import CONTROLS, Case, Control
from sim.experiment.paired import told
from sim.experiment.provenance import provenance
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resolve import resolve
from sim.experiment.result import Result, focal_of
from sim.genesis import build_world
from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.notch import could_pass, gates
from sim.quarter.innovation.research import ungated_target
from sim.quarter.innovation.stages import lifted_odds
from sim.quarter.innovation.teams import leading_lift, mentor_lift
from sim.scenario.files import apply_settings
from sim.scenario.schema import Scenario
from sim.state.table import Ints
from sim.world import World

YEAR = 4
NEAR = 0.5
"""Firms that do at least this share of the R&D that the gate asks for are near it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Quarter 0, two worlds that have lived the same quarters from it, one with the lever, and the row of the park."""

    start: World
    pulled: World
    none: World
    park: int

    def sums(self, names: Sequence[str], last: int | None = None) -> tuple[float, float]:
        """Flows at the park from quarter 1 (to ``last``), with the lever and without."""
        found = []
        for world in (self.pulled, self.none):
            assert world.observer is not None
            found.append(sum(float(row[name][self.park]) for row in world.observer.sites[1:][:last] for name in names))
        return found[0], found[1]

    def twins(self, rows: Ints) -> tuple[Ints, Ints]:
        """Rows of firms of quarter 0 in both worlds, with the lever and without, as far as both still have them."""
        ids = self.start.firms.handle[rows]
        at, twin = self.pulled.firms.rows(ids), self.none.firms.rows(ids)
        alive = (at >= 0) & (twin >= 0)
        return at[alive], twin[alive]


def insolvencies(pair: Pair) -> float:
    """Insolvencies that the lever adds, per hundred births."""
    with_it, without = pair.sums(["deaths_insolvent"])
    births = pair.sums(["births_entrant", "births_university_spinoff", "births_firm_spinoff"])[1]
    return 100.0 * (with_it - without) / max(births, 1.0)


def early_chance(pair: Pair) -> float:
    """Points of the chance of the park's early projects to climb that leading talent and mentors add, last quarter.

    The chance, not the climbs: what few projects do by luck would hide what is done to their odds.
    """
    return 100.0 * (_early_chance(pair.pulled, pair.park) - _early_chance(pair.none, pair.park))


def _early_chance(world: World, park: int) -> float:
    projects, p = world.projects, world.scenario.projects
    rows = np.flatnonzero((projects.site == park) & (projects.stage <= 1) & ~projects.retired)
    stage, firm = projects.stage[rows], projects.owner[rows] >= 0
    odds = np.where(firm, np.asarray(p.odds_firm)[stage], np.asarray(p.odds_university)[stage])
    lift = (leading_lift(world) + mentor_lift(world))[rows]
    return float((lifted_odds(odds, lift) - odds).mean())


def early_successes(pair: Pair) -> float:
    """Climbs out of research and proof of concept that a hundred grants add."""
    return _per_grant(pair, ["climbs_concept", "climbs_pilot"])


def late_climbs(pair: Pair) -> float:
    """Climbs out of pilot and testing that a hundred grants add."""
    return _per_grant(pair, ["climbs_testing", "climbs_market"])


def own_research(pair: Pair) -> float:
    """Own R&D that a yuan of subsidy adds in the first year; money that firms had anyway is displaced below 0."""
    with_it, without = pair.sums(["rd_real"], YEAR)
    granted = pair.sums(["spent_rd_grant"], YEAR)[0]
    return (with_it - without) / max(granted, 1e-9) - 1.0


def near_gate(pair: Pair) -> float:
    """Per cent of real R&D, less time lost to paperwork, that relief adds at firms that fall short of the gate.

    Firms of the park that meet the other gates and at quarter 0 want at least half of the R&D that the gate asks
    for, and less than all. Mean of differences of logs, each at most a half: some firms stop for other reasons.
    """
    p, pulled, none = pair.start.scenario, pair.pulled.firms, pair.none.firms
    at, twin = short_of_gate(pair)
    useful = pulled.rd_real_year[at] * (1.0 - p.research.paperwork * (pulled.rd_relabel[at] > 0))
    change = np.log(np.maximum(useful, 1e-9) / np.maximum(none.rd_real_year[twin], 1e-9))
    return float(100.0 * np.clip(change, -0.5, 0.5).mean())


def short_of_gate(pair: Pair) -> tuple[Ints, Ints]:
    """Rows, with the lever and without, of the park's firms that meet the other gates of the certificate.

    At quarter 0 they want at least half of the R&D that the gate asks for, and less than all; both worlds have them.
    """
    start, firms = pair.start, pair.start.firms
    reached = 4.0 * ungated_target(start, yardsticks(start)) / np.maximum(firms.revenue_year, 1e-9) / gates(start)
    able = start.trading() & could_pass(start, firms.technical_share) & (firms.site == pair.park)
    return pair.twins(np.flatnonzero(able & (reached >= NEAR) & (reached < 1.0)))


def _per_grant(pair: Pair, climbs: list[str]) -> float:
    with_it, without = pair.sums(climbs)
    grants = pair.sums(["grants_early"])[0]
    return 100.0 * (with_it - without) / max(grants, 1.0)


MEASURES: dict[str, Callable[[Pair], float]] = {
    each.__name__: each
    for each in (insolvencies, early_chance, early_successes, late_climbs, own_research, near_gate)
}
"""How a control is judged, by name."""


def null_controls(
    scenario: Scenario | str | Path,
    *,
    reps: int = 8,
    jobs: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    controls: Sequence[Control] = CONTROLS,
) -> Result:
    """Run all controls from ``reps`` seeds. The result is the base run of the first seed with ``nulls``."""
    base = resolve(scenario, micro="none")
    seeds = seeds_from(base.run.seed, reps)
    work = partial(control_values, base, tuple(controls))
    done = replicate(work, seeds, jobs=jobs, keep=keep, progress=progress)
    values = pd.concat([done[each]["nulls"] for each in seeds], ignore_index=True)
    values.insert(0, "rep", (values["seed"] - seeds[0]).astype(np.int32))
    first, none = done[seeds[0]], pd.DataFrame()
    return Result(
        scenario=base, seed=seeds[0], sites=first["sites"], sectors=first["sectors"], ledger=first["ledger"],
        firms=none, projects=none, links=none, deals=none, moves=none, events=none, nulls=values,
        provenance={**provenance(base, seeds[0]), "seeds": list(seeds)},
    )  # fmt: skip


def control_values(base: Scenario, controls: Sequence[Control], seed: int) -> Tables:
    """``nulls`` (without ``rep``) of one seed, and the tables of the base run."""
    plain = lived(build_world(base, seed), base, base, seed)
    rows, worlds = [], Worlds(base, seed)
    for control in controls:
        for case in control.cases:
            value = MEASURES[control.measure](worlds.pair(case, control.quarters, _off(base, control)))
            rows.append((seed, control.name, case.name, value))
    return {
        "nulls": pd.DataFrame(rows, columns=["seed", "control", "case", "value"]),
        "sites": site_table(plain), "sectors": sector_table(plain), "ledger": ledger_table(plain),
    }  # fmt: skip


class Worlds:
    """Worlds without a lever, kept for the next case that lives in the same one."""

    def __init__(self, base: Scenario, seed: int) -> None:
        self._base, self._seed = base, seed
        self._kept: dict[str, tuple[Scenario, World, World]] = {}

    def pair(
        self, case: Case, quarters: int, off: Collection[str], after: Callable[[World], None] | None = None
    ) -> Pair:
        """A case's two worlds, in which levers that are ``off`` do nothing but what the case has one of them do.

        ``after`` may look at the world with the lever after each quarter.
        """
        park = focal_of(self._base)
        changes = {**case.world, **{f"levers.{name}.intensity": 0.0 for name in sorted(off)}, "run.quarters": quarters}
        key = json.dumps(changes, sort_keys=True)
        if key not in self._kept:
            world = apply_settings(self._base, changes)
            start = build_world(world, self._seed)
            self._kept = {key: (world, start, lived(start, world, world, self._seed))}
        world, start, none = self._kept[key]
        aimed = {f"levers.{name}.sites": (park,) for name in _levers(case)}
        pulled = lived(start, world, apply_settings(world, {**aimed, **case.lever}), self._seed, after)
        return Pair(start, pulled, none, pulled.fixed.site_names.index(park))


def _off(base: Scenario, control: Control) -> set[str]:
    """Levers of the control that the base has in force."""
    return {name for case in control.cases for name in _levers(case) if name in base.levers}


def _levers(case: Case) -> set[str]:
    return {key.split(".")[1] for key in case.lever}


def verdicts(nulls: pd.DataFrame) -> pd.DataFrame:
    """A row a case: mean, low and high; for null cases whether it is as found, for others whether it flips.

    A null case holds if its interval touches what the study found; of a shipped case that is told, too. A flip is
    there if the paired difference from the null case is told apart from zero and its own mean lies outside what the
    study found. ``as_shipped``: no cause is altered; ``apart``: told apart from zero though nothing was found (zero
    is within what counts as found). Controls and cases that a table of an earlier version lacks are left out.
    """
    rows: list[dict[str, Any]] = []
    for control in CONTROLS:
        own = nulls[nulls["control"] == control.name]
        wide = own.pivot(index="rep", columns="case", values="value")
        if control.cases[0].name not in wide:
            continue
        null = wide[control.cases[0].name].to_numpy(float)
        for case in (each for each in control.cases if each.name in wide):
            sample = wide[case.name].to_numpy(float)
            value, low, high = told(sample)
            change, change_low, change_high = told(sample - null)
            inside = low <= control.found[1] and high >= control.found[0]
            moved = (change_low > 0 or change_high < 0) and not control.found[0] <= value <= control.found[1]
            rows.append({
                "control": control.name, "case": case.name, "role": case.role, "reps": len(sample), "value": value,
                "low": low, "high": high, "change": change, "change_low": change_low, "change_high": change_high,
                "holds": bool(moved if case.role == "flip" else inside), "as_shipped": case.as_shipped,
                "apart": bool(control.found[0] <= 0.0 <= control.found[1] and (low > 0 or high < 0)),
            })  # fmt: skip
    return pd.DataFrame(rows)
