"""The runner and the run folder: what a run leaves, and that it is whole or not there."""

from __future__ import annotations

import errno
import json
import math
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment.cost import cost_of
from sim.experiment.resolve import resolve, strengths
from sim.experiment.result import growth
from sim.experiment.store import column_entries, open_run, whole_folder
from sim.metrics import HEADLINES
from sim.scenario.errors import ScenarioError
from tests.worlds import toy_scenario


@pytest.fixture(scope="module")
def result():
    return sim.run(toy_scenario(run__quarters=8, run__seed=3))


@pytest.fixture
def folder(result, tmp_path):
    return result.save(tmp_path / "run")


def test_one_row_a_quarter_and_site_and_sector(result):
    assert len(result.sites) == 9 * 2
    assert len(result.sectors) == 9 * 2 * 10
    assert list(result.sites["quarter"].unique()) == list(range(9))
    assert list(result.sites.loc[result.sites["site"] == "park", "year"]) == [2024, *[2025] * 4, *[2026] * 4]
    assert not result.sites.isna().any().any()
    assert not result.sectors.isna().any().any()


def test_quarter_zero_is_the_data(result):
    start = result.site("park").loc[0]
    site = result.scenario.sites[0]
    assert start["surveyed_firms"] == pytest.approx(site.surveyed_firms, rel=0.01)
    assert start["employment"] == pytest.approx(site.employees, rel=0.01)
    assert start["revenue_year"] == pytest.approx(site.revenue, rel=0.01)
    assert start["industrial_output_year"] == pytest.approx(site.industrial_output, rel=0.01)
    assert start["high_tech_enterprises"] == pytest.approx(site.high_tech_enterprises, rel=0.01)


def test_rows_of_firms_agree_with_the_metrics(result):
    for quarter in (0, 4, 8):
        rows = result.firms[result.firms["quarter"] == quarter]
        trading = rows[rows["b"] > 0]
        sites = result.sites[result.sites["quarter"] == quarter].set_index("site")
        by_site = trading.groupby("site", observed=False)
        assert (by_site.size() == sites["firms"]).all()
        revenue = by_site["revenue_year"].sum()
        assert np.allclose(revenue, sites["revenue_all_year"], rtol=1e-5)


def test_events_agree_with_the_metrics(result):
    deaths = result.events[result.events["kind"].astype(str).str.startswith("death_")]
    births = result.events[result.events["kind"].astype(str).str.startswith("birth_")]
    assert len(deaths) == result.sites["deaths"].sum() > 0
    assert len(births) == result.sites["births"].sum() > 0
    assert len(result.deals) == result.sites[["deals_seed", "deals_a", "deals_b", "deals_c"]].sum().sum()
    assert len(result.moves) == result.sites["moves_in"].sum() == result.sites["moves_out"].sum()


def test_ledger_rows_agree_with_the_metrics(result):
    park = result.ledger[result.ledger["site"] == "park"]
    loans = park[park["kind"] == "loans"].set_index("quarter")["amount"]
    assert np.allclose(loans.reindex(range(1, 9), fill_value=0.0), result.site("park")["loans_new"].iloc[1:])
    # Firms that ceased this quarter paid wages too; the metric is of those that live.
    paid = park[park["kind"] == "wages"]["amount"].sum()
    assert 0.95 * paid < result.site("park")["wages_paid"].sum() <= paid


def test_same_seed_same_tables_other_seed_others(result):
    again = sim.run(toy_scenario(run__quarters=8), seed=3)
    other = sim.run(toy_scenario(run__quarters=8), seed=4)
    pd.testing.assert_frame_equal(again.sites, result.sites, check_exact=True)
    pd.testing.assert_frame_equal(again.firms, result.firms, check_exact=True)
    assert not other.sites["revenue"].equals(result.sites["revenue"])


def test_summary_starts_flows_at_the_first_quarter(result):
    summary = result.summary().set_index("outcome")
    assert tuple(summary.index) == HEADLINES
    park = result.site("park")
    assert summary.loc["births", "first"] == park.loc[1, "births"]
    assert summary.loc["firms", "first"] == park.loc[0, "firms"]
    expected = (park.loc[8, "firms"] / park.loc[0, "firms"]) ** 0.5 - 1
    assert summary.loc["firms", "growth_per_year"] == pytest.approx(expected)
    assert summary.loc["tfp", "growth_per_year"] == pytest.approx(
        (park.loc[8, "tfp"] - park.loc[0, "tfp"]) / 2
    )


def test_growth_that_is_not_defined_is_not_told():
    assert math.isnan(growth(0.0, 3.0, 1.0, False))
    assert growth(100.0, 121.0, 2.0, False) == pytest.approx(0.1)
    assert growth(-1.0, 1.0, 2.0, True) == 1.0


def test_micro_rows_come_as_often_as_asked():
    scenario = toy_scenario(run__quarters=5)
    none, quarterly = sim.run(scenario, micro="none"), sim.run(scenario, micro="quarterly")
    assert none.firms.empty and none.deals.empty and not none.sites.empty and not none.ledger.empty
    assert list(quarterly.firms["quarter"].unique()) == [0, 1, 2, 3, 4, 5]


def test_precedence_named_arguments_over_settings_over_file():
    settings = {"run.seed": 5, "effects.scale": 0.5}
    assert resolve("small").run.seed == 1
    assert resolve("small", settings=settings).run.seed == 5
    assert resolve("small", settings=["run.seed=5"], seed=6).run.seed == 6
    assert resolve("small", settings=settings, effects="none").effects.scale == 0.0
    assert resolve("small", settings=settings, effects={"network": 0.25}).effects.scale == 0.5


def test_effects_by_name():
    assert strengths("scale, talent") == {"scale": 1.0, "network": 0.0, "synergy": 0.0, "talent": 1.0}
    assert set(strengths("all").values()) == {1.0}
    assert set(strengths("none").values()) == {0.0}
    for wrong in ("scal", "all,none", ""):
        with pytest.raises(ScenarioError, match="allowed"):
            strengths(wrong)


@pytest.mark.parametrize(
    "arguments", [{"sample": 2.0}, {"seed": -1}, {"micro": "daily"}, {"sample": float("nan")}]
)
def test_bad_arguments_are_bad_input(arguments):
    with pytest.raises(ScenarioError):
        resolve("small", **arguments)


def test_cost_grows_with_the_run():
    small, large = cost_of(resolve("small")), cost_of(resolve("zhongguancun"))
    assert (
        large.rows > 50 * small.rows and large.minutes > small.minutes and large.megabytes > small.megabytes
    )


def test_a_folder_reads_back_as_it_was(result, folder):
    again = open_run(folder)
    assert again.scenario == result.scenario and again.seed == result.seed
    for name, table in result.tables().items():
        pd.testing.assert_frame_equal(again.tables()[name], table, check_categorical=False)
    pd.testing.assert_frame_equal(again.summary(), result.summary())


def test_every_column_of_every_file_is_in_the_dictionary(result, folder):
    entries = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    assert entries == column_entries(result)
    known = {(entry["file"], entry["name"]) for entry in entries}
    files = list(folder.glob("*.parquet"))
    assert len(files) == 10
    for file in files:
        assert {(file.name, column) for column in pd.read_parquet(file).columns} <= known
    assert all(entry["unit"] and entry["meaning"] and entry["label_en"] for entry in entries)


def test_summary_is_strict_json(folder):
    def refuse(constant):
        raise AssertionError(constant)

    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"), parse_constant=refuse)
    assert {"scenario", "seed", "quarters", "outcomes"} <= set(summary)
    assert set(summary["outcomes"]["firms"]) == {"unit", "first", "last", "growth_per_year"}


def test_provenance_tells_what_made_the_run(folder):
    made = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    wanted = {
        "version",
        "lock_hash",
        "python",
        "numpy",
        "numba",
        "cpu",
        "threads",
        "seed",
        "scenario_hash",
        "command",
    }
    assert wanted <= set(made)
    assert made["seed"] == 3 and made["version"] == sim.__version__


def test_an_existing_folder_is_refused_unless_forced(result, folder):
    with pytest.raises(ScenarioError, match="--force"):
        result.save(folder)
    (folder / "mine.txt").write_text("left over")
    result.save(folder, force=True)
    assert not (folder / "mine.txt").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["run"]


def test_force_does_not_replace_what_is_no_run_folder(result, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ScenarioError, match="not a run folder"):
        result.save(tmp_path, force=True)
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_nothing_and_keeps_what_was_there(result, folder, monkeypatch, problem):
    before = (folder / "summary.json").read_bytes()

    def fail(*_, **__):
        raise problem

    monkeypatch.setattr("sim.experiment.store.summary_entry", fail)
    for target, force in ((folder, True), (folder.parent / "other", False)):
        with pytest.raises(type(problem)):
            result.save(target, force=force)
    assert [path.name for path in folder.parent.iterdir()] == ["run"]
    assert (folder / "summary.json").read_bytes() == before


def test_what_a_killed_run_left_is_cleaned(tmp_path):
    kill = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom sim.experiment.store import whole_folder\n"
        "with whole_folder(Path(sys.argv[1])) as folder:\n    (folder / 'half').write_text('x')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    target = tmp_path / "run"
    subprocess.run([sys.executable, "-c", kill, str(target)], check=False, cwd=os.getcwd())
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == 1 and left[0].startswith(".run.part-")
    with whole_folder(target) as folder:
        (folder / "whole").write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_kill_between_the_two_renames_is_mended(tmp_path):
    done = subprocess.Popen([sys.executable, "-c", "pass"])
    done.wait()
    (tmp_path / f".run.old-{done.pid}").mkdir()
    (tmp_path / f".run.old-{done.pid}" / "kept").write_text("x")
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "run"):
        raise RuntimeError
    assert (tmp_path / "run" / "kept").exists()


def test_a_file_that_is_no_run_folder_is_bad_input(tmp_path):
    with pytest.raises(ScenarioError, match="not a run folder"):
        open_run(tmp_path)


def test_importing_sim_is_cheap():
    code = "import sys, sim; print(sorted({'mesa', 'numba', 'pandas', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError):
        sim.nothing  # noqa: B018
