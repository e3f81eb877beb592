"""Projects: how many start, how they climb, what they are worth."""

from sim.scenario.declare import Section, par

A = "assumed"
D = "small system [measured]"


class Projects(Section):
    """From laboratory to market: odds, durations, money, and the value of a success."""

    success_rate: float = par(0.125, "1/year", (0.08, 0.2), D, "derived", "successes", "成功率", "successes a year of a firm of reference size with usual R&D")
    size_exponent: float = par(0.37, "elasticity", (0.3, 0.45), D, "derived", "projects and size", "项目规模弹性", "rise of the number of projects in size; value relative to sales falls by the same", high=1.0)
    size_floor: float = par(0.05, "ratio", None, D, "derived", "smallest relative size", "相对规模下限", "size over reference below which neither count nor value changes", low=1e-4, high=1.0)
    effort_exponent: float = par(0.5, "elasticity", (0.3, 0.8), D, "derived", "projects and R&D", "项目研发弹性", "rise of the number of projects in R&D over its norm", high=2.0)
    effort_low: float = par(0.1, "ratio", None, D, "derived", "least effort", "最低努力", "lower clip of R&D over its norm", low=1e-4, high=1.0)
    effort_high: float = par(10.0, "ratio", None, D, "derived", "most effort", "最高努力", "upper clip of R&D over its norm", low=1.0, high=1000.0)
    odds_firm: tuple[float, float, float, float] = par((0.85, 0.85, 0.85, 0.84), "share", (0.7, 0.95), "[PAT23]", "derived", "odds in firms", "企业阶段成功率", "chance to climb from research, proof of concept, pilot and testing in a firm", low=0.2, high=0.999)
    odds_university: tuple[float, float, float, float] = par((0.50, 0.35, 0.50, 0.45), "share", (0.2, 0.7), "[PAT21]", "derived", "odds in universities", "高校阶段成功率", "the same in a university", low=0.1, high=0.999)
    licensed_firm_share: float = par(0.5, "share", (0.2, 0.8), "[PAT21] with [TT24]", "derived", "odds of licensed results", "转让成果成功率权重", "weight of a firm's log-odds, against a university's, in results that a firm took over", high=1.0)
    years: tuple[float, float, float, float] = par((1.5, 1.5, 2.0, 2.0), "years", (0.5, 4.0), "[TRL]", "assumed", "years in stages", "阶段时长", "mean years in research, proof of concept, pilot and testing", low=0.25, high=20.0)
    bio_years: float = par(2.5, "ratio", (2.0, 4.0), "general knowledge", "assumed", "life science: time", "生物医药时长倍数", "factor on years of stages in life science", low=0.1)
    bio_odds: float = par(0.5, "ratio", (0.2, 0.7), "general knowledge", "assumed", "life science: odds", "生物医药成功率倍数", "factor on the odds of the whole way in life science", low=0.01, high=1.0)
    beta_facility: float = par(0.5, "log odds", (0.0, 1.0), A, "assumed", "facility", "设施作用", "log-odds that full service of a facility adds")
    beta_coverage: float = par(0.5, "log odds", (0.0, 1.0), A, "assumed", "partners' coverage", "伙伴覆盖作用", "log-odds that partners add who cover all of the rest")
    beta_lead: float = par(0.5, "log odds", (0.0, 1.0), A, "assumed", "leading talent", "领军人才作用", "log-odds that much leading talent with a laboratory adds to early stages")
    beta_mentor: float = par(0.5, "log odds", (0.0, 1.0), "[GUR] [SUC]; size assumed", "assumed", "mentors", "导师作用", "log-odds that mentoring adds to early stages of promising projects")
    mentor_gain: float = par(0.005, "log/quarter", (0.0, 0.02), "[SUC] [GUR]; size assumed", "assumed", "mentors and efficiency", "导师对效率的作用", "ln efficiency that a quarter in an incubator or accelerator adds to tenants abler than founders of their site and sector", high=0.2)
    beta_accelerator: float = par(0.5, "log odds", (0.0, 1.0), "[GUR]; size assumed", "assumed", "accelerators", "加速器作用", "log-odds that an accelerator adds to pilot and testing of its tenants' better projects")
    beta_promise: float = par(0.5, "log odds", (0.0, 1.0), A, "assumed", "promise", "前景作用", "log-odds of one s.d. of promise")
    outside_service: float = par(0.3, "share", (0.1, 0.6), A, "assumed", "outside laboratories", "外部实验室服务", "service that outside laboratories give to those who find no place", high=1.0)
    lead_quality_reference: float = par(2.0, "talents", (1.0, 5.0), A, "assumed", "reference of leading talent", "领军人才基准", "heads times quality that give half of the full premium", low=0.01)
    lead_budget_reference: float = par(0.5, "m¥/year", (0.2, 1.0), "[WANGY]; size assumed", "assumed", "laboratory of a star", "领军人才实验室基准", "R&D money a technical head that makes leading talent fully effective", low=0.01)
    stage_cost: tuple[float, float, float, float] = par((0.2, 0.25, 0.45, 0.6), "years of R&D", (0.05, 2.0), "[RLUT] for the shape; level assumed", "assumed", "cost of stages", "阶段成本", "cost of a stage over the yearly R&D of a typical firm of the owner's type and size", low=0.0)
    budget_share: float = par(0.7, "share", (0.4, 0.9), A, "assumed", "R&D for projects", "项目经费占比", "share of R&D that is spent on projects", high=1.0)
    university_funding: tuple[float, float, float, float] = par((1.0, 0.8, 0.4, 0.3), "share", (0.1, 1.0), A, "assumed", "university money", "高校经费满足率", "share of a stage's need that a university meets", low=0.01, high=1.0)
    abandon_after: float = par(3.0, "durations", (2.0, 5.0), A, "assumed", "patience", "搁置时限", "mean durations of a stage after which a starved project is given up")
    abandon_funding: float = par(0.3, "share", (0.1, 0.5), A, "assumed", "starved", "经费不足线", "share of need below which a project counts as starved", high=1.0)
    novelty_mean: float = par(0.5, "share", (0.3, 0.7), A, "assumed", "novelty", "新颖度均值", "mean weight of the unknown in what a project requires", high=1.0)
    novelty_spread: float = par(0.3, "share", (0.1, 0.3), A, "assumed", "spread of novelty", "新颖度范围", "half-width of the range of novelty", high=1.0)
    process_share: float = par(0.3, "share", (0.2, 0.5), A, "assumed", "process projects", "工艺项目占比", "share of projects that improve a process", high=1.0)
    patents_per_project: float = par(1.4, "patents", (0.2, 1.5), "calibrated to [HTZ19]", "derived", "patents a project", "每项目专利", "patents filed at the start of a project of a firm with 1 m¥ of R&D a year")
    patent_rd_el: float = par(0.6, "elasticity", (0.3, 1.0), "general knowledge", "assumed", "patents and R&D", "专利研发弹性", "rise of patents a project in R&D", high=2.0)
    patent_life: float = par(8.0, "years", (6.0, 12.0), A, "assumed", "life of a patent", "专利寿命", "mean years for which a patent is kept", low=0.5)
    facility_fee: tuple[float, float, float, float] = par((0.02, 0.03, 0.10, 0.05), "m¥", (0.01, 0.5), A, "assumed", "facility fees", "设施收费", "fee of laboratory, proof of concept, pilot line and testing for a project", low=0.0)
    outside_fee: float = par(1.5, "ratio", (1.0, 3.0), A, "assumed", "outside fees", "外部收费倍数", "fee of outside laboratories over that of the site's")
    grant_age: float = par(5.0, "years", (3.0, 8.0), "[SEED]", "verified", "age for early grants", "早期资助年龄上限", "age below which a firm may apply for an early grant")
    grant_constraint: float = par(0.05, "share", (0.0, 0.3), "[HOW]", "assumed", "constraint of applicants", "资助约束线", "share of wanted R&D that money must have refused an applicant", high=1.0)
    grant_noise: float = par(0.5, "sd", (0.2, 1.0), A, "assumed", "noise of juries", "评审噪声", "s.d. of a jury's error about promise")
    value_scale: float = par(0.066, "share", (0.05, 0.12), D, "derived", "value of a success", "成功价值", "smallest gain in sales of a success at reference size", low=0.001, high=1.0)
    value_tail: float = par(0.89, "exponent", (0.7, 1.3), "[SV]", "derived", "tail of value", "价值尾指数", "tail exponent of the value of a success", low=0.3)
    value_cap: float = par(300.0, "ratio", None, D, "derived", "cap of value", "价值上限", "largest draw of value", low=1.0, high=10000.0)
    largest_step: float = par(6.0, "ratio", None, D, "derived", "largest gain", "单项最大增益", "largest gain of one success over sales", low=0.1)
    largest_loss: float = par(2.0, "ratio", None, D, "derived", "largest loss", "单次最大损失", "largest loss to one rival over sales")
    largest_total: float = par(8.0, "ratio", None, D, "derived", "largest quarter", "季度最大增益", "largest gain or loss of a quarter over sales", low=0.1)
    market_cap: float = par(0.03, "share", (0.01, 0.1), A, "assumed", "share of the market", "市场份额上限", "largest value of a success over its sector's demand", high=1.0)
    step_cap: float = par(0.25, "log", (0.15, 0.4), A, "assumed", "largest step", "单步上限", "largest rise of ln quality or ln efficiency by one success")
    quality_decay: float = par(0.10, "1/year", (0.05, 0.2), A, "assumed", "wear of quality", "质量衰减", "share of product quality that obsolescence takes in a year", high=0.9)
    stealing_rate: float = par(0.085, "1/year", (0.05, 0.2), D + ", re-tuned on the whole model", "derived", "business stolen", "业务被夺率", "losses a year to rivals' successes, before thinning to what gains last")
