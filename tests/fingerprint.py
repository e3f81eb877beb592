"""Hashes of everything in a world, and a run that another process can be asked for."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from sim.genesis import build_world
from sim.loop import Loop
from sim.scenario.files import apply_settings, load
from sim.world import World

ROOT = Path(__file__).parents[1]


def fingerprint(world: World) -> dict[str, str]:
    """Hash of every column of every table, and of the quarter's payments."""
    found = {
        f"{name}.{column}": _hash(np.ascontiguousarray(getattr(table, column)).tobytes())
        for name, table in world.tables().items()
        for column in table
    }
    found["ledger"] = _hash(repr(world.ledger.journal()).encode())
    return found


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def history(order: dict[str, Any]) -> dict[str, Any]:
    """Live as ordered: from a scenario or a pickled world, so many quarters, then pickle it if asked."""
    if "resume" in order:
        world = pickle.loads(Path(order["resume"]).read_bytes())
    else:
        world = build_world(apply_settings(load(order["scenario"]), order["settings"]), order["seed"])
    loop, prints, rows, alive = Loop(), [], [], {int(i) for i in world.firms.id}
    born = died = 0
    for _ in range(order["quarters"]):
        loop.run(world)
        now = {int(i) for i in world.firms.id}
        born, died, alive = born + len(now - alive), died + len(alive - now), now
        prints.append(fingerprint(world))
        rows.append(len(world.firms))
    if "save" in order:
        Path(order["save"]).write_bytes(pickle.dumps(world))
    return {"prints": prints, "rows": rows, "born": born, "died": died}


def in_another_process(order: dict[str, Any], threads: int) -> dict[str, Any]:
    """:func:`history` in a process of its own with so many threads for every library that takes any."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    code = (
        "import json, sys; from tests.fingerprint import history; "
        "json.dump(history(json.loads(sys.argv[1])), sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(order)],
        cwd=ROOT, env={**os.environ, **dict.fromkeys(names, str(threads))}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result
