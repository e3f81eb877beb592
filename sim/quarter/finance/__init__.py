"""Finance: firms are valued, banks lend and collect, funds raise, invest, sell and close."""

from __future__ import annotations

from sim.kernels.threads import side_by_side
from sim.quarter.finance.banks import grant_loans, pay_interest, repay_loans, settle_bank_equity
from sim.quarter.finance.exits import exit_stakes
from sim.quarter.finance.funds import charge_fees, close_funds, distribute, open_successors
from sim.quarter.finance.guidance import open_guidance_funds, open_operators_funds
from sim.quarter.finance.rounds import hold_rounds
from sim.quarter.finance.stakes import fund_rows_of_stakes, fund_share, outside_share, release_stakes_of_dead
from sim.quarter.finance.start import starting_funds
from sim.quarter.finance.subsidies import share_losses, subsidise_interest
from sim.quarter.finance.valuation import value_firms
from sim.world import World

__all__ = [
    "finance",
    "fund_rows_of_stakes",
    "fund_share",
    "outside_share",
    "release_stakes_of_dead",
    "share_losses",
    "starting_funds",
]


def finance(world: World) -> None:
    """One quarter of credit and equity, in the order in which it happens."""
    # Banks don't look at what investors would pay for a firm, nor investors at this quarter's loans.
    side_by_side(lambda: value_firms(world), lambda: serve_loans(world), len(world.firms))
    exit_stakes(world)
    close_funds(world)
    distribute(world)
    open_successors(world)
    open_guidance_funds(world)
    open_operators_funds(world)
    charge_fees(world)
    hold_rounds(world)
    settle_bank_equity(world)


def serve_loans(world: World) -> None:
    """Firms pay interest and instalments, and banks lend."""
    pay_interest(world)
    subsidise_interest(world)
    repay_loans(world)
    grant_loans(world)
