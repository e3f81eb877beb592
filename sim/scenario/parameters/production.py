"""Production: efficiency, markups, overhead, capital."""

from sim.scenario.declare import Section, par

D = "small system [measured]"
A = "assumed"


class Production(Section):
    """How efficiency moves, what things cost, and how firms price."""

    reversion: float = par(0.0575, "1/quarter", (0.04, 0.08), D, "derived", "reversion of efficiency", "效率回归速度", "share of the gap between z and ability that closes in a quarter")
    efficiency_sd: float = par(0.30, "log/year", (0.2, 0.4), D, "derived", "efficiency shocks", "效率冲击", "yearly s.d. of efficiency news of a firm with one line of business")
    obsolescence: float = par(0.011, "log/year", (0.0, 0.02), D, "derived", "obsolescence", "能力老化", "yearly loss of ability against the moving frontier outside")
    lines_scale: float = par(20.0, "-", (10, 40), D, "derived", "lines: scale", "业务线规模", "lines of business = (1 + scale x size)^exponent")
    lines_exponent: float = par(0.57, "-", (0.45, 0.7), D, "derived", "lines: exponent", "业务线指数", "lines of business = (1 + scale x size)^exponent; tuned to size-variance scaling")
    burst_exponent: float = par(0.8, "-", (0.5, 1.0), D, "derived", "burst exponent", "机会突发指数", "bursts are (-ln u)^exponent; .5 is Laplace")
    demand_sd: float = par(0.46, "log/year", (0.3, 0.6), D, "derived", "customer shocks", "客户冲击", "yearly s.d. of customers of a firm with one line of business")
    young_growth: float = par(0.5, "-", (0.0, 1.0), D, "derived", "young growth", "初创成长", "weight of a young firm's growth type")
    young_years: float = par(3.0, "years", (1, 6), D, "derived", "youth", "初创期", "time after which the growth type of a young firm fades by 1/e", low=0.1)
    alpha_sd: float = par(0.15, "log", (0.05, 0.25), D, "derived", "spread of ability", "能力离散度", "s.d. of lasting ability at birth", low=0.01)
    entrant_edge: float = par(0.275, "log", (0.1, 0.35), D, "derived", "entrants' edge", "进入者优势", "efficiency of entrants above their ability, before their small R&D stock")
    entrant_sd: float = par(0.25, "log", (0.15, 0.35), D, "derived", "entrants' spread", "进入者离散度", "s.d. of entrants' efficiency")
    start_efficiency_sd: float = par(0.22, "log", (0.1, 0.3), D, "derived", "spread at start", "初始效率离散度", "s.d. of efficiency around ability in the starting law", low=0.0)
    rd_el_output: float = par(0.07, "elasticity", (0.03, 0.15), "[CLSX] [UGUR]", "verified", "R&D elasticity of output", "研发产出弹性", "elasticity of efficiency to the R&D stock relative to outside")
    rd_rho0: float = par(0.02, "share", (0.005, 0.05), A, "assumed", "knowledge without R&D", "无研发知识", "R&D stock that a firm without R&D is treated as having, relative to outside", low=0.0001)
    rd_log_low: float = par(-3.0, "log", None, D, "derived", "R&D term: floor", "研发项下限", "lower clip of the log R&D stock relative to outside", low=-20.0)
    rd_log_high: float = par(6.0, "log", None, D, "derived", "R&D term: ceiling", "研发项上限", "upper clip of the log R&D stock relative to outside")
    outside_rd_share: float = par(0.122, "years", (0.05, 0.25), D, "derived", "outside R&D stock", "外部研发存量比", "R&D stock of a typical outside firm over reference sales", low=0.001)
    tfp_incumb: float = par(0.012, "1/year", (0.003, 0.03), "[BVZ] [BOE20]", "verified", "outside TFP growth", "外部全要素生产率增速", "gross-output TFP growth of the outside, added in reports of absolute TFP")
    labour_of_value_added: float = par(0.35, "share", (0.25, 0.45), "[WIOD] split", "assumed", "variable labour", "可变劳动份额", "variable labour over value added, before the site factor", low=0.05)
    capital_of_value_added: float = par(0.15, "share", (0.1, 0.25), "[WIOD] split", "assumed", "capital", "资本份额", "user cost of capital over value added, before the site factor")
    interest_share: float = par(0.005, "share", (0.0, 0.02), A, "assumed", "interest over revenue", "利息占收入比", "interest over revenue that the gross margin has to cover")
    overhead_share: float = par(0.05, "share", (0.02, 0.13), A, "assumed", "overhead", "管理费用率", "overhead over revenue; the last number to calibrate, on the margin")
    overhead_fixed: float = par(0.0035, "1/year", (0.001, 0.01), D, "derived", "fixed overhead", "固定管理费用", "fixed overhead a year over reference sales")
    overhead_labour: float = par(1 / 3, "share", (0.2, 0.5), A, "assumed", "staff in overhead", "管理费用中人工", "share of overhead that is ordinary staff", high=1.0)
    pass_through: float = par(0.75, "share", (0.5, 1.0), "[MKUP]; " + D, "derived", "pass-through", "成本传导率", "share of a cost advantage that goes into the price", low=0.05, high=1.0)
    markup_sd: float = par(0.04, "log", (0.0, 0.1), D, "derived", "markup taste", "加价差异", "s.d. of firms' own markup deviations")
    markup_lowest: float = par(1.02, "ratio", None, D, "derived", "lowest markup", "最低加价", "lowest price over unit cost", low=1.001, high=1.5)
    markup_highest: float = par(1.7, "ratio", None, D, "derived", "highest markup", "最高加价", "highest price over unit cost", low=1.1, high=10.0)
    capital_depreciation: float = par(0.10, "1/year", (0.06, 0.15), "general knowledge", "assumed", "wear of capital", "折旧率", "depreciation of capital", high=1.0)
    capital_premium: float = par(0.03, "1/year", (0.0, 0.08), A, "assumed", "risk premium of capital", "资本风险溢价", "user cost of capital above the loan rate and wear")
    invest_speed: float = par(0.25, "1/year", (0.1, 0.6), A, "assumed", "speed of investment", "投资速度", "share of the gap to wanted capital closed in a year")
    upgrade_trend: float = par(0.06, "1/year", (0.02, 0.12), A, "assumed", "national upgrading", "全国改造速度", "share of what is not yet upgraded that every firm upgrades a year, the outside too; with upgrade_energy: energy per revenue falls by 2 to 3 % a year")
    upgrade_energy: float = par(0.45, "share", (0.2, 0.7), A, "assumed", "energy saved by upgrading", "改造节能率", "energy per revenue that complete upgrading saves", high=1.0)
    energy_price: float = par(0.0025, "m¥/tce", (0.0012, 0.004), "[WIOD]; 2,500 ¥ a tce assumed", "assumed", "price of energy", "能源价格", "price of a tonne of coal equivalent at quarter 0; with the energy intensity of a sector: its energy bill over revenue", high=1.0)
    upgrade_labour: float = par(0.25, "log", (0.05, 0.5), A, "assumed", "ordinary labour saved by upgrading", "改造节约普通用工", "fall of ln ordinary staff per output from no to complete upgrading, relative to the outside's", high=2.0)
    upgrade_skill: float = par(0.3, "share", (0.0, 0.6), A, "assumed", "skill that upgrading asks for", "改造技能需求", "share of the ordinary payroll saved that goes to technical staff", high=1.0)
    capacity_slack: float = par(1.6, "ratio", (1.1, 2.5), A, "assumed", "slack", "产能余量", "sales that staff can serve over expected sales", low=1.0)
    expectation_weight: float = par(0.25, "share", (0.1, 0.6), A, "assumed", "weight of last sales", "预期惯性", "weight of last sales in expected sales; the rest is demand", high=1.0)
