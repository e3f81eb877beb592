"""Births, deaths, moves, and the population at quarter 0."""

from sim.scenario.declare import Section, par

A = "assumed"
D = "small system [measured]"


class Demography(Section):
    """Life and place of firms."""

    cash_line: float = par(0.15, "years", (0.05, 0.3), D, "derived", "credit line", "透支额度", "overdraft over yearly sales at which a firm fails")
    other_hazard: float = par(0.044, "1/year", (0.02, 0.06), D + "; [SAIC]", "derived", "other exit", "其他退出率", "hazard of exit that is neither insolvency nor closure")
    other_size_el: float = par(-0.10, "elasticity", (-0.2, 0.0), D, "derived", "other exit and size", "退出的规模弹性", "elasticity of other exit to staff", low=-2.0, high=2.0)
    other_size_reference: float = par(60.0, "persons", None, D, "derived", "reference staff", "参照员工数", "staff at which other exit is its base", low=1.0)
    other_ramp: float = par(0.75, "years", (0.4, 1.2), D, "derived", "honeymoon", "蜜月期", "time in which other exit ramps up after birth", low=0.01)
    other_bump: float = par(0.7, "share", (0.0, 1.2), D + "; [SAIC]", "derived", "hump of exit", "退出高峰", "rise of other exit at its hump")
    other_bump_age: float = par(2.5, "years", (2, 3.5), "[SAIC]", "derived", "age of the hump", "退出高峰年龄", "age at which other exit humps")
    other_bump_width: float = par(0.7, "years", (0.4, 1.2), D, "derived", "width of the hump", "退出高峰宽度", "width of the hump", low=0.05)
    voluntary_age: float = par(3.0, "years", (1, 5), A, "assumed", "age of closure", "主动退出年龄", "age from which owners may close a firm")
    founder_wages: float = par(1.0, "years", (0.0, 3.0), A, "assumed", "founders' wages", "创始人机会成本", "years of an ordinary wage that founders could earn elsewhere")
    entry_rate: float = par(0.147, "1/year", (0.08, 0.25), D, "derived", "entry", "进入率", "entrants a year over the stock of quarter 0")
    entry_profit_el: float = par(0.5, "elasticity", (0.0, 1.0), D, "derived", "entry and profit", "进入的利润弹性", "elasticity of entry to smoothed margin over target")
    entry_clip_low: float = par(0.3, "ratio", None, D, "derived", "entry: least pull", "进入下限", "lower clip of margin over target", low=0.01)
    entry_clip_high: float = par(2.0, "ratio", None, D, "derived", "entry: most pull", "进入上限", "upper clip of margin over target", low=0.1)
    profit_memory: float = par(0.9, "share", (0.7, 0.97), D, "derived", "memory of margins", "利润记忆", "quarterly weight of the past in the margin that founders see", high=0.999)
    entrant_size: float = par(0.34, "ratio", (0.2, 0.5), D, "derived", "entrants' size", "进入者规模", "mean sales of entrants over reference sales")
    entrant_size_sd: float = par(1.3, "log", (0.8, 1.6), D, "derived", "spread of entrants' size", "进入者规模离散度", "s.d. of ln sales of entrants")
    entrant_size_cap: float = par(20.0, "ratio", None, A, "assumed", "largest entrant", "进入者规模上限", "largest sales of an entrant over reference sales")
    growth_type_mean: float = par(0.2, "log/year", (0.0, 0.4), D, "derived", "young growth: mean", "成长型均值", "mean growth type of young firms")
    growth_type_sd: float = par(0.25, "log/year", (0.1, 0.4), D, "derived", "young growth: spread", "成长型离散度", "s.d. of the growth type")
    runway_years: float = par(2.0, "years", (1, 3), D, "derived", "runway", "资金跑道", "median years of fixed costs that founders bring")
    runway_sd: float = par(0.4, "log", (0.2, 0.6), D, "derived", "spread of runway", "跑道离散度", "s.d. of ln runway")
    runway_sales: float = par(0.02, "share", (0.0, 0.05), D, "derived", "runway on sales", "跑道销售占比", "part of runway in proportion to sales")
    entry_cash: float = par(0.02, "years", (0.0, 0.1), D, "derived", "cash at entry", "初始现金", "cash at entry over yearly sales, besides runway")
    state_owned: float = par(0.05, "share", (0.01, 0.15), A, "assumed", "state-owned", "国有占比", "share of firms owned by the state", high=0.5)
    foreign_owned: float = par(0.06, "share", (0.01, 0.15), A, "assumed", "foreign-owned", "外资占比", "share of firms owned abroad", high=0.5)
    exporters: float = par(0.5, "share", (0.2, 0.7), A, "assumed", "exporters", "出口企业占比", "share of firms that sell abroad", high=1.0)
    location_weight: float = par(1.5, "-", (0.5, 3.0), A, "assumed", "weight of profit in location", "区位利润权重", "weight of expected profit over target profit in the choice of site")
    home_bias: float = par(1.0, "-", (0.0, 3.0), "[AUTM13] [TT-loc]", "derived", "home bias", "本地偏好", "utility of staying at home; keeps about .7 local")
    reach_hours: float = par(2.0, "hours", (1, 4), A, "assumed", "reach of founders", "创业选址半径", "travel time within which founders consider sites")
    move_hazard: float = par(0.005, "1/quarter", (0.001, 0.02), A, "assumed", "reconsidering", "重新选址概率", "probability that a firm reconsiders its site in a quarter", high=1.0)
    move_cost_quarters: float = par(2.0, "quarters", (1, 6), A, "assumed", "cost of moving", "迁移成本", "quarters of overhead that moving costs")
    spinoff_rate: float = par(0.004, "1/year", (0.0, 0.02), A, "assumed", "firm spin-offs", "企业衍生率", "spin-offs a year of a firm with reference technical staff")
    spinoff_staff: float = par(20.0, "persons", None, A, "assumed", "reference technical staff", "参照科技人员", "technical staff at which the spin-off rate holds", low=1.0)
    spinoff_inheritance: float = par(0.5, "share", (0.2, 0.8), A, "assumed", "inherited ability", "能力继承", "share of the parent's ability that a spin-off has", high=1.0)
    surveyed_sticky: float = par(3.0, "years", (1, 5), A, "assumed", "years in the panel", "入统保留年限", "years that a firm stays in the reporting panel")
    sorting: float = par(0.10, "log", (0.0, 0.16), A, "assumed", "sorting at quarter 0", "初始分选", "ability of founders for each log of mass, at quarter 0 and after", low=0.0)
    start_young_share: float = par(0.52, "share", (0.45, 0.6), D, "derived", "young at start", "初始年轻企业占比", "share of firms under five in the starting law", high=1.0)
    start_age_scale: float = par(9.0, "years", (5, 15), D, "derived", "ages at start", "初始年龄尺度", "mean age above five of older firms in the starting law")
    start_size_scale: float = par(0.45, "ratio", (0.3, 0.7), D, "derived", "sizes at start", "初始规模", "lower end of older firms' sizes over reference sales")
    start_tail: float = par(1.12, "exponent", (1.0, 1.5), D + "; [AX]", "derived", "tail at start", "初始规模尾指数", "Pareto exponent of older firms' sizes", low=0.5, high=5.0)
    start_size_cap: float = par(400.0, "ratio", None, D, "derived", "largest at start", "初始规模上限", "largest size over reference sales")
    start_jitter: float = par(0.2, "log", (0.0, 0.4), A, "assumed", "blur of sizes", "规模扰动", "s.d. of ln size added to drawn firms")
    young_stock_growth: float = par(0.05, "1/year", (0.0, 0.1), D, "derived", "growth of R&D before", "此前研发增速", "growth of R&D that stocks at birth and at quarter 0 have behind them")
    burn_in_growth: float = par(0.03, "1/year", (0.0, 0.06), A, "assumed", "entry growth in burn-in", "预热期进入增速", "growth of entry while the generic population lives")
