"""Outcomes on which arms are compared: how each follows from the metrics of a run. Data, and the paths they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.parts import LINES, SCOPES
from sim.experiment.shapley import Floats

IMPACT_QUARTERS = 4
YEAR = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """An outcome of a comparison.

    Its value is the sum of the metrics ``top``, over the sum of ``bottom`` where there is one, or their mean over
    sites by ``weight``. ``kind``: ``level`` as recorded, ``year`` trailing four quarters of a flow, ``total`` a
    flow summed since quarter 0. ``told`` says how a difference is best told: ``percent`` of the base, ``points``
    (hundredths), or ``plain`` in ``unit``.
    """

    name: str
    unit: str
    kind: str
    told: str
    en: str
    zh: str
    top: tuple[str, ...]
    bottom: str | None = None
    weight: str | None = None


def _declare(rows: str) -> dict[str, Measure]:
    declared = {}
    for line in rows.strip().splitlines():
        name, unit, kind, told, en, zh, formula = (part.strip() for part in line.split("|"))
        top, _, bottom = formula.partition(" / ")
        top, _, weight = top.partition(" by ")
        metrics = tuple(each.strip() for each in top.split("+"))
        over, by = bottom.strip() or None, weight.strip() or None
        declared[name] = Measure(name, unit, kind, told, en, zh, metrics, over, by)
    return declared


MEASURES = _declare("""
    firms | firms | level | percent | firms | 企业数 | firms
    employment_all | persons | level | percent | employment | 从业人员 | employment_all
    revenue_all_year | m¥/year | level | percent | revenue | 营业收入 | revenue_all_year
    tfp | log | level | points | TFP | 全要素生产率 | tfp by revenue_all_year
    productivity | m¥/person | year | percent | value added a person | 人均增加值 | value_added / employment_all
    rd_real_year | m¥/year | level | percent | real R&D | 真实研发 | rd_real_year
    rd_intensity | share | level | points | R&D intensity | 研发强度 | rd_real_year / revenue_all_year
    patents | patents | level | percent | live patents | 有效发明专利 | patents
    survival_5y | share | level | points | five-year survival | 五年存活率 | survival_5y by firms
    wage | m¥/year | level | percent | wage | 平均工资 | wage by employment_all
    exports | m¥/year | year | percent | exports | 出口 | exports
    energy | tce/year | year | percent | energy | 能源消费 | energy
    energy_intensity | tce/m¥ | year | percent | energy a unit of revenue | 单位营收能耗 | energy / revenue
    emissions | t/year | year | percent | carbon emissions | 碳排放 | emissions
    emissions_total | t | total | percent | carbon emissions, whole run | 碳排放(全程累计) | emissions
    chain_coverage | share | level | points | chain coverage | 产业链本地配套率 | chain_coverage by revenue_all_year
    links_per_firm | links | level | percent | links a firm | 平均合作数 | links_per_firm by firms
    joint_rd | links | level | percent | joint R&D | 联合研发合作数 | joint_rd
    joint_rd_across | links | level | percent | joint R&D across cities | 跨城市联合研发合作数 | joint_rd_across
    intentions | count | total | plain | intentions signed at events | 对接签约意向 | intentions
    venture_money | m¥ | total | percent | equity invested | 股权投资额 | venture_money
    certified_all | firms | level | percent | certified firms | 高新技术企业 | certified_all
    specialised | firms | level | percent | specialised SMEs | 专精特新中小企业 | specialised
    little_giants | firms | level | percent | little giants | 专精特新小巨人 | little_giants
    champions | firms | level | percent | single-product champions | 单项冠军 | champions
    gazelles | firms | level | percent | gazelles | 瞪羚企业 | gazelles
    unicorns | firms | level | plain | unicorns | 独角兽 | unicorns
    certified_share | share | level | points | certified firms' share | 高企占比 | certified_all / firms
    technical_share | share | level | points | technical share | 科技人员占比 | employment_technical / employment_all
    fiscal_authority | m¥/year | year | plain | balance of the authority | 管委会收支差 | fiscal_authority
    fiscal_state | m¥/year | year | plain | balance of the state | 国家财政收支差 | fiscal_state
    fiscal_balance | m¥/year | year | plain | net fiscal balance | 财政净收支 | fiscal_balance
    fiscal_total | m¥ | total | plain | net fiscal balance, whole run | 财政净收支(全程累计) | fiscal_balance
    spending_authority | m¥ | total | plain | spent by the authority | 管委会支出 | lever_spending_authority
    spending_state | m¥ | total | plain | spent by the state | 国家支出 | lever_spending_state
    tax_relief | m¥ | total | plain | tax relief | 税收优惠 | tax_relief
    spending | m¥ | total | plain | spending and tax relief | 政策支出与税收优惠 | lever_spending + tax_relief
    budget_reach | share | level | points | budget reach | 预算满足率 | budget_reach by lever_spending
    climbs_concept | projects | total | percent | results in proof of concept | 进入概念验证的成果 | climbs_concept
    climbs_pilot | projects | total | percent | results that reach a pilot line | 进入中试的成果 | climbs_pilot
    climbs_testing | projects | total | percent | results that reach testing | 进入检测的成果 | climbs_testing
    climbs_market | projects | total | percent | results that reach the market | 进入市场的成果 | climbs_market
    gain | m¥/year | total | plain | gain of revenue | 收入增量 | gain
    gain_created | m¥/year | total | plain | created | 新增需求 | gain_created
    gain_from_sites | m¥/year | total | plain | taken from other sites | 来自其他园区 | gain_from_sites
    gain_from_outside | m¥/year | total | plain | taken from outside | 来自外部 | gain_from_outside
""")
"""Every outcome by name. Gains since quarter 0 sum year-on-year changes, so they are the change of a year's revenue."""

DISPLACEMENT = ("gain_created", "gain_from_sites", "gain_from_outside")
"""Sources of the gain of revenue; they sum to it."""

ARM_COLUMNS: dict[str, tuple[str, str]] = {
    "rep": ("index", "replication"),
    "seed": ("-", "seed of the replication; base and arms share luck"),
    "arm": ("name", "arm, or base: the scenario as it stands"),
    "scope": ("name", "focal (the park) or all (every site together)"),
    "line": ("name", "horizon (last quarter) or impact (mean of quarters 1 to 4)"),
    "outcome": ("name", "outcome of a comparison"),
    "value": ("as the outcome", "its value in this arm"),
}
"""Columns of arms.parquet: unit and meaning."""


def paths(records: Sequence[Mapping[str, Floats]], park: int) -> dict[str, dict[str, Floats]]:
    """Each outcome by scope and quarter, f64[quarters + 1], from what was recorded: f64[P] by quarter and metric."""
    needed = {name for m in MEASURES.values() for name in (*m.top, m.bottom, m.weight) if name is not None}
    recorded = {name: np.array([row[name] for row in records]) for name in needed}
    columns = {"focal": [park], "all": list(range(len(records[0]["firms"])))}
    return {
        scope: {m.name: _path(m, {name: held[:, chosen] for name, held in recorded.items()}) for m in MEASURES.values()}
        for scope, chosen in columns.items()
    }


def values_at_lines(records: Sequence[Mapping[str, Floats]], park: int) -> Iterator[tuple[str, str, str, float]]:
    """Scope, line, outcome and value: at the horizon, and the mean of the first four quarters."""
    by_scope = paths(records, park)
    for scope in SCOPES:
        for name, path in by_scope[scope].items():
            at = {"horizon": path[-1], "impact": path[1 : 1 + IMPACT_QUARTERS].mean()}
            for line in LINES:
                yield scope, line, name, float(at[line])


def _path(measure: Measure, recorded: Mapping[str, Floats]) -> Floats:
    top = sum((recorded[name] for name in measure.top), np.zeros(1))
    if measure.weight is not None:
        weight = np.maximum(recorded[measure.weight], 0.0)
        # Where nothing weighs, every site counts alike.
        weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, 1.0)
        return np.asarray((top * weight).sum(axis=1) / weight.sum(axis=1))
    path = _over_time(measure.kind, top.sum(axis=1))
    if measure.bottom is None:
        return path
    bottom = recorded[measure.bottom].sum(axis=1)
    return np.where(bottom > 0, path / np.where(bottom > 0, bottom, 1.0), 0.0)


def _over_time(kind: str, flow: Floats) -> Floats:
    if kind == "level":
        return flow
    so_far = np.concatenate([[0.0], np.cumsum(flow[1:])])
    if kind == "total":
        return so_far
    quarter = np.arange(len(flow))
    length = np.minimum(quarter, YEAR)
    return np.asarray(YEAR * (so_far - so_far[quarter - length]) / np.maximum(length, 1))
