"""Taxes of a firm and quarter: value added tax, levies, profit and income tax in one pass over the accounts."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rules = tuple[float, float, float, float, float, float, float]
"""Shares of overhead and of real R&D that are not staff, wear of capital a quarter, surcharges on value added tax,
levies on revenue, R&D that all may deduct beyond its cost, and the usual rate of income tax."""


@jit
def _assess(
    vat: Floats,
    levied: Floats,
    relief: Floats,
    operating: Floats,
    profit: Floats,
    tax: Floats,
    revenue: Floats,
    exports: Floats,
    materials: Floats,
    wages: Floats,
    overhead: Floats,
    rent: Floats,
    research: Floats,
    capital: Floats,
    interest: Floats,
    grants: Floats,
    reported: Floats,
    deduction: Floats,
    rate: Floats,
    vat_rate: Floats,
    sector: NDArray[np.int16],
    rules: Rules,
    first: int,
    last: int,
) -> None:
    office, bought, wear, surcharge, levies, standing, usual = rules
    for row in range(first, last):
        i = np.uint64(row)
        added = max(revenue[i] - exports[i] - materials[i], 0.0)
        vat[i] = vat_rate[np.uint64(sector[i])] * added
        levied[i] = surcharge * vat[i] + levies * revenue[i]
        operating[i] = (
            revenue[i]
            - materials[i]
            - wages[i]
            - office * overhead[i]
            - rent[i]
            - bought * research[i]
            - levied[i]
        )
        profit[i] = operating[i] - wear * capital[i] - interest[i] + grants[i]
        before = max(profit[i] - standing * reported[i], 0.0)
        base = max(profit[i] - deduction[i] * reported[i], 0.0)
        tax[i] = base * rate[i]
        relief[i] = base * (usual - rate[i]) + (before - base) * usual


def assess(
    accounts: Sequence[Floats], sector: NDArray[np.int16], vat_rate: Floats, rules: Rules
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Value added tax, levies, relief of income tax, operating profit, profit and income tax: six f64[n], m¥.

    ``accounts`` are contiguous f64[n]: revenue, exports, materials, wages, overhead, rent, real R&D, capital,
    interest, R&D from grants, reported R&D, how often it is deducted beyond its cost, and the rate of income tax.
    Value is added by sales at home less materials; levies are surcharges on its tax and a share of revenue.
    Income tax falls on profit less what is deducted; relief is what the usual rate and deduction would bring more.
    """
    n = sector.size
    found = np.empty(n), np.empty(n), np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    given: tuple[Any, ...] = (*found, *accounts, vat_rate, sector, rules)
    in_parts(partial(_assess, *given), n)
    return found


def warm() -> None:
    """Compile this family."""
    assess([np.zeros(1)] * 13, np.zeros(1, np.int16), np.zeros(1), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
