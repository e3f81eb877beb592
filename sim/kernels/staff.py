"""Heads of firms by class: who leaves, what is advertised, and who is there after hires."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import inlined, jit, plain
from sim.kernels.threads import in_parts

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]


@inlined
def _need(have: float, quits: float, wanted: float, speed: float) -> float:
    """Heads that the target asks for beyond those who stay; below zero it lays off."""
    return have + speed * (wanted - have) - have + quits


@jit
def _plan(
    vacancies: Floats,
    leaving: Floats,
    heads: Floats,
    wanted: Floats,
    fill: Floats,
    place: Rows,
    hop: float,
    speed: float,
    first: int,
    last: int,
) -> None:
    for k in range(heads.shape[0]):
        for i in range(first, last):
            have, quits = heads[k, i], hop * heads[k, i]
            need = _need(have, quits, wanted[k, i], speed)
            vacancies[k, i] = max(need, 0.0) / fill[np.uint64(place[i]), k]
            leaving[k, i] = quits + max(-need, 0.0)


@jit
def _settle(
    after: Floats,
    heads: Floats,
    wanted: Floats,
    vacancies: Floats,
    rate: Floats,
    place: Rows,
    hop: float,
    speed: float,
    first: int,
    last: int,
) -> None:
    for k in range(heads.shape[0]):
        for i in range(first, last):
            have, quits = heads[k, i], hop * heads[k, i]
            need = _need(have, quits, wanted[k, i], speed)
            hires = vacancies[k, i] * rate[np.uint64(place[i]), k]
            after[k, i] = max(have - quits - max(-need, 0.0) + hires, 0.0)


def plan(
    heads: Floats, wanted: Floats, fill: Floats, place: Rows, hop: float, speed: float
) -> tuple[Floats, Floats]:
    """Vacancies and heads that leave, f64[k, n] each, from heads[k, n], wanted[k, n] and fill[places, k].

    A share hop of heads quits; the target closes a share speed of the gap to wanted heads. Need is what the
    target asks for beyond those who stay: vacancies are need over the share that is expected to be filled,
    layoffs are need below zero. place[n] lies in the table.
    """
    vacancies, leaving = np.empty(heads.shape), np.empty(heads.shape)
    given = heads, wanted, plain(fill, np.float64), plain(place, np.int64), hop, speed
    in_parts(lambda first, last: _plan(vacancies, leaving, *given, first, last), heads.shape[1])
    return vacancies, leaving


def settle(
    heads: Floats, wanted: Floats, vacancies: Floats, rate: Floats, place: Rows, hop: float, speed: float
) -> Floats:
    """Heads after quits, layoffs and hires, f64[k, n] >= 0: of vacancies a share rate[places, k] is filled."""
    after = np.empty(heads.shape)
    given = heads, wanted, vacancies, plain(rate, np.float64), plain(place, np.int64), hop, speed
    in_parts(lambda first, last: _settle(after, *given, first, last), heads.shape[1])
    return after


@jit
def _staffed(out: Floats, heads: Floats, wanted: Floats, first: int, last: int) -> None:
    for k in range(out.shape[0]):
        for i in range(first, last):
            known = wanted[k, i] > 0.0
            out[k, i] = max(heads[k, i] / wanted[k, i], 1e-3) if known else 1.0


def staffed(heads: Floats, wanted: Floats) -> Floats:
    """Heads over wanted heads, f64[k, n], at least a thousandth; 1 where none are wanted."""
    out = np.empty(heads.shape)
    in_parts(lambda first, last: _staffed(out, heads, wanted, first, last), heads.shape[1])
    return out


def warm() -> None:
    """Compile this family."""
    one, place = np.ones((3, 1)), np.zeros(1, np.int64)
    vacancies, _ = plan(one, one, one.T, place, 0.1, 0.1)
    settle(one, one, vacancies, one.T, place, 0.1, 0.1)
    staffed(one, one)
