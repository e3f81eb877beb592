"""Does a park with complete chains stand a supply shock better than one without?

The price of electronics from outside rises by half for a year. Four parks with the same firms, effects and luck: chains
complete, hardly any, as they are, and as they are with the levers that fill and strengthen them. Each is compared with
itself without the shock: how deep it falls, what it loses in all, and how soon it is over it.
"""

import sys
from pathlib import Path

from _ask import about_run, options, park_scenario, show_progress

from sim import terminal
from sim.experiment.shock import LABELS, PAIRS, SHOCK, chain_parks, shocked_parks
from sim.options import guarded
from sim.report.figures import write_drawing
from sim.report.labels import Words
from sim.report.shock import draw_shock, shock_answer, shock_rows
from sim.terminal import Language, Terminal

ZH = "产业链完整的园区是否更能承受供给冲击?"


def main() -> None:
    """Run, print the answer with its uncertainty, draw, and write the folder."""
    given = options(__file__, __doc__, quarters=24)
    terminal.make_safe(sys.stdout, sys.stderr)
    words, out = Words(chinese=given.lang == "zh"), Terminal(Language(given.lang))
    with guarded():
        scenario = park_scenario(given, {})
        result, found, losses = shocked_parks(
            scenario, chain_parks(scenario), SHOCK, reps=given.reps, jobs=given.jobs, progress=show_progress
        )
        out.say(words.pick(__doc__.splitlines()[0], ZH))
        out.say(about_run(result, words))
        for pair in PAIRS:
            out.table(*shock_rows(found, LABELS, pair, words), right=range(3, 6))
            out.say(shock_answer(found, LABELS, pair, words))

        def draw(folder: Path) -> None:
            for name, table in (("resilience", found), ("losses", losses)):
                table.to_csv(folder / f"{name}.csv", index=False)
            write_drawing(
                folder / "loss.png", lambda figure: draw_shock(result, losses, LABELS, PAIRS, words, figure)
            )

        result.save(given.out, force=True, extras=draw)
        out.say(out.pick(f"Wrote {given.out}", f"已写入 {given.out}"))


if __name__ == "__main__":
    main()
