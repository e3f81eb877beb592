"""Talent: people go where people are, match better there, lift research and carry knowledge.

Off (strength 0) means: as if unmatched. Migration by wage, rent, amenity and policy, graduates and
hiring go on; thickness, match quality, the premium of leading talent and what hires carry vanish.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.pools import leads

type Floats = NDArray[np.float64]
type Strength = float | Floats
type Rows = NDArray[np.integer]

# An emptied market counts as a thousandth of its quarter-0 self, so that people can come back to it.
THINNEST = 1e-3


def match_gain(
    strength: Strength, thickness: ArrayLike, base: ArrayLike, kappa: float, *, floor: float = 1.0
) -> Floats:
    """Log productivity gain of staff in a thick market: θ·κ·ln(thickness/base), zero at quarter 0.

    thickness and base (its quarter-0 value) in persons of the same class within reach, any shape, each
    at least `floor`; κ is per unit of ln (1 % a doubling is .0144). The caller weights it by the cost
    share of that staff. Source: A; bounded by the total agglomeration elasticity [DON].
    """
    return strength * kappa * np.log(np.maximum(thickness, floor) / np.maximum(base, floor))


def migration_utility(
    strength: Strength,
    wage: Floats,
    rent: Floats,
    tax: ArrayLike,
    amenity: Floats,
    thickness_ratio: Floats,
    policy: Floats,
    base: Floats,
    hours: Floats,
    *,
    wage_el: Floats,
    psi: float,
    hours_el: float,
    rent_share: float,
) -> Floats:
    """Utility of each destination from each origin, f64[K, C + 1, C + 1] (class, from, to); outside is last.

    ν_k·ln(w(1 − tax)/rent^share) + amenity + θ·ψ·ln(thickness ratio) + policy − hours_el·ln(1 + hours)
    + ln base.
    wage, thickness_ratio (to quarter 0; outside 1), policy and base (persons at quarter 0, outside its
    stock) are [C + 1, K]; rent and amenity [C + 1]; tax a number or [C + 1, K]; hours [C + 1, C + 1] of
    travel, infinite where a border is closed; wage_el ν is [K], rent_share that of a household.
    Source: log-odds of location [MW], peers [FUGA], distance [LIYAN]; ψ assumed.
    """
    real_wage = np.log(wage * (1.0 - np.asarray(tax))) - rent_share * np.log(rent)[:, None]
    pull = wage_el * real_wage + amenity[:, None] + policy + _ln_or_never(base)
    pull = pull + strength * psi * np.log(np.maximum(thickness_ratio, THINNEST))
    return pull.T[:, None, :] - hours_el * np.log1p(hours)[None, :, :]


def choice_shares(utility: Floats) -> Floats:
    """Logit shares over the last axis; a destination at −∞ gets exactly 0, sums are sequential.

    Source: McFadden (1974).
    """
    best = utility.max(axis=-1, keepdims=True)
    odds = np.exp(utility - np.where(np.isfinite(best), best, 0.0))
    total = np.cumsum(odds, axis=-1)[..., -1:]
    return odds / np.where(total > 0.0, total, 1.0)


def migration_flows(
    strength: Strength,
    stocks: Floats,
    wage: Floats,
    rent: Floats,
    tax: ArrayLike,
    amenity: Floats,
    thickness_ratio: Floats,
    policy: Floats,
    base: Floats,
    hours: Floats,
    *,
    considering: Floats,
    wage_el: Floats,
    psi: float,
    hours_el: float,
    rent_share: float,
) -> Floats:
    """Expected movers of a quarter, persons f64[K, C + 1, C + 1] (class, from, to); the diagonal is 0.

    considering[K] is the share of stocks[C + 1, K] that thinks of moving; they choose by the logit of
    `migration_utility`, whose arguments the others are. Nobody is made or lost: `net_migration` sums to 0.
    """
    shares = choice_shares(
        migration_utility(
            strength,
            wage,
            rent,
            tax,
            amenity,
            thickness_ratio,
            policy,
            base,
            hours,
            wage_el=wage_el,
            psi=psi,
            hours_el=hours_el,
            rent_share=rent_share,
        )
    )
    flows = (considering * stocks).T[:, :, None] * shares
    here = np.arange(flows.shape[1])
    flows[:, here, here] = 0.0
    return flows


def net_migration(flows: Floats) -> Floats:
    """Arrivals less departures, persons f64[C + 1, K], from flows[K, C + 1, C + 1]; each column sums to 0."""
    arrivals = np.cumsum(flows, axis=1)[:, -1, :]
    departures = np.cumsum(flows, axis=2)[:, :, -1]
    return (arrivals - departures).T


def leading_premium(
    strength: Strength,
    leading_quality: ArrayLike,
    laboratory_budget: ArrayLike,
    *,
    quality_reference: float,
    budget_reference: float,
    beta: float,
) -> Floats:
    """Log-odds that leading talent adds to a research stage: θ·β·q/(q + q_ref)·min(1, budget/budget_ref).

    leading_quality q is heads × quality of the owner's (or its partners') leading talent, with
    diminishing returns; laboratory_budget is R&D money a technical head (million CNY a year): a star
    without a laboratory changes nothing. Source: stars [ASH], funds and team [WANGY]; form assumed.
    """
    quality = np.asarray(leading_quality, np.float64)
    equipped = np.minimum(1.0, np.asarray(laboratory_budget, np.float64) / budget_reference)
    return strength * beta * quality / (quality + quality_reference) * equipped


def pool_lead(a: Floats, leavers: Floats, pool: Rows) -> Floats:
    """By how much the old employers of a pool's movers lead each firm, f64[n] ≥ 0 in ln TFP.

    Σ_j leavers_j·max(a_j − a_i, 0) / Σ_j leavers_j over the firms of the same pool: what an arrival
    drawn at random from those who left can be expected to bring. a[n] last quarter's ln TFP,
    leavers[n] persons, pool[n] city (and class) number. A firm without leavers changes nobody.
    """
    return leads(a, leavers, pool)


def hire_spill(strength: Strength, hires: Floats, heads: Floats, lead: Floats, *, transfer: float) -> Floats:
    """Knowledge that hires carry, f64[n] ≥ 0 in ln TFP a quarter: θ·transfer·(hires/heads)·lead.

    hires[n] of the quarter and heads[n] of technical staff, these among them (persons; a firm with fewer
    heads than hires counts as all new), lead[n] from `pool_lead`. Source: gain from hires out of better
    firms [SZ].
    """
    staff = np.maximum(heads, hires)
    return strength * transfer * hires / np.where(staff > 0.0, staff, 1.0) * lead


def _ln_or_never(persons: Floats) -> Floats:
    """ln of a stock, −∞ where it is empty: nobody moves to where nobody is."""
    return np.log(persons, where=persons > 0.0, out=np.full(persons.shape, -np.inf))
