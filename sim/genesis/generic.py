"""The generic population from which firms of every site are drawn."""

from __future__ import annotations

import numpy as np

from sim.genesis.traits import Traits, starting_law
from sim.luck import Luck
from sim.scenario.schema import Scenario
from sim.state.identity import Birth, identity_at_place


def generic_population(scenario: Scenario, seed: int) -> Traits:
    """Traits of a population that starts from the law of dynamics."""
    n = scenario.run.generic_firms
    rows = np.arange(n)
    ids = identity_at_place(0, Birth.DERIVED, rows * 0, rows * 0, rows)
    return starting_law(scenario, Luck(seed), ids)
