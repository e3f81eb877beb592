"""What a scenario starts from, for a person to read: places, totals, their origin, levers, warnings."""

from __future__ import annotations

from sim.scenario.checks import warnings
from sim.scenario.declare import declaration
from sim.scenario.levers import LEVERS
from sim.scenario.places import origin, simulated_rows
from sim.scenario.schema import EFFECT_NAMES, Effects, Scenario, Site
from sim.scenario.zones import TOTALS, zone_totals
from sim.terminal import Terminal

_MARKS = {"data": "*", "derived": "^", "synthetic": "?", "rule": "~", "file": " "}
_HUNDRED_MILLION = 100.0

_MONEY = ("revenue", "industrial_output")
MOST_SITES, LARGEST, SMALLEST = 20, 10, 5
"""Sites that a table lists at most; of more, the largest and the smallest parks."""

_KINDS = {
    "high_tech": ("high-tech park", "高新区"),
    "ordinary": ("ordinary park", "普通园区"),
    "hinterland": ("hinterland", "腹地"),
}
_HEADS = {
    "surveyed_firms": ("firms", "入统企业"),
    "employees": ("employees", "从业人员"),
    "revenue": ("revenue, m¥", "营业收入(亿元)"),
    "industrial_output": ("output, m¥", "工业总产值(亿元)"),
    "high_tech_enterprises": ("certified", "高新技术企业"),
}


_VARIANTS_ZH = {"as_stated": "如情景所述", "ordinary": "按普通园区"}


def summarise(scenario: Scenario, source: str, out: Terminal) -> None:
    """Print a scenario that has been checked: a table of its sites, what is data, and warnings."""
    title = out.pick(scenario.title_en, scenario.title_zh) or scenario.name
    out.say(f"{title}  ({source})")
    run = scenario.run
    strengths = " ".join(f"{_effect(name, out)} {getattr(scenario.effects, name):g}" for name in EFFECT_NAMES)
    out.note(out.pick(
        f"{run.quarters} quarters from the end of {run.start_year}, seed {run.seed}, sample {run.sample:g}, "
        f"variant {run.variant}; effects: {strengths}",
        f"自{run.start_year}年末起{run.quarters}个季度,随机种子{run.seed},抽样{run.sample:g},"
        f"制度{_VARIANTS_ZH[run.variant]};效应:{strengths}",
    ))  # fmt: skip
    out.say()
    _sites(scenario, out)
    out.say()
    _levers(scenario, out)
    _origins(scenario, out)
    for warning in warnings(scenario):
        out.say(out.pick("warning: ", "警告:") + warning)
    out.say(out.pick("The scenario is valid.", "情景有效。"))


def _effect(name: str, out: Terminal) -> str:
    return out.pick(name, str(declaration(Effects.model_fields[name])["label_zh"]))


def _sites(scenario: Scenario, out: Terminal) -> None:
    head = [out.pick("site", "园区"), out.pick("kind", "类型"), out.pick("city", "城市")]
    head += [out.pick(*_HEADS[name]) for name in TOTALS] + [out.pick("rows", "模拟企业数")]
    rows = []
    simulated = dict(zip((s.name for s in scenario.sites), simulated_rows(scenario), strict=True))
    for site in _shown(scenario):
        city = next(c for c in scenario.cities if c.name == site.city)
        rows.append(
            [out.pick(site.label_en, site.label_zh) or site.name, out.pick(*_KINDS[scenario.kind_of(site)])]
            + [out.pick(city.label_en, city.label_zh) or city.name]
            + [_total(scenario, site, name, out) for name in TOTALS]
            + [f"{simulated[site.name]:,.0f}"]
        )
    left = len(scenario.sites) - len(rows)
    if left:
        rows.insert(LARGEST, [out.pick(f"({left} more)", f"(另{left}个)"), *[""] * (len(head) - 1)])
        rows += _sums(scenario, simulated, out)
    out.table(head, rows, right=range(3, len(head)))
    out.note(out.pick(
        "* published statistics   ^ derived from another year   ? synthetic   ~ assumed from the park beside it   "
        "otherwise: as the file says",
        "* 公开统计   ^ 由其他年份推算   ? 合成   ~ 按所环绕园区假定   其余:文件给定或假定",
    ))  # fmt: skip


def _shown(scenario: Scenario) -> list[Site]:
    """The sites that are told one by one: all of a few; of many, the parks of most and of least revenue."""
    if len(scenario.sites) <= MOST_SITES:
        return list(scenario.sites)
    parks = [site for site in scenario.sites if site.kind != "hinterland"]
    parks.sort(key=lambda site: -(site.revenue or 0.0))
    return parks if len(parks) <= LARGEST + SMALLEST else [*parks[:LARGEST], *parks[-SMALLEST:]]


def _sums(scenario: Scenario, simulated: dict[str, float], out: Terminal) -> list[list[str]]:
    """A row a kind of site with the sum over all of them."""
    rows = []
    for kind, label in _KINDS.items():
        sites = [site for site in scenario.sites if scenario.kind_of(site) == kind]
        if not sites:
            continue
        sums = []
        for name in TOTALS:
            scale = _HUNDRED_MILLION if name in _MONEY and out.pick("en", "zh") == "zh" else 1.0
            sums.append(f"{sum(float(getattr(s, name) or 0.0) for s in sites) / scale:,.0f} ")
        count = out.pick(f"{len(sites)} sites", f"{len(sites)}个")
        rows.append([out.pick("all", "合计"), out.pick(*label), count, *sums,
                     f"{sum(simulated[s.name] for s in sites):,.0f}"])  # fmt: skip
    return rows


def _total(scenario: Scenario, site: Site, name: str, out: Terminal) -> str:
    value = float(getattr(site, name) or 0.0)
    if name in _MONEY and out.pick("en", "zh") == "zh":
        value /= _HUNDRED_MILLION
    return f"{value:,.0f}{_MARKS[origin(scenario, site, name)]}"


def _levers(scenario: Scenario, out: Terminal) -> None:
    for name, setting in scenario.levers.items():
        record = LEVERS[name]
        where = ", ".join(setting.sites) or out.pick("all sites", "所有园区")
        out.note(out.pick(
            f"lever {name} ({record.en}): intensity {setting.intensity:g}, {where}, "
            f"from quarter {setting.first_quarter}",
            f"政策工具{name}({record.zh}):强度{setting.intensity:g},{where},自第{setting.first_quarter}季度",
        ))  # fmt: skip


def _origins(scenario: Scenario, out: Terminal) -> None:
    for site in scenario.sites:
        if site.zone is None or site.year is None:
            continue
        totals = zone_totals(site.zone, site.year)
        used = [name for name in TOTALS if origin(scenario, site, name) == "data"]
        for source in dict.fromkeys(totals[name].source for name in used):
            of = [name for name in used if totals[name].source == source]
            heads = "、".join(_HEADS[name][1].partition("(")[0] for name in of)
            label = site.label_zh or site.name
            out.note(out.pick(f"data of {site.name}: {', '.join(of)}: {source}", f"{label}的数据:{heads}:{source}"))
    out.note(out.pick(
        "Everything else is assumed, or a parameter: parksim list parameters tells the source of each.",
        "其余为假定或参数:parksim list parameters 列出各项来源。",
    ))  # fmt: skip
