"""Keyed random numbers: Philox4x32-10 (Salmon et al. 2011) and normals by inverse CDF (Wichura 1988, AS241).

The counter is (identity low, identity high, quarter, purpose and draw), the key is the seed: a draw
depends on its cause alone, never on how many draws were made before it.
"""

from typing import SupportsInt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kernels.compile import inlined, jit, plain
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]

_MASK = 0xFFFFFFFF
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF, _SIX, _26 = np.uint64(_MASK), np.uint64(32), np.uint64(6), np.uint64(26)
_ULP = 2.0**-52


@inlined
def philox4x32(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Ten rounds on a counter and key of 32-bit words, each held in a uint64."""
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = ((p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW)
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@inlined
def unit(identity: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> float:
    """One uniform in the open interval (0, 1); c2, c3 from `cause_of`, k0, k1 from `key_of`."""
    w0, w1, _, _ = philox4x32(identity & _LOW, identity >> _HALF, c2, c3, k0, k1)
    bits = ((w0 >> _SIX) << _26) | (w1 >> _SIX)
    # 52 bits, so that the half is exact and neither 0 nor 1 can come out.
    return (np.float64(bits) + 0.5) * _ULP


@jit
def _fill(
    out: Floats,
    ids: NDArray[np.uint64],
    c2: np.uint64,
    c3: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    first: int,
    last: int,
) -> None:
    for i in range(first, last):
        out[i] = unit(ids[i], c2, c3, k0, k1)


@jit
def _fill_each(
    out: Floats,
    ids: NDArray[np.uint64],
    c2: NDArray[np.uint64],
    c3: NDArray[np.uint64],
    k0: np.uint64,
    k1: np.uint64,
    first: int,
    last: int,
) -> None:
    for i in range(first, last):
        out[i] = unit(ids[i], c2[i], c3[i], k0, k1)


@jit
def _fill_years(
    out: Floats,
    ids: NDArray[np.uint64],
    quarter: np.uint64,
    c3: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    first: int,
    last: int,
) -> None:
    for i in range(first, last):
        year = (quarter + (ids[i] & np.uint64(3))) >> np.uint64(2)
        out[i] = unit(ids[i], year, c3, k0, k1)


@jit
def _fill_grid(
    out: Floats, ids: NDArray[np.uint64], c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> None:
    for i in range(ids.size):
        for j in range(out.shape[1]):
            out[i, j] = unit(ids[i], c2, c3 + np.uint64(j), k0, k1)


@inlined
def _near_tail(r: float) -> float:
    """AS241 outside the central region, r = sqrt(−ln(smaller tail)) up to 5."""
    r -= 1.6
    up = 2.27238449892691845833e-2 + r * 7.74545014278341407640e-4
    up = 1.27045825245236838258 + r * (2.41780725177450611770e-1 + r * up)
    up = 5.76949722146069140550 + r * (3.64784832476320460504 + r * up)
    up = 1.42343711074968357734 + r * (4.63033784615654529590 + r * up)
    low = 5.47593808499534494600e-4 + r * 1.05075007164441684324e-9
    low = 1.48103976427480074590e-1 + r * (1.51986665636164571966e-2 + r * low)
    low = 1.67638483018380384940 + r * (6.89767334985100004550e-1 + r * low)
    low = 1.0 + r * (2.05319162663775882187 + r * low)
    return up / low


@jit
def _far_tail(r: float) -> float:
    """AS241 beyond r = 5."""
    r -= 5.0
    up = 2.71155556874348757815e-5 + r * 2.01033439929228813265e-7
    up = 2.65321895265761230930e-2 + r * (1.24266094738807843860e-3 + r * up)
    up = 1.78482653991729133580 + r * (2.96560571828504891230e-1 + r * up)
    up = 6.65790464350110377720 + r * (5.46378491116411436990 + r * up)
    low = 1.42151175831644588870e-7 + r * 2.04426310338993978564e-15
    low = 7.86869131145613259100e-4 + r * (1.84631831751005468180e-5 + r * low)
    low = 1.36929880922735805310e-1 + r * (1.48753612908506148525e-2 + r * low)
    low = 1.0 + r * (5.99832206555887937690e-1 + r * low)
    return up / low


@inlined
def _central(u: float) -> float:
    """AS241 in the central region, u within 0.425 of a half."""
    q = u - 0.5
    r = 0.180625 - q * q
    up = 3.34305755835881281050e4 + r * 2.50908092873012267270e3
    up = 4.59219539315498714570e4 + r * (6.72657709270087008530e4 + r * up)
    up = 1.97159095030655144270e3 + r * (1.37316937655094611250e4 + r * up)
    up = 3.38713287279636660800 + r * (1.33141667891784377450e2 + r * up)
    low = 2.87290857357219426740e4 + r * 5.22649527885285455610e3
    low = 2.12137943015865958670e4 + r * (3.93078958000927105830e4 + r * low)
    low = 6.87187007492057908300e2 + r * (5.39419602142475110770e3 + r * low)
    low = 1.0 + r * (4.23133307016009112520e1 + r * low)
    return q * up / low


# Loops without a branch each, so that they run on vectors; numpy takes logarithms that way too.
@jit
def _centrals(out: Floats, u: Floats) -> None:
    for i in range(u.size):
        out[i] = _central(u[i])


@jit
def _outside(spots: NDArray[np.int64], smaller: Floats, u: Floats) -> int:
    count = 0
    for i in range(u.size):
        spots[count], smaller[count] = i, min(u[i], 1.0 - u[i])
        count += abs(u[i] - 0.5) > 0.425
    return count


@jit
def _tails(out: Floats, u: Floats, spots: NDArray[np.int64], logs: Floats) -> None:
    near = np.empty(logs.size)
    for k in range(logs.size):
        near[k] = _near_tail(np.sqrt(-logs[k]))
    for k in range(logs.size):
        i, z = spots[k], near[k]
        if logs[k] < -25.0:
            z = _far_tail(np.sqrt(-logs[k]))
        out[i] = -z if u[i] < 0.5 else z


def _quantiles(out: Floats, u: Floats) -> None:
    _centrals(out, u)
    spots, smaller = np.empty(u.size + 1, np.int64), np.empty(u.size + 1)
    count = _outside(spots, smaller, u)
    _tails(out, u, spots[:count], np.log(smaller[:count]))


def key_of(seed: SupportsInt) -> tuple[np.uint64, np.uint64]:
    """Both words of the key that a seed makes."""
    whole = int(seed)
    return np.uint64(whole & _MASK), np.uint64((whole >> 32) & _MASK)


def cause_of(quarter: int, purpose: int, draw: int) -> tuple[np.uint64, np.uint64]:
    """Words of the counter for a cause; ValueError where purpose or draw is not in 0..65535."""
    if not (0 <= purpose < 65536 and 0 <= draw < 65536):
        raise ValueError(f"purpose {purpose} and draw {draw} must lie in 0..65535")
    return np.uint64(quarter & _MASK), np.uint64(purpose << 16 | draw)


def uniform(seed: SupportsInt, ids: ArrayLike, quarter: int, purpose: int, draw: int = 0) -> Floats:
    """Uniforms in the open interval (0, 1), one an identity (u64[n] → f64[n]).

    `quarter` is taken modulo 2³²; raises ValueError where purpose or draw is not in 0..65535.
    """
    keys = plain(ids, np.uint64)
    out = np.empty(keys.size)
    cause = (*cause_of(quarter, purpose, draw), *key_of(seed))
    in_parts(lambda first, last: _fill(out, keys, *cause, first, last), keys.size)
    return out


def uniform_each(
    seed: SupportsInt, ids: ArrayLike, quarters: ArrayLike, purpose: int, draws: ArrayLike
) -> Floats:
    """Uniforms where quarter and draw differ from row to row (each i64[n] or one number → f64[n])."""
    keys = plain(ids, np.uint64)
    when = np.broadcast_to(np.asarray(quarters, np.int64), keys.shape) & _MASK
    which = np.broadcast_to(np.asarray(draws, np.int64), keys.shape)
    if keys.size:
        cause_of(0, purpose, int(which.min()))
        cause_of(0, purpose, int(which.max()))
    out = np.empty(keys.size)
    causes, key = (plain(when, np.uint64), plain(purpose << 16 | which, np.uint64)), key_of(seed)
    in_parts(lambda first, last: _fill_each(out, keys, *causes, *key, first, last), keys.size)
    return out


def uniform_of_year(seed: SupportsInt, ids: ArrayLike, quarter: int, purpose: int) -> Floats:
    """Uniforms that stay for a year, one an identity; its years start at a quarter (id mod 4) of its own."""
    keys = plain(ids, np.uint64)
    out = np.empty(keys.size)
    cause = (*cause_of(quarter, purpose, 0), *key_of(seed))
    in_parts(lambda first, last: _fill_years(out, keys, *cause, first, last), keys.size)
    return out


def uniform_grid(seed: SupportsInt, ids: ArrayLike, quarter: int, purpose: int, draws: int) -> Floats:
    """Draws 0 … draws−1 of every identity, f64[n, draws]; column j equals `uniform(..., draw=j)`."""
    keys = plain(ids, np.uint64)
    cause_of(quarter, purpose, max(draws - 1, 0))
    out = np.empty((keys.size, draws))
    _fill_grid(out, keys, *cause_of(quarter, purpose, 0), *key_of(seed))
    return out


def quantile(u: ArrayLike) -> Floats:
    """Standard normal quantile of each u in (0, 1), relative error about 1e-15 (AS241)."""
    return _to_normals(plain(u, np.float64))


def _to_normals(uniforms: Floats) -> Floats:
    out = np.empty(uniforms.shape)
    flat, u = out.reshape(-1), uniforms.reshape(-1)
    in_parts(lambda first, last: _quantiles(flat[first:last], u[first:last]), u.size)
    return out


def normal(seed: SupportsInt, ids: ArrayLike, quarter: int, purpose: int, draw: int = 0) -> Floats:
    """Standard normals, one an identity: the quantile of the same uniform."""
    keys = plain(ids, np.uint64)
    out = np.empty(keys.size)
    cause = (*cause_of(quarter, purpose, draw), *key_of(seed))

    def part(first: int, last: int) -> None:
        u = np.empty(last - first)
        _fill(u, keys[first:last], *cause, 0, u.size)
        _quantiles(out[first:last], u)

    in_parts(part, keys.size)
    return out


def normal_grid(seed: SupportsInt, ids: ArrayLike, quarter: int, purpose: int, draws: int) -> Floats:
    """Standard normals f64[n, draws]; column j equals `normal(..., draw=j)`."""
    return _to_normals(uniform_grid(seed, ids, quarter, purpose, draws))


def warm() -> None:
    """Compile this family."""
    ids = np.zeros(1, np.uint64)
    normal(0, ids, 0, 0)
    normal_grid(0, ids, 0, 0, 1)
    uniform(0, ids, 0, 0)
    uniform_each(0, ids, 0, 0, 0)
    uniform_of_year(0, ids, 0, 0)
    quantile(np.full(1, 0.5))
