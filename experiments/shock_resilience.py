"""Does a park with complete chains stand a supply shock better than one without?

The price of electronics from outside rises by half for a year. How deep does the park fall, and how soon is it over it,
when its chains cushion the price (synergy 1, four fifths of inputs can be supplied locally) and when they don't
(synergy 0)? Each park is compared with itself without the shock, under the same luck.
"""

import sys
from pathlib import Path

from _ask import about_run, options, park_scenario, show_progress

from sim import terminal
from sim.experiment.shock import shocked_parks
from sim.options import guarded
from sim.report.figures import write_drawing
from sim.report.labels import Words
from sim.report.shock import draw_shock, shock_answer, shock_rows
from sim.terminal import Language, Terminal

ZH = "产业链完整的园区是否更能承受供给冲击?"
SHOCK = {"kind": "input_price", "sector": "ICE", "size": 0.4, "first_quarter": 5, "quarters": 4}
LABELS = {"complete": ("complete chains", "产业链完整"), "none": ("no chains", "无产业链")}
PARKS = {name: {"effects.synergy": synergy, "demand.local_supply": 0.8}
         for name, synergy in (("complete", 1.0), ("none", 0.0))}  # fmt: skip


def main() -> None:
    """Run, print the answer with its uncertainty, draw, and write the folder."""
    given = options(__file__, __doc__)
    terminal.make_safe(sys.stdout, sys.stderr)
    words, out = Words(chinese=given.lang == "zh"), Terminal(Language(given.lang))
    with guarded():
        scenario = park_scenario(given, {})
        result, found, losses = shocked_parks(
            scenario, PARKS, SHOCK, reps=given.reps, jobs=given.jobs, progress=show_progress
        )
        out.say(words.pick(__doc__.splitlines()[0], ZH))
        out.say(about_run(result, words))
        out.table(*shock_rows(found, LABELS, words), right=range(3, 6))
        out.say(shock_answer(found, LABELS, words))

        def draw(folder: Path) -> None:
            found.to_csv(folder / "resilience.csv", index=False)
            write_drawing(folder / "loss.png", lambda figure: draw_shock(result, losses, LABELS, words, figure))

        result.save(given.out, force=True, extras=draw)
        out.say(out.pick(f"Wrote {given.out}", f"已写入 {given.out}"))


if __name__ == "__main__":
    main()
