"""What the phase measures firms by; constant within a quarter, so worked out once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernels.threads import side_by_side
from sim.scenario.parameters.production import Production
from sim.scenario.parameters.projects import Projects
from sim.scenario.parameters.research import Research
from sim.state.table import Bools, Floats
from sim.world import World


@dataclass(frozen=True)
class Yardsticks:
    """Measures of every firm: all f64[n]."""

    size: Floats
    """Yearly revenue over the reference size of its site and sector."""
    intensity: Floats
    """R&D over revenue of a typical firm of its type, size and site."""
    norm_rd: Floats
    """Yearly R&D (m¥) of a typical firm of its type and size."""
    root_lines: Floats
    """Root of the number of its lines of business, by which shocks are divided."""
    projects: Floats
    """Floored size to the exponent with which projects rise in size."""


def research_norm(tech_firm: Bools, revenue_year: Floats, p: Research) -> Floats:
    """R&D over revenue of a typical firm of this type and size, f64[n]; no parameter of a lever enters.

    Technology firms: rho_tech·(revenue/reference)^(−slope); the others a constant.
    Source: R&D proportional to size within types (Cohen, Levin and Mowery 1987); levels assumed.
    """
    size = np.maximum(revenue_year, p.intensity_floor) / p.intensity_reference
    return np.where(tech_firm, p.rho_tech * size ** (-p.rho_tech_slope), p.rho_other)


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


def typical_intensity(world: World) -> Floats:
    """R&D over revenue of a typical firm of each firm's type, size and site, f64[n]; no lever moves it."""
    firms = world.firms
    norm = research_norm(firms.tech_firm > 0, firms.revenue_year / firms.weight, world.scenario.research)
    return np.asarray(norm * world.sites.rd_level[firms.site])


def yardsticks(world: World) -> Yardsticks:
    """Measures of all firms this quarter."""
    firms, p = world.firms, world.scenario
    size = firms.revenue_year / world.reference_sales()
    intensity, (lines, projects) = side_by_side(
        lambda: typical_intensity(world),
        lambda: (lines_of_business(size, p.production), projects_by_size(size, p.projects)),
        len(firms),
    )
    return Yardsticks(
        size=size,
        intensity=intensity,
        norm_rd=intensity * firms.revenue_year,
        root_lines=np.sqrt(lines),
        projects=projects,
    )
