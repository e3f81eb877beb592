"""The command line: what it prints, how it leaves, what it imports, on any terminal."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.catalogue import catalogue
from sim.cli import STATUSES
from sim.options import Failure, guarded
from sim.scenario.errors import ScenarioError
from sim.scenario.files import load
from sim.scenario.template import template
from sim.scenario.zones import zone_names
from sim.units import UNITS_ZH

ROOT = Path(__file__).parents[1]
LISTS = ("parameters", "levers", "metrics", "columns", "flows", "facts", "scenarios", "phases", "effects")


def run(*arguments, **environment):
    """A command in a process of its own: its completed process, with bytes."""
    return subprocess.run(
        [sys.executable, "-m", "sim.cli", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "small"], ["explain", "sigma"], *(["list", name] for name in LISTS)],
    ids=" ".join,
)
def test_light_commands_import_no_model(arguments):
    code = (
        "import sys\nfrom sim.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as left:\n    assert not left.code, left.code\n"
        "heavy = {'mesa', 'numba', 'pandas', 'matplotlib', 'scipy', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_arrays_of_named_and_labelled_entries(call, name):
    code, out, err = call("list", name, "--json")
    assert (code, err) == (0, "")
    entries = json.loads(out)
    assert entries
    names = [entry["name"] for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert entry["label_en"] and entry["label_zh"] and entry["meaning"], entry


def test_every_parameter_has_unit_source_status_and_limits(call):
    _, out, _ = call("list", "parameters", "--json")
    entries = json.loads(out)
    assert len(entries) > 250
    for entry in entries:
        assert entry["unit"] and entry["source"], entry
        assert entry["status"] in ("verified", "derived", "assumed"), entry
        low, high = entry["allowed"]
        assert low < high
        if entry["prior"]:
            assert low <= entry["prior"][0] < entry["prior"][1] <= high, entry


def test_labels_follow_the_language_before_or_after_the_command(call):
    assert "规模效应" in call("list", "effects", "--lang", "zh")[1]
    assert "规模效应" in call("--lang", "zh", "list", "effects")[1]
    assert "规模效应" not in call("list", "effects")[1]


def test_every_unit_and_status_has_a_chinese_word():
    entries = [entry for name in LISTS for entry in catalogue(name)]
    terms = [term for entry in catalogue("levers") for term in entry["terms"]]
    assert not {each["unit"] for each in [*entries, *terms] if each.get("unit")} - set(UNITS_ZH)
    assert not {entry["status"] for entry in entries if entry.get("status")} - set(STATUSES)


@pytest.mark.parametrize("name", ["flows", "scenarios", "effects"])
def test_lists_whose_meanings_follow_from_records_are_chinese_throughout(call, name):
    head, *rows = call("list", name, "--lang", "zh")[1].splitlines()
    assert "含义" in head
    assert all(re.search("[\u4e00-\u9fff]", row.split("  ")[-1]) for row in rows)


def test_a_term_of_a_lever_is_a_line(call):
    assert "  term: age 3 (0 to 20 years) age up to which tenants are paid\n" in call("explain", "land_rent")[1]
    assert "  可调项: age 3 (0–20 年) " in call("explain", "land_rent", "--lang", "zh")[1]


def test_scenarios_of_many_zones_say_that_their_totals_are_no_guesses(call):
    told = {entry["name"]: entry["meaning"] for entry in json.loads(call("list", "scenarios", "--json")[1])}
    assert "169, published, derived or synthetic" in told["national"]
    assert told["small"] == "all numbers assumed" and "Tianjin Binhai" in told["tianjin_binhai"]


def test_check_tells_data_from_assumptions(call):
    code, out, _ = call("check", "zhongguancun")
    assert code == 0
    assert "24,934*" in out and "12,467~" in out and "Yearbook" in out and "valid" in out
    code, out, _ = call("check", "zhongguancun", "--lang", "zh")
    assert "103,022*" in out and "亿元" in out
    assert "规模效应 1" in out and "制度如情景所述" in out and "surveyed_firms" not in out


def test_check_quiet_says_less_and_settings_hold(call):
    long = call("check", "small")[1]
    short = call("check", "small", "--quiet", "--set", "sites.park.surveyed_firms=250")[1]
    assert len(short) < len(long) and "250" in short


def test_check_shows_what_an_ordinary_variant_changes(call):
    assert "high-tech park" in call("check", "small")[1]
    assert "high-tech park" not in call("check", "small", "--set", "run.variant=ordinary")[1]


def test_check_warns(call):
    out = call("check", "small", "--set", "sites.park.surveyed_firms=20",
               "--set", "sites.park.high_tech_enterprises=10")[1]  # fmt: skip
    assert "warning: sites.park" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek", "small"], ["chek", "check"]),
        (["check"], ["SCENARIO"]),
        (["check", "smal"], ["smal", "small"]),
        (["check", "small", "--sed", "3"], ["--sed"]),
        (["check", "small", "--set", "run.sed=3"], ["run.sed", "seed"]),
        (["check", "small", "--set", "run.seed"], ["run.seed", "key=value"]),
        (["check", "small", "--set", "run.sample=nan"], ["run.sample", "0.001 to 1"]),
        (["check", "small", "--lang", "fr"], ["--lang", "fr"]),
        (["list", "leavers"], ["leavers", "levers"]),
        (["explain", "sigmma"], ["sigmma", "sigma"]),
        (["new", "x.toml", "--zone", "Zhonguancun"], ["Zhonguancun", "Zhongguancun"]),
        (["new", "x.toml", "--like", "smal"], ["smal", "small"]),
        (["new", "x.toml", "--like", ""], ["--like", "small"]),
        (["new", "no/such/folder/x.toml"], ["no/such/folder"]),
        (["new", "x" * 300], ["cannot be written"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_bad_input_is_one_line_and_exit_2(call, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, _, err = call(*arguments)
    assert code == 2
    assert err.count("\n") == 1 and "Traceback" not in err
    for word in words:
        assert word in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (ScenarioError("x: y"), 2),
        (KeyboardInterrupt(), 130),
        (OSError(errno.ENOSPC, "No space left on device", "runs/a"), 1),
        (Failure("worker 3 died"), 1),
        (MemoryError(), 1),
        (ZeroDivisionError("a defect"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_exit_codes(problem, code, capsys):
    with pytest.raises(SystemExit) as left, guarded():
        raise problem
    assert left.value.code == code
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and err.startswith("parksim: ")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
@pytest.mark.parametrize(
    "arguments", [["check", "zhongguancun", "--lang", "zh"], ["list", "columns"]], ids=" ".join
)
def test_any_terminal_can_show_it(encoding, arguments):
    done = run(*arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert ("亿元" in text or "m¥" in text) == (
        encoding == "utf-8" or (encoding == "gbk" and "zh" in arguments)
    )
    if encoding != "utf-8" and "zh" not in arguments:
        assert "mCNY" in text


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_json_and_errors_on_any_terminal(encoding):
    done = run("list", "levers", "--json", PYTHONIOENCODING=encoding)
    assert any("税" in entry["label_zh"] for entry in json.loads(done.stdout.decode(encoding)))
    done = run("check", "中关村.toml", PYTHONIOENCODING=encoding)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1


def test_a_reader_that_leaves_early_sees_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "list", "columns", "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(30)


def test_new_writes_a_file_that_checks_and_keeps_existing_ones(call, tmp_path):
    file = tmp_path / "mine.toml"
    code, out, _ = call("new", file)
    assert code == 0 and str(file) in out
    assert call("check", file)[0] == 0
    code, _, err = call("new", file, "--zone", "Tianjin Binhai")
    assert code == 2 and "--force" in err and load(file).name == "small"
    assert call("new", file, "--zone", "Tianjin Binhai", "--force")[0] == 0
    assert load(file).sites[0].surveyed_firms == 4680
    assert call("new", tmp_path)[0] == 2


@pytest.mark.parametrize("zone", zone_names())
def test_every_zone_has_a_template_that_loads(zone, tmp_path):
    file = tmp_path / "zone.toml"
    file.write_text(template(zone=zone), "utf-8")
    park, hinterland = load(file).sites
    assert park.zone == zone and park.surveyed_firms and park.employees
    assert hinterland.surveyed_firms == round(park.surveyed_firms / 2)


def test_explain_tells_units_and_sources(call):
    code, out, _ = call("explain", "rd_el_output")
    assert code == 0 and "production.rd_el_output" in out and "[CLSX]" in out
    assert "高能级" in call("explain", "platform", "--lang", "zh")[1]


def test_explain_finds_every_kind_and_where_it_acts(call):
    both = call("explain", "tfp")[1]
    assert "(metrics)" in both and "(columns)" in both
    assert "sim/quarter/market/sales.py" in call("explain", "sigma")[1]
    assert "firms pay households" in call("explain", "wages")[1]


def test_version(call):
    import sim

    assert call("--version")[:2] == (0, f"parksim {sim.__version__}\n")
