"""Scale: unit cost falls with the jobs within reach and rises with crowding.

Off (strength 0) means: as if scattered in the hinterland, at the reference mass and density.
Rents, wages and commuting push back through prices and are no part of this effect.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.cells import product

type Floats = NDArray[np.float64]
type Rows = NDArray[np.integer]
type Strength = float | Floats

REACH_IN_HALVES = 10.0


def reach_matrix(distance_km: Floats, half_km: float) -> Floats:
    """Weight of jobs at each distance: 2^(−d/half_km), exactly 0 beyond ten half-distances.

    Any shape, km → same shape, 0 to 1. Source: spatial decay of human capital spillovers [RS].
    """
    halves = distance_km / half_km
    return np.where(halves > REACH_IN_HALVES, 0.0, np.exp2(-halves))


def mass(jobs_ps: Floats, kernel: Floats) -> tuple[Floats, Floats]:
    """Jobs within reach of each site: by sector f64[P, S] and over all sectors f64[P] (persons).

    jobs_ps[P, S] are heads by site and sector, kernel[P, P] the reach from site (row) to site (column).
    """
    mass_ps = product(kernel, jobs_ps)
    return mass_ps, product(mass_ps, np.ones((mass_ps.shape[1], 1)))[:, 0]


def scale_gain(
    strength: Strength,
    own_jobs: Floats,
    site: Rows,
    sector: Rows,
    mass_sector: Floats,
    mass_all: Floats,
    density: Floats,
    *,
    e_loc: float,
    e_urb: float,
    kappa: float,
    chi: float,
    m0: float,
    mass_ref_s: Floats,
    mass_ref: float,
    density_ref: float,
    density_0: float,
    own_weight: Floats | None = None,
) -> Floats:
    """Log efficiency gain of each firm, f64[n]; it lowers ln unit cost.

    θ·{e_loc·ln((M_ps + m0)/(Mref_s + m0)) + e_urb·ln((M_p + m0)/(Mref + m0)) − κ·(D^χ − Dref^χ)/(χ·D0^χ)},
    masses without the firm's own jobs. own_jobs[n], mass_sector[P, S], mass_all[P], m0, mass_ref_s[S]
    and mass_ref in persons, densities in jobs per km² of the site. own_weight[P] is the reach of a site
    to itself (default 1), with which a firm entered its own mass.
    Source: localisation and urbanisation elasticities [DON], [GLT]; the crowding term is assumed.
    """
    # Arrays are looked up faster by numbers of the machine's own width, and in one dimension.
    site, sector = site.astype(np.int64), sector.astype(np.int64)
    own = own_jobs if own_weight is None else own_jobs * own_weight[site]
    near_same = np.maximum(mass_sector.ravel()[site * mass_sector.shape[1] + sector] - own, 0.0)
    near_all = np.maximum(mass_all[site] - own, 0.0)
    crowding: Floats = (density**chi - density_ref**chi) / (chi * density_0**chi)
    gain: Floats = strength * (
        e_loc * np.log((near_same + m0) / (mass_ref_s + m0)[sector])
        + e_urb * np.log((near_all + m0) / (mass_ref + m0))
        - kappa * crowding[site]
    )
    return gain


def outside_weight(strength: float, people: float, trend: float, *, elasticity: float, sigma: float) -> float:
    """Factor on the CES weight of sellers elsewhere in the country when people leave them, 1 at trend.

    Their unit cost follows ln c = −θ·elasticity·ln(people/trend), so that what a place gains by people who come
    is lost where they left; weight is c^(1 − sigma). people and trend in persons, elasticity = e_loc + e_urb.
    Source: the indirect effects of agglomeration that cancel over a country [KM].
    """
    return float((people / trend) ** (strength * elasticity * (sigma - 1.0)))


def optimal_density(*, e_loc: float, e_urb: float, kappa: float, chi: float, density_0: float) -> float:
    """Density (jobs/km²) at which the gain peaks when all mass is on the site and m0 is small beside it.

    D* = D0·((e_loc + e_urb)/κ)^(1/χ): jobs elsewhere within reach, m0 and rent all move the peak down.
    Infinite without crowding (κ = 0).
    """
    if kappa == 0.0:
        return float("inf")
    return float(density_0 * ((e_loc + e_urb) / kappa) ** (1.0 / chi))
