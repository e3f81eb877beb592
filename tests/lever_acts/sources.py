"""Sources of technology: laboratories, talent, national projects."""

from tests.lever_acts.act import Act

ACTS = {
    # Places in the laboratory; the state's part passes through the authority.
    "platform": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    # Firms and laboratories that meet form ties, and only a tie costs money.
    "national_link": Act(100.0, "collaboration", ("links.id",), "grants_authorities", "grants_state"),
    # Recruits arrive: a hundred times as many as usual, or a park of eighty sees none.
    "leading_talent": Act(100.0, "talent", ("talents.id", "cities.labour"), "talent_authorities", "talent_state"),
    # Consortia start tasks; the state pays.
    "major_project": Act(100.0, "innovation", ("projects.granted",), "grants_authorities", "grants_state"),
    # A city that pays newcomers draws people.
    "talent_housing": Act(1.0, "talent", ("cities.migrants",), "talent_authorities", "talent_state"),
}  # fmt: skip
