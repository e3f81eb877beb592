"""Premium and parts for a reader: a table on the terminal or in a page."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.experiment.parts import LINES, OUTCOMES, PREMIUM
from sim.experiment.result import Result
from sim.report.labels import Words, number
from sim.scenario.schema import EFFECT_NAMES
from sim.terminal import Language, Terminal

_EFFECTS = {
    PREMIUM: ("premium", "集聚溢价"),
    "scale": ("scale", "规模效应"),
    "network": ("network", "网络效应"),
    "synergy": ("synergy", "协同效应"),
    "talent": ("talent", "人才效应"),
}
WHEN = {
    "horizon": ("in the last quarter", "期末季度"),
    "impact": ("mean of quarters 1 to 4", "第1至4季度平均"),
}
_SCOPES = {
    "focal": ("effects off at the park only", "仅在本园区关闭效应"),
    "all": ("effects off at all sites", "在所有园区关闭效应"),
}


def parts_rows(table: pd.DataFrame, words: Words) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table of parts (``Result.parts``): outcome, unit, premium and effects ± half width.

    Logs are told in log points (hundredths, near per cent).
    """
    value = table["value"].to_numpy(np.float64)
    half = table["high"].to_numpy(np.float64) - value
    names = zip(map(str, table["outcome"]), map(str, table["part"]), strict=True)
    held = dict(zip(names, zip(value.tolist(), half.tolist(), strict=True), strict=True))
    head = [words.pick("outcome", "指标"), words.pick("unit", "单位")]
    head += [words.pick(*_EFFECTS[part]) for part in (PREMIUM, *EFFECT_NAMES)]
    rows = []
    for outcome in OUTCOMES:
        if (outcome.name, PREMIUM) not in held:
            continue
        factor, unit = _unit(outcome.unit, words)
        cells = []
        for part in (PREMIUM, *EFFECT_NAMES):
            mean, wide = (factor * each for each in held[outcome.name, part])
            cells.append(f"{_signed(mean)} ± {number(wide)}" if math.isfinite(wide) else _signed(mean))
        rows.append([words.pick(outcome.en, outcome.zh), unit, *cells])
    return head, rows


def heading(result: Result, scope: str, line: str, words: Words) -> str:
    """What a table of parts is about, in one line."""
    reps, site = result.coalitions["rep"].nunique(), words.site(result.scenario, result.focal)
    where, when = words.pick(*_SCOPES[scope]), words.pick(*WHEN[line])
    run = result.scenario.run
    return words.pick(
        f"Premium of {site}, {when}, {where}; sample {run.sample:g}, {run.quarters} quarters, "
        f"{reps} replications, 95 % intervals",
        f"{site}的集聚溢价,{when},{where};抽样{run.sample:g},{run.quarters}个季度,{reps}次重复,95%区间",
    )


def print_parts(result: Result, scope: str, terminal: Terminal) -> None:
    """Print premium and parts of a scope, for the horizon and for the first year."""
    words = Words(chinese=terminal.language is Language.zh)
    for line in LINES:
        head, rows = parts_rows(result.parts(scope, line), words)
        terminal.say(heading(result, scope, line, words))
        terminal.table(head, rows, right=range(2, len(head)))
        terminal.say()


def markdown(result: Result, scope: str, line: str, words: Words) -> str:
    """A table of parts in Markdown, its heading above it."""
    head, rows = parts_rows(result.parts(scope, line), words)
    marks = ["---", "---", *["---:"] * (len(head) - 2)]
    lines = ["| " + " | ".join(row) + " |" for row in (head, marks, *rows)]
    return "\n".join([f"**{heading(result, scope, line, words)}**", "", *lines])


def _unit(unit: str, words: Words) -> tuple[float, str]:
    if unit == "log":
        return 100.0, words.pick("log points", "对数百分点")
    if unit == "pp":
        return 1.0, words.pick("pp", "百分点")
    return (0.01, words.unit(unit)) if words.chinese else (1.0, unit)


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{number(abs(value))}"
