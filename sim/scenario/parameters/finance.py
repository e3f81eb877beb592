"""Finance: what firms are worth, what banks lend, how funds raise, screen, hold and sell."""

from sim.scenario.declare import Section, par

A = "assumed"
K = "general knowledge"

Stages = tuple[float, float, float, float]
Kinds = tuple[float, float, float, float, float]
Rounds = tuple[int, int, int, int, int]


class Finance(Section):
    """Credit and equity. Four rounds: seed, A, B, C and later; five funds: angel, venture, growth, guidance, bank."""

    multiple: float = par(15.0, "years", (8, 25), A, "assumed", "earnings multiple", "估值倍数", "value over a year's margin")
    value_floor: float = par(5.0, "m¥", (2, 10), A, "assumed", "least value", "最低估值", "value of a firm with nothing to show", low=0.01)
    margin_floor: float = par(0.05, "share", (0.02, 0.1), A, "assumed", "least margin", "最低利润率", "margin at which a firm with a lower one is valued", high=1.0)
    margin_new_sales: float = par(0.2, "share", (0.1, 0.3), A, "assumed", "margin on new sales", "新增收入利润率", "margin on sales that a project would add", high=1.0)
    discount_projects: float = par(0.15, "1/year", (0.08, 0.25), A, "assumed", "discount of projects", "项目贴现率", "rate at which what projects promise is discounted")

    loan_rate: float = par(0.032, "1/year", (0.028, 0.055), "[LPR]", "verified", "loan rate", "贷款利率", "rate of bank loans to the safest firms", high=0.5)
    loan_spread: float = par(0.03, "1/year", (0.01, 0.06), K, "assumed", "spread at full leverage", "风险利差", "spread over the loan rate of a firm whose debt equals its assets", high=0.5)
    overdraft_spread: float = par(0.03, "1/year", (0.01, 0.06), A, "assumed", "overdraft spread", "透支利差", "spread of overdrafts over the loan rate", high=0.5)
    deposit_rate: float = par(0.005, "1/year", (0.002, 0.015), K, "assumed", "deposit rate", "存款利率", "rate on deposits", high=0.2)
    loan_years: float = par(5.0, "years", (2, 8), A, "assumed", "loan life", "贷款期限", "time over which loans are repaid", low=0.5)
    cash_buffer: float = par(1.0, "quarters", (0.5, 2), A, "assumed", "cash buffer", "流动性缓冲", "quarters of cost that firms want to hold before they stop asking for money")
    investment_financed: float = par(0.5, "share", (0.2, 0.7), A, "assumed", "investment on credit", "投资贷款比例", "share of investment that firms finance by loans even if they have cash", high=1.0)
    smallest_loan: float = par(0.5, "m¥", (0.1, 1.0), A, "assumed", "smallest loan", "最小贷款", "loan below which nobody asks and no bank lends")
    collateral_share: float = par(0.6, "share", (0.4, 0.7), K, "assumed", "loan to collateral", "抵押率", "lendable share of tangible assets", high=1.0)
    patent_collateral: float = par(0.2, "share", (0.1, 0.3), A, "assumed", "loan to patents", "知识产权质押率", "lendable share of the patent book", high=1.0)
    patent_book: float = par(0.5, "m¥", (0.2, 1.0), "[TT24]", "derived", "book value of a patent", "专利账面价值", "book value of a live patent: the mean price of an assignment")
    earnings_multiple: float = par(3.0, "years", (2, 5), A, "assumed", "loans to earnings", "贷款收益倍数", "most that a firm may owe over its yearly operating profit")
    bank_equity: float = par(0.08, "share", (0.06, 0.12), K, "assumed", "bank equity", "银行资本充足率", "equity over loans that banks keep; more is paid out", high=1.0)
    debt_of_capital: float = par(0.4, "share", (0.2, 0.5), A, "assumed", "loans at quarter 0", "初始负债率", "median loans over capital at quarter 0", high=2.0)
    debt_spread: float = par(0.5, "log", (0.2, 0.8), A, "assumed", "spread of loans at quarter 0", "初始负债离散度", "s.d. of ln loans over capital at quarter 0")

    dividend_share: float = par(0.125, "1/quarter", (0.05, 0.25), A, "assumed", "dividends", "分红比例", "share of spare cash paid to owners a quarter", high=1.0)
    dividend_buffer: float = par(2.0, "quarters", (1, 4), A, "assumed", "cash kept", "留存现金", "quarters of cost beyond which cash is spare")
    liquidation_value: float = par(0.4, "share", (0.2, 0.6), A, "assumed", "liquidation value", "清算变现率", "share of book value that a failed firm's assets fetch", high=1.0)

    round_spacing: int = par(4, "quarters", (3, 8), A, "assumed", "between rounds", "融资间隔", "quarters before a firm looks for money again")
    first_round_age: float = par(8.0, "years", (5, 12), K, "assumed", "age at a first round", "首轮最大企业年龄", "age up to which a firm raises its first equity")
    runway_quarters: float = par(6.0, "quarters", (4, 8), K, "assumed", "runway", "资金跑道", "quarters of R&D and losses that cash must cover for a firm not to look for equity")
    tickets: Stages = par((6.0, 30.0, 80.0, 220.0), "m¥", (3, 400), "mean scaled to [VC23]", "assumed", "tickets", "单轮投资额", "usual money of a seed, A, B and later round")
    ticket_spread: float = par(0.5, "log", (0.2, 1.0), A, "assumed", "spread of tickets", "投资额离散度", "s.d. of ln ticket")
    ticket_floor: float = par(0.1, "share", (0.05, 0.3), A, "assumed", "least ticket", "最小投资额", "least money of a round over the usual money of that round", high=1.0)
    share_least: float = par(0.05, "share", (0.02, 0.1), K, "assumed", "least share", "最低持股", "least share that a round buys", high=0.5)
    share_most: float = par(0.30, "share", (0.2, 0.4), K, "assumed", "largest share", "最高持股", "largest share that a round buys", high=0.9)
    stage_values: tuple[float, float, float] = par((100.0, 400.0, 1500.0), "m¥", (50, 3000), A, "assumed", "values of rounds", "轮次估值线", "firm values from which even a first round counts as A, B or later")
    signal_noise: Stages = par((1.2, 0.8, 0.5, 0.4), "log", (0.2, 1.6), A, "assumed", "noise of screening", "尽调噪声", "s.d. of what investors see about ln value, by round", low=0.01)
    accelerator_clarity: float = par(0.25, "share", (0.0, 0.5), "[GUR]; size assumed", "assumed", "clarity by accelerators", "加速器信息增益", "share by which funds see less noise about the better tenants of accelerators", high=1.0)
    shading: float = par(2.0, "sd", (0.5, 2.5), "winner's curse; size assumed", "assumed", "shading of offers", "报价折扣", "posterior standard deviations by which bidders stay below what they believe")
    backed_bonus: float = par(0.25, "log", (0.0, 1.0), "calibrated to vc_p2, vc_p_next [CBI]", "assumed", "bonus of backed firms", "已获投加分", "ln multiple that investors add for a firm that has been through a round: its worst risks are behind it")
    optimism: float = par(1.0, "sd", (0.5, 1.5), "calibrated to vc_p2 [CBI]", "assumed", "quantile aimed at", "乐观分位", "s.d. of outcomes above the mean that investors look to")
    optimism_discount: float = par(1.0, "log", (0.5, 1.5), A, "assumed", "partners' discount", "出资人折扣", "ln multiple that partners take off for failures and later dilution")
    growth_kept: float = par(0.15, "share", (0.0, 0.4), A, "assumed", "growth that lasts", "成长持续性", "share of last year's growth that investors expect a year of holding")
    least_variance: float = par(0.25, "log2", (0.1, 0.5), A, "assumed", "least prior variance", "先验方差下限", "least variance of ln value that investors suppose among firms alike", low=1e-3)
    holding_years: float = par(5.5, "years", (4, 8), "[VCF]", "assumed", "holding period", "持有期", "years from investment to exit that investors reckon with", low=0.5)
    funds_known: int = par(3, "funds", (2, 5), A, "assumed", "funds known", "可接触基金数", "funds of its own city that a firm can approach", low=1)
    hard_tech_intensity: float = par(0.10, "share", (0.05, 0.2), A, "assumed", "hard technology", "硬科技线", "R&D over sales of a firm that counts fully as hard technology", low=1e-3)
    state_aversion: float = par(0.10, "probability", (0.0, 0.25), "[CLL]; size assumed", "assumed", "aversion to state money", "国资排斥度", "odds that the best private firm refuses an offer of state money; less for lesser ones", high=1.0)

    investing_years: float = par(5.0, "years", (3, 6), "[VCF]", "assumed", "investing period", "投资期", "first years of a fund, in which it enters firms", low=0.5)
    investable_share: float = par(0.85, "share", (0.75, 0.95), A, "assumed", "investable share", "可投比例", "share of commitments that goes into firms; the rest is for fees", high=1.0)
    fund_fee: float = par(0.02, "1/year", (0.015, 0.03), K, "assumed", "management fee", "管理费率", "yearly fee on drawn capital", high=0.2)
    partners_hurdle: float = par(0.08, "1/year", (0.06, 0.12), K, "assumed", "partners' hurdle", "出资人门槛收益率", "log return that partners ask of a fund", high=1.0)
    partners_spread: float = par(0.05, "1/year", (0.02, 0.1), A, "assumed", "spread of partners' hurdles", "出资人门槛离散度", "s.d. of partners' hurdles", low=1e-3)
    reup_strength: float = par(2.0, "years", (1, 3), A, "assumed", "re-up", "续投敏感度", "response of ln commitments to a fund's record over the hurdle")
    smallest_fund: float = par(30.0, "m¥", (10, 100), A, "assumed", "smallest fund", "最小基金", "commitments below which a guidance fund isn't opened")
    guidance_years: int = par(4, "years", (1, 8), "lever record", "assumed", "guidance funds: every", "引导基金周期", "years between two openings of guidance funds", low=1)
    firms_per_guidance_fund: float = par(1000.0, "firms", (300, 3000), "lever record", "assumed", "firms a guidance fund", "每只引导基金企业数", "surveyed firms of a site for each guidance fund opened", low=1.0)

    sale_hazard: float = par(0.10, "1/year", (0.03, 0.2), "calibrated to vc_exit [CBI]", "assumed", "sales", "并购率", "hazard that a profitable firm worth 100 m¥ is bought", high=0.5)
    sale_elasticity: float = par(0.3, "elasticity", (0.1, 0.5), A, "assumed", "sales and value", "并购的估值弹性", "elasticity of that hazard to value")
    listing_hazard: float = par(0.06, "1/year", (0.02, 0.2), "calibrated to vc_exit, vc_ipo_share [EXIT22]", "assumed", "listings", "上市率", "hazard that a profitable firm worth 1,000 m¥ is listed", high=0.5)
    listing_elasticity: float = par(0.5, "elasticity", (0.2, 0.8), A, "assumed", "listings and value", "上市的估值弹性", "elasticity of that hazard to value")
    listing_least: float = par(500.0, "m¥", (300, 1500), A, "assumed", "least value listed", "上市最低估值", "value below which no firm is listed")
    listing_new_share: float = par(0.2, "share", (0.1, 0.3), "K: a quarter of the old capital at most", "assumed", "new shares at listing", "上市发行比例", "share of a listed firm that new shares are", high=0.9)
    exit_after_years: float = par(1.0, "years", (0.5, 3), A, "assumed", "no exit before", "退出等待", "years after its last round before a firm is sold or listed")
    exit_discount: float = par(0.1, "share", (0.0, 0.2), A, "assumed", "discount of exits", "退出折价", "discount on value at a sale or listing", high=1.0)
    closing_discount: float = par(0.3, "share", (0.1, 0.5), A, "assumed", "discount at closing", "清盘折价", "discount on value of stakes sold when a fund's life ends", high=1.0)

    funds_per_surveyed: float = par(0.01, "funds/firm", (0.005, 0.02), A, "assumed", "funds at quarter 0", "初始基金密度", "funds a surveyed firm of a park")
    least_funds: int = par(5, "funds", (3, 10), A, "assumed", "least funds", "最少基金数", "least funds of a park")
    kind_shares: Kinds = par((0.30, 0.35, 0.15, 0.12, 0.08), "share", (0.0, 1.0), A, "assumed", "kinds of fund", "基金类型占比", "share of each kind among funds at quarter 0", high=1.0)
    fund_sizes: Kinds = par((300.0, 1800.0, 6000.0, 800.0, 4000.0), "m¥", (100, 10000), A, "assumed", "fund sizes", "基金规模", "mean commitments by kind")
    fund_size_spread: float = par(0.6, "log", (0.3, 1.0), A, "assumed", "spread of fund sizes", "规模离散度", "s.d. of ln commitments")
    fund_years: Rounds = par((8, 8, 8, 10, 8), "years", (5, 20), "[VCF]", "assumed", "fund life", "基金存续期", "life by kind", low=2)
    hurdles: Kinds = par((0.25, 0.20, 0.13, 0.12, 0.11), "1/year", (0.05, 0.4), "calibrated to vc_p2, vc_p_next [CBI]", "assumed", "hurdles", "基金门槛收益率", "return that each kind asks of a success", high=2.0)
    patience: Kinds = par((0.0, 0.0, 0.0, 0.3, 0.1), "share", (0.0, 0.6), A, "assumed", "patience", "耐心", "share of the hurdle that each kind forgoes", high=1.0)
    hard_tech: Kinds = par((0.1, 0.0, 0.0, 0.3, 0.0), "log", (0.0, 1.0), A, "assumed", "taste for hard technology", "硬科技偏好", "ln multiple that each kind adds for hard technology")
    largest_values: Kinds = par((300.0, 1500.0, 1e6, 500.0, 1e6), "m¥", (100, 1e6), A, "assumed", "largest firm bought into", "投资估值上限", "firm value up to which each kind invests")
    first_rounds: Rounds = par((0, 1, 2, 0, 2), "round", None, A, "assumed", "first rounds", "最早轮次", "earliest round that each kind enters (0 seed)", low=0, high=3)
    last_rounds: Rounds = par((1, 2, 3, 1, 3), "round", None, A, "assumed", "last rounds", "最晚轮次", "latest round that each kind enters", low=0, high=3)
    public_shares: Kinds = par((0.1, 0.2, 0.3, 0.5, 0.2), "share", (0.0, 0.8), "[GF2]; split assumed", "assumed", "public partners", "财政出资占比", "share of public money in each kind at quarter 0", high=1.0)
    backed_shares: Stages = par((0.05, 0.15, 0.25, 0.25), "share", (0.0, 0.5), A, "assumed", "backed at quarter 0", "初始获投比例", "share of technology firms that have raised equity, by the round that their value fits", high=1.0)
    round_step: float = par(0.6, "ratio", (0.4, 0.8), A, "assumed", "value between rounds", "轮次估值比", "value at a past round over that at the next", high=1.0)
