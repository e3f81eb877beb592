"""Industries: chains, regions, markets, upgrading and the future."""

from tests.lever_acts.act import Act

ACTS = {
    # Firms settle that would not have come; dozens of them, or a park of eighty invites none in a quarter.
    "chain_fill": Act(50.0, "demography", ("firms.id",), "grants_authorities", "grants_state"),
    # Hubs buy more at the site.
    "chain_strengthen": Act(1.0, "market", ("cells.local_share",), "grants_authorities", "grants_state"),
    "chain_extend": Act(50.0, "demography", ("firms.id",), "grants_authorities", "grants_state"),
    # Firms of another city are met and named: other ties are formed. One city would have nobody to coordinate with.
    "cross_region": Act(25.0, "collaboration", ("links.id",), "operations", "facility_state", two_cities=True),
    # Exporters sell more abroad.
    "bri": Act(1.0, "market", ("firms.exports",), "operations", "facility_state"),
    # New products in testing are insured by all owners.
    "first_launch": Act(
        30.0, "innovation", ("firms.cash",), "grants_authorities", "grants_state", later=("firms.interest",),
    ),
    # Young firms sell to the authority.
    "scenario_opening": Act(5.0, "market", ("firms.public_sales",), "public_purchases", "grants_state"),
    # Many firms upgrade at once.
    "smart_green": Act(20.0, "innovation", ("firms.green", "firms.equipment"), "grants_authorities", "grants_state"),
    # Projects of the future sector, of which a park of eighty has few, and teams.
    "future_seed": Act(50.0, "demography", ("firms.id",), "grants_authorities", "grants_state"),
}  # fmt: skip
