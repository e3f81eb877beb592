"""Results to market: proof of concept, pilot lines, transfer, and patient early money."""

from tests.lever_acts.act import Act

ACTS = {
    # A fund opens where none was.
    "guidance_fund": Act(0.2, "finance", ("funds.id", "funds.committed"), "calls_authorities", "calls_state"),
}  # fmt: skip
