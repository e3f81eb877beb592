"""Firms first: tax, grants, land, ranks and the places that raise young firms."""

from tests.lever_acts.act import Act

ACTS = {
    # The gate to the low rate is worth something, so firms aim at it when they report R&D.
    "hte_tax": Act(1.0, "innovation", ("firms.rd_aim", "firms.rd_reported"), "", ""),
    # R&D done is refunded, and cheaper at the margin.
    "rd_grant": Act(1.0, "innovation", ("firms.rd_grant", "firms.rd_real"), "grants_authorities", "grants_state"),
    # Deductions are worth something to firms that pay tax, so they want more research.
    "rd_superdeduct": Act(1.0, "innovation", ("firms.rd_real",), "", ""),
    # Young tenants get part of last quarter's rent back.
    "land_rent": Act(1.0, "market", ("firms.cash",), "grants_authorities", "grants_state", later=("firms.debt",)),
    # Founders wait less; the zone pays for it whoever comes.
    "service_speed": Act(1.0, "policy", ("sites.admin_delay",), "operations", "facility_state"),
    # Banks lend more on the ranks of quarter 0.
    "ladder": Act(1.0, "finance", ("firms.debt",), "grants_authorities", "grants_state"),
    # A hundred firms a year for each thousand, of any rank, or a park of eighty sees none.
    "champion_world": Act(
        20.0, "demography", ("firms.programme_until",), "grants_authorities", "grants_state",
        (("levers.champion_world.intensity", 0.0), ("levers.champion_world.terms.least_rank", 0.0)),
    ),
    # Interest of firms on the list, which takes in slower growers here.
    "gazelle_unicorn": Act(
        1.0, "finance", ("firms.cash",), "grants_authorities", "grants_state",
        (("certification.gazelle_growth", 0.0), ("certification.gazelle_listed", 1.0)), later=("firms.interest",),
    ),
    # Listed firms borrow more.
    "patient_credit": Act(1.0, "finance", ("firms.debt", "firms.cash"), "grants_authorities", "grants_state"),
    "standards": Act(20.0, "demography", ("firms.standards",), "grants_authorities", "grants_state"),
    # Ten grants a year for each thousand firms: twenty times as many, or a park of eighty sees none.
    "early_grant": Act(
        20.0, "innovation", ("projects.granted",), "grants_authorities", "grants_state",
        settings=(("projects.grant_constraint", 0.0),),
    ),
    # Places for tenants; the state has no part in them.
    "incubator": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    "accelerator": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
}  # fmt: skip
