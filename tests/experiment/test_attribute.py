"""Attribution of a toy park: pairing, sums, storage, resuming, and the command."""

from __future__ import annotations

import json
import os

import numpy as np
import pandas as pd
import pytest

import sim
from sim.cli import main
from sim.experiment.attribute import arm, attribute, live
from sim.experiment.parts import OUTCOMES, attribution_entries, games, interactions
from sim.experiment.replicate import replicate, seeds_from, working_folder
from sim.experiment.resolve import resolve
from sim.experiment.store import open_run
from sim.genesis import build_world
from sim.scenario.errors import ScenarioError
from sim.scenario.files import write
from sim.scenario.schema import EFFECT_NAMES
from tests.worlds import toy_scenario

QUARTERS = 5


@pytest.fixture(scope="module")
def result():
    return attribute(toy_scenario(run__quarters=QUARTERS), reps=2)


@pytest.fixture
def folder(result, tmp_path):
    return result.save(tmp_path / "run")


def chosen(values, **where):
    for column, value in where.items():
        values = values[values[column] == value]
    return values


def test_every_coalition_is_there_once(result):
    values = result.coalitions
    assert list(values.columns) == ["rep", "seed", "scope", "line", *EFFECT_NAMES, "outcome", "value"]
    assert len(values) == 2 * 2 * 2 * 16 * len(OUTCOMES)
    assert not values.duplicated(list(values.columns[:-1])).any() and np.isfinite(values["value"]).all()
    assert set(values["seed"]) == {1, 2}


@pytest.mark.parametrize("names", ["none", "scale", "network,talent", "all"])
def test_a_coalition_is_the_run_with_those_effects_bit_for_bit(result, names):
    run = sim.run(toy_scenario(run__quarters=QUARTERS), seed=2, effects=names, micro="none").site()
    on = {name: names == "all" or name in names.split(",") for name in EFFECT_NAMES}
    for line, quarters in (("horizon", [QUARTERS]), ("impact", [1, 2, 3, 4])):
        values = chosen(result.coalitions, seed=2, scope="all", line=line, **on).set_index("outcome")["value"]
        for outcome in OUTCOMES:
            expected = outcome.value(run.loc[quarters, outcome.name].to_numpy()).mean()
            assert values[outcome.name] == expected, outcome.name


def test_focal_switches_the_park_only(result):
    strengths = {**dict.fromkeys((f"effects.{name}" for name in EFFECT_NAMES), 0.0)}
    alone = resolve(toy_scenario(run__quarters=QUARTERS), settings={**strengths, "effects.sites": ("park",)})
    assert build_world(alone, 1).strength("scale").tolist() == [0.0, 1.0]
    run = sim.run(alone, seed=1, micro="none").site()
    values = chosen(
        result.coalitions, seed=1, scope="focal", line="horizon", **dict.fromkeys(EFFECT_NAMES, False)
    )
    assert values.set_index("outcome")["value"]["tfp"] == run.loc[QUARTERS, "tfp"]
    everywhere = chosen(
        result.coalitions, seed=1, scope="all", line="horizon", **dict.fromkeys(EFFECT_NAMES, False)
    )
    assert not np.array_equal(values["value"], everywhere["value"])


def test_an_unknown_site_of_effects_is_bad_input():
    with pytest.raises(ScenarioError, match=r"effects\.sites.*parc.*park"):
        resolve("small", settings={"effects.sites": ("parc",)})


def test_parts_sum_to_the_premium(result):
    for entry in attribution_entries(result.coalitions).values():
        for told in entry.values():
            assert sum(told["effects"].values()) == pytest.approx(told["premium"], abs=1e-9)
            assert told["all"] - told["none"] == pytest.approx(told["premium"], abs=1e-9)


def test_anyone_can_recompute_the_parts_from_the_folder(folder):
    values = pd.read_parquet(folder / "coalitions.parquet")
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    for key, scope, line in (
        ("attribution", "focal", "horizon"),
        ("attribution_all_impact", "all", "impact"),
    ):
        rows = chosen(values, scope=scope, line=line, outcome="tfp")
        on = rows[list(EFFECT_NAMES)].sum(axis=1)
        weight = on.map({1: 1 / 4, 2: 1 / 12, 3: 1 / 12, 4: 1 / 4})
        lost = on.map({0: 1 / 4, 1: 1 / 12, 2: 1 / 12, 3: 1 / 4})
        for name in EFFECT_NAMES:
            part = (rows["value"] * np.where(rows[name], weight, -lost)).sum() / 2
            assert told[key]["tfp"]["effects"][name] == pytest.approx(part, abs=1e-9)


def test_a_folder_reads_back_with_its_attribution(result, folder):
    again = open_run(folder)
    pd.testing.assert_frame_equal(again.coalitions, result.coalitions)
    pd.testing.assert_frame_equal(again.parts("all", "impact"), result.parts("all", "impact"))
    entries = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    assert {e["name"] for e in entries if e["file"] == "coalitions.parquet"} == set(result.coalitions.columns)


def test_intervals_and_interactions_are_those_of_the_replications(result):
    game = games(result.coalitions, "focal", "horizon")["wage"]
    premium = game[:, -1] - game[:, 0]
    row = result.parts().set_index(["outcome", "part"]).loc[("wage", "premium")]
    half = 12.706205 * premium.std(ddof=1) / np.sqrt(2)
    assert (row["low"], row["high"]) == pytest.approx(
        (premium.mean() - half, premium.mean() + half), abs=1e-6
    )
    pair = (
        interactions(result.coalitions).set_index(["outcome", "pair"]).loc[("wage", "scale*talent"), "value"]
    )
    assert pair == pytest.approx((game[:, 9] - game[:, 1] - game[:, 8] + game[:, 0]).mean(), abs=1e-12)


def test_a_result_without_attribution_has_no_parts():
    with pytest.raises(ValueError, match="attribute"):
        sim.run(toy_scenario(run__quarters=1), micro="none").parts()


def test_a_missing_coalition_is_told(result):
    with pytest.raises(ValueError, match="not every coalition"):
        games(result.coalitions.drop(index=3), *result.coalitions.loc[3, ["scope", "line"]])


def squares(seed):
    if seed == 12:
        raise KeyboardInterrupt
    return {"values": pd.DataFrame({"square": [float(seed) ** 2]})}


def cubes(seed):
    assert seed >= 12, "was done already"
    return {"values": pd.DataFrame({"square": [float(seed) ** 2]})}


def test_an_interrupted_campaign_goes_on_where_it_stopped(tmp_path):
    seeds, heard = seeds_from(10, 5), []
    with pytest.raises(KeyboardInterrupt):
        replicate(squares, seeds, keep=tmp_path / "reps")
    found = replicate(
        cubes, seeds, jobs=2, keep=tmp_path / "reps", progress=lambda done, total: heard.append((done, total))
    )
    assert list(found) == list(seeds)
    assert [float(found[seed]["values"]["square"].iloc[0]) for seed in seeds] == [100.0, 121, 144, 169, 196]
    assert heard == [(2, 5), (3, 5), (4, 5), (5, 5)]


def dies(seed):
    os._exit(1) if seed == 3 else None
    return {"values": pd.DataFrame({"seed": [seed]})}


def test_a_dead_worker_is_told_and_what_was_done_is_kept(tmp_path):
    with pytest.raises(OSError, match="worker process died"):
        replicate(dies, [1, 2, 3], jobs=2, keep=tmp_path)
    assert not any(path.name.startswith(("3", ".3")) for path in tmp_path.iterdir())


def test_workers_find_what_one_process_finds():
    scenario = toy_scenario(run__quarters=1)
    one, two = (attribute(scenario, reps=2, jobs=jobs, scopes=("focal",)) for jobs in (1, 2))
    pd.testing.assert_frame_equal(two.coalitions, one.coalitions, check_exact=True)
    pd.testing.assert_frame_equal(two.sites, one.sites, check_exact=True)


def test_a_working_folder_is_for_one_scenario_and_task_whatever_the_seed(tmp_path):
    one = working_folder(tmp_path / "a", toy_scenario(), "focal")
    assert one == working_folder(tmp_path / "a", toy_scenario(run__seed=7), "focal")
    assert one != working_folder(tmp_path / "a", toy_scenario(run__quarters=7), "focal")
    assert one != working_folder(tmp_path / "a", toy_scenario(), "all") and one.parent == tmp_path


def test_the_command_writes_a_folder_and_prints_the_parts(tmp_path, capsys):
    write(toy_scenario(run__quarters=2), tmp_path / "toy.toml")
    command = ["attribute", str(tmp_path / "toy.toml"), "--reps", "2", "--jobs", "1", "--scope", "focal"]
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as left:
        main([*command, "--out", str(out), "--lang", "zh"])
    assert left.value.code == 0
    assert "集聚溢价" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert set(told["attribution"]) == {outcome.name for outcome in OUTCOMES}
    assert "attribution_all" not in told
    with pytest.raises(SystemExit) as left:
        main([*command, "--out", str(out)])
    assert left.value.code == 2


def test_cost_is_told_before_anything_runs(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["attribute", "zhongguancun", "--sample", "0.1", "--reps", "4", "--dry-run"])
    assert left.value.code == 0 and "4 replications of 31 runs" in capsys.readouterr().out


def test_without_synergy_purchases_stay_as_they_were():
    start = build_world(toy_scenario(run__quarters=3), 1)
    world = live(start, arm(start.scenario, 0b1011, "all"))
    assert np.array_equal(world.cells.local_share, start.cells.local_share)
    assert start.cells.local_share.max() > 0.05 and np.all(world.cells.input_price == 0.0)
    assert np.all(start.cells.local_price == 0.0)
