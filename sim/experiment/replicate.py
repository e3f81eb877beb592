"""Replications: one piece of work a seed, spread over processes, each stored as soon as it ends."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import BrokenProcessPool

from sim.experiment.provenance import code_hash
from sim.experiment.store import whole_folder
from sim.kernels.compile import warm
from sim.scenario.files import text_of
from sim.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]
Work = Callable[[int], Tables]
"""What is done for a seed: tables by name. It travels to other processes, so it must be importable."""


def seeds_from(first: int, reps: int) -> range:
    """Seeds of ``reps`` replications: luck is keyed by the seed, so neighbours share nothing."""
    return range(first, first + reps)


def replicate(
    work: Work,
    seeds: Sequence[int],
    *,
    jobs: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[int, Tables]:
    """Tables of every seed, in the order of ``seeds``.

    ``jobs`` processes work at once, one thread each. With ``keep``, each seed's tables go into that folder
    when it ends, and seeds already there are not run again. ``progress`` is called with seeds done and in
    all, first with those found. Raises what the work raises, OSError if a process dies.
    """
    done = {} if keep is None else {seed: _read(keep / str(seed)) for seed in seeds if _kept(keep, seed)}
    if progress is not None:
        progress(len(done), len(seeds))
    missing = [seed for seed in seeds if seed not in done]
    if missing:
        warm()
    for seed, tables in _carried_out(work, missing, jobs, keep):
        done[seed] = tables
        if progress is not None:
            progress(len(done), len(seeds))
    return {seed: done[seed] for seed in seeds}


def working_folder(directory: Path, scenario: Scenario, task: str) -> Path:
    """Where replications for ``directory`` wait until it is written: a hidden sibling, other for other code,
    scenario or task, so that what is resumed is what was begun. The seed is no part of it."""
    plain = scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": 0})})
    key = hashlib.sha256("\n".join((code_hash(), task, text_of(plain))).encode()).hexdigest()
    return directory.parent / f".{directory.name}.reps-{key[:12]}"


def forget(folder: Path) -> None:
    """Remove a working folder whose results have been written."""
    shutil.rmtree(folder, ignore_errors=True)


def _carried_out(
    work: Work, seeds: Sequence[int], jobs: int, keep: Path | None
) -> Iterator[tuple[int, Tables]]:
    if jobs == 1 or len(seeds) < 2:
        for seed in seeds:
            yield _one(work, seed, keep)
        return
    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=min(jobs, len(seeds)), return_as="generator_unordered")
        try:
            yield from pool(delayed(_one)(work, seed, keep) for seed in seeds)
        except BrokenProcessPool:
            raise OSError(
                "a worker process died, perhaps for lack of memory; fewer --jobs need less"
            ) from None


def _one(work: Work, seed: int, keep: Path | None) -> tuple[int, Tables]:
    tables = work(seed)
    if keep is not None:
        with whole_folder(keep / str(seed)) as folder:
            for name, table in tables.items():
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    return seed, tables


def _kept(keep: Path, seed: int) -> bool:
    return (keep / str(seed)).is_dir()


def _read(folder: Path) -> Tables:
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
