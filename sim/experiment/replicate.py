"""Replications: pieces of work by seed (or seed and lever), spread over processes, each stored as soon as it ends."""

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
type Work[K: (int, str)] = Callable[[K], Tables]
"""What is done for a piece: tables by name. It travels to other processes, so it must be importable."""


def seeds_from(first: int, reps: int) -> range:
    """Seeds of ``reps`` replications: luck is keyed by the seed, so neighbours share nothing."""
    return range(first, first + reps)


def replicate[K: (int, str)](
    work: Work[K],
    pieces: Sequence[K],
    *,
    jobs: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[K, Tables]:
    """Tables of every piece (a seed, or a name with one), in the order of ``pieces``.

    ``jobs`` processes work at once, one thread each. With ``keep``, each piece's tables go into that folder
    when it ends, and pieces already there are not run again. ``progress`` is called with pieces done and in
    all, first with those found. Raises what the work raises, OSError if a process dies.
    """
    done = {} if keep is None else {piece: _read(keep / str(piece)) for piece in pieces if _kept(keep, piece)}
    if progress is not None:
        progress(len(done), len(pieces))
    missing = [piece for piece in pieces if piece not in done]
    if missing:
        warm()
    for piece, tables in _carried_out(work, missing, jobs, keep):
        done[piece] = tables
        if progress is not None:
            progress(len(done), len(pieces))
    return {piece: done[piece] for piece in pieces}


def working_folder(directory: Path, scenario: Scenario, task: str) -> Path:
    """Where replications for ``directory`` wait until it is written: a hidden sibling, other for other code,
    scenario or task, so that what is resumed is what was begun. The seed is no part of it."""
    plain = scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": 0})})
    key = hashlib.sha256("\n".join((code_hash(), task, text_of(plain))).encode()).hexdigest()
    return directory.parent / f".{directory.name}.reps-{key[:12]}"


def forget(folder: Path) -> None:
    """Remove a working folder whose results have been written."""
    shutil.rmtree(folder, ignore_errors=True)


def _carried_out[K: (int, str)](
    work: Work[K], pieces: Sequence[K], jobs: int, keep: Path | None
) -> Iterator[tuple[K, Tables]]:
    if jobs == 1 or len(pieces) < 2:
        for piece in pieces:
            yield _one(work, piece, keep)
        return
    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=min(jobs, len(pieces)), return_as="generator_unordered")
        try:
            yield from pool(delayed(_one)(work, piece, keep) for piece in pieces)
        except BrokenProcessPool:
            raise OSError(
                "a worker process died, perhaps for lack of memory; fewer --jobs need less"
            ) from None


def _one[K: (int, str)](work: Work[K], piece: K, keep: Path | None) -> tuple[K, Tables]:
    tables = work(piece)
    if keep is not None:
        with whole_folder(keep / str(piece)) as folder:
            for name, table in tables.items():
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    return piece, tables


def _kept(keep: Path, piece: int | str) -> bool:
    return (keep / str(piece)).is_dir()


def _read(folder: Path) -> Tables:
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
