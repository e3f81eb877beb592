"""Results to market: proof of concept, pilot lines, transfer, and patient early money."""

from sim.scenario.levers.record import LeverRecord, Term

RECORDS = (
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
)  # fmt: skip
