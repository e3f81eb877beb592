"""The commands run, export and plot: what they write, what they print, how they leave."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time

import pandas as pd
import pytest


def test_a_run_writes_a_whole_folder_that_can_be_plotted_and_exported(call, toy, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = call("run", toy, "--out", out, "--seed", 5)
    assert code == 0 and "firms" in printed
    for name in (
        "scenario.toml",
        "provenance.json",
        "summary.json",
        "columns.json",
        "sites.parquet",
        "figures/levels.png",
    ):
        assert (out / name).is_file(), name
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["seed"] == 5
    assert call("run", toy, "--out", out)[0] == 2
    assert call("run", toy, "--out", out, "--force", "--quiet")[0] == 0
    (out / "figures" / "moves.png").unlink()
    assert call("plot", out, "moves")[0] == 0
    assert (out / "figures" / "moves.png").is_file()
    assert call("plot", out, "move")[0] == 2
    assert call("export", out, "--format", "csv")[0] == 0
    assert (out / "export" / "sites.csv").is_file()


def test_the_folder_of_a_run_is_named_after_scenario_and_seed(call, toy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("run", toy, "--seed", 9, "--micro", "none")[0] == 0
    assert (tmp_path / "runs" / "small-9" / "sites.parquet").is_file()
    assert not (tmp_path / "runs" / "small-9" / "firms.parquet").exists()


def test_options_reach_the_scenario(call, toy, tmp_path):
    out = tmp_path / "out"
    assert (
        call("run", toy, "--out", out, "--effects", "scale", "--set", "levers.rd_grant.intensity=1")[0] == 0
    )
    text = (out / "scenario.toml").read_text(encoding="utf-8")
    assert "network = 0.0" in text and "rd_grant" in text
    sites = pd.read_parquet(out / "sites.parquet")
    assert sites["spent_rd_grant"].sum() > 0


def test_a_dry_run_tells_the_cost_and_writes_nothing(call, toy, tmp_path):
    before = sorted(tmp_path.iterdir())
    code, printed, _ = call("run", toy, "--dry-run")
    assert code == 0 and "1 run" in printed and "minutes" in printed and "MB" in printed
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["--effects", "scal"],
        ["--effects", "all,none"],
        ["--sample", "2"],
        ["--set", "run.seeed=1"],
        ["--micro", "daily"],
        ["--seed", "x"],
        ["--seed", "-1"],
    ],
)
def test_bad_options_are_bad_input_in_one_line(call, toy, arguments):
    code, _, told = call("run", toy, *arguments)
    assert code == 2
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [["run"], ["attribute"], ["compare", "--arm", "a:levers.rd_grant.intensity=1"], ["facts"]],
    ids=lambda command: command[0],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(call, toy, tmp_path, monkeypatch, command):
    monkeypatch.setattr("sim.model.ParkModel.__init__", lambda *_, **__: pytest.fail("a model was made"))
    before = sorted(tmp_path.iterdir())
    for out in (toy / "out", "/proc/out", tmp_path / ("x" * 300)):
        code, _, told = call(command[0], toy, *command[1:], "--out", out)
        assert code == 2 and "cannot be written" in told and len(told.strip().splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_page_without_its_block_is_told_before_anything_runs(call, toy, tmp_path):
    page = tmp_path / "page.md"
    assert "cannot be read" in call("facts", toy, "--page", page)[2]
    page.write_text("no block", "utf-8")
    code, _, told = call("facts", toy, "--page", page)
    assert code == 2 and "has no block" in told


def test_a_damaged_run_folder_is_one_line(call, toy, tmp_path):
    out = tmp_path / "out"
    assert call("run", toy, "--out", out, "--micro", "none", "--set", "run.quarters=1")[0] == 0
    for name, text in (
        ("provenance.json", "{"),
        ("provenance.json", '{"seed": "x"}'),
        ("provenance.json", "[]"),
        ("sites.parquet", "junk"),
        ("sites.parquet", None),
        ("scenario.toml", None),
    ):
        kept = (out / name).read_bytes()
        (out / name).unlink() if text is None else (out / name).write_text(text, "utf-8")
        if name == "sites.parquet" and text is None:
            assert call("plot", out)[0] == 0  # of what is left, which is nothing
        for command in (("plot", out, "levels"), ("export", out)):
            code, _, told = call(*command)
            assert code == 2 and len(told.strip().splitlines()) == 1, (name, told)
            assert str(out) in told or "holds no sites" in told
        (out / name).write_bytes(kept)
    for place in (toy, toy / "tables", "/proc/tables"):
        code, _, told = call("export", out, "--out", place)
        assert code == 2 and "cannot be written" in told


def test_a_folder_that_is_no_run_is_bad_input(call, tmp_path):
    for command in ("plot", "export"):
        code, _, told = call(command, tmp_path)
        assert code == 2 and "not a run folder" in told


def test_a_full_disk_is_one_line_and_leaves_nothing(toy, tmp_path):
    """A limit on the size of files makes writes fail in earnest."""
    out = tmp_path / "full"
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", "run", str(toy), "--out", str(out)],
        capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000)),
        env={**os.environ, "MPLCONFIGDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert not out.exists() and not list(tmp_path.glob(".full*"))


def test_ctrl_c_leaves_with_130_and_nothing_written(interrupted, toy, tmp_path):
    out = tmp_path / "stopped"
    arguments = ["run", toy, "--out", out, "--set", "run.quarters=800"]
    code, told = interrupted(arguments, lambda: time.sleep(5))
    assert code == 130, told
    assert len(told.strip().splitlines()) <= 1
    assert not out.exists() and not list(tmp_path.glob(".stopped*"))
