"""Sources of technology: laboratories, talent, national projects."""

from sim.scenario.levers.record import Estimate, LeverRecord, Term

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
        "national_link", "ties to national laboratories", "对接国家战略科技力量",
        "firms' meetings with elite laboratories wherever they stand, and the weight of travel in them; match "
        "money for joint projects",
        "intensity 1: one laboratory is linked for each thousand surveyed firms",
        "m¥ of match money a joint project", 0.2, 0.5, "some 2 m¥ a laboratory-year, assumed", "assumed",
        "no evaluation; ties need firms that can use what a laboratory knows, and R&D that bears their cost", None,
        (
            Term("meetings", 20.0, 0.0, 500.0, "meetings/year", "firms that a laboratory meets in a year"),
            Term("hours_relief", 0.5, 0.0, 1.0, "share", "part of the weight of travel that is taken off"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "leading_talent", "leading talent and team programme", "领军人才(团队)计划",
        "leading talent with a name who come to the site, with their teams; they lift research promise where "
        "a laboratory equips them",
        "intensity 1: as many recruits a year as the term says for each thousand surveyed firms",
        "m¥ a recruit", 3.0, 1.0, "[TAL1-5] [SIP]", "verified",
        "[ASH] own output 0, peers + or -; [WANGY] + with laboratory money; recruits beyond what a city holds leave again",
        "talent",
        (
            Term("per_thousand", 10.0, 0.0, 500.0, "persons/year", "recruits a year for each thousand surveyed firms"),
            Term("team", 3.0, 0.0, 50.0, "persons", "leading staff that come with a recruit"),
        ),
    ),
    LeverRecord(
        "major_project", "national major science and technology projects", "国家科技重大专项、揭榜挂帅",
        "early projects of consortia: a lead, partners and a university, with own funds beside public money",
        "intensity 1: as many projects a year as the term says for each thousand surveyed firms",
        "m¥ a project", 20.0, 0.0, "[NKP1-3] [JB1-5]", "derived",
        "no causal size; pays late; own funds keep small applicants out, and rich ones are paid for what they would do", None,
        (
            Term("per_thousand", 2.0, 0.0, 50.0, "projects/year", "projects a year for each thousand surveyed firms"),
            Term("own_funds", 1.0, 0.0, 5.0, "ratio", "own funds that a member must show beside its part of the grant"),
            Term("years", 4.0, 1.0, 8.0, "years", "term over which own R&D counts as own funds"),
        ),
        by_firm=True,
    ),
    LeverRecord(
        "talent_housing", "talent subsidy and housing", "人才补贴、人才安居",
        "utility of the city for technical and leading staff in migration",
        "intensity 1: the subsidy is paid to every newly hired technical person",
        "m¥ a person-year", 0.03, 1.0, "[HOU1-5]", "verified",
        "[MW] mobility elasticity 1.8, slow at first; bids of cities cancel", None,
        (Term("years", 3.0, 1.0, 10.0, "years", "years for which a newcomer is paid"),),
        estimates=(
            Estimate("C13a", "[MW]", "elasticity of skilled people in what they are offered, eight years",
                     "技能人才存量对报酬的弹性(八年)", "elasticity", 1.8, 1.2, 2.4, "mobility"),
        ),
    ),
)  # fmt: skip
