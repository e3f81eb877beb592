"""Results to market: proof of concept, pilot lines, transfer, and patient early money."""

from tests.lever_acts.act import Act

ACTS = {
    # Results leave more readily; records cost the state a little.
    "result_rights": Act(1.0, "policy", ("sites.leave_rate",), "operations", "facility_state"),
    # Places in what projects queue for.
    "poc": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    "pilot": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    "testing": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    # More results of the same offices leave, and find an owner; the agencies are paid from quarter 1.
    "transfer": Act(50.0, "innovation", ("projects.owner",), "operations", "facility_state"),
    # Firms that could not pay the fee ask for a place, and have it paid.
    # Every project needs one, or in the first quarter of so small a park none does.
    "voucher": Act(
        1.0, "innovation", ("firms.rd_grant",), "grants_authorities", "grants_state",
        (("projects.facility_novelty", (0.0, 0.0, 0.0, 0.0)),),
    ),
    # Pilot and incubator places; calls of its fund come in later quarters.
    "pie_operator": Act(5.0, "policy", ("sites.facilities",), "operations", "facility_state"),
    # Partners who met form ties; the event is paid for whether or not one follows, and most lead nowhere.
    "match_event": Act(100.0, "collaboration", ("links.id",), "operations", "facility_state"),
    # A fund opens where none was.
    "guidance_fund": Act(0.2, "finance", ("funds.id", "funds.committed"), "calls_authorities", "calls_state"),
}  # fmt: skip
