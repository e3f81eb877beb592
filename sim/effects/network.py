"""Network: knowledge moves along links, from those ahead to those who can follow.

Off (strength 0) means: nobody learns and nobody drifts toward teachers, while links form, fade and
cost as before and firms go on searching by themselves.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.compile import plain, plain_rows
from sim.kernels.learning import distances, lessons, project

type Floats = NDArray[np.float64]
type Rows = NDArray[np.integer]
type Flags = NDArray[np.bool_]
type Strength = float | Floats

REACH_IN_HALVES = 10.0


def proximity(distance: Floats, opt: float, sd: float) -> Floats:
    """Inverted U of learning in cognitive distance: exp(−(d − opt)²/(2·sd²)), 0 to 1.

    Too near teaches nothing new, too far is not understood. Source: [NOO].
    """
    return np.exp(-((distance - opt) ** 2) / (2.0 * sd**2))


def cognitive_distance(tech: Floats, radius: ArrayLike, link_a: Rows, link_b: Rows) -> Floats:
    """Distance of the two ends of each link, f64[m] in 0 to 1: ‖tech_a − tech_b‖/(r_a + r_b), at most 1.

    tech[n, 8] in technology space; radius: of the sphere of a firm's sector, one number or f64[n].
    """
    ends = plain_rows(link_a, len(tech)), plain_rows(link_b, len(tech))
    return distances(plain(tech, np.float64), _radii(radius, len(tech)), *ends)


def absorptive_capacity(rd_stock: Floats, reference: Floats, exponent: float) -> Floats:
    """How much of a lesson sticks: min(1, (R/R̄)^exponent), f64[n] in 0 to 1; 0 without R&D.

    rd_stock and reference > 0 (stock of an outside firm of the same size) in million CNY.
    Source: Cohen and Levinthal (1990); the exponent is assumed.
    """
    return np.minimum(1.0, rd_stock / reference) ** exponent


def contact_weight(
    metres: Floats, same_building: NDArray[np.bool_], *, half_hub_km: float, half_local_km: float
) -> Floats:
    """Weight of an informal contact: 2^(−distance/half), half_hub_km inside a building, else half_local_km.

    Exactly 0 beyond ten half-distances. Source: nothing beyond 20 m on a floor [ROC], 2 km rings [ZSWK].
    """
    halves = metres / (1000.0 * np.where(same_building, half_hub_km, half_local_km))
    return np.where(halves > REACH_IN_HALVES, 0.0, np.exp2(-halves))


def learning(
    strength: Strength,
    a: Floats,
    tech: Floats,
    radius: ArrayLike,
    absorptive: Floats,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    *,
    rate: float,
    cog_opt: float,
    cog_sd: float,
) -> Floats:
    """What each firm learns in a quarter, f64[n] ≥ 0 in ln TFP.

    θ·rate·A_i·Σ_j w_ij·max(a_j − a_i, 0)·exp(−(d_ij − opt)²/(2·sd²)) / max(1, Σ_j w_ij).
    a[n] is ln TFP of last quarter, absorptive[n] from `absorptive_capacity`, links are undirected rows
    (link_a[m], link_b[m], -1 nobody) with weight[m] ≥ 0; sums run in the order of the links.
    Source: inverted U of alliances [NOO]; Cohen and Levinthal (1990); rate assumed.
    """
    all_, none = np.ones(len(a), np.bool_), np.zeros(len(a), np.bool_)
    gain, contact, _ = _lessons(
        a, tech, radius, link_a, link_b, weight, cog_opt, cog_sd, meets=all_, asks=none
    )
    return strength * rate * absorptive * gain / np.maximum(1.0, contact)


def learning_and_teachers(
    strength: Strength,
    a: Floats,
    tech: Floats,
    radius: ArrayLike,
    absorptive: Floats,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    *,
    rate: float,
    cog_opt: float,
    cog_sd: float,
    meets: Flags | None = None,
    asks: Flags | None = None,
    home: Rows | None = None,
) -> tuple[Floats, Floats]:
    """`learning` with, from the same pass, the mean position of each firm's teachers f64[n, 8].

    Teachers count by what they teach; a firm without a teacher has its own position. meets bool[n] says who
    meets others (all by default), asks bool[n] whose teachers are asked for (all by default; else 0). home
    i16[n] numbers the places of firms: a large world may take links place by place, to read what lies near.
    """
    all_ = np.ones(len(a), np.bool_)
    gain, contact, teachers = _lessons(
        a, tech, radius, link_a, link_b, weight, cog_opt, cog_sd,
        meets=all_ if meets is None else meets, asks=all_ if asks is None else asks, home=home,
    )  # fmt: skip
    return strength * rate * absorptive * gain / np.maximum(1.0, contact), teachers


def tech_drift(
    strength: Strength, tech: Floats, teachers: Floats, noise: Floats, *, rate: float, noise_scale: float
) -> Floats:
    """Positions after a quarter's drift, f64[n, 8], before projection to the sphere.

    tech + θ·rate·(teachers − tech) + noise_scale·noise: imitation is the effect; the firm's own search
    (noise, standard normals of the same shape) stays on at strength 0. Source: assumed.
    """
    return tech + strength * rate * (teachers - tech) + noise_scale * noise


def project_to_sphere(tech: Floats, centre: Floats, radius: ArrayLike) -> Floats:
    """Nearest points f64[n, 8] on spheres round `centre` ([8] or [n, 8]) with `radius` (one number or [n]).

    A point at its centre has no nearest one and goes along the first axis.
    """
    middle = plain(np.atleast_2d(centre), np.float64)
    if middle.shape not in ((1, tech.shape[1]), tech.shape):
        raise ValueError(f"centres {middle.shape} do not fit positions {tech.shape}")
    out = np.empty(tech.shape)
    project(out, plain(tech, np.float64), middle, _radii(radius, len(tech)))
    return out


def _radii(radius: ArrayLike, rows: int) -> Floats:
    """Radii as f64[rows], or f64[1] where one number serves all."""
    radii = np.asarray(radius, np.float64)
    return plain(radii if radii.ndim == 0 else np.broadcast_to(radii, (rows,)), np.float64).reshape(-1)


def _lessons(
    a: Floats,
    tech: Floats,
    radius: ArrayLike,
    link_a: Rows,
    link_b: Rows,
    weight: Floats,
    optimum: float,
    spread: float,
    *,
    meets: Flags,
    asks: Flags,
    home: Rows | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Gains, weights of contact, and mean positions of the teachers (0 unless asked for)."""
    n = len(tech)
    if not (len(a) == len(meets) == len(asks) == n and len(link_a) == len(link_b) == len(weight)):
        raise ValueError(f"{len(a)} firms, {n} positions; {len(link_a)}, {len(link_b)}, {len(weight)} links")
    return lessons(
        plain(a, np.float64),
        plain(tech, np.float64),
        _radii(radius, n),
        plain(link_a, np.int64),
        plain(link_b, np.int64),
        plain(weight, np.float64),
        float(optimum),
        float(spread),
        meets=plain(meets, np.bool_),
        asks=plain(asks, np.bool_),
        home=None if home is None else plain(home, np.int16),
    )
