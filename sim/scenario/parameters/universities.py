"""Universities: what they spend, whom they graduate, what becomes of their results."""

from sim.scenario.declare import Section, par

A = "assumed"


class Universities(Section):
    """Size and money of institutions, their results, and how these leave."""

    results_per_head: float = par(0.03, "1/year", (0.01, 0.06), "[TT24]: 9.4 deals an institution", "derived", "results a researcher", "人均成果", "results that one member of research staff of mean quality starts in a year")
    patents_per_result: float = par(1.0, "patents", (0.3, 3.0), A, "assumed", "patents a result", "每成果专利", "mean number of patents filed on a result")
    elite_promise: float = par(0.3, "sd", (0.0, 0.6), "[PAN]; size assumed", "assumed", "promise of elite results", "双一流成果前景", "promise that results of elite universities have above others")
    joint_share: float = par(0.2, "share", (0.05, 0.4), "[PAT21]", "assumed", "joint results", "联合成果占比", "share of results of linked universities that a firm shares from the start", high=1.0)
    joint_factor: float = par(4.0, "ratio", (1.0, 7.0), "[PAT21]", "assumed", "transfer of joint results", "联合成果转出倍数", "factor on the hazard with which shared results leave")
    spin_share: float = par(0.08, "share", (0.03, 0.2), "[AUTM13]: 1 of 12", "derived", "spin-offs", "衍生占比", "share of leaving results that become firms", high=1.0)
    licence_fee: float = par(0.56, "m¥", (0.4, 0.8), "[TT24]", "verified", "licence fee", "许可费", "mean price of a licence or assignment")
    licence_spread: float = par(0.8, "log", (0.4, 1.5), A, "assumed", "spread of fees", "许可费离散度", "s.d. of the log price, which follows promise")
    transfer_capacity: float = par(9.4, "results/year", (3.0, 30.0), "[TT24]", "derived", "transfer office", "转化能力", "results that a transfer office can place in a year")
    elite_share: float = par(0.2, "share", (0.1, 0.4), A, "assumed", "elite universities", "双一流占比", "share of universities that are elite", high=1.0)
    elite_quality: float = par(0.5, "log", (0.2, 1.0), A, "assumed", "quality of the elite", "双一流水平", "ln research quality of elite universities above others")
    quality_sd: float = par(0.25, "log", (0.1, 0.5), A, "assumed", "spread of quality", "水平离散度", "s.d. of ln research quality")
    size_sd: float = par(0.5, "log", (0.2, 1.0), A, "assumed", "spread of size", "规模离散度", "s.d. of ln spending")
    budget_elite: float = par(3000.0, "m¥/year", (1500, 8000), A, "assumed", "spending of the elite", "双一流支出", "mean spending of an elite university", low=1.0, high=100000.0)
    budget_ordinary: float = par(600.0, "m¥/year", (300, 1500), A, "assumed", "spending of others", "普通高校支出", "mean spending of another university", low=1.0, high=100000.0)
    budget_growth: float = par(0.04, "1/year", (0.0, 0.08), A, "assumed", "growth of spending", "支出增长", "real growth of university spending", low=-0.2, high=0.5)
    cohort: float = par(3000.0, "persons/year", (1000, 6000), A, "assumed", "graduates", "毕业生", "graduates in the four fields of a mean university", high=100000.0)
    cohort_growth: float = par(0.01, "1/year", (-0.02, 0.04), A, "assumed", "growth of cohorts", "毕业生增长", "growth of graduates", low=-0.2, high=0.5)
    payroll_share: float = par(0.6, "share", (0.5, 0.7), A, "assumed", "payroll", "工资占比", "share of spending that is wages", low=0.01, high=0.95)
    tuition_share: float = par(0.15, "share", (0.05, 0.3), A, "assumed", "tuition", "学费占比", "share of spending that students pay", high=1.0)
    support_cost: float = par(1.0, "ratio", (0.5, 2.0), A, "assumed", "support of researchers", "科研辅助成本", "wages of assistants and administration over those of researchers")
    staff_speed: float = par(0.1, "1/quarter", (0.05, 0.3), A, "assumed", "adjustment of staff", "人员调整速度", "share of the gap between staff and what payroll bears that closes in a quarter", high=1.0)
