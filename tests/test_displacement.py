"""Displacement adds up for every lever where sites compete: five parks of the corridor and what is around them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.campaign import lever_alone
from sim.experiment.compare import lived
from sim.experiment.outcomes import DISPLACEMENT
from sim.genesis import build_world
from sim.scenario.files import load
from sim.scenario.levers import LEVERS

QUARTERS = 6
PARTS = (*DISPLACEMENT, "gain")
ROUNDING = 1e-9
"""Of the revenue of all sites."""


@pytest.fixture(scope="module")
def corridor():
    base = load("corridor", {"run.sample": 0.05, "run.quarters": QUARTERS, "levers.hte_tax.intensity": 0.0})
    start = build_world(base, 1)
    return base, start, flows(lived(start, base, base, 1))


def flows(world):
    """Parts and gain by quarter and site, f64[quarters, sites], and the revenue of all sites."""
    rows = world.observer.sites[1:]
    return {name: np.array([row[name] for row in rows]) for name in (*PARTS, "revenue")}


@pytest.mark.slow
@pytest.mark.parametrize("lever", LEVERS)
def test_what_a_lever_gains_is_created_or_taken(corridor, lever):
    base, start, without = corridor
    pulled = flows(lived(start, base, lever_alone(base, lever, 1.0), 1))
    slack = ROUNDING * pulled["revenue"].sum(axis=1).max()
    change = {name: pulled[name] - without[name] for name in PARTS}
    for told in (pulled, change):
        assert np.abs(sum(told[name] for name in DISPLACEMENT) - told["gain"]).max() <= slack
        assert np.abs(told["gain_from_sites"].sum(axis=1)).max() <= slack
    # A year's gain is revenue against the year before: nothing is gained that was not sold.
    grown = pulled["revenue"][4:] - pulled["revenue"][:-4]
    assert np.abs(pulled["gain"][4:] - grown).max() <= slack
