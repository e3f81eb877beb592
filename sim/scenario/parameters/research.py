"""Research and development of firms: how much, who pays, what is reported."""

from sim.scenario.declare import Section, par

A = "assumed"
D = "small system [measured]"


class Research(Section):
    """What firms spend on R&D, what money allows, and how they meet the certificate's gate."""

    rho_tech: float = par(0.07, "share", (0.04, 0.1), "[HTE] [INC21]", "assumed", "R&D of technology firms", "科技型企业研发强度", "R&D over revenue of a technology firm of reference size", high=0.5)
    rho_tech_slope: float = par(0.0, "elasticity", (0.0, 0.2), "[CLM]: R&D in proportion to size", "derived", "fall of R&D with size", "研发强度随规模下降", "fall of a technology firm's R&D intensity in its size", high=1.0)
    rho_other: float = par(0.012, "share", (0.001, 0.015), "[CEN5]", "assumed", "R&D of other firms", "其他企业研发强度", "R&D over revenue of firms that are not technology firms", high=0.2)
    least_level: float = par(0.8, "ratio", (0.3, 1.0), A, "assumed", "least R&D level", "最低研发水平系数", "least factor of a site on R&D norms; where less would meet its R&D over revenue, technology firms are the small ones", low=0.05, high=1.0)
    intensity_reference: float = par(50.0, "m¥/year", None, A, "assumed", "reference size", "基准规模", "revenue at which a technology firm has the stated intensity", low=0.1, high=10000.0)
    intensity_floor: float = par(1.0, "m¥/year", None, A, "assumed", "smallest size", "规模下限", "revenue below which intensity rises no further", low=0.001, high=1000.0)
    performer_threshold: float = par(-1.5, "log", (-3.0, 0.0), D, "derived", "R&D threshold", "研发门槛", "ln size plus a lifelong draw above which other firms do R&D")
    performer_spread: float = par(2.0, "log", (1.0, 3.0), D, "derived", "spread of the threshold", "门槛离散度", "weight of the lifelong draw")
    taste_memory: float = par(0.85, "1/year", (0.7, 0.95), D, "derived", "memory of R&D taste", "研发偏好持续性", "yearly autocorrelation of a firm's deviation of R&D intensity", high=0.999)
    taste_sd: float = par(0.4, "log", (0.3, 0.6), D, "derived", "spread of R&D taste", "研发偏好离散度", "s.d. of a firm's deviation of R&D intensity", high=2.0)
    rd_cost_el: float = par(1.1, "elasticity", (0.4, 2.6), "[CLSX-WP] [DEMNV]", "verified", "user-cost elasticity of R&D", "研发成本弹性", "fall of real R&D in its after-tax price", low=0.05)
    access_saving: float = par(0.3, "share", (0.0, 0.6), "[FHK]; size assumed", "assumed", "R&D saved by partners", "合作节约研发", "share of R&D saved by a firm whose partners cover all it needs", high=1.0)
    access_norm: float = par(0.15, "share", (0.0, 0.3), A, "assumed", "usual coverage", "通常覆盖度", "technology that partners usually cover; only more than this saves R&D", high=1.0)
    cash_share: float = par(0.08, "share", (0.05, 0.4), "Hall and Lerner 2010", "assumed", "cash that R&D may use", "研发可用现金比例", "share of cash that a quarter's R&D may draw on", high=1.0)
    adjustment: float = par(0.30, "1/quarter", (0.1, 0.4), "[BOE16]", "derived", "adjustment of R&D", "研发调整速度", "share of the gap to desired R&D that closes in a quarter", high=1.0)
    staff_share: float = par(0.55, "share", (0.45, 0.65), A, "assumed", "staff in R&D", "研发人员费占比", "share of R&D that is wages", high=0.9)
    contract_share: float = par(0.10, "share", (0.05, 0.15), A, "assumed", "contracts to universities", "委托研发占比", "share of R&D that goes to universities of the city", high=0.4)
    leading_share: float = par(0.10, "share", (0.03, 0.2), A, "assumed", "leading staff in R&D", "研发中领军人员占比", "share of R&D wages that goes to leading staff", high=1.0)
    relabel_cost: float = par(1.0, "-", (0.4, 2.5), "[CLSX]: a quarter is relabelled", "derived", "cost of relabelling", "虚报成本", "curvature of the cost of calling other spending R&D, over reported R&D", low=0.01)
    sales_error: float = par(0.10, "log", (0.05, 0.2), A, "assumed", "error of expected sales", "销售预期误差", "s.d. of the error with which firms foresee the sales that set their gate")
    paperwork: float = par(0.05, "share", (0.0, 0.1), A, "assumed", "paperwork of relabelling", "虚报文牍成本", "share of technical time that relabelling costs", high=0.5)
    detection: float = par(0.02, "1/year", (0.0, 0.1), A, "assumed", "detection of relabelling", "虚报查处率", "yearly chance that relabelling is found and the tax paid back", high=0.9)
    certificate_years: float = par(3.0, "years", None, "[HTE]", "verified", "life of the certificate", "高企有效年限", "years over which a firm weighs the gate", low=0.25)
    renewal_quarters: int = par(4, "quarters", None, A, "assumed", "look ahead", "提前季度", "quarters before expiry from which a firm thinks of renewal", low=1, high=40)
    gate_patents: float = par(1.0, "patents", (1, 6), "[HTE]", "assumed", "patents for the gate", "认定所需专利", "patents that a firm makes sure to hold when it tries for the certificate")
    gate_patent_cost: float = par(0.03, "m¥", (0.005, 0.1), "fees of agents and offices, general knowledge", "assumed", "cost of a patent for the gate", "认定专利成本", "what a patent filed for the certificate alone costs")
