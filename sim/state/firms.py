"""The population of firms."""

from __future__ import annotations

from enum import IntEnum

from sim.state.table import Table, column


class Owner(IntEnum):
    """Who owns a firm."""

    PRIVATE = 0
    STATE = 1
    FOREIGN = 2


class Tier(IntEnum):
    """Rank of a firm on the ladder of gradient cultivation."""

    NONE = 0
    TECH_SME = 1
    INNOVATIVE_SME = 2
    SPECIALISED = 3
    LITTLE_GIANT = 4
    CHAMPION = 5
    WORLD_CLASS = 6


# fmt: off
class Firms(Table):
    """One row a firm. Flows are of the last quarter unless the name ends in ``_year``; money in m¥."""

    title_en, title_zh = "firms", "企业"

    weight = column("f8", "firms", "firms that the row stands for, all alike; its money, staff and customers are those of all of them", owner="birth", en="firms of the row", zh="代表企业数", default=1.0)
    home_city = column("i2", "index", "city where the founders live", owner="birth", en="home city", zh="创始城市")
    site = column("i2", "index", "site where the firm works", owner="demography", en="site", zh="所在园区")
    sector = column("i2", "index", "sector of its products", owner="birth", en="sector", zh="行业")
    niche = column("i4", "index", "niche in its sector (sector x 40)", owner="birth", en="niche", zh="细分领域")
    building = column("i4", "index", "building that it sits in", owner="demography", en="building", zh="楼宇")
    x = column("f8", "km", "position in the site, east", owner="demography", en="x", zh="东向位置")
    y = column("f8", "km", "position in the site, north", owner="demography", en="y", zh="北向位置")
    born = column("i4", "quarter", "quarter of birth (negative before the run)", owner="birth", en="born", zh="成立季度")
    birth = column("i1", "code", "kind of birth", owner="birth", en="kind of birth", zh="设立方式")
    owner = column("i1", "code", "0 private, 1 state, 2 foreign", owner="birth", en="owner", zh="所有制")
    moved_from = column("i2", "index", "site that it moved from last, -1 never", owner="demography", en="moved from", zh="迁出地", default=-1)
    moved = column("i4", "quarter", "quarter of its last move", owner="demography", en="last move", zh="最近迁移", default=-99)

    alpha = column("f8", "log", "lasting ability: the level that z reverts to", owner="innovation", en="ability", zh="持久能力")
    z = column("f8", "log", "efficiency before R&D, relative to outside", owner="innovation", en="efficiency before R&D", zh="研发前效率")
    a = column("f8", "log", "ln efficiency relative to outside", owner="innovation", en="efficiency", zh="效率")
    v = column("f8", "log", "ln product quality", owner="innovation", en="quality", zh="产品质量")
    b = column("f8", "weight", "customers: weight in demand; 0 for a firm that does not trade", owner="innovation", en="customers", zh="客户权重")
    growth_type = column("f8", "log/year", "growth of customers when young", owner="birth", en="young growth", zh="初期成长型")
    markup_taste = column("f8", "log", "firm's own deviation of its markup", owner="birth", en="markup taste", zh="加价偏好")
    tech = column("f8", "-", "position in technology space (on a sphere about the sector's centre)", owner="innovation", en="technology position", zh="技术位置", width=8)
    learned = column("f8", "log", "learned from contacts and links this quarter", owner="innovation", en="learned", zh="网络学习")
    hired_knowledge = column("f8", "log", "learned through hires this quarter", owner="talent", en="hired knowledge", zh="人才带入知识")

    tech_firm = column("i1", "flag", "technology firm by type", owner="birth", en="technology firm", zh="科技型企业")
    rd_taste = column("f8", "log", "deviation of R&D intensity, an AR(1)", owner="innovation", en="R&D taste", zh="研发偏好")
    rd_real = column("f8", "m¥", "real R&D this quarter", owner="innovation", en="real R&D", zh="真实研发")
    rd_reported = column("f8", "m¥", "reported R&D this quarter", owner="innovation", en="reported R&D", zh="申报研发")
    rd_grant = column("f8", "m¥", "part of real R&D that public money paid", owner="innovation", en="R&D from grants", zh="财政研发")
    rd_extra = column("f8", "m¥", "part of real R&D that project grants added this quarter, on top of what the firm decided", owner="innovation", en="R&D added by grants", zh="资助新增研发")
    rd_relabel = column("f8", "share", "share of reported R&D that is relabelled", owner="innovation", en="relabelled share", zh="归集虚报比例")
    rd_aim = column("f8", "share", "R&D over revenue that it aims to report for a certificate, 0 none", owner="innovation", en="R&D aimed at", zh="目标研发强度")
    rd_stock = column("f8", "m¥", "stock of real R&D", owner="innovation", en="R&D stock", zh="研发存量")
    rd_stock_past = column("f8", "m¥", "R&D stock of the last eight quarters (index quarter modulo 8)", owner="innovation", en="past R&D stocks", zh="往期研发存量", width=8)
    rd_real_year = column("f8", "m¥", "real R&D, trailing year", owner="innovation", en="real R&D a year", zh="年度真实研发")
    rd_reported_year = column("f8", "m¥", "reported R&D, trailing year", owner="innovation", en="reported R&D a year", zh="年度申报研发")
    technical_share = column("f8", "share", "share of science and technology staff", owner="market", en="S&T staff share", zh="科技人员占比")
    ht_share = column("f8", "share", "share of high-tech products in revenue", owner="birth", en="high-tech revenue share", zh="高新产品收入占比")
    core_share = column("f8", "share", "share of the core product in revenue", owner="birth", en="core revenue share", zh="主营业务占比")
    patents = column("f8", "patents", "live invention patents", owner="innovation", en="patents", zh="有效发明专利")
    accelerated_until = column("i4", "quarter", "last quarter of an accelerator place, -1 none", owner="demography", en="accelerated until", zh="加速截止", default=-1)
    mentored_until = column("i4", "quarter", "last quarter of an incubator place, -1 none", owner="demography", en="incubated until", zh="在孵截止", default=-1)

    unit_cost = column("f8", "log", "ln unit cost relative to outside", owner="market", en="unit cost", zh="单位成本")
    scale_gain = column("f8", "log", "ln efficiency from scale", owner="market", en="scale gain", zh="规模收益")
    markup = column("f8", "log", "ln price over unit cost", owner="market", en="markup", zh="加价率")
    price = column("f8", "log", "ln price relative to outside", owner="market", en="price", zh="价格")
    demand = column("f8", "m¥", "demand this quarter", owner="market", en="demand", zh="需求")
    expected = column("f8", "m¥", "expected sales a quarter", owner="market", en="expected sales", zh="预期销售")
    capacity = column("f8", "m¥", "most that heads and capital can sell a quarter", owner="market", en="capacity", zh="产能")
    revenue = column("f8", "m¥", "revenue this quarter", owner="market", en="revenue", zh="营业收入")
    revenue_past = column("f8", "m¥", "revenue of the last four quarters (index quarter modulo 4)", owner="market", en="past revenues", zh="往期收入", width=4)
    revenue_year = column("f8", "m¥", "revenue, trailing year", owner="market", en="revenue a year", zh="年营业收入")
    revenue_ends = column("f8", "m¥", "revenue of the last three calendar years, latest first", owner="market", en="annual revenues", zh="近三年收入", width=3)
    exports = column("f8", "m¥", "exports this quarter", owner="market", en="exports", zh="出口")
    local_sales = column("f8", "m¥", "sales to firms of the same site", owner="market", en="local sales", zh="区内销售")
    public_sales = column("f8", "m¥", "sales to the authority, which opens its needs to new products", owner="market", en="public sales", zh="政府首购销售")
    green = column("f8", "share", "level of intelligent and green upgrading, 0 none, 1 complete", owner="innovation", en="upgrading", zh="智能绿色改造程度")
    equipment = column("f8", "m¥", "equipment bought to upgrade this quarter, which joins the capital", owner="innovation", en="upgrading equipment", zh="改造设备")
    export_reach = column("f8", "weight", "reach in foreign markets", owner="birth", en="export reach", zh="出口触达")
    materials = column("f8", "m¥", "intermediate inputs this quarter", owner="market", en="materials", zh="中间投入")
    wage_bill = column("f8", "m¥", "payroll this quarter", owner="market", en="payroll", zh="工资总额")
    rent_bill = column("f8", "m¥", "rent this quarter", owner="market", en="rent paid", zh="租金支出")
    tax_bill = column("f8", "m¥", "income tax this quarter", owner="market", en="income tax", zh="所得税")
    profit = column("f8", "m¥", "profit after R&D and interest, before tax", owner="market", en="profit", zh="利润")
    operating_past = column("f8", "m¥", "operating profit of the last four quarters (index quarter modulo 4)", owner="market", en="past operating profits", zh="往期营业利润", width=4)
    ordinary = column("f8", "persons", "ordinary staff", owner="market", en="ordinary staff", zh="普通员工")
    technical = column("f8", "persons", "technical staff", owner="market", en="technical staff", zh="科技人员")
    leading = column("f8", "persons", "leading staff", owner="market", en="leading staff", zh="领军人员")
    capital = column("f8", "m¥", "capital at book value", owner="market,demography", en="capital", zh="资本")
    floor = column("f8", "m2", "floor space", owner="market", en="floor space", zh="建筑面积")
    tfp = column("f8", "log", "ln TFP (dual): cost savings net of local prices, plus quality", owner="market", en="TFP", zh="全要素生产率")
    tfp_stat = column("f8", "log", "ln TFP as a statistician would measure it", owner="market", en="statistical TFP", zh="统计口径全要素生产率")

    cash = column("f8", "m¥", "cash; negative is an overdraft", owner="finance,innovation,market,collaboration,demography,policy,talent", en="cash", zh="现金")
    debt = column("f8", "m¥", "bank loans", owner="finance,demography", en="debt", zh="银行贷款")
    interest = column("f8", "m¥", "interest paid this quarter", owner="finance", en="interest", zh="利息")
    outside_equity = column("f8", "share", "share of the firm held by funds", owner="finance,demography", en="outside equity", zh="外部股权")
    sold_share = column("f8", "share", "share of the firm held by outside owners that bought from funds or at a listing", owner="finance", en="sold to outside owners", zh="外部受让股权")
    valuation = column("f8", "m¥", "what an informed investor would pay", owner="finance", en="valuation", zh="估值")
    round = column("i1", "count", "equity round reached: 0 none, 1 seed, 2 A, 3 B, 4 and more C and later, 9 sold or listed", owner="finance", en="rounds", zh="融资轮次")
    last_round = column("i4", "quarter", "quarter of the last round", owner="finance", en="last round", zh="最近融资", default=-99)
    raised = column("f8", "m¥", "equity raised so far", owner="finance", en="equity raised", zh="累计融资")
    constrained = column("f8", "share", "share of wanted R&D that money did not allow", owner="innovation", en="constrained", zh="融资约束")

    certified_until = column("i4", "quarter", "last quarter of the high-tech certificate, -1 none", owner="demography", en="certified until", zh="高企有效期", default=-1)
    tier = column("i1", "code", "rank on the ladder", owner="demography", en="rank", zh="梯度等级")
    tier_until = column("i4", "quarter", "last quarter of the rank, -1 none", owner="demography", en="rank until", zh="等级有效期", default=-1)
    tier_since = column("i4", "quarter", "quarter in which the rank was won", owner="demography", en="rank since", zh="等级获得季度", default=-1000)
    rewarded = column("i1", "code", "highest rank for which a reward was paid", owner="demography", en="rank rewarded", zh="已奖励等级")
    programme_until = column("i4", "quarter", "last quarter in the programme for champions, -1 none", owner="demography", en="in programme until", zh="培育截止", default=-1)
    standards = column("f8", "standards", "standards that it led with public reward", owner="demography", en="standards led", zh="主导标准数")
    gazelle = column("i1", "flag", "on the gazelle list", owner="demography", en="gazelle", zh="瞪羚")
    unicorn = column("i1", "code", "on the unicorn list: 1 unicorn, 2 super-unicorn", owner="demography", en="unicorn", zh="独角兽")
    surveyed = column("i1", "flag", "in the reporting panel", owner="demography", en="surveyed", zh="入统")
    surveyed_until = column("i4", "quarter", "last quarter in the panel if below its size", owner="demography", en="surveyed until", zh="入统截止", default=-1)
