"""Sources of technology: laboratories, talent, national projects."""

from tests.lever_acts.act import Act

ACTS = {
    # Places in the laboratory; the state's part passes through the authority.
    "platform": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    # A city that pays newcomers draws people.
    "talent_housing": Act(1.0, "talent", ("cities.migrants",), "talent_authorities", "talent_state"),
}  # fmt: skip
