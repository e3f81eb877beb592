"""Taxes against the same sentences in numpy, bit for bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels.taxes import assess


@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
def test_equals_numpy(n, seed):
    rng = np.random.default_rng(seed)
    accounts = rng.uniform(0.0, 9.0, (13, n)) * 10.0 ** rng.integers(-2, 3, (13, n))
    sector, vat_rate, rules = rng.integers(0, 5, n).astype(np.int16), rng.random(5), tuple(rng.random(7))
    revenue, exports, materials, wages, overhead, rent, research = accounts[:7]
    capital, interest, grants, reported, deduction, rate = accounts[7:]
    office, bought, wear, surcharge, levies, standing, usual = rules
    vat = vat_rate[sector] * np.maximum(revenue - exports - materials, 0.0)
    levied = surcharge * vat + levies * revenue
    operating = revenue - materials - wages - office * overhead - rent - bought * research - levied
    profit = operating - wear * capital - interest + grants
    before = np.maximum(profit - standing * reported, 0.0)
    base = np.maximum(profit - deduction * reported, 0.0)
    relief = base * (usual - rate) + (before - base) * usual
    expected = vat, levied, relief, operating, profit, base * rate
    for got, known in zip(assess(list(accounts), sector, vat_rate, rules), expected, strict=True):
        assert np.array_equal(got, known)
