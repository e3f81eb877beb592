"""Demand: CES markets at home and abroad, chains, shocks."""

from sim.scenario.declare import Section, par

A = "assumed"


class Demand(Section):
    """Who buys, and how spending reacts to prices."""

    sigma: float = par(4.0, "elasticity", (3, 5), "general knowledge; small system", "assumed", "CES elasticity", "替代弹性", "elasticity of substitution between sellers", low=1.2, high=12.0)
    eps: float = par(2.0, "elasticity", (1, 3), A, "assumed", "elasticity of sector spending", "行业需求弹性", "price elasticity of a sector's total demand", low=0.0, high=8.0)
    number_growth: float = par(0.9, "share", (0.5, 1.0), "[ZONES] 2010-20, deflated: .96; 2002-20: .65", "derived", "growth in numbers", "数量增长占比", "share of demand growth that is growth in the number of sellers", high=1.0)
    sites_share: float = par(0.05, "share", (0.01, 0.25), A, "assumed", "share of all sites", "园区市场份额", "share of modelled sites in national and in foreign demand at quarter 0", low=1e-4, high=0.9)
    tau_export: float = par(1.15, "ratio", (1.0, 1.4), A, "assumed", "cost of exporting", "出口成本", "price abroad over price at home", low=1.0, high=5.0)
    tau_local: float = par(1.08, "ratio", (1.02, 1.15), A, "assumed", "cost of distance for inputs", "投入品距离成本", "what buying inside the site saves on an input", low=1.0, high=2.0)
    eta_local: float = par(2.0, "elasticity", (1, 4), A, "assumed", "elasticity of local sourcing", "本地采购弹性", "reaction of the local share to the local price")
    local_share_cap: float = par(0.9, "share", None, A, "assumed", "most that is bought locally", "本地采购上限", "largest local share of an input", high=0.99)
    local_supply: float = par(0.5, "share", (0.2, 0.8), A, "assumed", "supply for the site", "可供本地比例", "share of a sector's sales that can at most go to firms of its site", low=0.01, high=1.0)
    neumann_rounds: int = par(3, "rounds", None, "residual .3 %", "derived", "rounds of local purchases", "区内采购轮次", "terms of the Neumann series of local purchases", low=1, high=12)
    shock_persistence: float = par(0.7, "1/year", (0.4, 0.9), A, "assumed", "persistence of demand shocks", "需求冲击持续性", "yearly autocorrelation of demand shocks", high=0.99)
    shock_agg_sd: float = par(0.03, "log", (0.02, 0.05), "general knowledge", "assumed", "aggregate demand shock", "总需求冲击", "s.d. of the aggregate demand shock")
    shock_sector_sd: float = par(0.09, "log", (0.06, 0.15), "general knowledge", "assumed", "sector demand shock", "行业需求冲击", "s.d. of a sector's demand shock")
