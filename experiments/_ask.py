"""What the scripts of this folder share: options, the comparison, and an answer in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim import terminal
from sim.experiment.arms import BASE
from sim.experiment.equal_cost import NothingSpent
from sim.experiment.outcomes import MEASURES
from sim.experiment.paired import comparison_table, names_of, samples, told
from sim.experiment.result import Result, focal_of, has_many, parks_of, scope_of
from sim.luck import Luck
from sim.options import guarded
from sim.quarter.market.demand import takeoff_drawn
from sim.report.comparison import Labels, comparison_rows, heading, print_costs, short_name
from sim.report.dose import dose_answer
from sim.report.figures import write_figures
from sim.report.forest import arm_label, told_differences, told_unit
from sim.report.labels import Words, with_span
from sim.report.page import source_line
from sim.scenario.schema import Scenario
from sim.terminal import Language, Terminal

PARK = "tianjin_binhai"
"""The park that questions are asked of: 4,680 surveyed firms."""

Levers = Mapping[str, float | Mapping[str, Any]]
"""Intensity by lever, or its settings by name (intensity, terms.rate, sectors, ...)."""

Worlds = Mapping[str, tuple[tuple[str, str], Mapping[str, Any]]]
"""What is assumed of the world, in English and Chinese, and the settings that say so, by a name for its folder."""


def options(
    script: str, about: str | None, arguments: Sequence[str] | None = None, quarters: int = 20, scenario: str = PARK
) -> argparse.Namespace:
    """Options that every script has."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--scenario", default=scenario, help="a TOML file, or the name of a shipped scenario")
    parser.add_argument("--reps", type=int, default=4, help="replications, a seed each")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first replication")
    parser.add_argument("--quarters", type=int, default=quarters, help="quarters that a run lasts")
    parser.add_argument("--sample", type=float, default=None, help="share of firms to simulate")
    parser.add_argument("--jobs", type=int, default=1, help="processes that work at once")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of what is printed and drawn")
    parser.add_argument("--out", type=Path, default=Path("runs") / Path(script).stem, help="folder to write")
    return parser.parse_args(arguments)


def park_scenario(given: argparse.Namespace, settings: Mapping[str, Any]) -> Scenario:
    """The scenario of a script with what its options and the question change."""
    changes = {"run.quarters": given.quarters, "run.seed": given.seed, **settings}
    if given.sample is not None:
        changes["run.sample"] = given.sample
    return sim.load(given.scenario, changes)


def ask(
    script: str,
    about: str | None,
    zh: str,
    arms: Mapping[str, Levers],
    judged_by: Sequence[str],
    *,
    equal_cost: bool = False,
    settings: Mapping[str, Any] | None = None,
    quarters: int = 20,
    scenario: str = PARK,
    labels: Labels | None = None,
    against: tuple[str, str] | None = None,
    arguments: Sequence[str] | None = None,
) -> None:
    """Put levers of each arm in force at the park alone, or at all of many, compare, print, draw, and answer.

    ``labels`` name arms that bear no lever's name, in English and Chinese. The last sentence sets one arm ``against``
    another where the question does, else the arm that leads in the first of ``judged_by`` against the next.
    """
    given = options(script, about, arguments, quarters, scenario)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        result = _compared(given, settings or {}, arms, equal_cost)
        result.provenance |= {
            "labels": dict(labels or {}), "judged_by": list(judged_by), "scope": scope_of(result.scenario),
        }  # fmt: skip
        report(result, (about or "", zh), judged_by, given, against)


def ask_in_worlds(
    script: str, about: str | None, zh: str, arms: Mapping[str, Levers], judged_by: Sequence[str], worlds: Worlds,
    *, quarters: int = 20, arguments: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Ask the same in two worlds, at equal cost in each, and say last what an arm does more in the first of them."""
    given = options(script, about, arguments, quarters)
    terminal.make_safe(sys.stdout, sys.stderr)
    words, out = Words(chinese=given.lang == "zh"), Terminal(Language(given.lang))
    found = {}
    with guarded():
        for name, (assumed, settings) in worlds.items():
            result = found[name] = _compared(given, settings, arms, True)
            result.provenance |= {
                "judged_by": list(judged_by), "scope": scope_of(result.scenario), "world": list(assumed),
            }  # fmt: skip
            folder = argparse.Namespace(**{**vars(given), "out": given.out / name})
            out.say(words.pick(f"Where {assumed[0]}:", f"假设{assumed[1]}："))
            report(result, (about or "", zh), judged_by, folder)
            out.say(take_offs(result, words) + "\n")
        for line in between_worlds(found, judged_by, words):
            out.say(line)


def _compared(
    given: argparse.Namespace, settings: Mapping[str, Any], arms: Mapping[str, Levers], equal_cost: bool
) -> Result:
    """Arms beside the base, at equal cost if asked for and if every arm spends something."""
    asked_of = park_scenario(given, settings)
    changes = {name: lever_settings(levers, places(asked_of)) for name, levers in arms.items()}
    how = {"reps": given.reps, "jobs": given.jobs, "progress": show_progress}
    try:
        return sim.compare(asked_of, changes, **how, equal_cost=equal_cost)
    except NothingSpent as problem:
        result = sim.compare(asked_of, changes, **how)
        result.provenance["unequal"] = problem.arm
        return result


def ask_dose(
    script: str, about: str | None, zh: str, lever: str, judged_by: Sequence[str],
    arguments: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Pull a lever at five intensities at the park alone, print, draw, and answer by some outcomes."""
    given = options(script, about, arguments)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        scenario = park_scenario(given, {f"levers.{lever}.sites": places(park_scenario(given, {}))})
        result = sim.dose(scenario, lever, reps=given.reps, jobs=given.jobs, progress=show_progress)
        report(result, (about or "", zh), judged_by, given)


def asked(
    script: str, about: str | None, zh: str, run: Callable[[Scenario, dict[str, Any]], Result],
    rows: Callable[[Result, Words], tuple[list[str], list[list[str]]]],
    answer: Callable[[Result, Words], list[str]], arguments: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Run an experiment of its own kind, print its table and answer, and write its folder."""
    given = options(script, about, arguments)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        how = {"reps": given.reps, "jobs": given.jobs, "progress": show_progress}
        result, out = run(park_scenario(given, {}), how), Terminal(Language(given.lang))
        words = Words(chinese=given.lang == "zh")
        out.say(words.pick((about or "").splitlines()[0], zh))
        out.say(about_run(result, words))
        head, lines = rows(result, words)
        out.table(head, lines, right=range(2, len(head)))
        out.say()
        for line in answer(result, words):
            out.say(line)
        _write(result, given, out)


def report(
    result: Result, about: tuple[str, str], judged_by: Sequence[str], given: argparse.Namespace,
    against: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """Print question, table, costs and answer; write the run folder with its figures."""
    words, out = Words(chinese=given.lang == "zh"), Terminal(Language(given.lang))
    out.say(words.pick(about[0].splitlines()[0], about[1]))
    scope = scope_of(result.scenario)
    out.say(heading(result, scope, "horizon", words))
    own, told = result.provenance.get("labels"), result.comparison(scope)
    head, rows = comparison_rows(told, words, (*judged_by, "fiscal_total", "spending"), own)
    out.table(head, rows, right=range(2, len(head)))
    out.say()
    print_costs(result, out, scope)
    if arm := result.provenance.get("unequal"):
        name = short_name(arm, words, own)
        out.say(words.pick(
            f"{name} spends nothing in these quarters (first seed): intensities are as given, and costs are not equal.",
            f"{name}在这些季度内没有支出(首个种子):各方案按原定强度实施,成本并不相等。",
        ))  # fmt: skip
    out.say()
    if result.doses.empty:
        found = [*answers(result, judged_by, words), verdict(result, judged_by, against, words)]
    else:
        found = dose_answer(result, judged_by, words)
    for line in found:
        out.say(line)
    _write(result, given, out)


def about_run(result: Result, words: Words) -> str:
    """Park, length, seeds and sample of a run, in one line."""
    site, quarters = words.site(result.scenario, result.focal), result.scenario.run.quarters
    return f"{site}{words.pick(f', {quarters} quarters', f'，{quarters}个季度')} · {source_line(result, words)}"


def answers(result: Result, judged_by: Sequence[str], words: Words) -> list[str]:
    """A sentence an arm: what it moved beyond doubt of the seeds, and what it did not."""
    told = told_differences(result.comparison(scope_of(result.scenario)))
    sentences = []
    for arm in told["arm"].unique():
        moved, unmoved = [], []
        for name in judged_by:
            row = told[(told["arm"] == arm) & (told["outcome"] == name)].iloc[0]
            label = words.pick(MEASURES[name].en, MEASURES[name].zh)
            if row["low"] > 0 or row["high"] < 0:
                moved.append(f"{label} {_told_span(row, words)}")
            else:
                unmoved.append(label)
        comma, semicolon, colon = words.pick(", ", "、"), words.pick("; ", "；"), words.pick(": ", "：")
        parts = [comma.join(moved)] if moved else []
        if unmoved:
            parts.append(words.pick("not told apart from zero", "无显著变化") + colon + comma.join(unmoved))
        sentences.append(f"{_named(str(arm), result, words)}{colon}" + semicolon.join(parts))
    return sentences


def verdict(
    result: Result, judged_by: Sequence[str], against: tuple[str, str] | None, words: Words
) -> str:
    """The answer in one sentence: an arm against another, or who leads by the first outcome, beyond doubt or not."""
    if against is not None:
        one, other = (_named(name, result, words) for name in against)
        labels = (words.pick(MEASURES[name].en, MEASURES[name].zh) for name in judged_by)
        spans = (_told_span(_between(result, *against, name), words) for name in judged_by)
        found = [f"{label} {span}" for label, span in zip(labels, spans, strict=True)]
        return words.pick(f"{one} less {other}: ", f"{one}减去{other}：") + words.pick(", ", "、").join(found)
    label = words.pick(MEASURES[judged_by[0]].en, MEASURES[judged_by[0]].zh)
    told = told_differences(result.comparison(scope_of(result.scenario)))
    held = told[told["outcome"] == judged_by[0]].sort_values("value", ascending=False, kind="stable")
    first = str(held["arm"].iloc[0])
    best = _named(first, result, words)
    if not held["low"].iloc[0] > 0:
        return words.pick(f"None raises {label} beyond doubt of the seeds.", f"没有一项显著提高{label}。")
    sure = ""
    if len(held) > 1:
        second = str(held["arm"].iloc[1])
        row = _between(result, first, second, judged_by[0])
        span, next_to = _told_span(row, words), _named(second, result, words)
        apart = row["low"] > 0
        sure = words.pick(
            f", {'' if apart else 'not '}told apart from the next, {next_to}: {span}",
            f"，与其次的{next_to}{'有' if apart else '无'}显著差别：{span}",
        )
    return words.pick(f"Largest gain in {label}: {best}{sure}", f"{label}提高最多的是{best}{sure}")


def take_offs(result: Result, words: Words) -> str:
    """In how many seeds the market of a sector took off within the run, and in which of its years."""
    sectors, seeds = result.scenario.sectors, result.provenance["seeds"]
    hazard = np.array([sector.takeoff_hazard for sector in sectors.values()])
    years = np.array([takeoff_drawn(Luck(seed), hazard).min() for seed in seeds])
    early = np.sort(np.ceil(years[years < result.quarters / 4.0])).astype(int)
    when = ", ".join(str(year) for year in early)
    return words.pick(
        f"The market took off in {len(early)} of {len(seeds)} seeds" + (f" (year {when})." if when else "."),
        f"{len(seeds)}个种子中有{len(early)}个市场爆发" + (f"（第{when}年）。" if when else "。"),
    )


def between_worlds(found: Mapping[str, Result], judged_by: Sequence[str], words: Words) -> list[str]:
    """A sentence an arm: what it moves in the first world less what it moves in the second, paired by seed."""
    first, second = found.values()
    sentences = []
    for arm in names_of(first.arms):
        parts = []
        for name in judged_by:
            measure = MEASURES[name]
            value, low, high = told(gains_by_seed(first, arm, name) - gains_by_seed(second, arm, name))
            low, high = (low, high) if np.isfinite([low, high]).all() else (value, value)
            row = {"outcome": name, "told": measure.told, "value": value, "low": low, "high": high}
            parts.append(f"{words.pick(measure.en, measure.zh)} {_told_span(row, words)}")
        sentences.append(words.pick(
            f"{_named(arm, first, words)} does more where {first.provenance['world'][0]} by: " + ", ".join(parts),
            f"{_named(arm, first, words)}在“{first.provenance['world'][1]}”时多带来：" + "、".join(parts),
        ))  # fmt: skip
    return sentences


def gains_by_seed(result: Result, arm: str, outcome: str) -> np.ndarray:
    """What an arm moves an outcome by in each seed, as it is told (percent, points or plain): f64[reps]."""
    held = samples(result.arms, scope_of(result.scenario), "horizon")
    base, value = held[BASE, outcome], held[arm, outcome]
    how = MEASURES[outcome].told
    return 100.0 * (value - base) / base if how == "percent" else (value - base) * (100.0 if how == "points" else 1.0)


def _between(result: Result, one: str, other: str, outcome: str) -> Mapping[str, Any]:
    """One arm less another in an outcome, paired by seed, as differences from the base are told."""
    rows = result.arms[result.arms["arm"].isin((one, other))]
    table = comparison_table(rows.assign(arm=rows["arm"].astype(str).replace({other: BASE})), scope_of(result.scenario))
    held = told_differences(table)
    return dict(held[held["outcome"] == outcome].iloc[0])


def _told_span(row: Mapping[str, Any], words: Words) -> str:
    divisor, unit = told_unit(MEASURES[row["outcome"]], words, row["told"])
    unit = "%" if row["told"] == "percent" else unit
    value, low, high = (row[end] / divisor for end in ("value", "low", "high"))
    return with_span(value, low, high, unit)


def _named(arm: str, result: Result, words: Words) -> str:
    """An arm as its column is headed, and what it is where that says more."""
    label = arm_label(arm, words, result.provenance.get("labels"))
    return label if words.chinese or label == arm else f"{arm} ({label})"


def places(scenario: Scenario) -> tuple[str, ...]:
    """Where a question puts its levers in force: at the park, or at every one of many parks."""
    return parks_of(scenario) if has_many(scenario) else (focal_of(scenario),)


def lever_settings(levers: Levers, sites: tuple[str, ...]) -> dict[str, Any]:
    """Settings that put levers in force at some sites."""
    found: dict[str, Any] = {}
    for name, given in levers.items():
        changes = given if isinstance(given, Mapping) else {"intensity": given}
        found |= {f"levers.{name}.sites": sites, **{f"levers.{name}.{key}": value for key, value in changes.items()}}
    return found


def _write(result: Result, given: argparse.Namespace, out: Terminal) -> None:
    def draw(folder: Path) -> None:
        write_figures(result, folder / "figures", (), given.lang)

    result.save(given.out, force=True, extras=draw)
    out.say(out.pick(f"Wrote {given.out}", f"已写入 {given.out}"))


def show_progress(done: int, total: int) -> None:
    print(f"{done}/{total}", file=sys.stderr)
