"""Kernels are never served from a stale cache, and run without one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim.kernels

CALLER = """
from sim.kernels.callee import price
from sim.kernels.compile import jit


@jit
def double(x):
    return 2.0 * price(x)
"""
CALLEE = """
from sim.kernels.compile import jit


@jit
def price(x):
    return x + {}
"""


@pytest.fixture
def house(tmp_path):
    """A copy of the kernels with one more caller and its callee in another file."""
    kernels = tmp_path / "house" / "sim" / "kernels"
    shutil.copytree(Path(sim.kernels.__file__).parent, kernels, ignore=shutil.ignore_patterns("__pycache__"))
    (kernels.parent / "__init__.py").touch()
    (kernels / "caller.py").write_text(CALLER)
    (kernels / "callee.py").write_text(CALLEE.format("1.0"))
    return kernels


def run(kernels, cache, code):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA_")}
    environment |= {"PYTHONPATH": str(kernels.parents[1]), "PARKSIM_CACHE_DIR": str(cache)}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, env=environment, cwd=kernels.parents[1], capture_output=True, text=True, check=True
    )


DOUBLE = "from sim.kernels.caller import double; print(double(3.0), sum(double.stats.cache_hits.values()))"


def test_an_edited_callee_changes_the_result(house, tmp_path):
    cache = tmp_path / "cache"
    assert run(house, cache, DOUBLE).stdout == "8.0 0\n"
    assert run(house, cache, DOUBLE).stdout == "8.0 1\n"
    (house / "callee.py").write_text(CALLEE.format("2.0"))
    assert run(house, cache, DOUBLE).stdout == "10.0 0\n"


def blocked_by_a_file(tmp_path):
    """Root may write anywhere, but not below a file."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file"


@pytest.mark.parametrize("place", [blocked_by_a_file, lambda _: Path("/proc/parksim")], ids=["file", "proc"])
def test_without_a_writable_folder_it_runs_and_says_so_once(house, tmp_path, place):
    done = run(house, place(tmp_path), DOUBLE)
    assert done.stdout == "8.0 0\n"
    assert done.stderr.count("\n") == 1
    assert "no writable cache folder" in done.stderr
    assert not list(house.glob("__pycache__/*.nb*"))


def test_the_users_own_numba_settings_are_left_alone(house, tmp_path):
    code = (
        "from numba import config as c; c.CACHE_DIR = 'mine'; import sim.kernels.philox; print(c.CACHE_DIR)"
    )
    assert run(house, tmp_path / "cache", code).stdout == "mine\n"


def test_warm_compiles_every_family_within_the_limit(house, tmp_path):
    for extra in ("caller.py", "callee.py"):
        (house / extra).unlink()
    families = {path.stem for path in house.glob("*.py") if "\n@jit" in path.read_text()}
    code = """
import time
from numba.core.registry import CPUDispatcher
import sim.kernels.compile as c
start = time.process_time()
c.warm()
assert time.process_time() - start < 30
for family in c.FAMILIES:
    for name, kernel in vars(__import__("sim.kernels." + family, fromlist=["x"])).items():
        assert not isinstance(kernel, CPUDispatcher) or kernel.signatures, name
print(*sorted(c.FAMILIES))
"""
    assert run(house, tmp_path / "cache", code).stdout.split() == sorted(families)
