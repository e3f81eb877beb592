"""Sources of technology: laboratories, talent, national projects."""

from sim.scenario.levers.record import LeverRecord, Term

RECORDS = (
    LeverRecord(
        "platform", "high-level innovation platforms", "高能级创新平台",
        "capacity of the shared laboratory that early projects queue for",
        "intensity 1: one key laboratory for each thousand surveyed firms",
        "m¥ a laboratory-year", 12.0, 0.3, "[SKL1-4]", "derived",
        "[RS] [KW] laboratory spillovers within 8 km; no causal estimate of platforms", "synergy",
        (Term("places", 30.0, 1.0, 500.0, "projects/year", "projects that a laboratory serves in a year"),),
    ),
    LeverRecord(
        "talent_housing", "talent subsidy and housing", "人才补贴、人才安居",
        "utility of the city for technical and leading staff in migration",
        "intensity 1: the subsidy is paid to every newly hired technical person",
        "m¥ a person-year", 0.03, 1.0, "[HOU1-5]", "verified",
        "[MW] mobility elasticity 1.8, slow at first; bids of cities cancel", None,
        (Term("years", 3.0, 1.0, 10.0, "years", "years for which a newcomer is paid"),),
    ),
)  # fmt: skip
