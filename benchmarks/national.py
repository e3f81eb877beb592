"""Time and memory of the 169 zones of 2020, one to one: quarter 0 built and read, 40 quarters without and with levers.

    python benchmarks/national.py

Each part runs in a process of its own, the start twice: built, then read from the cache. Elapsed and processor
seconds, peak memory, and elapsed seconds of each phase go to benchmarks/results/national.csv.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import time
from pathlib import Path

from sim.phases import PHASES

RESULTS = Path(__file__).parent / "results" / "national.csv"
SCENARIO = Path(__file__).parents[1] / "experiments" / "national.toml"
PARTS = ("built", "read", "without levers", "all levers")
PHASE_FIELDS = tuple(f"{phase.name}_s" for phase in PHASES)
FIELDS = ("part", "firm_rows", "quarters", "elapsed_s", "processor_s", "peak_mb", *PHASE_FIELDS)


def measure(part: str, quarters: int) -> dict[str, object]:
    """Time one part in this process; a run counts from quarter 0 on."""
    from sim.genesis import cache
    from sim.model import ParkModel
    from sim.scenario.files import load
    from sim.scenario.levers import LEVERS

    settings = {f"levers.{name}.intensity": 1.0 for name in LEVERS} if part == "all levers" else {}
    scenario = load(SCENARIO, {"run.quarters": quarters, **settings})
    if part == "without levers":
        scenario = scenario.model_copy(update={"levers": {}})
    if part == "built":
        full = scenario.with_effects(scale=1.0, network=1.0, synergy=1.0, talent=1.0)
        path = cache.start_path(full, scenario.run.seed)
        if path is not None:
            path.unlink(missing_ok=True)
    elapsed, processor = time.perf_counter(), time.process_time()
    model = ParkModel(scenario)
    phases = dict.fromkeys(PHASE_FIELDS, "")
    if part in ("without levers", "all levers"):
        elapsed, processor = time.perf_counter(), time.process_time()
        model.run()
        phases = {f"{name}_s": str(round(seconds, 1)) for name, seconds in model.loop.timings().items()}
    return {
        "part": part, "firm_rows": len(model.world.firms), "quarters": model.world.quarter,
        "elapsed_s": round(time.perf_counter() - elapsed, 1),
        "processor_s": round(time.process_time() - processor, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0),
    } | phases  # fmt: skip


def main() -> None:
    """Measure every part, or one part for the process that was started for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quarters", type=int, default=40)
    parser.add_argument("--part", choices=PARTS, help="measure this part alone and print it")
    given = parser.parse_args()
    if given.part:
        csv.DictWriter(sys.stdout, FIELDS).writerow(measure(given.part, given.quarters))
        return
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(FIELDS) + "\n")
        for part in PARTS:
            command = [sys.executable, __file__, "--part", part, "--quarters", str(given.quarters)]
            line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            file.write(line + "\n")
            file.flush()


if __name__ == "__main__":
    main()
