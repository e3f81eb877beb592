"""Null controls: what their measures see, what favour does to grants, and the page that the docs keep."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiment.arms import arm_scenarios
from sim.experiment.controls import CONTROLS
from sim.experiment.nulls import MEASURES, null_controls, verdicts
from sim.genesis import build_world
from sim.quarter.innovation.funding import award_early_grants
from sim.quarter.innovation.measures import yardsticks
from sim.report.labels import Words
from sim.report.nulls import count_words, verdict_words, world_words
from tests.worlds import toy_scenario

DOCS = Path(__file__).parents[2] / "docs"
GRANTS = {"levers__early_grant__intensity": 1.0, "projects__grant_constraint": 0.0, "projects__grant_age": 40.0}


def test_every_control_has_one_null_and_a_flip_that_a_scenario_allows():
    toy = toy_scenario()
    for control in CONTROLS:
        roles = [case.role for case in control.cases]
        assert roles[0] == "null" and "flip" in roles and control.measure in MEASURES
        assert any(case.as_shipped for case in control.cases), "what the lever does in the world that ships is told"
        assert control.found[0] < control.found[1]
        arm_scenarios(toy, {case.name: {**case.world, **case.lever} for case in control.cases})


def test_places_without_mentors_do_nothing_and_verdicts_follow():
    space = tuple(control for control in CONTROLS if control.name == "space")
    result = null_controls(toy_scenario(run__quarters=2), reps=2, controls=space)
    told = verdicts(result.nulls).set_index("case")
    assert told.loc["places_alone", ["value", "low", "high"]].tolist() == [0.0, 0.0, 0.0]
    assert told.loc["places_alone", "holds"] and np.isfinite(told.loc["places_mentors", "value"])
    pd.testing.assert_frame_equal(result.nulls, null_controls(result.scenario, reps=2, controls=space).nulls)


def test_a_flip_needs_a_difference_told_apart_and_a_null_what_was_found():
    values = {"slow": [-0.5, -0.4, -0.6], "at_once": [0.3, 0.4, 0.2], "short": [-0.5, -0.2, -0.7]}
    rows = [(i, i, "subsidy", case, value) for case, held in values.items() for i, value in enumerate(held)]
    told = verdicts(pd.DataFrame(rows, columns=["rep", "seed", "control", "case", "value"])).set_index("case")
    assert told["holds"].tolist() == [True, True, False]
    assert told.loc["at_once", "change"] == pytest.approx(0.8)


def test_only_the_ranking_differs_between_favour_and_merit():
    null, flip, shipped = next(control for control in CONTROLS if control.name == "favour").cases
    assert null.world == flip.world and shipped.as_shipped and shipped.lever == null.lever
    terms = [case.lever["levers.early_grant.terms"] for case in (null, flip)]
    assert {name for name in terms[0] if terms[0][name] != terms[1][name]} == {"merit_weight"}


def test_a_null_that_is_something_and_a_world_that_is_altered_are_told():
    rows = [(i, i, "late", "easy_money", 4.0 + i) for i in range(3)]
    rows += [(i, i, "late", "refused", 24.0 + i) for i in range(3)]
    rows += [(i, i, "subsidy", "slow", -0.4 - 0.1 * i) for i in range(3)]
    rows += [(i, i, "subsidy", name, 0.3 + 0.1 * i) for name in ("at_once", "short") for i in range(3)]
    table = verdicts(pd.DataFrame(rows, columns=["rep", "seed", "control", "case", "value"]))
    told = table.set_index("case")
    assert told["as_shipped"].tolist() == [False, True, True, False, False]
    assert told.loc["easy_money", "apart"] and not told.loc["slow", "apart"]  # the study found less than nothing
    words = [verdict_words(row, Words()) for row in table.to_dict("records")]
    assert words[:3] == ["as found, but told apart from zero", "flips", "as found"]
    late = next(control for control in CONTROLS if control.name == "late")
    assert [world_words(case, Words()) for case in late.cases] == ["no: grant_constraint 0, cash_share 1", "yes"]
    _, shipped, weak = count_words(table, Words())
    assert "Of these 2 nulls, 1 in the world as it ships" in shipped and "in 1 of 2 cases: Late grants +25" in shipped
    assert "Late grants +5.00" in weak and "subsidy" not in weak


def _winners(**terms):
    """Firms that win a grant (rows), as if all owners were short of money."""
    world = build_world(toy_scenario(**GRANTS, levers__early_grant__terms={"per_thousand": 300.0, **terms}))
    world.levers.open_quarter(1)
    world.levers.grant_budget(np.full(world.n_sites, 1e6), np.ones(world.n_sites))
    world.quarter = 1
    world.firms.constrained[:] = 0.5
    by = yardsticks(world)
    award_early_grants(world, by)
    won = np.flatnonzero(world.projects.granted > 0)
    return world.project_owners()[won], world.projects.stage[won], by


def test_favour_goes_to_firms_whose_sales_show():
    merit, _, by = _winners(merit_weight=1.0)
    favour, _, _ = _winners(merit_weight=0.0)
    assert len(merit) == len(favour) > 3
    assert by.size[favour].mean() > by.size[merit].mean()


def test_late_grants_go_to_late_projects():
    assert set(_winners(stage=0.0)[1]) <= {0, 1} and set(_winners(stage=2.0)[1]) <= {2, 3}


@pytest.mark.skipif(not (DOCS / "null_controls" / "nulls.csv").is_file(), reason="no controls are kept")
def test_the_page_is_made_of_what_is_kept():
    script = runpy.run_path(str(DOCS / "tables" / "nulls.py"))
    assert (DOCS / "null_controls.md").read_text(encoding="utf-8") == script["text"](), "run make docs"
    told = verdicts(pd.read_csv(DOCS / "null_controls" / "nulls.csv"))
    assert set(told["control"]) <= {control.name for control in CONTROLS} and (told["reps"] >= 8).all()
