"""Where a quarter's time goes: nanoseconds a firm row and quarter by phase, and peak memory, at several sizes.

Rows are live firms of park and hinterland; the cost of all other populations is counted in theirs. Kernels
are compiled before the clock starts. Two clocks: elapsed time, and processor time of all threads, which other
work on the machine disturbs less; of both the least over the quarters timed. The large size multiplies the
totals, the area and the universities of every site, the small ones are samples. Run

    python benchmarks/phases.py [--quarters 6] [--surveyed 1000 10000 24934 230000]
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

from sim.genesis import build_world
from sim.kernels.compile import warm
from sim.loop import Loop
from sim.memory import keep_freed_memory, no_search_for_cycles
from sim.scenario.files import load
from sim.scenario.schema import Scenario
from sim.scenario.zones import TOTALS
from sim.world import World

SIZES = (1_000, 10_000, 24_934, 230_000)
WARM_UP = 2
RESULTS = Path(__file__).parent / "results" / "phases.csv"
COLUMNS = (
    "surveyed",
    "firms",
    "projects",
    "links",
    "phase",
    "elapsed_ns",
    "processor_ns",
    "peak_mb",
    "start_s",
)


def sized(surveyed: int) -> Scenario:
    """Zhongguancun with about as many surveyed firms in the park: a sample of it, or a multiple."""
    scenario = load("zhongguancun")
    times = surveyed / float(scenario.sites[0].surveyed_firms or 1.0)
    if times <= 1.0:
        return scenario.model_copy(update={"run": scenario.run.model_copy(update={"sample": times})})
    sites = [
        site.model_copy(
            update={name: getattr(site, name) * times for name in (*TOTALS, "area_km2")}
            | {"universities": round(site.universities * times)}
        )
        for site in scenario.sites
    ]
    return scenario.model_copy(update={"sites": sites})


def timed_quarter(world: World, loop: Loop) -> dict[str, tuple[float, float]]:
    """Elapsed and processor seconds of each phase of one quarter."""
    world.quarter += 1
    world.open_quarter()
    seconds = {}
    with no_search_for_cycles():
        for phase in loop:
            elapsed, processor = perf_counter(), process_time()
            phase.verb(world)
            world.settle()
            seconds[phase.name] = perf_counter() - elapsed, process_time() - processor
    return seconds


def measure(surveyed: int, quarters: int) -> list[dict[str, float | str]]:
    """A line a phase, and one for the whole, of one size, in this process."""
    keep_freed_memory()
    warm()
    begun = process_time()
    world, loop = build_world(sized(surveyed), 1), Loop()
    start = process_time() - begun
    taken: list[dict[str, tuple[float, float]]] = []
    for _ in range(WARM_UP + quarters):
        rows = len(world.firms)
        seconds = timed_quarter(world, loop)
        whole = (sum(e for e, _ in seconds.values()), sum(p for _, p in seconds.values()))
        taken.append({name: (e / rows, p / rows) for name, (e, p) in {**seconds, "whole": whole}.items()})
    common = {
        "surveyed": surveyed, "firms": len(world.firms), "projects": len(world.projects), "links": len(world.links),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "start_s": round(start, 1),
    }  # fmt: skip
    return [
        common | {"phase": name}
        | {
            clock: round(1e9 * min(quarter[name][k] for quarter in taken[WARM_UP:]))
            for k, clock in enumerate(("elapsed_ns", "processor_ns"))
        }
        for name in taken[0]
    ]  # fmt: skip


def main() -> None:
    """Measure each size in a process of its own, print the table and write results/phases.csv."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--surveyed", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--quarters", type=int, default=6)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.surveyed[0], chosen.quarters)))
        return
    lines: list[dict[str, float | str]] = []
    for surveyed in chosen.surveyed:
        command = [
            sys.executable,
            __file__,
            "--one",
            "--surveyed",
            str(surveyed),
            "--quarters",
            str(chosen.quarters),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        lines += json.loads(done.stdout.splitlines()[-1])
        print(table(lines), flush=True)
    write(lines)


def write(lines: list[dict[str, float | str]]) -> None:
    """Put the lines into results/phases.csv, in place of those of the same sizes."""
    RESULTS.parent.mkdir(exist_ok=True)
    measured = {str(line["surveyed"]) for line in lines}
    if RESULTS.exists():
        with RESULTS.open(encoding="utf-8") as file:
            lines = lines + [line for line in csv.DictReader(file) if line["surveyed"] not in measured]
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(lines, key=lambda line: int(line["surveyed"])))


def table(lines: list[dict[str, float | str]]) -> str:
    """Phases by size, nanoseconds a row and quarter: elapsed / processor; then rows, memory and growth."""
    sizes = list(dict.fromkeys(line["surveyed"] for line in lines))
    phases = list(dict.fromkeys(line["phase"] for line in lines))
    at = {(line["phase"], line["surveyed"]): line for line in lines}
    out = ["| ns a row and quarter | " + " | ".join(f"{size:,} surveyed" for size in sizes) + " |"]
    out.append("|---" * (len(sizes) + 1) + "|")
    for phase in phases:
        cells = [f"{at[phase, size]['elapsed_ns']:,} / {at[phase, size]['processor_ns']:,}" for size in sizes]
        out.append(f"| {phase} | " + " | ".join(cells) + " |")
    for name in ("firms", "projects", "links", "peak_mb", "start_s"):
        out.append(f"| {name} | " + " | ".join(f"{at[phases[0], size][name]:,}" for size in sizes) + " |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
