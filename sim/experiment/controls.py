"""Null controls: policies that studies find to do nothing, and the cause whose change makes them do something. Data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Settings = Mapping[str, Any]

QUARTERS = 20


@dataclass(frozen=True, slots=True)
class Case:
    """An arm of a control: a world (settings of both of its runs), and the lever that one of the two pulls.

    ``role``: ``null`` is expected to give about nothing (or what the study found), ``flip`` something else; of
    ``shipped`` nothing is expected: it tells what the lever does in the world as it ships, where no other case does.
    """

    name: str
    role: str
    en: str
    zh: str
    world: Settings
    lever: Settings

    @property
    def as_shipped(self) -> bool:
        """Whether the world is the park's own: no cause has been altered."""
        return not self.world


@dataclass(frozen=True, slots=True)
class Control:
    """A policy that was found to do nothing, by which measure it is judged, and its cases.

    ``found`` is what the study found in the unit of the measure: low and high of what counts as the same.
    """

    name: str
    en: str
    zh: str
    study: str
    study_zh: str
    measure: str
    unit_en: str
    unit_zh: str
    found: tuple[float, float]
    cases: tuple[Case, ...]
    quarters: int = QUARTERS


def _grants(stage: float, merit: float) -> dict[str, Any]:
    """Twenty grants a year for each thousand surveyed firms."""
    terms = {"per_thousand": 20.0, "stage": stage, "merit_weight": merit}
    return {"levers.early_grant.intensity": 1.0, "levers.early_grant.terms": terms}


_ANYBODY = {"projects.grant_constraint": 0.0}
_EASY = {**_ANYBODY, "research.cash_share": 1.0}
_RENT = {"levers.land_rent.intensity": 1.0, "levers.land_rent.terms.land_cut": 0.0}
# Ten times the usual number, at a tenth of the price, so that luck doesn't hide the effect.
_PLACES = {"levers.incubator.intensity": 10.0, "levers.incubator.unit_cost": 0.2}
_STARS = {"levers.leading_talent.intensity": 10.0, "levers.leading_talent.unit_cost": 0.3}
_FEW = {"talent.star_share": 0.002}
_REFUND = {"levers.rd_grant.intensity": 1.0}
_RELIEF = {"levers.hte_tax.intensity": 1.0}

CONTROLS: tuple[Control, ...] = (
    Control(
        "cash", "Cash alone", "只给钱",
        "[SUC] no effect of cash and space on survival", "[SUC] 资金与场地不提高存活率",
        "insolvencies", "insolvencies per 100 births",
        "每百家新设企业资不抵债数", (-0.4, 0.4),
        (
            Case("banks_wait", "null", "rent relief, banks that wait: overdrafts up to two years of sales",
                 "房租补贴,银行宽限(透支可达两年营收)", {"demography.cash_line": 2.0}, _RENT),
            Case("as_is", "flip", "rent relief, credit as it is: overdrafts up to 0.15 years of sales",
                 "房租补贴,信贷如常(透支上限0.15年营收)", {}, _RENT),
        ),
    ),
    Control(
        "space", "Space alone", "只给场地",
        "[SUC] places without mentors do nothing; [GUR]", "[SUC] 无导师的场地不起作用;[GUR]",
        "insolvencies", "insolvencies per 100 births",
        "每百家新设企业资不抵债数", (-0.4, 0.4),
        (
            Case("places_alone", "null", "incubator places without mentors", "孵化场地,无导师",
                 {"projects.beta_mentor": 0.0, "projects.mentor_gain": 0.0}, _PLACES),
            Case("places_mentors", "flip", "the same places with mentors who select", "同样场地,配导师", {}, _PLACES),
        ),
    ),
    Control(
        "late", "Late grants", "后期资助",
        "[HOW-M] late grants: no measurable effect; [HOW] early ones: much",
        "[HOW-M] 后期资助无可测作用;[HOW] 早期资助作用大",
        "late_climbs", "late successes per 100 grants", "每百笔资助的后期成功数", (-5.0, 5.0),
        (
            Case("easy_money", "null", "late grants, applicants short of nothing: all cash may go to R&D",
                 "后期资助,申请者不缺钱", _EASY, _grants(2.0, 0.7)),
            Case("refused", "flip", "late grants for firms that money refused", "后期资助,只给受资金约束的企业", {},
                 _grants(2.0, 0.7)),
        ),
    ),
    Control(
        "favour", "Grants ranked by favour", "按关系评审的资助",
        "[WLF] no effect on survival, patents, venture money once selection is removed",
        "[WLF] 剔除选择后,对存活、专利与风险投资无作用",
        "early_successes", "early successes per 100 grants", "每百笔资助的早期成功数", (-6.0, 6.0),
        (
            Case("by_favour", "null", "ranked by favour, nobody asks who is short of money",
                 "按关系排序,不问是否缺钱", _ANYBODY, _grants(0.0, 0.0)),
            Case("merit", "flip", "ranked by promise among the same firms", "在同样企业中按前景排序", _ANYBODY,
                 _grants(0.0, 1.0)),
            Case("refused", "shipped", "ranked by favour among firms that money refused",
                 "在受资金约束的企业中按关系排序", {}, _grants(0.0, 0.0)),
        ),
    ),
    Control(
        "subsidy", "R&D subsidy, first year", "研发补助第一年",
        "[BOE16] own R&D −0.5 ¥ per ¥ at once, 0 later",
        "[BOE16] 每元补助当期自有研发减少0.5元,此后为零", "own_research", "¥ of own R&D per ¥, first year",
        "首年每元补助的自有研发(元)", (-0.8, -0.2),
        (
            Case("slow", "null", "R&D adjusts by 0.3 of the gap a quarter", "研发每季调整差距的0.3", {}, _REFUND),
            Case("at_once", "flip", "R&D adjusts at once", "研发即时调整", {"research.adjustment": 1.0}, _REFUND),
            Case("short", "flip", "R&D is paid from profit alone, and asks for more than there is",
                 "研发只靠利润且入不敷出", {"research.cash_share": 0.0, "research.rho_tech": 0.2}, _REFUND),
        ),
    ),
    Control(
        "gate", "Certificates near the gate", "认定门槛附近",
        "[XU] near the gate no rise in real input; [ZHANG] fewer patents",
        "[XU] 门槛附近真实投入不增;[ZHANG] 专利减少",
        "near_gate", "% of real R&D of firms short of the gate", "门槛附近企业真实研发变动%", (-5.0, 1.0),
        (
            Case("relabel", "null", "relabelling costs a tenth of the usual", "虚报成本为通常的十分之一",
                 {"research.relabel_cost": 0.1}, _RELIEF),
            Case("as_is", "flip", "relabelling costs what it usually does", "虚报成本如常", {}, _RELIEF),
            Case("honest", "flip", "relabelling costs 25 times as much", "虚报成本为25倍",
                 {"research.relabel_cost": 25.0}, _RELIEF),
        ),
        quarters=8,
    ),
    Control(
        "stars", "Star recruits", "引进领军人才",
        "[ASH] own output 0; [WANGY] + with laboratory money",
        "[ASH] 本人产出无增加;[WANGY] 有实验室经费时为正", "early_chance", "points of early projects' chance",
        "早期项目成功概率(百分点)", (-0.3, 0.3),
        (
            Case("no_lab", "null", "recruits where there were few stars, laboratories ask for 10 m¥ a head",
                 "引才(原有领军人才少),实验室需人均一千万元", {**_FEW, "projects.lead_budget_reference": 10.0}, _STARS),
            Case("lab", "flip", "the same recruits, laboratories ask for 0.05 m¥ a head, which they have",
                 "同样引才,实验室仅需人均五万元,经费充足",
                 {**_FEW, "projects.lead_budget_reference": 0.05}, _STARS),
            Case("as_is", "shipped", "the same recruits beside the stars there are, laboratories as they are",
                 "同样引才,原有领军人才与实验室如常", {}, _STARS),
        ),
    ),
)  # fmt: skip
"""Every control."""

NULL_COLUMNS: dict[str, tuple[str, str]] = {
    "rep": ("index", "replication"),
    "seed": ("-", "seed of the replication; both runs of a case share luck and quarter 0"),
    "control": ("name", "null control"),
    "case": ("name", "arm of the control"),
    "value": ("as the control's measure", "what the lever did in that world"),
}
"""Columns of nulls.parquet: unit and meaning."""
