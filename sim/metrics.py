"""What is recorded each quarter by site and by site and sector: names, units, labels, meanings. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from sim.events import EVENTS
from sim.scenario.levers import LEVERS

EVENT_UNIT = "count/quarter"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number recorded each quarter.

    ``tables`` says where it stands (sites, sectors). ``since`` is the first quarter in which it is
    defined: 0 for a state, 1 for a flow, which is written as 0 at quarter 0, before anything happened.
    ``scaled`` metrics are divided by the sample. ``headline`` metrics stand in the summary.
    """

    name: str
    unit: str
    en: str
    zh: str
    meaning: str
    tables: tuple[str, ...]
    since: int
    scaled: bool
    headline: bool

    @property
    def by_difference(self) -> bool:
        """True if its change is told as a difference a year (logs, shares, balances), not as a rate."""
        return self.unit in ("log", "log/year", "share", "ratio") or self.name.startswith("fiscal_")


def _declare(rows: str) -> dict[str, Metric]:
    declared = {}
    for line in rows.strip().splitlines():
        name, unit, marks, en, zh, meaning = (part.strip() for part in line.split("|"))
        tables = ("sites", "sectors") if "b" in marks else ("sites",)
        declared[name] = Metric(
            name, unit, en, zh, meaning, tables, 1 if "f" in marks else 0, "x" in marks, "h" in marks
        )
    return declared


# Marks: b by sector too · f flow, defined from quarter 1 · x extensive (divided by the sample) · h in the summary.
_STATE = _declare("""
    firms | firms | bxh | firms | 企业数 | firms that trade
    surveyed_firms | firms | bxh | surveyed firms | 入统企业数 | firms in the reporting panel
    high_tech_enterprises | firms | bxh | high-tech enterprises | 高新技术企业数 | surveyed firms with a valid certificate
    certified_all | firms | bx | certified firms | 全部高企数 | all firms with a valid certificate
    employment | persons | bxh | employment, surveyed | 从业人员(入统) | staff of surveyed firms
    employment_all | persons | bxh | employment | 从业人员 | staff of all firms
    employment_ordinary | persons | bx | ordinary staff | 普通员工 | ordinary staff of all firms
    employment_technical | persons | bx | technical staff | 科技人员 | technical staff of all firms
    employment_leading | persons | bx | leading staff | 领军人员 | leading staff of all firms
    revenue_year | m¥/year | bxh | revenue, surveyed | 营业收入(入统) | revenue of surveyed firms, trailing four quarters
    revenue_year_nominal | m¥/year | bx | revenue, surveyed, nominal | 营业收入(入统,现价) | the same in current prices
    revenue_all_year | m¥/year | bxh | revenue | 营业收入 | revenue of all firms, trailing four quarters
    revenue_all_year_nominal | m¥/year | bx | revenue, nominal | 营业收入(现价) | the same in current prices
    industrial_output_year | m¥/year | bxh | industrial output, surveyed | 工业总产值(入统) | revenue of surveyed firms of goods sectors, trailing four quarters
    revenue | m¥/quarter | bx | revenue of the quarter | 季度营业收入 | revenue of all firms this quarter
    energy | tce/quarter | bx | energy | 能源消费 | energy of all firms this quarter, tonnes of coal equivalent
    emissions | t/quarter | bx | carbon emissions | 碳排放 | carbon dioxide from energy of all firms this quarter
    upgrading | share | b | upgrading | 智能绿色改造程度 | mean level of intelligent and green upgrading, firms weighted by revenue
    public_sales | m¥/quarter | bx | sales to the authority | 政府首购额 | sales of new products of young firms to the authority this quarter
    exports | m¥/quarter | bxh | exports | 出口 | exports of all firms this quarter
    wage | m¥/year | bh | wage | 平均工资 | mean cost of an employee of firms a year, at city wages and the site's mix of staff
    wage_nominal | m¥/year | b | wage, nominal | 平均工资(现价) | the same in current prices
    rent | ¥/m2/month | h | rent | 租金 | rent of floor space
    density | jobs/km2 | - | density | 就业密度 | jobs a square kilometre
    floor | m2 | bx | floor space | 建筑面积 | floor space that firms rent
    capital | m¥ | bx | capital | 资本 | capital of all firms at book value
    debt | m¥ | bx | debt | 银行贷款 | bank loans of all firms
    leverage | share | b | leverage | 杠杆率 | bank loans over capital and positive cash
    tfp | log | bh | ln TFP relative to outside | 相对外部的全要素生产率(对数) | ln TFP relative to outside (gross output, net of local prices), firms weighted by cost of the trailing year
    tfp_va | log | b | ln TFP, value added | 增加值口径全要素生产率(对数) | ln TFP relative to outside over the share of value added in cost, for comparison with studies of value added; firms weighted by value added in cost
    tfp_absolute | log | bh | ln TFP | 全要素生产率(对数) | ln TFP relative to outside plus the growth of outside TFP since quarter 0
    tfp_statistical | log | b | ln TFP, statistician's | 统计口径全要素生产率 | ln TFP measured from revenue, staff, capital and inputs, same weights
    rd_real_year | m¥/year | bxh | real R&D | 真实研发 | real R&D of all firms, trailing four quarters
    rd_reported_year | m¥/year | bx | reported R&D | 申报研发 | R&D that firms report, trailing four quarters
    rd_intensity | share | b | R&D intensity | 研发强度 | real R&D over revenue, trailing four quarters
    patents | patents | bxh | live patents | 有效发明专利 | live invention patents of all firms
    projects | projects | bx | projects | 项目数 | research projects under way
    projects_research | projects | bx | projects, TRL 1-3 | 项目(TRL 1-3) | projects in research
    projects_concept | projects | bx | projects, TRL 4 | 项目(TRL 4) | projects in proof of concept
    projects_pilot | projects | bx | projects, TRL 5-6 | 项目(TRL 5-6) | projects in pilot
    projects_testing | projects | bx | projects, TRL 7-8 | 项目(TRL 7-8) | projects in testing
    projects_universities | projects | bx | university results | 高校在研成果 | projects that a university still owns
    tech_smes | firms | bx | technology SMEs | 科技型中小企业 | firms of this rank
    innovative_smes | firms | bx | innovative SMEs | 创新型中小企业 | firms of this rank
    specialised | firms | bx | specialised SMEs | 专精特新中小企业 | firms of this rank
    little_giants | firms | bx | little giants | 专精特新小巨人 | firms of this rank
    champions | firms | bx | single-product champions | 单项冠军 | firms of this rank
    world_class | firms | bx | world-class firms | 世界一流企业 | firms of this rank
    gazelles | firms | bx | gazelles | 瞪羚企业 | firms on the gazelle list
    unicorns | firms | bxh | unicorns | 独角兽 | firms on the unicorn list
    super_unicorns | firms | bx | super-unicorns | 超级独角兽 | firms on the unicorn list worth ten times as much
    incubated | firms | bx | firms in incubators | 在孵企业 | firms that hold an incubator place
    accelerated | firms | bx | firms in accelerators | 在加速企业 | firms that hold an accelerator place
    links_per_firm | links | b | links a firm | 平均合作数 | formal links (joint R&D, supply, university) that end at a firm, mean over firms
    joint_rd | links | x | joint R&D | 联合研发合作数 | joint research ties that end at a firm, with firms and universities
    joint_rd_across | links | x | joint R&D across cities | 跨城市联合研发合作数 | those of them with a partner at a site of another city
    contacts_per_firm | contacts | b | contacts a firm | 平均非正式联系数 | informal contacts that end at a firm, mean over firms
    chain_coverage | share | b | chain coverage | 产业链本地配套率 | share of inputs that is bought inside the site, by need; by sector: the share of this input
    leading_talents | persons | x | leading talents | 领军人才 | leading researchers and engineers who work at the site
    labour | persons | x | people of the city | 城市劳动力 | people in the labour pools of the site's city
    funds | funds | x | funds | 基金数 | funds that prefer the site
    fund_multiple | ratio | - | fund multiple | 基金回报倍数 | proceeds over money invested so far, funds of the site that live
    authority_cash | m¥ | x | authority's cash | 管委会资金 | cash of the site's authority
    budget_reach | share | - | budget reach | 政策预算满足率 | share of planned lever spending that the authority's budget reaches
    facility_load | ratio | - | facility load | 设施负荷 | asked of shared research facilities over their capacity
""")

_FLOWS = _declare("""
    births | firms/quarter | bfxh | births | 新设企业 | firms that began to trade this quarter
    deaths | firms/quarter | bfxh | deaths | 退出企业 | firms that ceased this quarter
    moves_in | firms/quarter | bfx | firms moved in | 迁入企业 | firms that came from another site
    moves_out | firms/quarter | bfx | firms moved out | 迁出企业 | firms that left for another site
    survival_5y | share | fh | five-year survival | 五年存活率 | share of newborn firms that would live five years at the hazards by age of the trailing year (period life table)
    value_added | m¥/quarter | bfxh | value added | 增加值 | revenue less intermediate inputs
    wages_paid | m¥/quarter | bfx | payroll | 工资总额 | payroll of all firms
    profit | m¥/quarter | bfx | profit | 利润 | profit of all firms after R&D and interest, before tax
    profit_margin | share | bf | profit margin | 利润率 | profit over revenue
    rd_real | m¥/quarter | bfx | real R&D of the quarter | 季度真实研发 | real R&D of all firms
    rd_reported | m¥/quarter | bfx | reported R&D of the quarter | 季度申报研发 | R&D that firms report
    tfp_change | log/year | f | change of ln TFP | 生产率变化 | change of ln TFP against a year ago (in the first year: against quarter 0)
    tfp_within | log/year | f | ... within firms | 其中:企业内 | change of the plain mean of firms that stayed (Melitz and Polanec 2015)
    tfp_between | log/year | f | ... between firms | 其中:企业间 | change of the covariance of size and TFP among firms that stayed
    tfp_entry | log/year | f | ... entry | 其中:进入 | newcomers against those that stayed
    tfp_exit | log/year | f | ... exit | 其中:退出 | those that stayed against leavers
    gain | m¥/quarter | bfx | gain of revenue | 收入增量 | revenue against the same quarter a year ago (in the first year: against quarter 0)
    gain_created | m¥/quarter | bfx | ... created | 其中:新增需求 | larger markets at home and abroad, larger needs of neighbours, and sales to the authority
    gain_from_sites | m¥/quarter | bfx | ... from other sites | 其中:来自其他园区 | shares of markets at home and abroad taken from other sites (negative: lost to them)
    gain_from_outside | m¥/quarter | bfx | ... from outside | 其中:来自外部 | shares of markets and of local inputs taken from sellers elsewhere (negative: lost to them)
    time_to_market | years | f | time to market | 成果转化周期 | mean age of projects that reached the market, trailing year; 0 if there were none
    venture_money | m¥/quarter | fx | equity invested | 股权投资额 | equity that funds put into firms of the site
    guidance_target | m¥/quarter | fx | guidance funds: planned money | 引导基金计划规模 | money that guidance funds planned this quarter asked for, theirs and their partners'
    guidance_committed | m¥/quarter | fx | guidance funds: committed money | 引导基金认缴规模 | money that those of them which opened got committed
    fund_proceeds | m¥/quarter | fx | proceeds of funds | 基金退出收入 | proceeds of stakes that funds of the site sold
    loans_new | m¥/quarter | fx | new loans | 新增贷款 | loans that banks gave to firms
    bank_losses | m¥/quarter | fx | losses of banks | 银行损失 | loans and overdrafts of failed firms that were lost
    migration_net | persons/quarter | fx | net migration | 净流入人口 | people who came to the site's city less those who left it, by its share of the city's jobs
    tax | m¥/quarter | fxh | taxes | 税收 | income tax, value added tax and wage tax raised at the site
    tax_relief | m¥/quarter | fx | tax relief | 税收优惠 | income tax that certificates and the super-deduction beyond the standing one saved
    tax_relief_authority | m¥/quarter | fx | ... borne by the authority | 其中:管委会承担 | the part of tax relief that would have been the authority's share; the state bears the rest
    tax_sent_home | m¥/quarter | fx | tax shared with allies | 协作分成税收 | local tax on firms that moved to an allied site, which goes to the site that they left (negative: given to it)
    subsidies | m¥/quarter | fxh | subsidies | 财政补贴 | grants to firms, talent subsidies and state money for facilities, of authority and state
    lever_spending | m¥/quarter | fx | spending on levers | 政策支出 | spending of authority and state on the levers in force
    lever_spending_authority | m¥/quarter | fx | ... by the authority | 其中:管委会承担 | spending of the park authority on the levers in force
    lever_spending_state | m¥/quarter | fx | ... by the state | 其中:国家承担 | spending of the state on the levers in force
    fiscal_authority | m¥/quarter | fx | balance of the authority | 管委会收支差 | tax share, rents, fees, state money and fund proceeds less facilities, land below its price, grants, talent and fund calls; before general spending
    fiscal_state | m¥/quarter | fx | balance of the state | 国家财政收支差 | taxes raised less the local share, grants, talent subsidies, facility money and fund calls; without universities and benefits
    fiscal_balance | m¥/quarter | fx | net fiscal balance | 财政净收支 | balance of authority and state together
    fiscal_balance_year | m¥/year | fxh | net fiscal balance a year | 年度财政净收支 | the same, trailing four quarters; in the first year four times the mean quarter so far
""")


def _events() -> dict[str, Metric]:
    return {
        name: Metric(name, EVENT_UNIT, en, zh, en, ("sites",), 1, True, False)
        for name, (en, zh) in EVENTS.items()
        if name not in _FLOWS
    }


def _levers() -> dict[str, Metric]:
    return {
        f"spent_{lever.name}": Metric(
            f"spent_{lever.name}", "m¥/quarter", f"spent: {lever.en}", f"支出:{lever.zh}",
            f"spending of authority and state on the lever {lever.name}", ("sites",), 1, True, False,
        )
        for lever in LEVERS.values()
    }  # fmt: skip


METRICS: dict[str, Metric] = {**_STATE, **_FLOWS, **_events(), **_levers()}
"""Every metric by name, in the order of the columns."""

HEADLINES = tuple(name for name, metric in METRICS.items() if metric.headline)
"""Metrics of the summary."""


def columns_of(table: str) -> tuple[str, ...]:
    """Names of the metrics of a table (``sites`` or ``sectors``), in order."""
    return tuple(name for name, metric in METRICS.items() if table in metric.tables)
