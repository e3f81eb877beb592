"""Industries: chains, regions, markets, upgrading and the future."""

from sim.scenario.levers.record import Estimate, LeverRecord, Term

_LARGEST = Term("largest", 5.0, 0.1, 50.0, "ratio", "largest size of an invited firm over the reference size")

RECORDS: tuple[LeverRecord, ...] = (
    LeverRecord(
        "chain_fill", "filling gaps in chains", "补链",
        "entry of firms into the sector whose input is most needed and least supplied at the site",
        "intensity 1: four firms a year are invited for each thousand surveyed firms",
        "m¥ an invited firm that settles", 5.0, 0.5, "[CHN1-3]", "assumed",
        "[GHM] an anchor plant lifts neighbours' TFP by 12 %, their profit less; [ICP] only where firms can absorb; no causal estimate of invited entry in China", None,
        (
            Term("invited", 4.0, 0.0, 500.0, "firms/year", "firms invited a year for each thousand surveyed firms"),
            Term("size", 3.0, 0.1, 100.0, "ratio", "size of an invited firm over that of other founders of its draw"),
            _LARGEST,
        ),
        by_sector=True,
    ),
    LeverRecord(
        "chain_strengthen", "strengthening chains through hub firms", "强链(链主)",
        "share of inputs that the largest firms of a site buy there, and how often they are referred to local suppliers",
        "intensity 1: hubs buy five points more of each input at the site and are paid a hundredth of what they buy there",
        "m¥ a hub and year at most", 5.0, 0.4, "[CHN1-3]", "verified",
        "no causal estimate; paid for what was bought locally before, too; the chain then hangs on its hubs", None,
        (
            Term("hubs", 20.0, 0.0, 1000.0, "firms", "hubs for each thousand surveyed firms, at least one a site"),
            Term("shift", 0.05, 0.0, 0.5, "share", "points of an input that hubs shift to sellers of the site"),
            Term("rate", 0.01, 0.0, 0.2, "share", "reward over purchases at the site"),
            Term("referrals", 1.0, 0.0, 20.0, "ratio", "how much more often hubs look for local suppliers"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "chain_extend", "extending chains downstream", "延链",
        "entry of firms into the sector whose inputs the site supplies best and of which it has little",
        "intensity 1: four firms a year are invited for each thousand surveyed firms",
        "m¥ an invited firm that settles", 5.0, 0.5, "[CHN1-3]", "assumed",
        "[GHM] an anchor plant lifts neighbours' TFP by 12 %, their profit less; many places extend the same chains", None,
        (
            Term("invited", 4.0, 0.0, 500.0, "firms/year", "firms invited a year for each thousand surveyed firms"),
            Term("size", 3.0, 0.1, 100.0, "ratio", "size of an invited firm over that of other founders of its draw"),
            _LARGEST,
        ),
        by_sector=True,
        estimates=(
            Estimate("C11", "[GHM]", "TFP of incumbents, five years after a large plant came", "大企业进入五年后原有企业的生产率",
                     "log points", 12.0, 5.0, 18.0, "anchor_tfp", assumed=True),
        ),
    ),
    LeverRecord(
        "cross_region", "cross-region coordination between parks", "跨区域产业协同",
        "whom firms that look for partners or suppliers hear of at a site of another city that takes part too, and the "
        "hours of travel to it as they weigh them; which sectors a site invites, what moving there costs, and who gets "
        "the mover's local taxes",
        "intensity 1: offices of two sites that take part name firms to one in fifty of those who look, half of the "
        "hours no longer count, and each leaves to the other up to half of its interest in what the other is ahead in",
        "m¥ a year for each thousand surveyed firms", 3.5, 1.0, "assumed", "assumed",
        "[ENC] county innovation up in two provinces; [MAHU] joint papers up a third by rail; [SYS] rail draws from weak places; nothing to do without a partner site in another city", None,
        (
            Term("cut", 0.5, 0.0, 0.9, "share", "share of the hours that coordination does away with"),
            Term("introductions", 0.02, 0.0, 1.0, "share", "share of searches in which offices name firms of a partner site"),
            Term("yielding", 0.5, 0.0, 1.0, "share", "share of a sector's worth as one to invite that a site without it leaves to an ally with it"),
            Term("division", 0.5, 0.0, 1.0, "share", "share of the cost of moving that a firm saves where it goes to an ally with its sector from a site without it"),
            Term("tax_split", 0.5, 0.0, 1.0, "share", "share of the local part of a mover's taxes that goes to the site that it left"),
            Term("years", 10.0, 0.0, 50.0, "years", "years for which a mover's taxes are shared"),
        ),
        estimates=(
            Estimate("C14", "[MAHU]", "joint research across cities, fast rail", "高铁开通后的跨城市联合研发", "%", 32.65, 15.0, 45.0,
                     "rail_joint", assumed=True),
            Estimate("C14", "[MAHU]", "joint research across cities, coordination instead of rail",
                     "以区域协同替代高铁的跨城市联合研发", "%", 32.65, 15.0, 45.0, "corridor_joint", assumed=True, set_by_it=True),
        ),
    ),
    LeverRecord(
        "bri", "Belt and Road science-park cooperation", "“一带一路”科技园区合作",
        "reach of exporters abroad, which then hangs on demand of the partner countries, and breaks in a shock to it",
        "intensity 1: exporters reach a fiftieth further, more or less by the partners' demand of the year, and a fifth "
        "of what they sell abroad goes to partners who close first when demand from abroad falls",
        "m¥ a year for each thousand surveyed firms", 5.0, 0.3, "[BRI1-3]", "assumed",
        "no evaluation; political risk (a shock of kind foreign_demand); few technology firms go", None,
        (
            Term("reach", 0.02, 0.0, 5.0, "share", "rise of exporters' reach in a usual year"),
            Term("spread", 0.5, 0.0, 2.0, "log", "s.d. of what ties add, by sector and year"),
            Term("exposure", 0.2, 0.0, 1.0, "share", "share of exports to partners, lost twice over in a shock to demand from abroad"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "first_launch", "first-set insurance and rewards", "首台(套)保险补偿",
        "time that new products in testing wait for a first buyer; losses of those that fail",
        "intensity 1: a fifth of owners of first sets insure them, and four fifths of the premium are paid back",
        "m¥ of premium a year for a first set at most", 3.8, 0.2, "[FS1-4]", "derived",
        "none found; catalogues lag, and old products are renamed", None,
        (
            Term("applying", 0.2, 0.0, 1.0, "share", "share of owners who apply at intensity 1"),
            Term("novelty", 0.45, 0.0, 1.0, "-", "least novelty of a product that is a first set; about a third are"),
            Term("insured", 0.5, 0.0, 5.0, "ratio", "sum insured over the yearly sales of one project of the owner"),
            Term("premium", 0.025, 0.0, 0.3, "1/year", "premium over the sum insured"),
            Term("share", 0.8, 0.0, 1.0, "share", "share of the premium that is paid back"),
            Term("waiting", 0.25, 0.0, 0.8, "share", "share of the testing stage that is waiting for a first buyer"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "scenario_opening", "scenario opening: the authority as first buyer", "应用场景开放、首购首用",
        "orders of the authority for new products of young firms",
        "intensity 1: orders for 20 m¥ a year for each thousand surveyed firms",
        "m¥ of orders", 1.0, 1.0, "assumed", "assumed",
        "named in programmes, no evaluation found", None,
        (
            Term("orders", 20.0, 0.0, 2000.0, "m¥/year", "orders a year for each thousand surveyed firms"),
            Term("age", 5.0, 0.0, 50.0, "years", "age up to which firms are asked"),
            Term("quality", 0.02, 0.0, 2.0, "log", "least ln quality won by innovation for a product to be new"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "smart_green", "intelligent and green upgrading", "智能化绿色化改造",
        "equipment that firms buy to upgrade ahead of the national trend: ordinary labour, energy, skill asked for",
        "intensity 1: one firm in twenty takes the subsidy each year",
        "m¥ a firm at most", 5.0, 0.4, "[SG1-8]", "verified",
        "none found; machines that were due anyway are subsidised; jobs are lost", None,
        (
            Term("firms", 0.05, 0.0, 2.0, "1/year", "rate at which firms apply at intensity 1"),
            Term("equipment", 0.15, 0.01, 2.0, "share", "equipment bought over the firm's capital"),
            Term("least", 1.0, 0.0, 100.0, "m¥", "least equipment that is subsidised"),
            Term("rate", 0.15, 0.0, 1.0, "share", "subsidy over equipment"),
            Term("step", 0.3, 0.0, 1.0, "share", "share of what is not yet upgraded that a project upgrades"),
            Term("vain", 0.3, 0.0, 1.0, "share", "projects that upgrade nothing"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "future_seed", "seeding of future industries", "未来产业培育",
        "money of projects of future sectors below testing, and founders of such firms",
        "intensity 1: ten grants or teams a year for each thousand surveyed firms",
        "m¥ a grant or team", 3.0, 0.4, "[FUT1-4]", "assumed",
        "no evaluation; all places choose the same tracks; pays only if the sector's market takes off", None,
        (
            Term("grants", 6.0, 0.0, 500.0, "grants/year", "grants a year for each thousand surveyed firms"),
            Term("invited", 4.0, 0.0, 500.0, "firms/year", "teams invited a year for each thousand surveyed firms"),
            Term("size", 1.0, 0.1, 100.0, "ratio", "size of an invited firm over that of other founders of its draw"),
            _LARGEST,
        ),
        by_firm=True, by_project=True,
    ),
)  # fmt: skip
