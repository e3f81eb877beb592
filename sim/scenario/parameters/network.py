"""Network: knowledge along links, technology space, contacts, formal ties."""

from sim.scenario.declare import Section, par

A = "assumed"


class Network(Section):
    """Who meets and works with whom, and what passes between them."""

    learn_rate: float = par(0.02, "1/quarter", (0.0, 0.05), A, "assumed", "speed of learning", "学习速度", "share of a teacher's lead that a full contact passes on in a quarter", high=0.25)
    absorb: float = par(0.3, "elasticity", (0.1, 0.6), "Cohen and Levinthal 1990", "assumed", "absorptive capacity", "吸收能力弹性", "elasticity of what sticks to the own R&D stock", high=1.0)
    cog_opt: float = par(0.45, "distance", (0.3, 0.6), "[NOO]", "assumed", "best cognitive distance", "最优认知距离", "distance in technology space at which most is learned", high=1.0)
    cog_sd: float = par(0.25, "distance", (0.15, 0.4), "[NOO]", "assumed", "width of the inverted U", "倒U宽度", "spread of learning about the best distance", low=0.01, high=2.0)
    tech_radius: float = par(1.0, "distance", None, "normalisation", "derived", "radius of a sector", "行业球半径", "radius of the sphere of a sector in technology space", low=0.1)
    sector_spread: float = par(0.2, "radii", (0.1, 0.5), A, "assumed", "spread of sectors", "行业间距", "s.d. of sector centres in technology space", high=3.0)
    tech_drift: float = par(0.02, "1/quarter", (0.0, 0.05), A, "assumed", "drift toward teachers", "向师者靠拢", "share of the gap to teachers closed in a quarter", high=1.0)
    tech_noise: float = par(0.03, "distance", (0.01, 0.06), A, "assumed", "own search", "自主搜索", "s.d. of a quarter's own movement in technology space", high=1.0)
    success_step: float = par(0.1, "distance", (0.0, 0.2), A, "assumed", "step of a success", "成功步长", "step away from the sector's mean at each market success", high=1.0)
    spill_half_hub: float = par(0.012, "km", (0.005, 0.02), "[ROC]", "verified", "half-distance inside a building", "楼内半衰距离", "metres at which a contact in one building weighs half", low=0.001, high=1.0)
    spill_half_local: float = par(1.5, "km", (0.5, 3.0), "[ZSWK] [FU07] [RS]", "derived", "half-distance in the city", "城内半衰距离", "distance at which a contact elsewhere in the city weighs half", low=0.01, high=50.0)
    contacts: int = par(6, "contacts", (3, 10), A, "assumed", "contacts sought", "寻求的接触数", "informal contacts that a firm seeks", low=0, high=20)
    building_side: float = par(60.0, "m", (20, 120), A, "assumed", "extent of a building", "楼宇尺度", "side of the square over which tenants of a building sit", high=500.0)
    cell_km: float = par(0.25, "km", None, A, "assumed", "cell of contacts", "接触网格", "side of the cell from which neighbours are met", low=0.05, high=5.0)
    district_km: float = par(2.0, "km", (1, 4), A, "assumed", "district of contacts", "接触片区", "side of the district from which others are met", low=0.2, high=20.0)
    tie_life: float = par(3.5, "years", (2, 5), "general knowledge", "assumed", "life of a tie", "合作期限", "mean duration of a tie", low=1.1, high=40.0)
    tie_repeat: float = par(0.30, "share", (0.2, 0.5), "general knowledge", "assumed", "renewal", "续约概率", "chance that partners whose term is over go on together", high=0.95)
    tie_start: float = par(0.5, "-", (0.2, 0.8), A, "assumed", "strength of a new tie", "新合作强度", "strength with which a formal tie starts; 1 is full", high=1.0)
    tie_growth: float = par(0.5, "1/year", (0.2, 1.0), A, "assumed", "deepening", "合作深化速度", "rate at which a formal tie grows toward full strength")
    net_deg: float = par(3.0, "links", (2, 5), "[TOM]", "derived", "R&D partners", "研发合作伙伴数", "mean number of R&D partners of firms that have any", high=20.0)
    search_effort: float = par(2.0, "ratio", (1.0, 3.0), "set to keep degrees at quarter 0; A", "assumed", "search effort", "搜寻力度", "searches over those that would replace ended ties: failed searches and deaths of partners", low=0.1)
    circle_firms: float = par(10.0, "firms", (5, 40), "[TOM] giant component", "assumed", "size of a circle", "合作圈规模", "firms of one trade and city that know each other as possible R&D partners; circles multiply as firms do", low=2.0, high=10000.0)
    circle_outside: float = par(0.026, "share", (0.01, 0.1), "[TOM] giant component", "assumed", "searches outside the circle", "圈外搜寻占比", "share of searches for an R&D partner that look beyond the own circle and partners' partners; tuned to B21", high=1.0)
    activity_sd: float = par(1.3, "log", (0.8, 2.0), "[TOM] fat-tailed degrees", "assumed", "spread of activity", "合作活跃度离散", "s.d. of ln eagerness to look for partners", high=3.0)
    university_degree: float = par(0.3, "links", (0.1, 0.6), A, "assumed", "university partners", "高校伙伴数", "university ties that a firm with R&D looks for in a steady state", high=10.0)
    supply_degree: float = par(0.4, "links", (0.1, 1.0), A, "assumed", "supplier ties", "供应合作数", "lasting ties to local suppliers that a firm looks for in a steady state", high=10.0)
    link_cost: float = par(0.05, "m¥/year", (0.02, 0.2), A, "assumed", "cost of a tie", "合作成本", "what a formal tie costs each firm in managers' time and travel")
    link_budget: float = par(0.4, "share", (0.05, 0.5), A, "assumed", "budget for ties", "合作预算占比", "share of its R&D that a firm would spend on ties of a kind", high=1.0)
    choice_proximity: float = par(2.0, "log-odds", (0.0, 4.0), "[NOO]", "assumed", "weight of proximity", "邻近性权重", "log-odds of choosing a partner at the best cognitive distance")
    choice_coverage: float = par(2.0, "log-odds", (0.0, 4.0), A, "assumed", "weight of coverage", "覆盖权重", "log-odds of choosing a partner who covers all that is missing")
    choice_degree: float = par(0.8, "log-odds", (0.3, 1.5), "[TOM] net_new_to_old", "assumed", "weight of standing", "地位权重", "log-odds for each unit of ln(1 + partners)")
    choice_quality: float = par(1.0, "log-odds", (0.0, 2.0), A, "assumed", "weight of university quality", "高校水平权重", "log-odds for each unit of ln quality of a university")
    hours_el: float = par(0.6, "elasticity", (0.3, 1.2), "[LIYAN] distance; [MAHU] rail", "assumed", "weight of travel", "出行时间权重", "fall of log-odds of a partner in ln(1 + hours)")
