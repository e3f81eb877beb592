"""Levers as declared records: what each changes, who pays, what it costs, what is known of it.

Adding a lever is one record here and at most one small function beside the mechanism it works on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a lever besides its intensity."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LeverRecord:
    """Declaration of a lever. ``payer_authority`` is the share that the park authority bears, the state bears the rest."""

    name: str
    en: str
    zh: str
    changes: str
    meaning: str
    unit: str
    unit_cost: float
    payer_authority: float
    source: str
    status: str
    evidence: str
    inert_without: str | None = None
    terms: tuple[Term, ...] = ()


_RECORDS = (
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
        "incubator", "technology business incubator", "科技企业孵化器",
        "places with mentoring for start-ups: odds of early project stages",
        "intensity 1: one incubator for each thousand surveyed firms",
        "m¥ a year an incubator, net public", 2.0, 1.0, "[INS1-3] [AW1-3]", "derived",
        "[SUC] mentoring and selection help, cash and space alone do nothing; [GUR]", None,
        (Term("places", 42.0, 1.0, 500.0, "tenants", "places of one incubator"),),
    ),
    LeverRecord(
        "talent_housing", "talent subsidy and housing", "人才补贴、人才安居",
        "utility of the city for technical and leading staff in migration",
        "intensity 1: the subsidy is paid to every newly hired technical person",
        "m¥ a person-year", 0.03, 1.0, "[HOU1-5]", "verified",
        "[MW] mobility elasticity 1.8, slow at first; bids of cities cancel", None,
        (Term("years", 3.0, 1.0, 10.0, "years", "years for which a newcomer is paid"),),
    ),
    LeverRecord(
        "guidance_fund", "government guidance fund", "政府引导基金",
        "funds with public partners: stage mix, patience and hard-tech appetite of early money",
        "intensity 1: a fund of the target size for each thousand surveyed firms opens every four years",
        "m¥ committed a fund", 200.0, 0.5, "[NVC1-2] [CDA1-2] [GF]", "verified",
        "[SHI] early only with non-state VC; [CLL] good firms avoid state money; [WAJ] a quarter of funds fill", None,
        (
            Term("public_share", 0.25, 0.05, 0.8, "share", "share of the target that public money commits"),
            Term("early", 0.7, 0.0, 1.0, "share", "share that must go to seed and first rounds"),
            Term("largest_value", 500.0, 10.0, 10000.0, "m¥", "largest firm value that it may buy into"),
            Term("years", 12.0, 5.0, 25.0, "years", "life of the fund"),
            Term("hard_tech", 1.0, 0.0, 3.0, "log", "bonus for technology firms in its ranking"),
            Term("patience", 0.4, 0.0, 1.0, "share", "share of the hurdle that the public part forgoes"),
        ),
    ),
    LeverRecord(
        "platform", "high-level innovation platforms", "高能级创新平台",
        "capacity of the shared laboratory that early projects queue for",
        "intensity 1: one key laboratory for each thousand surveyed firms",
        "m¥ a laboratory-year", 12.0, 0.3, "[SKL1-4]", "derived",
        "[RS] [KW] laboratory spillovers within 8 km; no causal estimate of platforms", "synergy",
        (Term("places", 30.0, 1.0, 500.0, "projects/year", "projects that a laboratory serves in a year"),),
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
)  # fmt: skip

LEVERS: dict[str, LeverRecord] = {record.name: record for record in _RECORDS}
"""Every lever by name."""
