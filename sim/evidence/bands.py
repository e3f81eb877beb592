"""Published facts that a run is held against, with their bands: data only."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a fact and its band. ``own`` names the park's own statistic, where it has one, relative to
    whose national mean (``national``) the band can also be read. A part that does not decide is shown beside."""

    name: str
    meaning: str
    low: float = -inf
    high: float = inf
    own: str = ""
    national: float = 1.0
    decides: bool = True

    @property
    def band(self) -> str:
        """The band in words."""
        return band_text(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Fact:
    """A stylised fact: its parts (all must lie in their bands), how it is measured, what it may be used for.

    ``use`` is calibration, validation, or held out (not aimed at in tuning).
    """

    number: str
    name: str
    en: str
    zh: str
    parts: tuple[Part, ...]
    measured: str
    source: str
    use: str

    @property
    def band(self) -> str:
        """Bands of all parts in words."""
        if len(self.parts) == 1:
            return self.parts[0].band
        return "; ".join(f"{part.meaning} {part.band}" for part in self.parts)


def band_text(low: float, high: float) -> str:
    """A band in words; percentages and signs are left to the unit of the number."""
    if low == -inf:
        return f"at most {high:g}"
    return f"at least {low:g}" if high == inf else f"{low:g} to {high:g}"


CALIBRATION, VALIDATION, HELD_OUT = "calibration", "validation", "held out"

FACTS: tuple[Fact, ...] = (
    Fact("B1", "size_tail", "Zipf tail of firm size", "企业规模幂律尾",
         (Part("exponent", "exponent", 0.95, 1.5),),
         "staff, top tenth of live firms: ln(rank - 1/2) on ln staff; mean over years", "[AX] [HD] [ZW]", CALIBRATION),
    Fact("B2", "growth_shape", "growth rates are Laplace", "增长率呈拉普拉斯分布",
         (Part("shape", "Subbotin b", 0.8, 1.3), Part("kurtosis", "kurtosis", 6.0)),
         "live firms there all of both years: change of ln sales less the mean of year and sector, maximum likelihood", "[BS] [ZOU]", VALIDATION),
    Fact("B4", "size_variance", "variance falls with size", "增长波动随规模下降",
         (Part("slope", "slope", -0.20, -0.14),),
         "the same firms: ln s.d. of growth on ln mean sales over deciles of base-year sales", "[RIC] [ZOU]", VALIDATION),
    Fact("B6", "hazard_hump", "hump of exit with age", "退出率的年龄峰",
         (Part("peak", "year of the highest hazard", 2.5, 3.5), Part("first_over_third", "h1 / h3", 0.10, 0.30),
          Part("rise_1_2", "h2 - h1", 0.0), Part("rise_2_3", "h3 - h2", 0.0), Part("late_below", "h3 - h8+", 0.0)),
         "life table of live firms, in quarters of age, all quarters pooled", "[SAIC]", CALIBRATION),
    Fact("B7", "survival_5y", "five-year survival", "五年存活率",
         (Part("survival", "share", 0.49, 0.70),),
         "the same life table, product over 20 quarters of age", "[SAIC]", CALIBRATION),
    Fact("B8", "young_share", "young firms", "年轻企业占比",
         (Part("share", "share under five years", 0.45, 0.60),),
         "share of live firms; mean over years", "[SAIC] [SZ18]", VALIDATION),
    Fact("B9", "gibrat", "no effect of size on mean growth at given age", "给定年龄规模不影响增长",
         tuple(Part(f"from_{low}", f"bin from {low} staff", -0.02, 0.02) for low in (20, 100, 250, 500, 1000)),
         "survivors of 20 staff and more: growth of staff over mean staff on bins of mean size (base 50 to 99) and of age, weighted by staff", "[HJM]", VALIDATION),
    Fact("B11a", "tfp_dispersion", "dispersion of productivity", "生产率离散度",
         (Part("value_added", "ln 90/10, value added", 0.65, 1.65),
          Part("gross_output", "ln 90/10, gross output, for comparison", 0.65, 1.65, decides=False)),
         "TFP residual within sector and year, live firms a year old or older: of value added, as in the Chinese evidence; of gross output beside it", "[SYV] [HK]", CALIBRATION),
    Fact("B11b", "tfp_persistence", "persistence at the top", "高生产率持续性",
         (Part("stays", "share of the top fifth there after five years", 0.25, 0.45),),
         "transitions of survivors between fifths of statistical TFP in their sector", "[SYV]", VALIDATION),
    Fact("B12", "net_entry", "net entry in productivity growth", "净进入的生产率贡献",
         (Part("share", "share", 0.2, 0.7),),
         "Foster-Haltiwanger-Krizan over five years on statistical TFP less the mean of sectors at the start plus outside growth, weighted by sales; numerators and denominators pooled over windows and seeds", "[BVZ] [BOE20]", VALIDATION),
    Fact("B13", "rd_size", "R&D in proportion to size", "研发与规模成比例",
         (Part("elasticity", "elasticity", 0.9, 1.1),
          Part("surveyed", "elasticity, surveyed only, for comparison", 0.9, 1.1, decides=False)),
         "live performers: ln reported R&D on ln sales of the same year, sector effects; mean over years; small firms are surveyed only if certified, so the surveyed are shown beside", "[CLM] [KG]", VALIDATION),
    Fact("B14", "rd_participation", "larger firms do R&D more often", "规模与研发参与",
         (Part("slope", "logit slope", 0.0),),
         "live firms: any R&D on ln sales, sector effects; mean over years", "[CLM]", VALIDATION),
    Fact("B15", "rd_intensity", "R&D over revenue", "研发强度",
         (Part("share", "share of revenue", 0.018, 0.028, "rd_intensity", 0.0214),),
         "surveyed firms, reported R&D, weighted by revenue", "[HTZ19] [CEN5]", CALIBRATION),
    Fact("B16", "bunching", "bunching at the R&D gates", "研发门槛聚集",
         (Part("excess", "excess mass above the gate", 0.0), Part("hole", "missing mass below", 0.0),
          Part("excess_large", "excess mass, large class", 1.0)),
         "reported R&D over revenue of live firms in half-point bins, counterfactual parabola in logs, by size class, years pooled", "[CLSX] [ZHANG]", VALIDATION),
    Fact("B18", "patent_value", "skew of patent value", "专利价值偏态",
         (Part("exponent", "exponent", 0.6, 1.3), Part("top_tenth", "share of the top tenth", 0.70)),
         "revenue of patents in use, each an equal part of its project's; Hill over the top 5 %", "[SV]", VALIDATION),
    Fact("B19", "patent_use", "patents in use", "专利产业化率",
         (Part("firms", "firms", 0.45, 0.55), Part("certified_gap", "certified less others", 0.15, 0.24),
          Part("universities", "universities", 0.03, 0.06), Part("joint_over_alone", "joint over university alone", 4.0)),
         "patents of projects that reached the market over patents of all that ended while their owner lived; strategic patents count below", "[PAT21] [PAT23]", CALIBRATION),
    Fact("B20", "joint_premium", "premium of joint patents", "校企联合专利溢价",
         (Part("premium", "premium", 0.15, 0.35),),
         "revenue a patent of projects that firm and university own together from the start over those of firms alone, all sites; pooled over seeds", "[PAT23]", HELD_OUT),
    Fact("B21", "network", "network of partners", "研发合作网络",
         (Part("degree", "mean degree", 2.0, 5.0), Part("clustering", "clustering over random", 10.0),
          Part("giant", "giant component", 0.30, 0.70)),
         "joint research of firms of all sites over the last five years; random graph of the same degrees; firms with a partner", "[TOM] [TOM-D]", CALIBRATION),
    Fact("B23", "funnel", "venture funnel", "风险投资漏斗",
         (Part("second", "second round", 0.40, 0.54), Part("fourth", "fourth round", 0.10, 0.18),
          Part("exit", "sold or listed", 0.15, 0.30), Part("unicorn", "unicorns", 0.005, 0.015)),
         "seed deals of all but the last eight years followed for eight years, all sites; rounds counted, not read off their names; pooled over seeds", "[CBI]", CALIBRATION),
    Fact("B24", "deal_returns", "skew of venture returns", "投资回报偏态",
         (Part("losses", "multiple below 1", 0.50, 0.70), Part("tenfold", "multiple above 10", 0.03, 0.06),
          Part("top_deals", "gross value of the best 6 %", 0.40, 0.70)),
         "proceeds over cost of every stake bought in the run and sold or written off, all sites; pooled over seeds", "[COR]", HELD_OUT),
    Fact("B25", "tier_pyramid", "pyramid of ranks", "梯度培育金字塔",
         (Part("specialised", "specialised a hundred innovative", 20.0, 35.0), Part("giants", "little giants a hundred innovative", 2.0, 4.0)),
         "live firms that hold at least the rank, all years pooled", "[GMW] [LG26]", HELD_OUT),
    Fact("B26", "giant_profile", "profile of little giants", "小巨人画像",
         (Part("staff", "median staff", 150.0, 350.0), Part("age", "median age", 10.0, 15.0),
          Part("first", "share first in the city's niche", 0.80), Part("old", "share over ten years", 0.70)),
         "firms of that rank or above, all years pooled; first by sales of the main product", "[LG22] [GMW]", HELD_OUT),
    Fact("B27", "revenue_per_worker", "revenue a worker", "人均营业收入",
         (Part("level", "m¥ a year", 1.2, 2.6, "revenue_per_worker", 2.05),),
         "surveyed firms: revenue over staff, in money of quarter 0's real wages, since the band is of today", "[HTZ20] [ZONES]", CALIBRATION),
    Fact("B28", "margin_tax", "profit and taxes over revenue", "利润率与税收占比",
         (Part("margin", "profit", 0.055, 0.085), Part("tax", "taxes", 0.03, 0.06)),
         "profit of surveyed firms; taxes of all firms of the park with value added tax; over revenue", "[ZONES] [HTZ20]", CALIBRATION),
    Fact("B29", "export_share", "exports over revenue", "出口占比",
         (Part("share", "share", 0.08, 0.14),),
         "surveyed firms", "[ZONES]", CALIBRATION),
    Fact("B30", "wage_premium", "wage premium of information industries", "信息行业工资溢价",
         (Part("ratio", "ratio", 1.7, 2.1),),
         "payroll a head of software over that of all firms of park and hinterland, last year", "[WAGE]", CALIBRATION),
    Fact("B31", "colocation", "industries that cluster within 2 km", "产业空间集聚",
         (Part("share", "share of sectors", 0.35, 0.60),),
         "sectors of the park with a pair density within 2 km above the global 95 % band of random re-draws, last year", "[DO] [LUTAO]", HELD_OUT),
    Fact("B32", "coagglomeration", "what draws industries together", "产业协同集聚动因",
         (Part("io", "input-output", 0.0), Part("labour", "labour", 0.0), Part("knowledge", "knowledge", 0.0),
          Part("io_lead", "input-output over the others", 0.0)),
         "pairwise index of goods sectors, as in the source, over km² cells of the park on three standardised proximities; mean over years", "[EGK]", HELD_OUT),
    Fact("B33", "distance_decay", "knowledge decays with distance", "知识溢出距离衰减",
         (Part("hub", "intensity 20 to 50 m inside a building over 0 to 20 m", 0.0, 0.25),
          Part("ring", "intensity 2 to 5 km over 0 to 500 m", 0.0, 0.05)),
         "weight of contacts a possible pair of firms by distance, last year", "[ROC] [FU07] [RS]", HELD_OUT),
    Fact("B37", "mobility_spillover", "spillovers that travel with hires", "人员流动溢出占比",
         (Part("share", "share", 0.05, 0.15),),
         "mean efficiency of the park's firms less that of a run where hires carry nothing, over the same less that of a run without learning, hires and scale; years three to six, pooled over seeds", "[SER]", HELD_OUT),
    Fact("B38", "transfer_local", "university deals that stay local", "高校转化本地占比",
         (Part("share", "share", 0.55, 0.75),),
         "licences to firms of the university's city over all", "[TT-loc] [AUTM13]", CALIBRATION),
    Fact("B39", "deal_value_volume", "deals lose value as they multiply", "成交量升而单价降",
         (Part("elasticity", "elasticity", -inf, 0.0),),
         "ln mean licence fee on ln number of licences by year, all sites, summed over seeds", "[TT17] [TT24]", HELD_OUT),
)  # fmt: skip
"""Every fact, in the order of the evidence base."""

REQUIRED = ("B1", "B2", "B4", "B6", "B7", "B8", "B9", "B11a", "B11b", "B12", "B13", "B15", "B18", "B19", "B21",
            "B23", "B25", "B27", "B28", "B29")  # fmt: skip
"""The twenty facts of a plausible decade."""

UNTUNED = ("B20", "B24", "B25", "B26", "B31", "B32", "B33", "B37", "B39")
"""The nine that tuning never aimed at; B21 was the tenth until searches for partners were tuned to it."""
