"""What made a result: versions, machine, seed, and hashes of code, scenario and lock."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import sim
from sim.scenario.files import text_of
from sim.scenario.schema import Scenario


def provenance(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Where a run came from, as plain data."""
    import numba

    return {
        "version": sim.__version__,
        "commit": commit(),
        "code_hash": code_hash(),
        "lock_hash": lock_hash(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "mesa": version("mesa"),
        "platform": f"{platform.system()} {platform.machine()}",
        "cpu": cpu_name(),
        "cpus": os.cpu_count(),
        "threads": {
            "numba": int(numba.get_num_threads()),
            **{name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")},
        },
        "seed": seed,
        "scenario": scenario.name,
        "scenario_hash": hashlib.sha256(text_of(scenario).encode()).hexdigest(),
        "command": [_program(), *sys.argv[1:]],
    }


@lru_cache(maxsize=1)
def code_hash() -> str:
    """SHA-256 of the package's source and data."""
    package = Path(str(files("sim")))
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".csv"):
            total.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return total.hexdigest()


def commit() -> str | None:
    """Commit that a checkout stands at, None elsewhere; the code may have been edited since (see code_hash)."""
    git = Path(sim.__file__).parent.parent / ".git"
    try:
        if git.is_file():  # a work tree beside its repository
            git = (git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        shared = git / "commondir"
        home = git / shared.read_text(encoding="utf-8").strip() if shared.is_file() else git
        return _commit_of(home, head.removeprefix("ref: "))
    except OSError:
        return None


def _program() -> str:
    """Name of what was started; the package run as a module is its own command."""
    started = Path(sys.argv[0])
    return "parksim" if started.parent == Path(sim.__file__).parent else started.name


def _commit_of(git: Path, ref: str) -> str | None:
    """Commit of a branch, which lies in a file of its own or packed with others."""
    if (git / ref).is_file():
        return (git / ref).read_text(encoding="utf-8").strip()
    packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {ref}")), None)


def lock_hash() -> str | None:
    """SHA-256 of the lock that the package travels with, None where there is none."""
    for place in (
        Path(str(files("sim"))) / "locks" / "run.txt",
        Path(sim.__file__).parent.parent / "locks" / "run.txt",
    ):
        if place.is_file():
            return hashlib.sha256(place.read_bytes()).hexdigest()
    return None


def cpu_name() -> str:
    """Name of the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
