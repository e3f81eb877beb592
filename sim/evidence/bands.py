"""Published facts that a run is held against, with their bands: data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A stylised fact, its published band, how it is measured, and whether calibration may look at it."""

    name: str
    en: str
    zh: str
    band: str
    measured: str
    source: str
    use: str


CALIBRATION, VALIDATION = "calibration", "validation"

FACTS: tuple[Fact, ...] = (
    Fact("size_tail", "Zipf tail of firm size", "企业规模幂律尾", "exponent 0.95 to 1.5", "CCDF exponent of staff, top tenth: rank minus half regression, Hill as a check", "[AX] [HD] [ZW]", CALIBRATION),
    Fact("growth_shape", "growth rates are Laplace", "增长率呈拉普拉斯分布", "Subbotin b 0.8 to 1.3, kurtosis above 6", "change of ln sales less the mean of year and sector, maximum likelihood", "[BS] [ZOU]", VALIDATION),
    Fact("size_variance", "variance falls with size", "增长波动随规模下降", "-0.14 to -0.20", "ln s.d. of growth on ln mean size by size decile", "[RIC] [ZOU]", VALIDATION),
    Fact("hazard_hump", "hump of exit with age", "退出率的年龄峰", "peak in year 3, h1 over h3 0.10 to 0.30, h8+ below h3", "life table of births and deaths", "[SAIC]", CALIBRATION),
    Fact("survival_5y", "five-year survival", "五年存活率", "0.49 to 0.70", "Kaplan-Meier at five years", "[SAIC]", CALIBRATION),
    Fact("young_share", "young firms", "年轻企业占比", "0.45 to 0.60 under five years", "share of the stock of firms", "[SAIC] [SZ18]", VALIDATION),
    Fact("gibrat", "no effect of size on mean growth at given age", "给定年龄规模不影响增长", "coefficient within 0.02 of 0", "growth on size and age bins, weighted by staff", "[HJM]", VALIDATION),
    Fact("tfp_dispersion", "dispersion of productivity", "生产率离散度", "ln 90/10 0.65 to 1.65", "statistical TFP within sector and year", "[SYV] [HK]", CALIBRATION),
    Fact("tfp_persistence", "persistence at the top", "高生产率持续性", "0.25 to 0.45 of the top fifth are there after five years", "transitions between fifths of TFP", "[SYV]", VALIDATION),
    Fact("net_entry", "net entry in productivity growth", "净进入的生产率贡献", "0.2 to 0.7", "Foster-Haltiwanger-Krizan over five years", "[BVZ] [BOE20]", VALIDATION),
    Fact("rd_size", "R&D in proportion to size", "研发与规模成比例", "elasticity 0.9 to 1.1", "ln R&D on ln sales among performers, sector effects", "[CLM] [KG]", VALIDATION),
    Fact("rd_participation", "larger firms do R&D more often", "规模与研发参与", "slope above 0", "logit of R&D on ln size, sector effects", "[CLM]", VALIDATION),
    Fact("rd_intensity", "R&D over revenue", "研发强度", "zone 0.018 to 0.028", "weighted by revenue", "[HTZ19] [CEN5]", CALIBRATION),
    Fact("bunching", "bunching at the R&D gates", "研发门槛聚集", "excess mass above the gates of 5, 4, 3 %", "polynomial counterfactual by size class", "[CLSX] [ZHANG]", VALIDATION),
    Fact("patent_value", "skew of patent value", "专利价值偏态", "exponent 0.6 to 1.3, top tenth at least 0.70", "Hill of revenue per patent, top 5 %", "[SV]", VALIDATION),
    Fact("patent_use_firm", "patents of firms in use", "企业专利产业化率", "0.45 to 0.55", "patents that reach sales over live patents", "[PAT23]", CALIBRATION),
    Fact("patent_use_univ", "patents of universities in use", "高校专利产业化率", "0.03 to 0.06", "patents that reach sales over live patents", "[PAT21] [PAT23]", CALIBRATION),
    Fact("joint_premium", "premium of joint patents", "校企联合专利溢价", "0.15 to 0.35", "revenue of joint over sole patents", "[PAT23]", VALIDATION),
    Fact("network_degree", "partners of a firm", "合作伙伴数", "mean degree 2 to 5", "graph of joint R&D over five years", "[TOM-D]", VALIDATION),
    Fact("network_clustering", "clustering of partners", "合作网络聚集", "at least ten times a random graph", "graph of joint R&D, against a graph of the same degrees", "[TOM]", VALIDATION),
    Fact("funnel_second", "seed firms that get a second round", "种子轮后续融资率", "0.40 to 0.54", "seed deals followed for eight years", "[CBI]", CALIBRATION),
    Fact("funnel_exit", "funded firms that are sold or listed", "退出比例", "0.15 to 0.30", "seed deals followed for eight years", "[CBI]", VALIDATION),
    Fact("funnel_unicorn", "funded firms that become unicorns", "独角兽比例", "0.005 to 0.015", "seed deals followed for eight years", "[CBI]", VALIDATION),
    Fact("deal_losses", "deals that lose money", "亏损项目占比", "0.50 to 0.70", "multiple below 1 by deal", "[COR]", VALIDATION),
    Fact("deal_tail", "deals that return tenfold", "十倍回报项目占比", "0.03 to 0.06", "multiple above 10 by deal", "[COR]", VALIDATION),
    Fact("tier_pyramid", "pyramid of ranks", "梯度培育金字塔", "100 : 20 to 35 : 2 to 4", "innovative : specialised : little giants", "[GMW] [LG26]", VALIDATION),
    Fact("giant_profile", "profile of little giants", "小巨人画像", "median staff 150 to 350, age 10 to 15", "firms of the rank", "[LG22] [GMW]", VALIDATION),
    Fact("revenue_per_worker", "revenue a worker", "人均营业收入", "zone 1.2 to 2.6 m¥", "revenue over staff", "[HTZ20] [ZONES]", CALIBRATION),
    Fact("margin", "profit over revenue", "利润率", "0.055 to 0.085", "aggregate of a zone", "[ZONES]", CALIBRATION),
    Fact("tax_share", "taxes over revenue", "税收占收入比", "0.03 to 0.06", "aggregate of a zone", "[HTZ20]", CALIBRATION),
    Fact("export_share", "exports over revenue", "出口占比", "0.08 to 0.14", "aggregate of a zone", "[ZONES]", CALIBRATION),
    Fact("wage_premium", "wage premium of information industries", "信息行业工资溢价", "1.7 to 2.1", "mean wage over that of park and hinterland", "[WAGE]", CALIBRATION),
    Fact("mobility_spillover", "spillovers that travel with hires", "人员流动溢出占比", "0.05 to 0.15", "hiring channel off against on", "[SER]", VALIDATION),
    Fact("transfer_local", "university deals that stay local", "高校转化本地占比", "0.55 to 0.75", "transfers to the home city over all", "[TT-loc] [AUTM13]", CALIBRATION),
    Fact("level_not_slope", "zones raise the level, not the slope", "抬升水平而非斜率", "growth after year 8 within 0.5 points of 0", "event study of a zone against paired runs", "[ASZ] [DENG]", VALIDATION),
)  # fmt: skip
"""Every fact, in the order of firms, research, networks, capital, ranks, aggregates."""
