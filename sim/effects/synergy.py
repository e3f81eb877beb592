"""Synergy: what members do together that none could alone: shared facilities, joint projects, local chains.

Off (strength 0) means: as if unshared. Facilities stand and cost money, owners use their own
technology, purchases keep their quarter-0 shares; only the benefit over doing without vanishes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.cells import product
from sim.kernels.compile import plain, plain_rows
from sim.kernels.coverage import covered, reach

type Floats = NDArray[np.float64]
type Rows = NDArray[np.integer]
type Strength = float | Floats


def service_rate(capacity: ArrayLike, queue: ArrayLike) -> Floats:
    """Share of a facility's queue that is served, min(1, capacity/max(queue, 1)): a club good that congests.

    Both in projects a quarter, any one shape. Source: club goods, Buchanan (1965); form assumed.
    """
    return np.minimum(1.0, np.asarray(capacity, np.float64) / np.maximum(queue, 1.0))


def facility_benefit(strength: Strength, z_park: ArrayLike, z_outside: float, beta: float) -> Floats:
    """Log-odds that a park facility adds to a stage: θ·β·max(0, z_park − z_outside).

    Service rates 0 to 1; z_outside is the outside laboratory's, to which a queueing project turns.
    Source: assumed, no causal anchor.
    """
    return strength * beta * np.maximum(0.0, np.asarray(z_park, np.float64) - z_outside)


def coverage(
    required: Floats, own_tech: Floats, partner_tech: Floats, partner_of: Rows
) -> tuple[Floats, Floats]:
    """Share of required technology that the owner covers, and owner with partners: two f64[q], 0 to 1.

    required[q, 8] is each project's requirement: per dimension of technology space the pole needed
    (sign) and how much of it (size). A member comes toward a dimension as far as its own position does
    on the same side, and no further than needed; of a team the furthest member counts:
    Σ_d min(max_m toward_md, |r_d|) / Σ_d |r_d|, and 1 where nothing is required.
    own_tech[q, 8] is the owner's position, partner_tech[m, 8] those of the partners, partner_of[m] the
    project of each. Union ≥ own; the order of partners is immaterial. Source: complementarity of
    knowledge in alliances [NOO]; measure assumed.
    """
    need = plain(required, np.float64)
    if not own_tech.shape[1] == partner_tech.shape[1] == need.shape[1]:
        raise ValueError(
            f"{need.shape[1]} dimensions required, {own_tech.shape[1]}, {partner_tech.shape[1]} held"
        )
    projects = np.arange(len(need))
    best, own, union = np.zeros_like(need), np.empty(len(need)), np.empty(len(need))
    reach(best, need, plain(own_tech, np.float64), projects)
    covered(own, best, need)
    reach(best, need, plain(partner_tech, np.float64), plain_rows(partner_of, len(need)))
    covered(union, best, need)
    return own, union


def coverage_gain(strength: Strength, union: Floats, own: Floats, beta: float) -> Floats:
    """Log-odds that partners add to a stage: θ·β·(union − own) ≥ 0, f64[q]. Source: assumed."""
    return strength * beta * (union - own)


def chain_share(
    park_share_r: Floats, capacity_need_ratio: Floats, local_price: Floats, eta: float, cap: float = 0.9
) -> Floats:
    """Share of each input that the site's own sellers supply, f64[P, R] in 0 to cap.

    park_share_r·min(1, ratio/park_share_r)·p^(1 − η): park_share_r[R] (or [P, R]) is the share bought
    locally where capacity allows, capacity_need_ratio[P, R] local capacity over the site's need (both
    in million CNY a quarter), local_price[P, R] last quarter's mean price relative to outside.
    Source: Armington (1969) with one local variety, so no love of variety; η assumed.
    """
    available = np.minimum(park_share_r, capacity_need_ratio)
    return np.clip(available * local_price ** (1.0 - eta), 0.0, cap)


def input_price(
    strength: Strength, local_share: Floats, local_price: Floats, outside_price: ArrayLike, tau: float
) -> Floats:
    """ln price of each input at each site: θ·s·ln(p/τ) + (1 − θ·s)·ln z, f64[P, R].

    local_share[P, R] from `chain_share`, local_price[P, R] mean delivered price, outside_price z
    ([R] or [P, R]; a supply shock raises it), tau the cost of distance saved by buying next door.
    Source: chain completeness; τ assumed.
    """
    local = strength * local_share
    return local * np.log(local_price / tau) + (1.0 - local) * np.log(outside_price)


def input_cost_index(a_rs: Floats, ln_price_pr: Floats) -> Floats:
    """ln input price index by site and buyer sector, Σ_r a_rs·ln P_pr, f64[P, S]; cost shares a_rs[R, S]."""
    return product(ln_price_pr, a_rs)
