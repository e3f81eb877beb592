"""What the scripts of this folder share: options, the comparison, and an answer in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sim
from sim import terminal
from sim.experiment.outcomes import MEASURES
from sim.experiment.result import Result, focal_of
from sim.options import guarded
from sim.report.comparison import comparison_rows, cost_rows, heading, print_doses, print_equal_cost
from sim.report.figures import write_figures
from sim.report.forest import arm_label, told_differences, told_unit
from sim.report.labels import Words
from sim.report.parks import has_many
from sim.report.waterfall import signed
from sim.scenario.schema import Scenario
from sim.terminal import Language, Terminal

PARK = "tianjin_binhai"
"""The park that questions are asked of: 4,680 surveyed firms."""

Levers = Mapping[str, float | Mapping[str, Any]]
"""Intensity by lever, or its settings by name (intensity, terms.rate, sectors, ...)."""


def options(
    script: str, about: str | None, arguments: Sequence[str] | None = None, quarters: int = 20
) -> argparse.Namespace:
    """Options that every script has."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--scenario", default=PARK, help="a TOML file, or the name of a shipped scenario")
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
    arguments: Sequence[str] | None = None,
) -> None:
    """Put levers of each arm in force at the park alone, or at all of many, compare, print, draw, and answer."""
    given = options(script, about, arguments, quarters)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        scenario = park_scenario(given, settings or {})
        changes = {name: lever_settings(levers, places(scenario)) for name, levers in arms.items()}
        result = sim.compare(
            scenario, changes, reps=given.reps, jobs=given.jobs, equal_cost=equal_cost, progress=_progress,
        )  # fmt: skip
        report(result, (about or "", zh), judged_by, given)


def ask_dose(
    script: str, about: str | None, zh: str, lever: str, judged_by: Sequence[str],
    arguments: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Pull a lever at five intensities at the park alone, print, draw, and answer by some outcomes."""
    given = options(script, about, arguments)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        scenario = park_scenario(given, {f"levers.{lever}.sites": places(park_scenario(given, {}))})
        result = sim.dose(scenario, lever, reps=given.reps, jobs=given.jobs, progress=_progress)
        report(result, (about or "", zh), judged_by, given)


def asked(
    script: str, about: str | None, zh: str, run: Callable[[Scenario, dict[str, Any]], Result],
    rows: Callable[[Result, Words], tuple[list[str], list[list[str]]]], arguments: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Run an experiment of its own kind, print its table, and write its folder."""
    given = options(script, about, arguments)
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        how = {"reps": given.reps, "jobs": given.jobs, "progress": _progress}
        result, out = run(park_scenario(given, {}), how), Terminal(Language(given.lang))
        out.say(out.pick((about or "").splitlines()[0], zh))
        out.table(*rows(result, Words(chinese=given.lang == "zh")), right=range(2, 99))
        _write(result, given, out)


def report(result: Result, about: tuple[str, str], judged_by: Sequence[str], given: argparse.Namespace) -> None:
    """Print question, table, costs and answer; write the run folder with its figures."""
    words, out = Words(chinese=given.lang == "zh"), Terminal(Language(given.lang))
    out.say(out.pick(about[0].splitlines()[0], about[1]))
    scope = "all" if has_many(result.scenario) else "focal"
    out.say(heading(result, scope, "horizon", words))
    told = result.comparison(scope)
    out.table(*comparison_rows(told, words, (*judged_by, "fiscal_total", "spending")), right=range(2, 99))
    out.table(*cost_rows(result, words), right=range(1, 99))
    print_equal_cost(result, out)
    print_doses(result, out)
    for line in answers(result, judged_by, words):
        out.say(line)
    _write(result, given, out)


def answers(result: Result, judged_by: Sequence[str], words: Words) -> list[str]:
    """A sentence an arm: what it moved beyond doubt of the seeds, and what it did not."""
    told = told_differences(result.comparison("all" if has_many(result.scenario) else "focal"))
    sentences = []
    for arm in told["arm"].unique():
        moved, unmoved = [], []
        for name in judged_by:
            row = told[(told["arm"] == arm) & (told["outcome"] == name)].iloc[0]
            divisor, unit = told_unit(MEASURES[name], words, row["told"])
            label = words.pick(MEASURES[name].en, MEASURES[name].zh)
            if row["low"] > 0 or row["high"] < 0:
                span = "; ".join(signed(row[end] / divisor) for end in ("low", "high"))
                moved.append(f"{label} {signed(row['value'] / divisor)} {unit} [{span}]")
            else:
                unmoved.append(label)
        comma, semicolon, colon = words.pick(", ", "、"), words.pick("; ", "；"), words.pick(": ", "：")
        parts = [comma.join(moved) or words.pick("nothing told apart from zero", "无显著变化")]
        if unmoved:
            parts.append(words.pick("not moved", "未变动") + colon + comma.join(unmoved))
        sentences.append(f"{arm_label(str(arm), words)}{colon}" + semicolon.join(parts))
    return sentences


def places(scenario: Scenario) -> tuple[str, ...]:
    """Where a question puts its levers in force: at the park, or at every one of many parks."""
    parks = tuple(site.name for site in scenario.sites if site.kind != "hinterland" and site.surveyed_firms)
    return parks if has_many(scenario) else (focal_of(scenario),)


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


def _progress(done: int, total: int) -> None:
    print(f"{done}/{total}", file=sys.stderr)
