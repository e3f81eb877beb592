"""The model's measures of what published studies of levers estimated: a lever and its absence, from paired seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.controls import Case
from sim.experiment.nulls import YEAR, Pair, Worlds, short_of_gate
from sim.experiment.replicate import Tables, replicate, seeds_from
from sim.experiment.resolve import resolve
from sim.experiment.run import run
from sim.quarter.innovation.notch import could_pass, gates
from sim.quarter.innovation.research import cost_ratio
from sim.quarter.talent.housing import offer_utility
from sim.scenario.schema import Scenario
from sim.state.cells import cell_count
from sim.state.knowledge import LinkKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World

SKILLED = slice(1, 9)
"""Labour pools of technical and leading people."""

NEAR_GATE = (0.95, 1.25)
"""Reported R&D over what the gate asks for, of firms near it."""

CORRIDOR, FAST, ACROSS = "corridor", "corridor_rail", "joint_rd_across"
RAIL, FROM_CAMPAIGN = "rail_joint", "corridor_joint"
"""Measures that no pair at a park gives: by rail along the corridor, and by the campaign there."""


@dataclass
class Notes:
    """What is kept of a world while it lives: the firms (identity) that won a grant, with the quarter of the first, and
    how many guidance funds were planned and met their target."""

    won: dict[int, int] = field(default_factory=dict)
    planned: float = 0.0
    filled: float = 0.0

    def after(self, world: World) -> None:
        """Look at a world after a quarter."""
        rows = np.flatnonzero(world.projects.granted > 0.0)
        owners = world.project_owners()[rows]
        for firm in world.firms.id[owners[owners >= 0]]:
            self.won.setdefault(int(firm), world.quarter)
        self.planned += float(world.happenings.of("guidance_planned").sum())
        self.filled += float(world.happenings.of("guidance_filled").sum())


@dataclass(frozen=True, slots=True)
class Twin:
    """A lever in a world for so many quarters, and what is measured by name."""

    lever: Mapping[str, Any]
    quarters: int
    measures: Mapping[str, Callable[[Pair, Notes], float]]


def relabelled_share(pair: Pair, _: Notes) -> float:
    """Per cent of what firms of the park that relabel report as R&D that is none."""
    firms = pair.pulled.firms
    return _relabelled(pair.pulled, (firms.site == pair.park) & (firms.rd_relabel > 0.0))


def relabelled_near(pair: Pair, _: Notes) -> float:
    """Per cent of what firms near the gate report as R&D that is none."""
    return _relabelled(pair.pulled, _near(pair.pulled, pair.park))


def relabellers_near(pair: Pair, _: Notes) -> float:
    """Per cent of the firms near the gate that relabel."""
    return float(100.0 * (pair.pulled.firms.rd_relabel[_near(pair.pulled, pair.park)] > 0.0).mean())


def relabelled_of_rise(pair: Pair, _: Notes) -> float:
    """Per cent of the rise in reported R&D of firms that the gate lifts over it that is none.

    They report what it asks for in the world with relief, and less without.
    """
    at, twin = pair.twins(np.flatnonzero(pair.start.trading() & (pair.start.firms.site == pair.park)))
    pulled, none = pair.pulled.firms, pair.none.firms
    lifted = (_reach(pair.pulled)[at] >= NEAR_GATE[0]) & (_reach(pair.none)[twin] < NEAR_GATE[0])
    at, twin = at[lifted], twin[lifted]
    reported = float((pulled.rd_reported[at] - none.rd_reported[twin]).sum())
    real = float((pulled.rd_real[at] - none.rd_real[twin]).sum())
    return 100.0 * (reported - real) / max(reported, 1e-12)


def reported_rise(pair: Pair, _: Notes) -> float:
    """Per cent that relief adds to the reported R&D of firms that fall short of the gate."""
    at, twin = short_of_gate(pair)
    return _percent(pair.pulled.firms.rd_reported[at], pair.none.firms.rd_reported[twin])


def programme_tfp(pair: Pair, _: Notes) -> float:
    """Log points that relief adds to the efficiency of firms that fall short of the gate."""
    at, twin = short_of_gate(pair)
    return float(100.0 * (pair.pulled.firms.a[at] - pair.none.firms.a[twin]).mean())


def cost_elasticity(pair: Pair, _: Notes) -> float:
    """Fall of the park's real R&D in its user cost, both in logs, firms that do R&D in both worlds."""
    at, twin = pair.twins(np.flatnonzero(pair.start.trading() & (pair.start.firms.site == pair.park)))
    real = pair.none.firms.rd_real[twin]
    cheaper = np.broadcast_to(cost_ratio(pair.pulled), len(pair.pulled.firms))[at]
    price = float(np.log(np.average(cheaper, weights=real)))
    return -float(np.log(pair.pulled.firms.rd_real[at].sum() / real.sum())) / price


def venture_odds(pair: Pair, notes: Notes) -> float:
    """Odds of a venture deal after the grant, of firms of the park that won one, over those of the same firms without.

    Half a firm is added to each cell, so that none is empty.
    """
    counts = []
    for world in (pair.pulled, pair.none):
        assert world.observer is not None
        last = {int(i): int(q) for deals in world.observer.events.get("deals", [])
                for i, q in zip(deals["firm"], deals["quarter"], strict=True)}  # fmt: skip
        financed = sum(last.get(firm, -1) > quarter for firm, quarter in notes.won.items())
        counts.append((financed + 0.5) / (len(notes.won) - financed + 0.5))
    return counts[0] / counts[1]


def mobility(pair: Pair, _: Notes) -> float:
    """Rise of skilled people in the park's city in what they are offered, both in logs."""
    city = pair.start.sites.city[pair.park]
    people = [world.cities.labour[city, SKILLED].sum() for world in (pair.pulled, pair.none)]
    pay = offer_utility(pair.pulled)[city, SKILLED] / pair.start.scenario.talent.mig_el
    return float(np.log(people[0] / people[1]) / np.average(pay, weights=pair.pulled.cities.labour[city, SKILLED]))


def partners_research(pair: Pair, _: Notes) -> float:
    """Per cent that events add to the R&D of firms that have more partners in research with them than without."""
    at, twin = _gained(pair)
    return _percent(pair.pulled.firms.rd_real_year[at], pair.none.firms.rd_real_year[twin])


def partners_innovators(pair: Pair, _: Notes) -> float:
    """Points that events add to the share of those firms with a success on the market within the run."""
    at, twin = _gained(pair)
    worlds = ((pair.pulled, at), (pair.none, twin))
    shares = [float(np.isin(world.firms.id[rows], _successful(world)).mean()) for world, rows in worlds]
    return 100.0 * (shares[0] - shares[1])


def anchor_tfp(pair: Pair, _: Notes) -> float:
    """Log points that large newcomers add to the measured TFP of the park's firms of quarter 0."""
    at, twin = pair.twins(np.flatnonzero(pair.start.trading() & (pair.start.firms.site == pair.park)))
    pulled, none = pair.pulled.firms, pair.none.firms
    stay = (pulled.site[at] == pair.park) & (none.site[twin] == pair.park)
    return float(100.0 * (pulled.tfp_stat[at] - none.tfp_stat[twin])[stay].mean())


def fund_fill(_: Pair, notes: Notes) -> float:
    """Per cent of the funds planned that meet their target."""
    return 100.0 * notes.filled / max(notes.planned, 1e-9)


def fund_adds(pair: Pair, _: Notes) -> float:
    """Early venture money (seed and first rounds) at the park that a yuan of public money for funds adds."""
    early = []
    for world in (pair.pulled, pair.none):
        assert world.observer is not None
        deals = world.observer.events.get("deals", [])
        here = [np.asarray((each["round"] <= 1) & (each["site"] == pair.park)) for each in deals]
        early.append(sum(float(each["ticket"][at].sum()) for each, at in zip(deals, here, strict=True)) / world.sample)
    return (early[0] - early[1]) / max(pair.sums(["spent_guidance_fund"])[0], 1e-9)


def _grants(stage: float) -> dict[str, Any]:
    """A hundred grants a year for each thousand surveyed firms: ten times the usual, so that luck hides less."""
    return {"levers.early_grant.intensity": 1.0, "levers.early_grant.terms": {"per_thousand": 100.0, "stage": stage}}


_RELIEF = {"levers.hte_tax.intensity": 1.0}
_EVENTS = {"levers.match_event.intensity": 1.0, "levers.match_event.terms": {"per_thousand": 100.0}}
# About one plant a year, fifty times the reference size.
_ANCHOR = {
    "levers.chain_extend.intensity": 1.0,
    "levers.chain_extend.terms": {"invited": 0.25, "size": 100.0, "largest": 50.0},
}

TWINS = (
    Twin(_RELIEF, 8, {
        "relabelled_share": relabelled_share, "relabelled_of_rise": relabelled_of_rise, "reported_rise": reported_rise,
        "relabelled_near": relabelled_near, "relabellers_near": relabellers_near,
    }),
    Twin(_RELIEF, 20, {"programme_tfp": programme_tfp}),
    Twin({"levers.rd_superdeduct.intensity": 1.0}, 20, {"cost_elasticity": cost_elasticity}),
    Twin(_grants(0.0), 20, {"early_odds": venture_odds}),
    Twin(_grants(2.0), 20, {"late_odds": venture_odds}),
    Twin(_EVENTS, 20, {"partners_research": partners_research, "partners_innovators": partners_innovators}),
    Twin(_ANCHOR, 20, {"anchor_tfp": anchor_tfp}),
    Twin({"levers.guidance_fund.intensity": 1.0}, 32, {"fund_fill": fund_fill, "fund_adds": fund_adds}),
    Twin({"levers.talent_housing.intensity": 1.0}, 32, {"mobility": mobility}),
)  # fmt: skip
"""Every pair that is run at a park. Its lever is off in the other world, even where the scenario has it in force."""


def counterparts(
    scenario: Scenario | str | Path, *, reps: int = 8, jobs: int = 1, rail_sample: float = 0.1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A row a seed and measure: what the lever did in the model, in the unit of the published estimate."""
    base = resolve(scenario, micro="none")
    seeds = seeds_from(base.run.seed, reps)
    done = replicate(partial(twin_values, base, rail_sample), seeds, jobs=jobs, progress=progress)
    return pd.concat([done[seed]["counterparts"] for seed in seeds], ignore_index=True)


def twin_values(base: Scenario, rail_sample: float, seed: int) -> Tables:
    """``counterparts`` of one seed."""
    worlds, rows = Worlds(base, seed), []
    for twin in TWINS:
        notes = Notes()
        off = {name for name in (key.split(".")[1] for key in twin.lever) if name in base.levers}
        pair = worlds.pair(Case("", "", "", "", {}, twin.lever), twin.quarters, off, notes.after)
        rows += [(seed, name, measure(pair, notes)) for name, measure in twin.measures.items()]
    rows.append((seed, RAIL, rail_joint(seed, rail_sample)))
    return {"counterparts": pd.DataFrame(rows, columns=["seed", "measure", "value"])}


def rail_joint(seed: int, sample: float) -> float:
    """Per cent that fast rail adds to joint research across the cities of the corridor in five years."""
    ties = []
    for name in (FAST, CORRIDOR):
        sites = run(name, seed=seed, sample=sample, settings={"run.quarters": 5 * YEAR}, micro="none").sites
        ties.append(sites.loc[sites["quarter"] == 5 * YEAR, ACROSS].to_numpy(float))
    return _percent(*ties)


def _percent(value: Floats, base: Floats) -> float:
    return 100.0 * (float(value.sum()) / max(float(base.sum()), 1e-12) - 1.0)


def _relabelled(world: World, chosen: Bools) -> float:
    firms = world.firms
    reported = float(firms.rd_reported[chosen].sum())
    return 100.0 * (1.0 - float(firms.rd_real[chosen].sum()) / max(reported, 1e-12))


def _reach(world: World) -> Floats:
    """Reported R&D over what the gate asks for, f64[n]."""
    firms = world.firms
    return np.asarray(4.0 * firms.rd_reported / np.maximum(gates(world) * firms.revenue_year, 1e-12))


def _near(world: World, park: int) -> Bools:
    """Firms of the park that meet the other gates and report what this one asks for, or little more or less."""
    firms, reach = world.firms, _reach(world)
    able = world.trading() & could_pass(world, firms.technical_share) & (firms.site == park)
    return np.asarray(able & (reach >= NEAR_GATE[0]) & (reach <= NEAR_GATE[1]))


def _gained(pair: Pair) -> tuple[Ints, Ints]:
    """Rows, with and without, of the park's firms of quarter 0 that have more partners in research with the lever."""
    at, twin = pair.twins(np.flatnonzero(pair.start.trading() & (pair.start.firms.site == pair.park)))
    more = _partners(pair.pulled)[at] > _partners(pair.none)[twin]
    return at[more], twin[more]


def _partners(world: World) -> Ints:
    """Firms and universities that each firm does joint research with: i64[n]."""
    formal, (one, other) = world.formal_links(), world.link_ends()
    joint = formal[np.isin(world.links.kind[formal], (LinkKind.JOINT_RD, LinkKind.UNIVERSITY))]
    ends = np.concatenate([one[joint], other[joint]])
    return np.asarray(cell_count(ends[ends >= 0], len(world.firms)))


def _successful(world: World) -> Ints:
    """Identities of firms with a success on the market within the run."""
    assert world.observer is not None
    rows = [np.asarray(each["firm"]) for each in world.observer.events.get("successes", [])]
    return np.unique(np.concatenate(rows)) if rows else np.empty(0, np.int64)
