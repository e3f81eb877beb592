"""TFP: the truth (dual), and what a statistician would measure."""

from __future__ import annotations

import numpy as np

from sim.quarter.market.costs import cost_shares, input_prices, matching_gains, upgrading_gains
from sim.world import World


def measure_productivity(world: World) -> None:
    """Set ``tfp`` and ``tfp_stat`` of every firm.

    tfp = -ln unit cost + cost-share weighted ln prices of labour, capital and floor + ln quality:
    efficiency, scale, matching, upgrading and the saving on inputs, but not local wages and rents.
    tfp_stat = ln revenue less cost-share weighted ln heads, book capital and inputs.
    """
    firms = world.firms
    cell = world.firm_cell()
    gains = firms.a + firms.scale_gain + matching_gains(world).ravel()[cell]
    gains = gains + upgrading_gains(world)
    firms.tfp = gains - input_prices(world).ravel()[cell] + firms.v

    labour, capital, _, inputs = cost_shares(world)
    heads = (firms.ordinary, firms.technical, firms.leading)
    used = capital.ravel()[cell] * _ln(firms.capital)
    used += inputs.sum(axis=2).ravel()[cell] * _ln(firms.materials)
    for k in range(3):
        used += labour[..., k].ravel()[cell] * _ln(heads[k])
    firms.tfp_stat = _ln(firms.revenue) - used
    staff = firms.ordinary + firms.technical + firms.leading
    firms.technical_share = (firms.technical + firms.leading) / np.maximum(staff, 1e-9)


def _ln(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.maximum(x, 1e-6)))
