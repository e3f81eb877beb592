"""Market: firms price, sell, pay, invest and hire."""

from __future__ import annotations

from sim.kernels.threads import side_by_side
from sim.quarter.market.costs import set_unit_costs
from sim.quarter.market.demand import grow_demand
from sim.quarter.market.hiring import hire, plan_staff
from sim.quarter.market.households import households_spend
from sim.quarter.market.investment import invest
from sim.quarter.market.prices import set_prices
from sim.quarter.market.productivity import measure_productivity
from sim.quarter.market.sales import sell
from sim.quarter.market.settlement import settle_accounts
from sim.quarter.market.space import set_rents
from sim.world import World


def market(world: World) -> None:
    """One quarter of the market, in the order in which it happens."""
    grow_demand(world)
    set_unit_costs(world)
    set_prices(world)
    sell(world)
    # What firms advertise hangs on sales and wages, not on what is paid meanwhile.
    plan, _ = side_by_side(lambda: plan_staff(world), lambda: spend(world), len(world.firms))
    measure_productivity(world)
    hire(world, plan)
    set_rents(world)


def spend(world: World) -> None:
    """All payments of the quarter's market."""
    settle_accounts(world)
    invest(world)
    households_spend(world)
