"""Labour: pools, hiring, wages, households."""

from sim.scenario.declare import Section, par

A = "assumed"


class Labour(Section):
    """City labour markets by class and field."""

    job_hop: float = par(0.22, "1/year", (0.12, 0.30), "[FFR]", "assumed", "quits", "跳槽率", "share of staff that leaves its job in a year")
    adjust_speed: float = par(0.25, "1/quarter", (0.1, 0.5), A, "assumed", "speed of hiring", "用工调整速度", "share of the gap to wanted heads closed in a quarter", high=1.0)
    match_el: float = par(0.5, "elasticity", (0.3, 0.7), "Petrongolo and Pissarides 2001", "assumed", "matching elasticity", "匹配弹性", "elasticity of hires to vacancies", high=1.0)
    fill_target: float = par(0.7, "share", (0.5, 0.9), A, "assumed", "fill rate at quarter 0", "初始招聘满足率", "vacancies filled in a quarter at the reference unemployment", low=0.05, high=1.0)
    fill_lowest: float = par(0.3, "share", None, A, "assumed", "lowest expected fill rate", "最低预期满足率", "floor of the fill rate that firms reckon with", low=0.05, high=1.0)
    unemployment: float = par(0.05, "share", (0.03, 0.08), "general knowledge", "assumed", "unemployment at quarter 0", "初始失业率", "searchers over labour at quarter 0, by pool", low=0.005, high=0.5)
    wage_beta: float = par(0.2, "elasticity", (0.1, 0.6), A, "assumed", "wage pressure", "工资压力", "elasticity of the wage to tightness in the long run")
    wage_speed: float = par(0.25, "1/quarter", (0.1, 0.5), A, "assumed", "speed of wages", "工资调整速度", "share of the gap to the long-run wage closed in a quarter", high=1.0)
    wage_growth: float = par(0.035, "1/year", (0.01, 0.05), "[WAGE] less inflation", "assumed", "outside trend of real wages", "外部实际工资增速", "growth of real wages everywhere; productivity outside grows with it")
    leading_share: float = par(0.02, "share", (0.005, 0.05), A, "assumed", "leading staff", "领军人员占比", "leading staff in variable heads", high=0.4)
    local_mult: float = par(0.8, "jobs", (0.3, 2.5), "[LJM] [GOOS]", "verified", "local multiplier", "本地就业乘数", "non-traded jobs for each job in firms at quarter 0")
    services_wage_share: float = par(0.6, "share", (0.4, 0.8), A, "assumed", "wages in local services", "本地服务工资占比", "wages over revenue of local services", low=0.05, high=1.0)
    deposit_quarters: float = par(2.0, "quarters", (1, 6), A, "assumed", "households' buffer", "居民存款季数", "quarters of wages that households hold")
    housing_share: float = par(0.2, "share", (0.1, 0.35), A, "assumed", "housing", "住房支出占比", "share of wages spent on housing", high=1.0)
    benefit_share: float = par(0.25, "share", (0.0, 0.5), A, "assumed", "benefit", "失业保障替代率", "benefit of a searcher over the wage", high=1.0)
    tightness_bound: float = par(20.0, "ratio", None, A, "assumed", "bound on tightness", "紧张度上限", "tightness relative to quarter 0 that moves wages counts within 1/bound and bound", low=1.0, high=1000.0)
