"""What the phase measures firms by; constant within a quarter, so worked out once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.quarter.innovation.research import typical_intensity
from sim.scenario.parameters.production import Production
from sim.scenario.parameters.projects import Projects
from sim.state.table import Floats
from sim.world import World


@dataclass(frozen=True)
class Yardsticks:
    """Measures of every firm: all f64[n]."""

    size: Floats
    """Yearly revenue over the reference size of its site and sector."""
    norm_rd: Floats
    """Yearly R&D (m¥) of a typical firm of its type and size."""
    root_lines: Floats
    """Root of the number of its lines of business, by which shocks are divided."""
    projects: Floats
    """Floored size to the exponent with which projects rise in size."""


def lines_of_business(size: Floats, p: Production) -> Floats:
    """Independent lines of business of a firm of this size (revenue over reference), f64[n]: (1 + 20·s)^.57.

    Source: variance of growth falls with size as that of a bundle of lines would (Riccaboni et al. 2008).
    """
    return (1.0 + p.lines_scale * size) ** p.lines_exponent


def projects_by_size(size: Floats, p: Projects) -> Floats:
    """How the number of projects rises in relative size, f64[n]; value over sales falls by the same factor.

    One exponent and one floor for both: else mean growth would depend on size. Measured on a small system.
    """
    return np.maximum(size, p.size_floor) ** p.size_exponent


def yardsticks(world: World) -> Yardsticks:
    """Measures of all firms this quarter."""
    firms, p = world.firms, world.scenario
    size = firms.revenue_year / world.reference_sales()
    return Yardsticks(
        size=size,
        norm_rd=typical_intensity(world) * firms.revenue_year,
        root_lines=np.sqrt(lines_of_business(size, p.production)),
        projects=projects_by_size(size, p.projects),
    )
