"""What can be listed: parameters, levers, metrics, columns, flows, facts, scenarios, phases, effects; data only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.evidence.bands import FACTS
from sim.flows import FLOWS, SECTOR_LABELS
from sim.metrics import METRICS
from sim.phases import PHASES
from sim.scenario.declare import declaration
from sim.scenario.errors import ScenarioError, nearest
from sim.scenario.files import load, shipped
from sim.scenario.levers import LEVERS
from sim.scenario.national import zones
from sim.scenario.problems import model_at
from sim.scenario.schema import INSTITUTIONS, Effects, Scenario
from sim.scenario.sectors import SECTORS


class Entry(TypedDict):
    """One line of a list; the fields that apply."""

    name: str
    unit: NotRequired[str]
    default: NotRequired[Any]
    prior: NotRequired[Any]
    source: NotRequired[str]
    status: NotRequired[str]
    label_en: str
    label_zh: str
    meaning: str
    meaning_zh: NotRequired[str]
    allowed: NotRequired[Any]
    owner: NotRequired[Any]
    dtype: NotRequired[str]
    changes: NotRequired[str]
    evidence: NotRequired[str]
    payer_authority: NotRequired[float]
    inert_without: NotRequired[str | None]
    terms: NotRequired[Any]
    band: NotRequired[str]
    named_in: NotRequired[list[str]]


def parameters() -> list[Entry]:
    """Every declared number of a scenario by dotted key; NAME stands for a name that the scenario gives."""
    found: list[Entry] = []
    for name, field in Scenario.model_fields.items():
        section = model_at((name,))
        if name in ("sectors", "institutions"):
            found += _by_kind(name, SECTORS if name == "sectors" else INSTITUTIONS)
        elif section is not None and isinstance(field.annotation, type):
            found += _of_section(name, section, None)
        elif section is None and declaration(field):
            found.append(_entry(name, field, field.default))
        else:
            item = model_at((name, 0)) or model_at((name, "NAME"))
            if item is not None:
                found += _of_section(f"{name}.NAME", item, None)
    return found


def levers() -> list[Entry]:
    """Every lever: what it changes, what a unit costs, who pays, what is known of it."""
    return [
        Entry(
            name=lever.name, unit=lever.unit, default=lever.unit_cost, source=lever.source,
            status=lever.status, label_en=lever.en, label_zh=lever.zh, meaning=lever.meaning,
            changes=lever.changes, evidence=lever.evidence, payer_authority=lever.payer_authority,
            inert_without=lever.inert_without, terms=[asdict(term) for term in lever.terms],
        )
        for lever in LEVERS.values()
    ]  # fmt: skip


def columns() -> list[Entry]:
    """Every column of every population: unit, type, which phase writes it."""
    rows = import_module("sim.state.columns").column_dictionary()
    return [
        Entry(name=row["name"], unit=row["unit"], label_en=row["label_en"], label_zh=row["label_zh"],
              meaning=row["meaning"], owner=row["owner"], dtype=row["dtype"])
        for row in rows
    ]  # fmt: skip


def metrics() -> list[Entry]:
    """Every metric of the results by site and sector."""
    return [
        Entry(name=m.name, unit=m.unit, label_en=m.en, label_zh=m.zh, meaning=m.meaning)
        for m in METRICS.values()
    ]


def flows() -> list[Entry]:
    """Every kind of payment of the ledger: who pays whom."""
    return [
        Entry(name=flow.name, unit="m¥/quarter", label_en=flow.en, label_zh=flow.zh,
              meaning=f"{SECTOR_LABELS[flow.payer][0]} pay {SECTOR_LABELS[flow.payee][0]}",
              meaning_zh=f"{SECTOR_LABELS[flow.payer][1]}付给{SECTOR_LABELS[flow.payee][1]}")
        for flow in FLOWS.values()
    ]  # fmt: skip


def facts() -> list[Entry]:
    """Published facts that a run is held against, with their bands."""
    rows = FACTS
    return [
        Entry(name=fact.name, band=fact.band, source=fact.source, status=fact.use, label_en=fact.en,
              label_zh=fact.zh, meaning=fact.measured)
        for fact in rows
    ]  # fmt: skip


def scenarios() -> list[Entry]:
    """Scenarios that come with parksim."""
    found = []
    for name in shipped():
        scenario = load(name)
        meaning, meaning_zh = _start(scenario)
        found.append(Entry(name=name, label_en=scenario.title_en, label_zh=scenario.title_zh, meaning=meaning,
                           meaning_zh=meaning_zh))  # fmt: skip
    return found


def _start(scenario: Scenario) -> tuple[str, str]:
    """What the totals of a scenario come from, in English and Chinese."""
    data = [site for site in scenario.sites if site.zone is not None]
    if data:
        zh = "、".join(site.label_zh or str(site.zone) for site in data)
        return f"starts from the statistics of {', '.join(str(s.zone) for s in data)}", f"以{zh}的统计数据为起点"
    listed = sum(site.name in zones() for site in scenario.sites)
    if listed:
        return (f"starts from the table of all zones: totals of {listed}, published, derived or synthetic",
                f"以高新区总表为起点：其中{listed}家的总量，公布、推算或合成")  # fmt: skip
    return "all numbers assumed", "全部数字为假定"


def phases() -> list[Entry]:
    """The phases of a quarter in the order in which they happen."""
    return [Entry(name=p.name, label_en=p.en, label_zh=p.zh, meaning=p.meaning) for p in PHASES]


def effects() -> list[Entry]:
    """The four cluster effects; strength 1 as estimated, 0 neutral."""
    return [
        {**_entry(name, field, field.default), "meaning": _NEUTRAL[name][0], "meaning_zh": _NEUTRAL[name][1]}
        for name, field in Effects.model_fields.items()
        if name in _NEUTRAL
    ]


_NEUTRAL: dict[str, tuple[str, str]] = {
    "scale": ("unit cost falls with jobs in reach, rises with crowding; off: as if in the hinterland",
              "单位成本随可及就业下降、随拥挤上升；关闭：如同在腹地"),
    "network": ("firms learn along links and contacts; off: links form and cost, but nobody learns",
                "企业沿联系与接触学习；关闭：联系照常形成并花钱，但没有人学习"),
    "synergy": ("shared facilities, joint projects, complete chains; off: they exist and cost",
                "共享设施、联合项目、本地配套；关闭：它们照常存在并花钱"),
    "talent": ("people follow peers, match in thick markets, carry knowledge; off: they move for pay",
               "人随同行流动，在厚的市场里匹配更好，并带来知识；关闭：人只为报酬流动"),
}  # fmt: skip

CATALOGUES: dict[str, Callable[[], list[Entry]]] = {
    "parameters": parameters,
    "levers": levers,
    "metrics": metrics,
    "columns": columns,
    "flows": flows,
    "facts": facts,
    "scenarios": scenarios,
    "phases": phases,
    "effects": effects,
}
"""Every list by name."""


def catalogue(name: str) -> list[Entry]:
    """A list by its name. Raises ScenarioError for an unknown name."""
    if name not in CATALOGUES:
        raise ScenarioError(
            f"list {name}: unknown list; allowed: {', '.join(CATALOGUES)}{nearest(name, CATALOGUES)}"
        )
    return CATALOGUES[name]()


def explain(name: str) -> list[tuple[str, Entry]]:
    """Every entry of that name, or whose last part it is, with its list and the modules that name it.

    Raises ScenarioError if there is none.
    """
    entries = [(kind, entry) for kind, of in CATALOGUES.items() for entry in of()]
    found = [(kind, entry) for kind, entry in entries if f".{entry['name']}".endswith(f".{name}")]
    if not found:
        names = {each for _, entry in entries for each in (entry["name"], entry["name"].rpartition(".")[2])}
        raise ScenarioError(f"explain {name}: nothing has that name{nearest(name, sorted(names))}")
    return [(kind, _with_modules(kind, entry)) for kind, entry in found]


_ACTING = ("effects", "policy", "quarter", "evidence", "world.py", "genesis.py")
"""Where rules stand, within the package; the rest declares, stores or shows."""


def _with_modules(kind: str, entry: Entry) -> Entry:
    """The entry with the modules whose text names it, as an attribute or in quotes."""
    if kind in ("scenarios", "facts", "phases"):
        return entry
    leaf = re.escape(entry["name"].rpartition(".")[2])
    quoted = rf"[\"']{leaf}[\"']"
    mention = re.compile(
        quoted if kind in ("levers", "effects", "flows", "metrics") else rf"\.{leaf}\b|{quoted}"
    )
    package = Path(__file__).parent
    files = [file for part in _ACTING for file in sorted((package / part).rglob("*.py")) or [package / part]]
    named = [
        file.relative_to(package.parent).as_posix()
        for file in files
        if file.is_file() and mention.search(file.read_text(encoding="utf-8"))
    ]
    return {**entry, "named_in": named} if named else entry


def _of_section(prefix: str, section: type[BaseModel], values: BaseModel | None) -> Iterator[Entry]:
    for name, field in section.model_fields.items():
        if declaration(field):
            default = field.default if values is None else getattr(values, name)
            yield _entry(f"{prefix}.{name}", field, default)


def _by_kind(prefix: str, defaults: dict[str, Any]) -> list[Entry]:
    return [
        entry
        for name, values in defaults.items()
        for entry in _of_section(f"{prefix}.{name}", type(values), values)
    ]


def _entry(name: str, field: FieldInfo, default: Any) -> Entry:
    declared = declaration(field)
    return Entry(
        name=name, unit=declared["unit"], default=None if field.is_required() else default,
        prior=declared["prior"], allowed=(declared["low"], declared["high"]), source=declared["source"],
        status=declared["status"],
        label_en=declared["label_en"], label_zh=declared["label_zh"], meaning=declared["meaning"],
    )  # fmt: skip
