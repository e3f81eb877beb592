"""What a user gets before the model runs: locks, the search for a Python, make help, the wheel."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; .+)? \\$")
SHELL_TOOLS = ("sh", "timeout", "sleep", "awk", "env")


def requirements(lock: Path) -> dict[str, list[str]]:
    """Lines of a lock by pin; the lines after a pin belong to it."""
    pins: dict[str, list[str]] = {}
    for line in lock.read_text("utf-8").splitlines():
        if not line.startswith((" ", "#")):
            pins[line] = []
        else:
            list(pins.values())[-1].append(line.strip())
    return pins


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_locks_pin_every_requirement_with_hashes(lock):
    pins = requirements(lock)
    assert len(pins) > 20
    for pin, below in pins.items():
        assert PIN.match(pin), pin
        hashes = [line for line in below if not line.startswith("#")]
        assert hashes, pin
        for line in hashes:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", line), line


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_locks_name_no_place(lock):
    places = r"://|\bfile:|--index|--extra-index|--find-links|(^|\s)/|@ |\.whl"
    assert not re.search(places, lock.read_text("utf-8"), re.M)


def test_locks_agree_and_hold_the_build_backend():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        pins = [PIN.match(pin) for pin in requirements(lock)]
        assert "hatchling" in {pin["name"] for pin in pins}, lock
        for pin in pins:
            versions.setdefault(pin["name"], set()).add(pin["version"])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_declared_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {"run": project["dependencies"], **project["optional-dependencies"]}
    for name, wanted in declared.items():
        locked = {PIN.match(pin)["name"] for pin in requirements(ROOT / "locks" / f"{name}.txt")}
        assert {re.match(r"[A-Za-z0-9-]+", each)[0].lower() for each in wanted} <= locked, name


@pytest.fixture
def bare(tmp_path):
    """An environment whose PATH holds a shell's tools and no Python, and an empty home."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in SHELL_TOOLS:
        if path := shutil.which(tool):
            (tools / tool).symlink_to(path)
    (tmp_path / "home").mkdir()
    return {"PATH": str(tools), "HOME": str(tmp_path / "home")}


def find_python(environment, **more):
    return subprocess.run(
        ["sh", ROOT / "tools" / "find_python.sh"],
        cwd=environment["HOME"], env=environment | more, capture_output=True, text=True, check=False,
    )  # fmt: skip


def script(folder: Path, name: str, body: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def real(folder: Path, name: str) -> None:
    script(folder, name, f'exec "{sys.executable}" "$@"')


def test_no_python_gives_one_clear_line(bare):
    done = find_python(bare)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Python >= 3.12" in done.stderr


def test_an_old_python_does_not_fit(bare):
    # What an old Python does with the probe: the assertion on its version fails.
    script(Path(bare["PATH"]), "python3", "echo AssertionError >&2; exit 1")
    assert find_python(bare).returncode == 1


def test_dead_shims_are_passed_over(bare):
    folder = Path(bare["PATH"])
    script(folder, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    script(folder, "python3.12", "exit 0")
    real(folder, "python3")
    done = find_python(bare)
    assert (done.returncode, done.stdout.strip()) == (0, sys.executable)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("timeout") is None, reason="no timeout command here")
def test_a_hanging_shim_is_passed_over(bare):
    script(Path(bare["PATH"]), "python3.14", "exec sleep 300")
    real(Path(bare["PATH"]), "python")
    assert find_python(bare).stdout.strip() == sys.executable


def test_pyenv_and_uv_folders_are_searched(bare):
    for variable, folder in (("PYENV_ROOT", "pyenv"), ("UV_PYTHON_INSTALL_DIR", "uv")):
        root = Path(bare["HOME"]) / folder
        real((root / "versions" if folder == "pyenv" else root) / "3.12.9" / "bin", "python")
        assert find_python(bare, **{variable: str(root)}).stdout.strip() == sys.executable


def test_uv_is_asked_last(bare):
    script(Path(bare["PATH"]), "uv", f'[ "$1 $2" = "python find" ] && echo "{sys.executable}"')
    assert find_python(bare).stdout.strip() == sys.executable


def test_python_variable_comes_first_and_a_bad_one_is_said(bare):
    assert find_python(bare, PYTHON=sys.executable).stdout.strip() == sys.executable
    done = find_python(bare, PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert "PYTHON=/nowhere/python" in done.stderr


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split()
    # A make above this one (make test) would pass its own flags on.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory", "help"],
        env=clean, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert [line.split()[1] for line in listed.splitlines()] == targets
    assert {"help", "setup", "demo", "test", "fast", "lint", "bench", "docs"} <= set(targets)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the tree as it stands."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True, check=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_data_and_scenarios(wheel, tmp_path):
    names = set(zipfile.ZipFile(wheel).namelist())
    scenarios = {f"sim/data/scenarios/{path.name}" for path in (ROOT / "experiments").glob("*.toml")}
    shipped = (path for path in (ROOT / "sim").rglob("*") if path.suffix in {".py", ".csv", ".toml", ".otf", ".txt"})
    sources = {path.relative_to(ROOT).as_posix() for path in shipped}
    assert scenarios
    assert scenarios | sources | {"sim/py.typed", "sim/data/README.md", "sim/data/locks/run.txt"} <= names
    assert {name.split("/")[0] for name in names} == {"sim", "parksim-0.1.0.dist-info"}

    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    seen = subprocess.run(
        [sys.executable, "-c", "import sim; print(sim.__file__, sim.__version__)"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert seen == [str(site / "sim" / "__init__.py"), "0.1.0"]


@pytest.mark.slow
def test_the_installed_wheel_runs_far_from_its_sources(wheel, tmp_path):
    """In a new environment that holds the wheel alone, and sees installed dependencies through a path file."""
    home = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    tools = home / ("Scripts" if os.name == "nt" else "bin")
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}

    def call(*command):
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    asked = call(tools / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    site = Path(asked.stdout.strip())
    # Path files inside that folder are not followed, so the sources stay out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = ("-m", "pip", "install", "--no-index", "--no-deps", "--disable-pip-version-check")
    installed = call(tools / "python", *pip, wheel)
    assert installed.returncode == 0, installed.stderr
    seen = call(tools / "python", "-c", "import sim; print(sim.__file__)").stdout.strip()
    assert Path(seen) == site / "sim" / "__init__.py"

    done = call(tools / "parksim", "run", "zhongguancun", "--sample", "0.02", "--set", "run.quarters=2")
    assert done.returncode == 0, done.stderr
    assert "zhongguancun" in done.stdout.lower()
    assert list(tmp_path.rglob("sites.parquet")), "the run left no tables"
