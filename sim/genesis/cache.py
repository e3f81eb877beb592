"""What is kept of quarter 0 between runs: generic populations, and whole starts of large worlds.

Both lie in the user's cache folder under a hash of all that they depend on: seed, scenario, sources, data.
A cache that cannot be read or written is no error.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.cache import cache_root
from sim.scenario.places import simulated_rows
from sim.scenario.schema import Scenario
from sim.world import World

LARGE = 100_000
"""Firm rows from which a start is kept: smaller ones are built in seconds, and there are many of them."""
KEPT = 2
"""Starts that are kept at most, the latest ones; each takes about 1.5 kB a firm row."""

_MONEY = ("bank_cash", "bank_loans", "state_cash", "outside_cash", "services_cash")
_NUMBERS = ("quarter", "mass_reference", "density_reference")


def cache_path(folder: str, scenario: Scenario, seed: int) -> Path | None:
    """The file that holds what follows from a scenario and a seed, None where there is no cache folder."""
    try:
        root = cache_root()
    except RuntimeError:
        return None
    key = hashlib.sha256(_sources())
    key.update(scenario.model_dump_json().encode())
    key.update(f"{seed} {np.__version__}".encode())
    return root / folder / f"{key.hexdigest()[:24]}.npz"


@lru_cache(maxsize=1)
def _sources() -> bytes:
    package, key = Path(__file__).parents[1], hashlib.sha256()
    for source in sorted((*package.rglob("*.py"), *package.rglob("*.csv"))):
        key.update(source.read_bytes())
    return key.digest()


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write beside and rename, so that nobody reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
    except OSError:
        return


def read(path: Path | None) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file, None where there is none that can be read."""
    if path is None or not path.exists():
        return None
    try:
        with np.load(path) as held:
            found = {name: held[name] for name in held.files}
        os.utime(path)
    except (OSError, ValueError, KeyError):
        return None
    return found


# -- whole starts -----------------------------------------------------------------------------------


def start_path(scenario: Scenario, seed: int) -> Path | None:
    """The file of a scenario's start, None for small worlds.

    Quarter 0 does not depend on the horizon, on what is written, or on levers and shocks of later quarters.
    """
    if sum(simulated_rows(scenario)) < LARGE:
        return None
    plain = scenario.run.model_copy(update={"quarters": 1, "seed": 0})
    levers = {name: lever for name, lever in scenario.levers.items() if lever.first_quarter < 1}
    alike = {"name": "start", "title_en": "", "title_zh": "", "run": plain, "levers": levers, "shocks": ()}
    outputs = type(scenario.outputs)()
    return cache_path("starts", scenario.model_copy(update=alike | {"outputs": outputs}), seed)


def keep_start(path: Path, world: World) -> None:
    """Keep the state of a settled world at quarter 0, and drop the oldest of those kept."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(world.ledger, name) for name in _MONEY}
    arrays["tax_raised"] = world.tax_raised
    arrays |= {name: np.asarray(getattr(world, name)) for name in _NUMBERS}
    for kind, table in world.tables().items():
        for name, values in table.state().items():
            arrays[f"{kind}.{name}"] = values
    write(path, arrays)
    try:
        files = sorted(path.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime)
        for old in files[:-KEPT]:
            old.unlink()
    except OSError:
        return


def take_start(arrays: Mapping[str, NDArray[Any]], world: World) -> None:
    """Bring an empty world to the kept state, books opened."""
    for kind, table in world.tables().items():
        table.restore({name: arrays[f"{kind}.{name}"] for name in table.state_names()})
    for name in _MONEY:
        getattr(world.ledger, name)[:] = arrays[name]
    world.tax_raised = arrays["tax_raised"]
    world.quarter = int(arrays["quarter"])
    world.mass_reference = float(arrays["mass_reference"])
    world.density_reference = float(arrays["density_reference"])
    world.open_quarter()
