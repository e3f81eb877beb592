"""The path from a run to verdicts: panel, pooling over seeds, bands, page."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pandas as pd
import pytest

from sim.evidence import page
from sim.evidence.bands import CALIBRATION, FACTS, HELD_OUT, REQUIRED, UNTUNED
from sim.evidence.facts import (
    FAILS,
    FAILS_HARD,
    IN_BAND,
    UNKNOWN,
    compute_facts,
    judge,
    measure,
    summarise,
)
from sim.evidence.measures import MEASURES
from sim.evidence.measures.number import Pooled, Volumes, pooled
from sim.evidence.panel import AGES, WRITTEN, collect, open_panel, rows_of
from sim.scenario.errors import ScenarioError
from tests.worlds import toy_scenario

QUARTERS = 24


@pytest.fixture(scope="module")
def panel():
    return collect(toy_scenario(), 1, QUARTERS)


def test_every_declared_fact_is_measured_and_every_list_names_facts():
    numbers = [fact.number for fact in FACTS]
    assert len(set(numbers)) == len(numbers) and set(numbers) == set(MEASURES)
    assert len(REQUIRED) == 20 and len(UNTUNED) == 9 and {*REQUIRED, *UNTUNED} <= set(numbers)


def test_what_tuning_never_saw_is_held_out():
    held_out = {fact.number for fact in FACTS if fact.use == HELD_OUT}
    assert held_out == set(UNTUNED)
    assert not any(fact.use == CALIBRATION for fact in FACTS if fact.number in UNTUNED)


def test_every_part_has_a_value_and_only_declared_parts(panel):
    values = measure(panel, toy_scenario())
    for fact in FACTS:
        assert set(values[fact.number]) == {part.name for part in fact.parts}, fact.number


def test_where_nothing_of_a_kind_happens_facts_are_not_measured_but_asked(panel):
    for name, columns in WRITTEN.items():
        assert len(getattr(panel, name)) and tuple(getattr(panel, name)) == columns, name
    nothing = {name: rows_of([], columns) for name, columns in WRITTEN.items()}
    values = measure(dataclasses.replace(panel, **nothing), toy_scenario())
    assert set(values) == set(MEASURES)
    assert math.isnan(pooled([values["B18"]["exponent"]]))


def test_firms_at_risk_and_deaths_agree_with_the_count_of_firms(panel):
    lives = panel.lives.groupby("quarter")[["exposed", "died"]].sum()
    firms = panel.totals.set_index("quarter")["firms"]
    assert (lives["exposed"].to_numpy() == firms.loc[: QUARTERS - 1].to_numpy()).all()
    assert lives["died"].sum() > 0
    assert len(panel.lives) == QUARTERS * AGES


def test_projects_end_once_and_what_sold_is_what_the_run_wrote(panel):
    assert panel.projects["id"].is_unique
    sold = panel.projects.loc[panel.projects["sold"], "id"]
    assert set(sold) <= set(panel.successes["project"])
    assert len(sold) >= 0.9 * len(panel.successes)


def test_a_panel_is_read_back_as_it_was_written(panel, tmp_path):
    again = open_panel(panel.save(tmp_path / "seed-1"))
    for name, table in panel.tables().items():
        pd.testing.assert_frame_equal(again.tables()[name], table)
    assert (again.focal, again.quarters, again.sample) == (panel.focal, panel.quarters, panel.sample)


def test_verdicts():
    assert judge(0.6, 0.5, 0.7, 0.5, 0.7) == IN_BAND
    assert judge(0.8, 0.65, 0.9, 0.5, 0.7) == FAILS
    assert judge(0.8, 0.75, 0.9, 0.5, 0.7) == FAILS_HARD
    assert judge(0.3, 0.2, 0.4, 0.5, 0.7) == FAILS_HARD
    assert judge(math.nan, 0.2, 0.4, 0.5, 0.7) == UNKNOWN


def test_ratios_are_pooled_before_they_are_divided():
    assert pooled([Pooled(1.0, 1.0), Pooled(0.0, 3.0)]) == 0.25
    assert pooled([Pooled(3.0, 1.0, 1.0, 1.0, 1.0), Pooled(3.0, 1.0, 2.0, 1.0, 1.0)]) == pytest.approx(1.0)
    assert pooled([1.0, 3.0, math.nan]) == 2.0
    assert math.isnan(pooled([math.nan])) and math.isnan(Pooled(1.0, 0.0).value)


def test_values_of_deals_by_volume_are_taken_over_all_seeds_together():
    number = np.array([10.0, 20.0, 30.0, 40.0, 0.0, 80.0])
    one = Volumes(tuple(number), tuple(3.0 * number**0.5))
    assert one.value == pytest.approx(-0.5) and pooled([one, one]) == pytest.approx(-0.5)
    assert math.isnan(Volumes((1.0, 2.0), (1.0, 2.0)).value)
    assert math.isnan(Volumes((4.0,) * 6, (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)).value)


def _marked(panel, **tables):
    """The panel with other tables."""
    return dataclasses.replace(panel, **tables)


def test_results_that_a_firm_bought_are_no_joint_patents(panel):
    projects = pd.DataFrame({"id": np.arange(4, dtype=np.uint64), "shared": [False, True, False, False]})
    done = pd.DataFrame({
        "project": np.arange(4, dtype=np.uint64), "patents": [1.0, 2.0, 1.0, 1.0], "joint": [0, 1, 1, 0],
        "value": [10.0, 25.0, 900.0, 10.0], "site": 0, "origin": [0, 1, 1, 0],
    })  # fmt: skip
    made = _marked(panel, projects=projects, successes=done)
    assert MEASURES["B20"](made, toy_scenario())["premium"].value == pytest.approx(0.25)


def test_returns_leave_out_stakes_of_quarter_0(panel):
    sales = pd.DataFrame({"price": [0.0, 0.5, 12.0, 9.0], "cost": 1.0, "since": [0, 3, 4, 5]})
    found = MEASURES["B24"](_marked(panel, stake_sales=sales), toy_scenario())
    assert found["losses"].value == pytest.approx(1 / 3) and found["tenfold"].value == pytest.approx(1 / 3)


def test_little_giants_are_ranked_by_their_main_product_in_each_year(panel):
    rows = pd.DataFrame({
        "quarter": [4, 4, 4, 8], "site": panel.focal, "niche": 7, "tier": [4, 0, 4, 5], "staff": [100.0, 1, 200, 300],
        "born": [-40, 0, -20, -44], "revenue_year": [10.0, 15.0, 6.0, 5.0], "core_share": [0.9, 0.5, 0.5, 1.0],
    })  # fmt: skip
    found = MEASURES["B26"](_marked(panel, firms=rows), toy_scenario())
    assert found["first"].value == pytest.approx(2 / 3) and found["old"].value == pytest.approx(2 / 3)
    assert found["staff"] == 200.0 and found["age"] == 11.0


def test_what_hires_add_is_over_what_all_nearby_add(panel):
    levels = pd.DataFrame({
        "whole": [9.0, 9.0, 0.10, 0.12], "no_hires": [0.0, 0.0, 0.09, 0.11], "alone": [0.0, 0.0, 0.0, 0.02],
    })  # fmt: skip
    assert MEASURES["B37"](_marked(panel, levels=levels), toy_scenario())["share"].value == pytest.approx(0.1)


def test_bands_move_with_the_parks_own_statistic(panel):
    rich = toy_scenario(sites__park__rd_intensity=0.0428)
    rows = summarise(rich, [measure(panel, rich)]).set_index("number")
    assert rows.loc["B15", "own_factor"] == pytest.approx(2.0)
    assert rows.loc["B29", "own_factor"] == 1.0


def test_seeds_are_stored_and_the_table_is_written(tmp_path):
    seen = []
    table = compute_facts(
        toy_scenario(),
        [3, 4],
        quarters=QUARTERS,
        directory=tmp_path,
        progress=lambda *at: seen.append(at),
    )
    assert seen == [(1, 2), (2, 2)]
    assert {p.name for p in tmp_path.iterdir()} == {"seed-3", "seed-4"}
    folder = page.write(table, tmp_path)
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert facts["seeds"] == [3, 4] and len(facts["facts"]) == len(table.rows)
    assert set(table.verdicts().values()) <= {IN_BAND, FAILS, FAILS_HARD, UNKNOWN}
    again = compute_facts(toy_scenario(), [4], quarters=QUARTERS)
    mine = table.runs[table.runs["seed"] == 4]["value"].to_numpy()
    np.testing.assert_array_equal(again.runs["value"].to_numpy(), mine)


def test_a_page_takes_the_table_between_its_marks(tmp_path):
    file = tmp_path / "facts.md"
    file.write_text(f"head\n<!-- facts: small -->\nold\n{page.CLOSE}\ntail\n", encoding="utf-8")
    page.put_into(file, "small", "new")
    assert file.read_text(encoding="utf-8") == f"head\n<!-- facts: small -->\nnew\n{page.CLOSE}\ntail\n"
    with pytest.raises(ScenarioError, match="no block"):
        page.put_into(file, "other", "new")


def test_bounds_of_paths():
    paths = pd.DataFrame({
        "seed": 1, "quarter": [0, 40, 80], "firms": [1.0, 10.0, 5.0], "revenue": [1.0, 10.0, 30.0],
        "demand": [1.0, 1.0, 2.0], "number_trend": [1.0, 1.0, 1.0],
    })  # fmt: skip
    row = page.path_bounds(paths, 40).iloc[0]
    assert row["firms_over_numbers_least"] == 0.5 and row["revenue_over_demand_most"] == 1.5
    assert row["firms_over_demand_least"] == 0.25
