"""Firms first: tax, grants, land, ranks and the places that raise young firms."""

from sim.scenario.levers.record import LeverRecord, Term

RECORDS = (
    LeverRecord(
        "hte_tax", "preferential CIT rate for high-tech enterprises", "高新技术企业所得税优惠",
        "income tax rate of certified firms; user cost of R&D",
        "intensity 1: certified firms pay 15 % instead of 25 %",
        "share of the relief", 0.0, 0.0, "[HTE5]; centre 60 %, local 40 %", "verified",
        "[CLSX] real R&D and TFP up, a quarter relabelled; [XU] [ZHANG] near the gate nothing or less",
    ),
    LeverRecord(
        "rd_grant", "ex-post R&D subsidy", "企业研发投入后补助",
        "cash for R&D done; user cost of R&D at the margin",
        "intensity 1: the rate of real R&D is paid back a quarter later",
        "m¥ of grant", 1.0, 1.0, "[RDG1-4]", "verified",
        "[BOE16] crowds out half a yuan per yuan at first, nothing later", None,
        (Term("rate", 0.05, 0.0, 0.5, "share", "share of real R&D that is paid back at intensity 1"),),
    ),
    LeverRecord(
        "early_grant", "early small grants", "种子资金、创新创业大赛",
        "money of constrained young firms in research and proof of concept",
        "intensity 1: ten grants a year for each thousand surveyed firms",
        "m¥ a grant", 0.5, 1.0, "[SEED] [SEED2-3]", "verified",
        "[HOW] doubles venture odds; [WLF] nothing in China, where ranking is political", None,
        (
            Term("per_thousand", 10.0, 0.0, 500.0, "grants/year", "grants a year for each thousand surveyed firms"),
            Term("merit_weight", 0.7, 0.0, 1.0, "share", "weight of promise in the ranking; the rest is favour"),
        ),
    ),
    LeverRecord(
        "incubator", "technology business incubator", "科技企业孵化器",
        "places with mentoring for start-ups: odds of early project stages",
        "intensity 1: one incubator for each thousand surveyed firms",
        "m¥ a year an incubator, net public", 2.0, 1.0, "[INS1-3] [AW1-3]", "derived",
        "[SUC] mentoring and selection help, cash and space alone do nothing; [GUR]", None,
        (Term("places", 42.0, 1.0, 500.0, "tenants", "places of one incubator"),),
    ),
)  # fmt: skip
