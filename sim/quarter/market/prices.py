"""Prices: a markup over unit cost that rises with relative advantage."""

from __future__ import annotations

import numpy as np

from sim.kernels.threads import by_rows
from sim.state.table import Floats
from sim.world import World


def markups(
    advantage: Floats, base: Floats, taste: Floats, *, pass_through: float, lowest: float, highest: float
) -> Floats:
    """ln markup: base + (1 - pass_through) x advantage + taste, within [ln lowest, ln highest].

    advantage (n) is ln quality less ln unit cost; all log points. Incomplete pass-through: [MKUP].
    """
    return np.clip(base + (1.0 - pass_through) * advantage + taste, np.log(lowest), np.log(highest))


def set_prices(world: World) -> None:
    """Set every firm's markup and price."""
    p = world.scenario.production
    firms = world.firms
    base = world.cells.base_markup
    firms.markup = by_rows(
        lambda v, unit_cost, cell, taste: markups(
            v - unit_cost,
            base[cell],
            taste,
            pass_through=p.pass_through,
            lowest=p.markup_lowest,
            highest=p.markup_highest,
        ),
        firms.v, firms.unit_cost, world.firm_cell(), firms.markup_taste,
    )  # fmt: skip
    np.add(firms.unit_cost, firms.markup, out=firms.price)
