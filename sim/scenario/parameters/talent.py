"""Talent: migration, matching, leading talent, what hires carry."""

from sim.scenario.declare import Section, par

A = "assumed"


class Talent(Section):
    """How people choose cities and employers."""

    considering_ordinary: float = par(0.015, "1/quarter", (0.005, 0.03), A, "assumed", "ordinary people who consider moving", "普通劳动力考虑迁移比例", "share of ordinary staff that thinks of moving in a quarter", high=1.0)
    considering_technical: float = par(0.035, "1/quarter", (0.015, 0.06), A, "assumed", "technical people who consider moving", "科技人员考虑迁移比例", "share of technical staff that thinks of moving in a quarter", high=1.0)
    considering_leading: float = par(0.05, "1/quarter", (0.02, 0.08), A, "assumed", "leading people who consider moving", "领军人员考虑迁移比例", "share of leading staff that thinks of moving in a quarter", high=1.0)
    mig_el: float = par(1.8, "log-odds", (1.2, 3.0), "[MW]", "verified", "wage pull, skilled", "高技能迁移工资弹性", "log-odds of a place in the log real net wage, technical and leading")
    mig_el_ordinary: float = par(0.8, "log-odds", (0.4, 1.5), A, "assumed", "wage pull, ordinary", "普通迁移工资弹性", "log-odds of a place in the log real net wage, ordinary")
    mig_peer: float = par(0.3, "log-odds", (0.0, 1.0), "[FUGA] sign", "assumed", "pull of peers", "同行吸引力", "log-odds of a place in ln thickness of the own pool relative to quarter 0")
    hours_el: float = par(0.6, "log-odds", (0.3, 1.2), "[LIYAN]", "assumed", "distance", "距离弹性", "fall of log-odds in ln(1 + hours)")
    rent_share: float = par(0.25, "share", (0.15, 0.35), "general knowledge", "assumed", "rent in utility", "租金权重", "weight of ln rent in the real wage", high=1.0)
    km_per_hour: float = par(200.0, "km/hour", (80, 300), A, "assumed", "speed between cities", "城际速度", "hours between cities are 1 + km over this", low=10.0, high=2000.0)
    outside_ordinary: float = par(6.0e8, "persons", None, "national employment less technical staff, about", "assumed", "ordinary people outside", "外部普通劳动力", "ordinary people in the rest of the country at quarter 0", low=1.0, high=1e10)
    outside_technical: float = par(7.0e7, "persons", None, "professional and technical staff, about", "assumed", "technical people outside", "外部科技人员", "technical people in the rest of the country at quarter 0, all fields", low=1.0, high=1e10)
    outside_leading: float = par(1.5e6, "persons", None, A, "assumed", "leading people outside", "外部领军人员", "leading people in the rest of the country at quarter 0, all fields", low=1.0, high=1e10)
    labour_growth: float = par(0.005, "1/year", (-0.01, 0.02), A, "assumed", "growth of labour", "劳动力增速", "growth of all people in the country", low=-0.1, high=0.2)
    retirement: float = par(0.025, "1/year", (0.02, 0.03), A, "assumed", "retirement", "退休率", "share that retires in a year", high=0.5)
    graduates_local: float = par(0.5, "share", (0.3, 0.8), A, "assumed", "graduates who stay", "毕业生留当地比例", "share of graduates who enter the city of their university", high=1.0)
    match_thick: float = par(0.0144, "elasticity", (0.0, 0.043), "bounded by agg_el", "assumed", "matching in thick markets", "厚市场匹配收益", "log productivity of technical staff in ln thickness (1 % a doubling)")
    hire_transfer: float = par(0.03, "share", (0.01, 0.15), "[SZ]: 0.1-0.7 % a year; [SER]: a tenth of spillovers", "derived", "knowledge of a hire", "人才带入知识比例", "share of the old employer's lead that a full turnover of staff would bring", high=1.0)
    mover_horizon: float = par(8.0, "years", (4, 15), A, "assumed", "horizon of movers", "迁移者时间跨度", "years over which a mover spreads a subsidy", low=1.0, high=50.0)
    star_share: float = par(0.05, "share", (0.02, 0.1), "0.1 % of staff", "assumed", "leading talent with a name", "知名领军人才占比", "leading talent with a name over leading staff", high=1.0)
    star_quality_sd: float = par(0.5, "log", (0.3, 0.8), A, "assumed", "spread of quality", "人才水平离散", "s.d. of ln quality of leading talent (mean 1)", high=2.0)
    star_hop: float = par(0.08, "1/year", (0.04, 0.15), A, "assumed", "posts changed", "领军人才跳槽率", "share of leading talent that looks for another post in a year", high=1.0)
    star_speed: float = par(0.1, "1/quarter", (0.03, 0.3), A, "assumed", "speed of arrival", "人才到位速度", "share of the gap to what the pools imply closed in a quarter", high=1.0)
    star_equipment: float = par(0.5, "m¥/year", (0.2, 1.0), A, "assumed", "usual equipment", "常规科研条件", "R&D money a technical head that attracts all talent alike", low=0.01)
    star_sorting: float = par(0.5, "log-odds", (0.0, 1.5), A, "assumed", "sorting by equipment", "人才与条件匹配", "how much more better talent cares for equipment")
