"""What firms are like at quarter 0, in units relative to the reference sales of their cell.

The law of the start follows the measured small system: young firms have entrants' sizes, older ones
a Pareto tail; about half are younger than five. A generic population that starts so lives ten years
before firms of the real sites are drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sim.luck import Luck, Purpose
from sim.scenario.schema import Scenario
from sim.state.firms import Owner
from sim.state.identity import Ids
from sim.state.table import Floats, Ints


@dataclass
class Traits:
    """One entry a firm; sizes and money relative to reference sales (S0) or to the firm's own sales."""

    born: Ints
    size: Floats
    alpha: Floats
    z: Floats
    v: Floats
    markup_taste: Floats
    growth_type: Floats
    rd_taste: Floats
    tech_score: Floats
    owner: NDArray[np.int8]
    ht_draw: Floats
    core_share: Floats
    cash: Floats
    rd_stock: Floats
    operating: Floats
    past: Floats
    """Sales of this and the two years before over this year's, f64[n, 3]; 0 where a firm sold nothing."""

    def take(self, rows: NDArray[np.integer]) -> Traits:
        """The traits of some rows, repeats allowed."""
        return Traits(*(getattr(self, f.name)[rows] for f in fields(self)))


def starting_law(scenario: Scenario, luck: Luck, ids: Ids) -> Traits:
    """Draw the start of a population (n identities) from the law of dynamics."""
    p, d = scenario.production, scenario.demography

    def u(draw: int) -> Floats:
        return luck.uniform(Purpose.POPULATION, ids, 0, draw)

    def normal(draw: int) -> Floats:
        return luck.normal(Purpose.POPULATION, ids, 0, 100 + draw)

    young = u(0) < d.start_young_share
    age = np.where(young, 5.0 * u(1), 5.0 - d.start_age_scale * np.log(u(1)))
    entrant = d.entrant_size * np.exp(d.entrant_size_sd * normal(0) - 0.5 * d.entrant_size_sd**2)
    tail = np.minimum(d.start_size_scale * u(2) ** (-1.0 / d.start_tail), d.start_size_cap)
    size = np.where(young, np.minimum(entrant, d.entrant_size_cap) * np.exp(0.1 * age), tail)
    alpha = p.alpha_sd * normal(1)
    owner = np.where(
        u(3) < d.state_owned, Owner.STATE, np.where(u(3) > 1 - d.foreign_owned, Owner.FOREIGN, Owner.PRIVATE)
    )
    return Traits(
        born=-np.floor(4.0 * age).astype(np.int64) - 1,
        size=size,
        alpha=alpha,
        z=alpha + p.start_efficiency_sd * normal(2),
        v=np.zeros(len(ids)),
        markup_taste=p.markup_sd * normal(3),
        growth_type=d.growth_type_mean + d.growth_type_sd * normal(4),
        rd_taste=scenario.research.taste_sd * normal(5),
        tech_score=u(4),
        owner=owner.astype(np.int8),
        ht_draw=u(5),
        core_share=0.5 + 0.5 * np.sqrt(u(6)),
        cash=0.25 * (0.4 + u(7)),
        rd_stock=np.ones(len(ids)),
        operating=np.full(len(ids), 0.1),
        past=np.ones((len(ids), 3)),
    )
