"""Firms first: tax, grants, land, ranks and the places that raise young firms."""

from tests.lever_acts.act import Act

ACTS = {
    # The gate to the low rate is worth something, so firms aim at it when they report R&D.
    "hte_tax": Act(1.0, "innovation", ("firms.rd_aim", "firms.rd_reported"), "", ""),
    # R&D done is refunded, and cheaper at the margin.
    "rd_grant": Act(1.0, "innovation", ("firms.rd_grant", "firms.rd_real"), "grants_authorities", "grants_state"),
    # Ten grants a year for each thousand firms: twenty times as many, or a park of eighty sees none.
    "early_grant": Act(20.0, "innovation", ("projects.granted",), "grants_authorities", "grants_state"),
    # Places for tenants; the state has no part in them.
    "incubator": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
}  # fmt: skip
