"""Which policies do nothing, and what has to change for them to do something?

Each control pulls a lever in a world in which studies, and the mechanism, expect about nothing, and again in a world
in which one cause is changed: credit, mentors, need, ranking, adjustment, relabelling cost, laboratories.
"""

from typing import Any

from _ask import asked

from sim.experiment.controls import CONTROLS
from sim.experiment.nulls import null_controls
from sim.experiment.result import Result
from sim.report.labels import Words, with_half
from sim.report.nulls import case_label, nulls_table
from sim.scenario.schema import Scenario

ZH = "哪些政策不起作用,何种条件改变后才起作用?"


def run(scenario: Scenario, how: dict[str, Any]) -> Result:
    """The controls from the seeds of the script's options."""
    return null_controls(scenario, **how)


def rows(result: Result, words: Words) -> tuple[list[str], list[list[str]]]:
    """A row a case: effect ± half its interval, change from the null case, and whether it is as found or flips."""
    held = {(row["control"], row["case"]): row for row in nulls_table(result).to_dict("records")}
    titles = (("control", "对照"), ("world", "情境"), ("effect", "作用"), ("against the null case", "与零作用情境之差"),
              ("", ""), ("measure", "指标"))  # fmt: skip
    lines = []
    for control in CONTROLS:
        for case in control.cases:
            row = held[control.name, case.name]
            effect = with_half(row["value"], row["high"] - row["value"])
            change = with_half(row["change"], row["change_high"] - row["change"])
            words_for = {"null": (("as found", "与文献一致"), ("not as found", "与文献不符")),
                         "flip": (("flips", "翻转"), ("doesn't flip", "未翻转"))}  # fmt: skip
            verdict = words.pick(*words_for[case.role][0 if row["holds"] else 1])
            name = words.pick(control.en, control.zh)
            unit = words.pick(control.unit_en, control.unit_zh)
            lines.append([name, case_label(case, words), effect, "" if case.role == "null" else change, verdict, unit])
    return [words.pick(en, zh) for en, zh in titles], lines


def answer(result: Result, words: Words) -> list[str]:
    """How many null cases are as found, and how many changes of cause flip the result."""
    table = nulls_table(result)
    counts = {role: table.loc[table["role"] == role, "holds"] for role in ("null", "flip")}
    (found, nulls), (flipped, flips) = ((int(held.sum()), len(held)) for held in counts.values())
    return [words.pick(
        f"As the studies found: {found} of {nulls} controls; a changed cause flips the result in {flipped} of {flips}.",
        f"与文献一致:{nulls}项对照中有{found}项;改变原因后结果翻转:{flips}种情境中有{flipped}种。",
    )]  # fmt: skip


if __name__ == "__main__":
    asked(__file__, __doc__, ZH, run, rows, answer)
