"""Which policies do nothing, and what has to change for them to do something?

Each control pulls a lever in a world in which studies, and the mechanism, expect about nothing, and again in a world
in which one cause is changed: credit, mentors, need, ranking, adjustment, relabelling cost, laboratories. Which of
these is the world that ships is told.
"""

from typing import Any

from _ask import asked

from sim.experiment.controls import CONTROLS
from sim.experiment.nulls import null_controls
from sim.experiment.result import Result
from sim.report.labels import Words, with_half
from sim.report.nulls import case_label, count_words, nulls_table, verdict_words, world_words
from sim.scenario.schema import Scenario

ZH = "哪些政策不起作用,何种条件改变后才起作用?"


def run(scenario: Scenario, how: dict[str, Any]) -> Result:
    """The controls from the seeds of the script's options."""
    return null_controls(scenario, **how)


def rows(result: Result, words: Words) -> tuple[list[str], list[list[str]]]:
    """A row a case: effect ± half its interval, change from the null case, and whether it is as found or flips."""
    held = {(row["control"], row["case"]): row for row in nulls_table(result).to_dict("records")}
    titles = (("control", "对照"), ("world", "情境"), ("effect", "作用"), ("against the null case", "与零作用情境之差"),
              ("", ""), ("shipped world?", "默认参数?"), ("measure", "指标"))  # fmt: skip
    lines = []
    for control in CONTROLS:
        for case in control.cases:
            row = held[control.name, case.name]
            effect = with_half(row["value"], row["high"] - row["value"])
            change = with_half(row["change"], row["change_high"] - row["change"])
            name = words.pick(control.en, control.zh)
            unit = words.pick(control.unit_en, control.unit_zh)
            lines.append([name, case_label(case, words), effect, "" if case.role == "null" else change,
                          verdict_words(row, words), world_words(case, words), unit])  # fmt: skip
    return [words.pick(en, zh) for en, zh in titles], lines


def answer(result: Result, words: Words) -> list[str]:
    """How many null cases are as found, how many changes of cause flip the result, and how many of them ship."""
    return count_words(nulls_table(result), words)


if __name__ == "__main__":
    asked(__file__, __doc__, ZH, run, rows, answer)
