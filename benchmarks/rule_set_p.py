"""Rule set P: the four effects, CES shares, luck, exit and entry, on columns and as plain Mesa objects.

Columns call the functions that a quarter of the model calls. Objects are coded from the same formulas, keyed
luck among them, and agree with the columns to 1e-10, which is checked first. They are timed twice: with the
keyed luck (``keyed``: the same rules, to the digit) and with Mesa's generator (``stream``: what most users would
write, whose runs cannot be paired). Each cell of the table is a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rule_set.arrays import Arrays
from rule_set.objects import Objects
from rule_set.setting import setting

from sim.kernels.compile import warm

RESULTS = Path(__file__).parent / "results" / "rule_set_p.csv"
OBJECTS = {"keyed": True, "stream": False}
SIDES = ("columns", *OBJECTS)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
STEPS = {"keyed": 2, "stream": 3, "columns": 8}
AGREE = 1e-10

type Cells = dict[tuple[str, int], dict[str, float]]


def largest_difference(n: int, steps: int, seed: int = 1) -> float:
    """Largest relative difference (absolute below 1) of any column after some steps with the same luck.

    Infinite if the two sides do not hold the same firms.
    """
    start = setting(n, seed)
    columns, objects = Arrays(start), Objects(start, keyed=True)
    for _ in range(steps):
        columns.step()
        objects.step()
    mine, theirs = columns.columns(), objects.columns()
    if not np.array_equal(mine["id"], theirs["id"]):
        return float("inf")
    return max(
        float((np.abs(mine[name] - theirs[name]) / np.maximum(1.0, np.abs(mine[name]))).max())
        for name in mine
        if name != "id"
    )


def time_cell(side: str, n: int) -> dict[str, float]:
    """Nanoseconds a firm and step on the clock and of all threads (least of some steps); peak memory in MB."""
    warm()
    start = setting(n)
    before = _peak_mb()
    world = Objects(start, OBJECTS[side]) if side in OBJECTS else Arrays(start)
    wall, cpu = [], []
    for _ in range(1 + STEPS[side]):
        firms = len(world.firms)
        clock, used = time.perf_counter(), time.process_time()
        world.step()
        wall.append((time.perf_counter() - clock) / firms * 1e9)
        cpu.append((time.process_time() - used) / firms * 1e9)
    return {"ns": min(wall[1:]), "cpu_ns": min(cpu[1:]), "peak_mb": _peak_mb(), "start_mb": before}


def growth_exponent(cells: Cells, side: str) -> float:
    """Slope of ln time a step on ln firms, from ten thousand firms up: 1 is proportional."""
    sizes = [n for n in SIZES if (side, n) in cells and n >= 10_000]
    if len(sizes) < 2:
        return float("nan")
    times = [np.log(cells[side, n]["ns"] * n) for n in sizes]
    return float(np.polyfit(np.log(sizes), times, 1)[0])


def main(arguments: Sequence[str] | None = None) -> None:
    """Check, time, print the table, and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--cell", nargs=2, metavar=("SIDE", "FIRMS"), help="time one cell and print it as JSON"
    )
    parser.add_argument(
        "--largest", type=int, default=SIZES[-1], help="most firms (default: a million)"
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if chosen.cell:
        print(json.dumps(time_cell(chosen.cell[0], int(chosen.cell[1]))))
        return
    gap = largest_difference(2_000, 8)
    print(f"2,000 firms, 8 quarters, same luck: columns and objects differ by at most {gap:.1e}")
    if not gap <= AGREE:
        raise SystemExit(f"they must agree to {AGREE}")
    cells: Cells = {}
    print(
        f"{'firms':>9} {'side':>8} {'ns/firm-step':>13} {'CPU ns':>9} {'slower':>8} {'CPU':>6} {'peak MB':>8}"
    )
    for n in (size for size in SIZES if size <= chosen.largest):
        for side in SIDES:
            cell = cells[side, n] = _in_a_process(side, n)
            of = cells["columns", n]
            cell["slower"], cell["slower_cpu"] = cell["ns"] / of["ns"], cell["cpu_ns"] / of["cpu_ns"]
            print(
                f"{n:9,} {side:>8} {cell['ns']:13,.0f} {cell['cpu_ns']:9,.0f} {cell['slower']:8.1f}"
                f" {cell['slower_cpu']:6.1f} {cell['peak_mb']:8,.0f}",
                flush=True,
            )
    for side in SIDES:
        print(f"{side}: time a step grows with firms to the power {growth_exponent(cells, side):.2f}")
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    with chosen.out.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        names = ("ns", "cpu_ns", "slower", "slower_cpu", "peak_mb")
        rows.writerow(["firms", "side", "ns_firm_step", "cpu_ns_firm_step", *names[2:]])
        for (side, n), cell in cells.items():
            rows.writerow([n, side, *(round(cell[name], 1) for name in names)])


def _in_a_process(side: str, n: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--cell", side, str(n)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _peak_mb() -> float:
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    main()
