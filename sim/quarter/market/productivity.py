"""TFP: the truth (dual), and what a statistician would measure."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.quarter.market.costs import cost_shares, input_prices, matching_gains, upgrading_gains
from sim.state.table import Floats, Ints
from sim.world import World


def measure_productivity(world: World) -> None:
    """Set ``tfp`` and ``tfp_stat`` of every firm.

    tfp = -ln unit cost + cost-share weighted ln prices of labour, capital and floor + ln quality:
    efficiency, scale, matching, upgrading and the saving on inputs, but not local wages and rents.
    tfp_stat = ln revenue less cost-share weighted ln heads, book capital and inputs.
    """
    firms = world.firms
    cell = world.firm_cell()
    by_cell = (matching_gains(world) - input_prices(world)).ravel()
    firms.tfp = by_rows(
        lambda cell, a, scale_gain, upgrading, v: a + scale_gain + upgrading + by_cell[cell] + v,
        cell, firms.a, firms.scale_gain, upgrading_gains(world), firms.v,
    )  # fmt: skip
    labour, capital, _, inputs = cost_shares(world)
    shares = [*np.moveaxis(labour, 2, 0), capital, inputs.sum(axis=2)]
    by_input = [np.ascontiguousarray(share).ravel() for share in shares]

    def measured(cell: Ints, revenue: Floats, *used: Floats) -> Floats:
        tfp = _ln(revenue)
        for share, amount in zip(by_input, used, strict=True):
            tfp -= share[cell] * _ln(amount)
        return tfp

    firms.tfp_stat = by_rows(
        measured, cell, firms.revenue, firms.ordinary, firms.technical, firms.leading, firms.capital, firms.materials
    )
    firms.technical_share = by_rows(
        lambda ordinary, experts: experts / np.maximum(ordinary + experts, 1e-9),
        firms.ordinary, firms.technical + firms.leading,
    )  # fmt: skip


def _ln(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.maximum(x, 1e-6)))
