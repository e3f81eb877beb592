"""A campaign over levers for a reader: tables for files, and lines for the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiment.outcomes import MEASURES
from sim.experiment.parts import LINES, SCOPES
from sim.experiment.result import Result, scope_of
from sim.report.dose import records
from sim.report.every_lever import every_lever_table, lever_label, levers_shown, usual_dose, where_told
from sim.report.forest import told_unit
from sim.report.labels import Words, with_half
from sim.terminal import Language, Terminal

PRINTED = (
    "firms",
    "employment_all",
    "tfp",
    "rd_real_year",
    "patents",
    "survival_5y",
    "fiscal_balance",
    "spending",
)
"""Outcomes with a column on the terminal; files hold all."""


def campaign_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Tables of a campaign by name: ``effects`` (both scopes and lines), ``costs``, and ``responses`` after doses."""
    effects = [
        result.lever_effects(scope, line).assign(scope=scope, line=line) for scope in SCOPES for line in LINES
    ]
    costs = result.lever_costs(scope_of(result.scenario))
    tables = {"effects": pd.concat(effects, ignore_index=True), "costs": costs}
    responses = result.responses
    return tables if responses.empty else {**tables, "responses": responses}


def write_campaign(result: Result, folder: Path) -> None:
    """Write the tables of a campaign as CSV, numbers with six digits."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in campaign_tables(result).items():
        table.to_csv(
            folder / f"{name}.csv", index=False, float_format="%.6g", encoding="utf-8", lineterminator="\n"
        )


def print_campaign(result: Result, terminal: Terminal) -> None:
    """Print what each lever alone moved at the usual intensity: a row a lever, difference ± half its interval."""
    words = Words(chinese=terminal.language is Language.zh)
    table = {(row["lever"], row["outcome"]): row for row in records(every_lever_table(result))}
    run, reps = result.scenario.run, result.campaign["rep"].nunique()
    terminal.say(words.pick(
        f"Each lever alone at intensity {usual_dose(result):g} against the same world without it: "
        f"{where_told(result, words)}, after {run.quarters} quarters, sample {run.sample:g}, {reps} "
        "paired replications, ± half a 95 % interval; * told apart from zero",
        f"逐项单独实施(强度{usual_dose(result):g}),与不实施之差:{where_told(result, words)},"
        f"{run.quarters}个季度后,抽样{run.sample:g}，{reps}次配对重复,±为95%区间半宽;*与零有显著差别",
    ))  # fmt: skip
    head = [words.pick("lever", "政策工具")]
    for name in PRINTED:
        how = next(row["told"] for (_, outcome), row in table.items() if outcome == name)
        head.append(
            f"{words.pick(MEASURES[name].en, MEASURES[name].zh)}, {told_unit(MEASURES[name], words, how)[1]}"
        )
    rows = [
        [lever_label(lever, words, 44), *(_cell(table[lever, name], name, words) for name in PRINTED)]
        for lever in levers_shown(result)
    ]
    terminal.table([head[0], *(f"[{k}]" for k in range(1, len(head)))], rows, right=range(1, len(head)))
    for k, title in enumerate(head[1:], start=1):
        terminal.say(f"[{k}] {title}")


def _cell(row: dict[str, Any], name: str, words: Words) -> str:
    divisor, _ = told_unit(MEASURES[name], words, str(row["told"]))
    value, low, high = (float(row[end]) / divisor for end in ("value", "low", "high"))
    if not high > value:
        return with_half(value, 0.0)
    return f"{with_half(value, high - value)}{'*' if low > 0 or high < 0 else ' '}"
