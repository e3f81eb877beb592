"""Results to market: proof of concept, pilot lines, transfer, and patient early money."""

from sim.scenario.levers.record import Estimate, LeverRecord, Term

RECORDS = (
    LeverRecord(
        "result_rights", "inventors' rights in university results", "职务科技成果赋权",
        "hazard with which results leave universities, and the share of them that become firms",
        "intensity 1: inventors get the share below of what a result earns, instead of half",
        "m¥ a university-year of records and lawyers", 0.1, 0.0, "50 to 70-90 %, general knowledge; cost assumed", "assumed",
        "Hvide and Jones (2018): a cut from all to a third halved university start-ups; no use where the transfer "
        "office is the bottleneck", None,
        (
            Term("inventors_share", 0.8, 0.5, 1.0, "share", "share of inventors in what a result earns, usually .5"),
            Term("leave_el", 0.3, 0.0, 1.0, "elasticity", "rise of the leave rate in the inventors' share"),
            Term("spin_el", 0.6, 0.0, 1.5, "elasticity", "rise of the share of spin-offs in the inventors' share"),
        ),
    ),
    LeverRecord(
        "poc", "proof-of-concept centre", "概念验证中心",
        "capacity of proof of concept, for which projects queue",
        "intensity 1: one centre for each thousand surveyed firms",
        "m¥ a centre-year, projects' money included", 4.0, 1.0, "[POC1-6]", "verified",
        "no causal study; does nothing where nobody queues, and some centres were closed [POC1-6]", "synergy",
        (Term("places", 15.0, 1.0, 200.0, "projects/year", "projects that a centre serves in a year"),),
    ),
    LeverRecord(
        "pilot", "pilot-scale test platform", "中试平台",
        "capacity of pilot lines, for which projects queue",
        "intensity 1: one line for each thousand surveyed firms",
        "m¥ a line-year to run, besides the public part of building it", 15.0, 0.5, "[PIL1-5]", "derived",
        "no causal study; lines stand empty or captive, fees exceed what small firms can pay", "synergy",
        (
            Term("places", 20.0, 1.0, 200.0, "projects/year", "projects that a line serves in a year"),
            Term("build", 100.0, 0.0, 500.0, "m¥", "cost of building a line"),
            Term("public", 0.3, 0.0, 1.0, "share", "public share of building; its owner bears the rest"),
            Term("life", 6.5, 2.0, 20.0, "years", "life of a line, over which building is paid in equal parts"),
        ),
    ),
    LeverRecord(
        "testing", "testing, inspection and certification centre", "检验检测认证中心",
        "capacity of testing and certification, for which projects queue",
        "intensity 1: one centre for each thousand surveyed firms",
        "m¥ a centre-year to run, besides the public part of building it", 10.0, 0.5, "[TST1-4]", "assumed",
        "none; duplicates commercial laboratories where nobody queues", "synergy",
        (
            Term("places", 100.0, 1.0, 2000.0, "projects/year", "projects that it serves in a year, besides routine jobs"),
            Term("build", 60.0, 0.0, 500.0, "m¥", "cost of building a centre"),
            Term("public", 0.25, 0.0, 1.0, "share", "public share of building; its owner bears the rest"),
            Term("life", 8.0, 2.0, 20.0, "years", "life of its equipment, over which building is paid in equal parts"),
        ),
    ),
    LeverRecord(
        "transfer", "technology transfer services", "技术转移机构",
        "results that transfer offices can place, and the firms to which each result is shown",
        "intensity 1: one agency for each university of the site",
        "m¥ an agency-year, besides a share of deals", 1.0, 0.5, "[TT24] [TTO1-4]", "derived",
        "[FHK] brokerage: more innovators, less own R&D; pays for paper deals", None,
        (
            Term("places", 9.4, 0.0, 100.0, "results/year", "results that an agency can place in a year"),
            Term("introductions", 6.0, 0.0, 20.0, "firms", "firms to which an agency shows a result, besides those that look by themselves"),
            Term("commission", 0.02, 0.0, 0.2, "share", "share of a deal that is paid to the agency"),
        ),
    ),
    LeverRecord(
        "voucher", "innovation voucher", "科技创新券",
        "fees of laboratories, proof of concept, pilot lines and testing for small technology firms",
        "intensity 1: the rate of the fee is paid",
        "m¥ of vouchers", 1.0, 0.5, "[VOU1-4]", "verified",
        "small and positive abroad (general knowledge); moves the queue, not its capacity", None,
        (
            Term("rate", 0.4, 0.0, 1.0, "share", "share of a fee that a voucher pays at intensity 1"),
            Term("most", 0.1, 0.0, 5.0, "m¥", "most that a firm gets in a quarter"),
            Term("revenue", 400.0, 1.0, 5000.0, "m¥/year", "revenue below which a firm is eligible"),
        ),
        by_firm=True, by_project=True,
    ),
    LeverRecord(
        "pie_operator", "pilot + invest + incubate operator", "“中试+投资+孵化”运营商",
        "pilot places kept for tenants, incubator places, and a fund that buys only into tenants and knows them: "
        "no separate queue, no separate search",
        "intensity 1: one operator for each thousand surveyed firms",
        "m¥ a year to run, besides the public part of building and the fund", 20.0, 0.5, "sum of parts of pilot, incubator and fund; no page with numbers", "assumed",
        "none; operators pick their own, and pilot places stand idle when tenants have no project for them", None,
        (
            Term("places", 15.0, 0.0, 200.0, "projects/year", "pilot places, tenants first"),
            Term("tenants", 20.0, 1.0, 500.0, "tenants", "incubator places"),
            Term("build", 100.0, 0.0, 500.0, "m¥", "cost of building the line"),
            Term("public", 0.3, 0.0, 1.0, "share", "public share of building; its owner bears the rest"),
            Term("life", 6.5, 2.0, 20.0, "years", "life of the line, over which building is paid in equal parts"),
            Term("fund", 100.0, 0.0, 2000.0, "m¥", "fund of an operator, all of it public"),
            Term("fund_years", 10.0, 5.0, 25.0, "years", "life of the fund, after which the next one opens"),
            Term("patience", 0.2, 0.0, 1.0, "share", "share of the hurdle that the fund forgoes"),
            Term("largest_value", 500.0, 10.0, 10000.0, "m¥", "largest firm value that the fund may buy into"),
            Term("hard_tech", 1.0, 0.0, 3.0, "log", "bonus for technology firms in the fund's ranking"),
            Term("insight", 0.5, 0.0, 1.0, "share", "part of the noise about tenants that the operator does not have"),
        ),
    ),
    LeverRecord(
        "match_event", "cooperation events of parks, universities and firms", "“百园百校万企”创新合作行动",
        "meetings of the site's firms with universities and with firms of other sites",
        "intensity 1: as many events a year as the term says for each thousand surveyed firms",
        "m¥ an event", 0.3, 0.5, "[MAT1-3]", "derived",
        "no evaluation; 8 % of results shown reached an intention, most signings lead nowhere", None,
        (
            Term("per_thousand", 2.0, 0.0, 100.0, "events/year", "events a year for each thousand surveyed firms"),
            Term("shown", 20.0, 1.0, 500.0, "results", "results shown at an event"),
            Term("intentions", 0.08, 0.0, 1.0, "share", "share of results shown that reach an intention"),
            Term("follow_through", 0.3, 0.0, 1.0, "share", "share of intentions that are followed up"),
        ),
        by_firm=True,
        estimates=(
            Estimate("C9", "[FHK]", "R&D of firms that gained partners", "新增合作伙伴企业的研发", "%", -19.4, -30.0, -5.0,
                     "partners_research", assumed=True),
            Estimate("C9", "[FHK]", "share of innovators among firms that gained partners", "新增合作伙伴企业中创新者占比",
                     "points", 5.15, 3.0, 8.0, "partners_innovators"),
        ),
    ),
    LeverRecord(
        "guidance_fund", "government guidance fund", "政府引导基金",
        "funds with public partners: stage mix, patience and hard-tech appetite of early money",
        "intensity 1: a fund of the target size for each thousand surveyed firms opens every four years",
        "m¥ committed a fund", 200.0, 0.5, "[NVC1-2] [CDA1-2] [GF]", "verified",
        "[SHI] early only with non-state VC; [CLL] good firms avoid state money; [WAJ] a quarter of funds fill; all is "
        "invested in the fund's city, stakes unsold at the end of its life go at a discount", None,
        (
            Term("public_share", 0.25, 0.05, 0.8, "share", "share of the target that public money commits"),
            Term("early", 0.7, 0.0, 1.0, "share", "share that must go to seed and first rounds"),
            Term("largest_value", 500.0, 10.0, 10000.0, "m¥", "largest firm value that it may buy into"),
            Term("years", 12.0, 5.0, 25.0, "years", "life of the fund"),
            Term("hard_tech", 1.0, 0.0, 3.0, "log", "bonus for technology firms in its ranking"),
            Term("patience", 0.4, 0.0, 1.0, "share", "share of the hurdle that the public part forgoes"),
            Term("houses", 0.125, 0.0, 1.0, "1/year", "s.d. between houses of the return that partners expect in their hands; set so that about a quarter of funds fill"),
        ),
        estimates=(
            Estimate("C15", "[WAJ]", "share of funds planned that meet their target", "足额募集的基金占比", "%", 26.0, 15.0, 45.0,
                     "fund_fill", assumed=True, set_by_it=True),
            Estimate("C15", "[SHI]", "early venture money that a yuan of state money adds", "每元财政出资带来的新增早期股权投资", "¥ per ¥", None,
                     0.0, 1.0, "fund_adds", assumed=True),
        ),
    ),
)  # fmt: skip
