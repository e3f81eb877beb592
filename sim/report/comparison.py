"""A comparison for a reader: tables on the terminal or in a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from sim.experiment.outcomes import DISPLACEMENT, MEASURES
from sim.experiment.paired import spending_gaps
from sim.experiment.result import Result
from sim.report.attribution import WHEN
from sim.report.dose import fit_text, records
from sim.report.forest import arm_label, told_differences, told_unit
from sim.report.labels import Words, number, with_half, with_span
from sim.report.waterfall import signed
from sim.terminal import Language, Terminal

type Labels = Mapping[str, Sequence[str]]
"""Labels of arms that bear no lever's name, English and Chinese (``Result.provenance["labels"]``)."""

_GAINS = ("gain", *DISPLACEMENT)

_FACTORS = {("per_job", True): 100.0, ("per_tonne", True): 1e6, ("per_tonne", False): 1e6}
"""What a cost in m¥ is told by: a job in 万元 in Chinese, a tonne in yuan."""


def shown(line: str) -> tuple[str, ...]:
    """Outcomes in a table of a line: what adds up over the whole run is told at its end only."""
    return tuple(name for name, m in MEASURES.items() if line == "horizon" or m.kind != "total" or name in _GAINS)


def comparison_rows(
    table: pd.DataFrame, words: Words, outcomes: Sequence[str] = tuple(MEASURES), own: Labels | None = None
) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a comparison (``Result.comparison``): outcome, unit, base, and each arm's difference ± half."""
    told = told_differences(table)
    arms = [str(name) for name in told["arm"].unique()]
    head = [words.pick("outcome", "指标"), words.pick("difference in", "差额单位"), words.pick("base", "基准")]
    head += [short_name(arm, words, own) for arm in arms]
    held = {(row["arm"], row["outcome"]): row for row in told.to_dict("records")}
    rows = []
    for name in outcomes:
        measure = MEASURES[name]
        first = held[arms[0], name]
        divisor, unit = told_unit(measure, words, first["told"])
        whole, unit_whole = told_unit(measure, words, "points" if measure.told == "points" else "plain")
        base = first["base"] * (100.0 if measure.told == "points" else 1.0 / whole)
        cells = []
        for arm in arms:
            value, high = (held[arm, name][end] / divisor for end in ("value", "high"))
            cells.append(with_half(value, high - value))
        of_base = f" {unit_whole}" if first["told"] == "percent" else ""
        rows.append([words.pick(measure.en, measure.zh), unit, number(base) + of_base, *cells])
    return head, rows


def cost_rows(result: Result, words: Words, scope: str = "focal") -> tuple[list[str], list[list[str]]]:
    """Head and rows of costs of a job, a point of TFP and a tonne of carbon less: arm, spending, costs, intervals."""
    money = words.pick("¥ million", "亿元")
    divisor = 100.0 if words.chinese else 1.0
    head = [
        words.pick("arm", "方案"), words.pick(f"spending there, {money}", f"当地支出,{money}"),
        words.pick(f"cost of a job, {money}", "每个岗位成本,万元"),
        words.pick(f"cost of a point of TFP, {money}", f"每个TFP百分点成本,{money}"),
        words.pick("cost of a tonne of carbon less, ¥", "每减排一吨碳成本,元"),
    ]  # fmt: skip
    own = result.provenance.get("labels")
    found: dict[str, list[str]] = {}
    for row in result.costs(scope).to_dict("records"):
        name = short_name(row["arm"], words, own)
        line = found.setdefault(row["arm"], [name, signed(row["spending"] / divisor)])
        factor = _FACTORS.get((row["kind"], words.chinese), 1.0 / divisor)
        line.append(_span(factor * row["cost"], factor * row["low"], factor * row["high"], words))
    return head, list(found.values())


def short_name(arm: str, words: Words, own: Labels | None = None) -> str:
    """An arm at the head of a column: its name as given, in Chinese its label, which is no longer."""
    return arm_label(arm, words, own) if words.chinese else arm


def heading(result: Result, scope: str, line: str, words: Words) -> str:
    """What a table of differences is about, in one line."""
    reps, site = result.arms["rep"].nunique(), words.site(result.scenario, result.focal)
    where = site if scope == "focal" else words.pick("all sites", "全部园区")
    run = result.scenario.run
    return words.pick(
        f"Difference from the base, {where}, {WHEN[line][0]}; sample {run.sample:g}, {run.quarters} quarters, "
        f"{reps} paired replications, 95 % intervals",
        f"与基准之差,{where},{WHEN[line][1]};抽样{run.sample:g}，{run.quarters}个季度,{reps}次配对重复,95%区间",
    )


def print_comparison(result: Result, terminal: Terminal) -> None:
    """Print differences (park and all sites, at the horizon; the park in the first year) and what gains cost."""
    words = Words(chinese=terminal.language is Language.zh)
    for scope, line in (("focal", "horizon"), ("focal", "impact"), ("all", "horizon")):
        head, rows = comparison_rows(result.comparison(scope, line), words, shown(line))
        terminal.say(heading(result, scope, line, words))
        terminal.table(head, rows, right=range(2, len(head)))
        terminal.say()
    print_costs(result, terminal)
    print_doses(result, terminal)


def print_costs(result: Result, terminal: Terminal, scope: str = "focal") -> None:
    """Print what gains of the park (or of all) cost, and by what each arm was scaled to cost the same, if it was."""
    words = Words(chinese=terminal.language is Language.zh)
    head, rows = cost_rows(result, words, scope)
    whose = words.pick("the park", "园区") if scope == "focal" else words.pick("all sites", "全部园区")
    terminal.say(words.pick(
        f"What a gain of {whose} cost: spending and tax relief of the whole run there, over the gain at the end "
        "(carbon: of the whole run)",
        f"{whose}增益的成本:当地全程支出与税收优惠,除以期末增益(碳:全程)",
    ))  # fmt: skip
    terminal.table(head, rows, right=range(1, len(head)))
    print_equal_cost(result, terminal)


def print_equal_cost(result: Result, terminal: Terminal) -> None:
    """Print by what each arm was scaled to cost the same, if it was."""
    words, own = Words(chinese=terminal.language is Language.zh), result.provenance.get("labels")
    scaled = result.provenance.get("equal_cost", {})
    gaps = spending_gaps(result.arms) if scaled else {}
    reps = result.arms["rep"].nunique()
    for arm, entry in scaled.items():
        name = short_name(arm, words, own)
        factor, spent, target = (entry[name] for name in ("factor", "spending", "target"))
        missed = "" if entry["reached"] else words.pick(", the nearest that can be spent", ",可达的最接近值")
        terminal.say(words.pick(
            f"{name}: intensities × {factor:.3g}, spends {spent:,.1f} of ¥ {target:,.1f} million (first seed){missed}",
            f"{name}:强度×{factor:.3g},支出{spent / 100:,.2f}亿元,目标{target / 100:,.2f}亿元(首个种子){missed}",
        ))  # fmt: skip
        if arm in gaps:
            span = with_span(*gaps[arm], "%")
            terminal.say(words.pick(
                f"{name}: over all {reps} seeds it spends {span} more than the first arm",
                f"{name}:全部{reps}个种子平均,比首个方案多支出{span}",
            ))  # fmt: skip


def print_doses(result: Result, terminal: Terminal) -> None:
    """Print slope, shape and turning point of each outcome, if one lever was pulled at several intensities."""
    table = result.doses
    if table.empty:
        return
    words = Words(chinese=terminal.language is Language.zh)
    rows = []
    for row in records(table.drop_duplicates("outcome")):
        measure = MEASURES[row["outcome"]]
        divisor, unit = told_unit(measure, words)
        slope, turning = fit_text(row, divisor, words)
        rows.append([words.pick(measure.en, measure.zh), unit, slope, turning])
    titles = (("outcome", "指标"), ("unit", "单位"), ("slope", "斜率"), ("turning point", "转折点"))
    head = [words.pick(en, zh) for en, zh in titles]
    terminal.say()
    terminal.table(head, rows)


def _span(value: float, low: float, high: float, words: Words) -> str:
    if not math.isfinite(value):
        return words.pick("no gain", "无增益")
    if not math.isfinite(low):
        return words.pick("not told from none", "增益不显著")
    return f"{number(value)} [{number(low)}; {number(high)}]"
