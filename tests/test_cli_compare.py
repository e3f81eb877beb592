"""The command compare: what it writes, what it prints, how it leaves, how it goes on."""

from __future__ import annotations

import json
import time

import pandas as pd
import pytest

from sim.experiment.outcomes import MEASURES
from sim.scenario.levers import LEVERS

GRANTS = "grants:levers.rd_grant.intensity=1"


def test_it_writes_a_whole_folder_that_can_be_drawn_again(call, toy, tmp_path):
    out = tmp_path / "out"
    command = ("compare", toy, "--arm", GRANTS, "--arm", "plain:run.variant=ordinary", "--reps", 2, "--jobs", 1)
    code, printed, _ = call(*command, "--out", out)
    assert code == 0 and "paired replications" in printed and "grants" in printed and "¥ million" in printed
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert set(told["comparison"]["grants"]) == set(MEASURES) and set(told["comparison"]) == {"grants", "plain"}
    for name in ("scenario.toml", "provenance.json", "columns.json", "arms.parquet", "figures/forest.csv"):
        assert (out / name).is_file(), name
    (out / "figures" / "forest.png").unlink()
    assert call("plot", out, "forest", "--lang", "zh")[0] == 0
    assert (out / "figures" / "forest.png").is_file()
    assert call(*command, "--out", out)[0] == 2


def test_chinese_counts_money_in_hundred_millions(call, toy, tmp_path):
    code, printed, _ = call("compare", toy, "--arm", GRANTS, "--reps", 1, "--out", tmp_path / "zh", "--lang", "zh")
    assert code == 0 and "与基准之差" in printed and "亿元" in printed and "m¥" not in printed


def test_a_dose_is_drawn_and_its_turning_point_told(call, toy, tmp_path):
    out = tmp_path / "dose"
    code, printed, _ = call("compare", toy, "--dose", "rd_grant", "--reps", 2, "--jobs", 1, "--out", out)
    assert code == 0 and "none found" in printed
    assert (out / "figures" / "dose.png").is_file()
    assert set(pd.read_csv(out / "figures" / "dose.csv")["intensity"]) == {0.25, 0.5, 1.0, 1.5, 2.0}


def test_levers_one_by_one_are_told_drawn_and_stored(call, toy, tmp_path):
    out = tmp_path / "campaign"
    command = ("compare", toy, "--dose", "rd_grant,hte_tax", "--reps", 2, "--jobs", 1, "--out", out)
    code, printed, _ = call(*command)
    assert code == 0 and "2 replications of base and 2 levers at 5 intensities" in printed
    assert "ex-post R&D subsidy" in printed and not list(tmp_path.glob(".campaign*"))
    for name in ("campaign.parquet", "figures/every_lever.png", "figures/responses.csv", "tables/effects.csv",
                 "tables/costs.csv", "tables/responses.csv"):  # fmt: skip
        assert (out / name).is_file(), name
    assert call("plot", out, "responses", "--lang", "zh")[0] == 0
    code, printed, _ = call("compare", toy, "--levers", "all", "--reps", 1, "--dry-run", "--lang", "zh")
    assert code == 0 and f"{len(LEVERS)}个政策工具" in printed


def test_cost_is_told_before_anything_runs(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, printed, _ = call("compare", "zhongguancun", "--arm", GRANTS, "--sample", 0.1, "--reps", 4, "--dry-run")
    assert code == 0 and "4 replications of base and 1 arms, 8 runs" in printed and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "--arm: is missing"),
        (["--arm", "grants"], "must be NAME:path=value"),
        (["--arm", "grants:levers.rd_gant.intensity=1"], "did you mean 'rd_grant'"),
        (["--arm", "grants:levers.rd_grant.intensity"], "must be key=value"),
        (["--arm", "grants:levers.rd_grant.intensty=1"], "did you mean 'intensity'"),
        (["--arm", GRANTS, "--arm", GRANTS], "is there twice"),
        (["--arm", "grants:levers.rd_grant.sites=[\"parc\"],levers.rd_grant.intensity=1"], "did you mean 'park'"),
        (["--dose", "rd_gant"], "did you mean 'rd_grant'"),
        (["--dose", "rd_grant", "--arm", GRANTS], "stands alone"),
        (["--levers", "rd_grant,voucer"], "did you mean 'voucher'"),
        (["--levers", "all,rd_grant"], "all stands alone"),
        (["--levers", "all", "--dose", "all"], "stands alone"),
        (["--levers", "all", "--equal-cost"], "stands alone"),
        (["--arm", GRANTS, "--reps", "0"], "--reps"),
    ],
)
def test_bad_input_is_one_line(call, toy, arguments, told):
    code, _, error = call("compare", toy, *arguments)
    assert code == 2 and told in error and len(error.strip().splitlines()) == 1


def test_ctrl_c_leaves_with_130_and_the_same_command_goes_on(call, interrupted, toy, tmp_path):
    out = tmp_path / "stopped"
    command = ["compare", str(toy), "--arm", GRANTS, "--reps", "400", "--jobs", "1", "--out", str(out)]

    def one_is_kept():
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob(".stopped.reps-*/1")) and time.monotonic() < deadline:
            time.sleep(0.2)

    code, told = interrupted(command, one_is_kept)
    assert code == 130, told
    assert not out.exists()
    code, printed, _ = call(*["1" if each == "400" else each for each in command])
    assert code == 0 and "1 of 1 were there already" in printed
    assert not list(tmp_path.glob(".stopped*"))
