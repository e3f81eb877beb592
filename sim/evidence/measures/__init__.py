"""Facts measured on the panel of one run, by number of the fact."""

from __future__ import annotations

from collections.abc import Callable

from sim.evidence.measures import capital, firms, park, places, research
from sim.evidence.measures.number import Number
from sim.evidence.panel import Panel
from sim.scenario.schema import Scenario

Measure = Callable[[Panel, Scenario], dict[str, Number]]
"""Values of a fact's parts by name."""

MEASURES: dict[str, Measure] = {
    **firms.MEASURES, **research.MEASURES, **capital.MEASURES, **park.MEASURES, **places.MEASURES,
}  # fmt: skip
"""How each fact is measured."""
