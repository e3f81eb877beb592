"""Sites, cities, sectors and site-sector cells: small tables whose row number is their index."""

from __future__ import annotations

from enum import IntEnum

from sim.state.table import Table, column

FIELDS = ("information", "engineering", "materials", "life")
"""Talent fields."""

POOLS = ("ordinary", *(f"technical_{f}" for f in FIELDS), *(f"leading_{f}" for f in FIELDS))
"""Labour pools of a city, in the order of every vector of width 9."""

FACILITIES = ("platform", "proof_of_concept", "pilot", "testing", "incubator", "accelerator")
"""Shared facilities of a site, in the order of every vector of width 6."""

TENANTED = ("incubator", "accelerator")
"""Facilities whose places tenants hold for years; places of the others are counted by the quarter."""


class SiteKind(IntEnum):
    """Kinds of site: one model, other institutions."""

    HIGH_TECH = 0
    ORDINARY = 1
    HINTERLAND = 2


# fmt: off
class Sites(Table):
    """One row a site: a park, or the hinterland of a city."""

    title_en, title_zh = "sites", "园区"

    city = column("i2", "index", "city", owner="birth", en="city", zh="城市")
    kind = column("i1", "code", "0 high-tech, 1 ordinary, 2 hinterland", owner="birth", en="kind", zh="类型")
    x = column("f8", "km", "centre, east", owner="birth", en="x", zh="东向位置")
    y = column("f8", "km", "centre, north", owner="birth", en="y", zh="北向位置")
    area = column("f8", "km2", "area", owner="birth", en="area", zh="面积")
    isolated = column("i1", "flag", "trades, lends and moves with nobody", owner="birth", en="isolated", zh="封闭")
    floor_stock = column("f8", "m2", "floor space", owner="market", en="floor space", zh="建筑面积存量")
    rent = column("f8", "log", "ln rent relative to quarter 0", owner="market", en="rent", zh="租金")
    rent_money = column("f8", "m¥/m2/year", "rent", owner="market", en="rent in money", zh="租金价格")
    rent_start = column("f8", "m¥/m2/year", "rent at quarter 0", owner="birth", en="rent at quarter 0", zh="初始租金")
    rent_spending_start = column("f8", "m¥", "rent spending of a quarter at quarter 0", owner="birth", en="rent spending at start", zh="初始租金支出")
    floor_start = column("f8", "m2", "floor space at quarter 0", owner="birth", en="floor space at start", zh="初始建筑面积")
    floor_limit = column("f8", "m2", "floor space that the land allows", owner="birth", en="floor limit", zh="面积上限")
    rd_level = column("f8", "ratio", "factor on R&D intensity that makes quarter 0 the site's", owner="birth", en="R&D level", zh="研发强度系数", default=1.0)
    density = column("f8", "jobs/km2", "jobs a square kilometre", owner="market", en="density", zh="就业密度")
    jobs = column("f8", "persons", "jobs in firms, divided by the sample", owner="market", en="jobs", zh="就业")
    tech_tilt = column("f8", "1/log", "how much size counts in who is a technology firm", owner="birth", en="technology and size", zh="科技型规模倾斜")
    tech_cut = column("f8", "-", "score above which a firm is a technology firm", owner="birth", en="technology cut", zh="科技型分界")
    attraction = column("f8", "utility", "constant in founders' choice that makes entry of quarter 0 the site's own", owner="birth", en="attraction", zh="区位常数")
    labour_factor = column("f8", "-", "factor on revenue shares of labour, capital and floor", owner="birth", en="labour factor", zh="要素系数")
    profit_target = column("f8", "share", "profit over revenue at quarter 0", owner="birth", en="profit target", zh="利润目标")
    apply_rate = column("f8", "1/year", "share of 50 m¥ firms within the certificate's gates that apply in a year", owner="birth", en="applications for the certificate", zh="高企申请率")
    threshold = column("f8", "m¥/year", "revenue from which a firm reports", owner="birth", en="reporting size", zh="入统规模")
    facilities = column("f8", "places/quarter", "capacity of shared facilities", owner="policy", en="facility capacity", zh="设施能力", width=6)
    queue = column("f8", "places/quarter", "asked of shared facilities last quarter", owner="innovation", en="queue", zh="排队", width=6)
    leave_rate = column("f8", "1/year", "base hazard with which results leave universities", owner="policy", en="leave rate", zh="成果转出率")
    admin_delay = column("f8", "quarters", "quarters of overhead that permits cost an entrant", owner="policy", en="delay of entry", zh="审批时延")
    cash = column("f8", "m¥", "cash of the site's authority", owner="policy,talent,finance,innovation,market,demography,collaboration", en="authority's cash", zh="管委会资金")
    budget = column("f8", "m¥", "what the authority may spend on levers this quarter", owner="policy", en="lever budget", zh="政策预算")
    lever_scale = column("f8", "share", "share of planned lever spending that the budget reaches", owner="policy", en="budget reach", zh="预算满足率", default=1.0)


class Cities(Table):
    """One row a city: labour pools, households and local services."""

    title_en, title_zh = "cities", "城市"

    x = column("f8", "km", "centre, east", owner="birth", en="x", zh="东向位置")
    y = column("f8", "km", "centre, north", owner="birth", en="y", zh="北向位置")
    appeal = column("f8", "log", "constant in the choice of place by which as many come as go at quarter 0", owner="birth", en="appeal", zh="城市吸引常数", width=9)
    labour = column("f8", "persons", "people by pool", owner="talent", en="labour", zh="劳动力", width=9)
    base = column("f8", "persons", "people by pool at quarter 0", owner="birth", en="labour at quarter 0", zh="初始劳动力", width=9)
    employed = column("f8", "persons", "employed by pool (firms, universities, local services)", owner="market", en="employed", zh="就业", width=9)
    vacancies = column("f8", "persons", "vacancies by pool", owner="market", en="vacancies", zh="空缺", width=9)
    searchers = column("f8", "persons", "searchers by pool", owner="market", en="searchers", zh="求职者", width=9)
    fill = column("f8", "share", "vacancies filled", owner="market", en="fill rate", zh="招聘满足率", width=9, default=0.7)
    tight = column("f8", "ratio", "vacancies over searchers", owner="market", en="tightness", zh="市场紧张度", width=9)
    tight_start = column("f8", "ratio", "tightness at quarter 0", owner="birth", en="tightness at quarter 0", zh="初始紧张度", width=9)
    match_level = column("f8", "-", "efficiency of matching", owner="birth", en="matching efficiency", zh="匹配效率", width=9, default=1.0)
    wage = column("f8", "log", "ln wage relative to the outside trend and quarter 0", owner="talent", en="relative wage", zh="相对工资", width=9)
    wage_start = column("f8", "m¥/year", "wage at quarter 0, cost to the employer", owner="birth", en="wage at quarter 0", zh="初始工资", width=9)
    entry_rate = column("f8", "1/year", "people who enter a pool but through its universities or migration", owner="birth", en="entry into pools", zh="自然进入率", width=9)
    thickness_start = column("f8", "persons", "thickness of the pool at quarter 0", owner="birth", en="thickness at quarter 0", zh="初始厚度", width=9)
    households = column("f8", "m¥", "deposits of households", owner="policy,talent,finance,market,demography", en="households' deposits", zh="居民存款")
    migrants = column("f8", "persons", "people who came less those who left this quarter", owner="talent", en="net migration", zh="净流入", width=9)
    payroll = column("f8", "m¥", "wages received this quarter", owner="market", en="wages received", zh="工资收入")
    services = column("f8", "m¥", "revenue of local services", owner="market", en="local services", zh="本地服务收入")
    services_jobs = column("f8", "persons", "jobs in local services", owner="market", en="local service jobs", zh="本地服务就业")
    services_share = column("f8", "share", "share of payroll spent on local services", owner="birth", en="local service share", zh="本地服务占比")


class Sectors(Table):
    """One row a sector: national and foreign markets, in m¥ a quarter."""

    title_en, title_zh = "sectors", "行业"

    growth = column("f8", "ratio", "size of demand relative to quarter 0", owner="market", en="demand growth", zh="需求规模", default=1.0)
    shock = column("f8", "log", "demand shock, an AR(1)", owner="market", en="demand shock", zh="需求冲击")
    home = column("f8", "m¥", "home demand at quarter 0", owner="birth", en="home demand", zh="国内需求")
    foreign = column("f8", "m¥", "foreign demand at quarter 0", owner="birth", en="foreign demand", zh="国外需求")
    merchant = column("f8", "m¥", "inputs bought through the outside merchant last quarter", owner="market", en="merchants' demand", zh="外部采购")
    rivals = column("f8", "weight", "weight of outside sellers at home", owner="birth", en="outside sellers", zh="外部卖方权重")
    rivals_foreign = column("f8", "weight", "weight of outside sellers abroad", owner="birth", en="foreign sellers", zh="国外卖方权重")
    index_home = column("f8", "weight", "sum of weights at home, quarter 0", owner="birth", en="home index at start", zh="国内指数基期")
    index_foreign = column("f8", "weight", "sum of weights abroad, quarter 0", owner="birth", en="foreign index at start", zh="国外指数基期")
    price_index = column("f8", "log", "ln price index at home relative to quarter 0", owner="market", en="price index", zh="价格指数")
    weight_home = column("f8", "weight", "sum of weights at home", owner="market", en="sum of weights", zh="权重和")
    market_unit = column("f8", "m¥", "sales that a unit of weight earns at home", owner="market", en="sales a unit of weight", zh="单位权重销售")
    foreign_unit = column("f8", "m¥", "sales that a unit of weight earns abroad", owner="market", en="exports a unit of weight", zh="单位权重出口")
    green = column("f8", "share", "level of upgrading of a typical outside firm", owner="innovation", en="outside upgrading", zh="外部改造程度")
    outside_rd = column("f8", "m¥", "R&D stock of a typical outside firm", owner="innovation", en="outside R&D stock", zh="外部研发存量")
    mass_reference = column("f8", "persons", "same-sector jobs in reach where scale is neutral", owner="birth", en="reference mass", zh="参照就业量")


class Cells(Table):
    """One row a site and sector (row = site x number of sectors + sector)."""

    title_en, title_zh = "cells", "园区行业"

    mean_sales = column("f8", "m¥/year", "size to which firm sizes are relative (S0), growing with sales a seller", owner="market", en="reference sales", zh="基准销售")
    share_labour = column("f8", "share", "labour in revenue at base markup, three classes", owner="birth", en="labour shares", zh="劳动份额", width=3)
    share_capital = column("f8", "share", "capital in revenue", owner="birth", en="capital share", zh="资本份额")
    share_floor = column("f8", "share", "floor space in revenue", owner="birth", en="floor share", zh="空间份额")
    share_materials = column("f8", "share", "intermediate inputs in revenue, twelve inputs", owner="birth", en="input shares", zh="投入份额", width=12)
    margin = column("f8", "share", "gross margin in revenue at quarter 0", owner="birth", en="gross margin", zh="毛利率")
    base_markup = column("f8", "log", "ln markup of a typical firm", owner="birth", en="base markup", zh="基准加价")
    jobs = column("f8", "persons", "jobs, divided by the sample", owner="market", en="jobs", zh="就业")
    local_share = column("f8", "share", "share of this input bought inside the site", owner="market", en="local share", zh="区内采购比例")
    local_share_start = column("f8", "share", "the same at quarter 0", owner="birth", en="local share at start", zh="初始区内采购比例")
    local_price = column("f8", "log", "ln mean price of local sellers relative to quarter 0", owner="market", en="local price", zh="区内价格")
    local_price_start = column("f8", "log", "ln mean price of local sellers over that of a typical firm at quarter 0", owner="birth", en="local price at start", zh="初始区内价格")
    input_price = column("f8", "log", "ln price of this input for firms of the site", owner="market", en="input price", zh="投入价格")
    supply_need = column("f8", "ratio", "local supply over local need", owner="market", en="supply over need", zh="供需比")
    profit_rate = column("f8", "share", "smoothed profit over revenue", owner="demography", en="smoothed margin", zh="平滑利润率")
    entry_base = column("f8", "firms", "firms of quarter 0, which entry at reference profit keeps on the trend of numbers", owner="birth", en="base of entry", zh="进入基数")
    quality_pool = column("f8", "log", "mean ability of entrants", owner="birth", en="entrants' ability", zh="进入者能力")
    local_unit = column("f8", "m¥", "sales inside the site that a unit of weight earns", owner="market", en="local sales a unit of weight", zh="单位权重区内销售")
