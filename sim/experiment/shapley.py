"""Cooperative games in exact form: Shapley values, Harsanyi dividends, and intervals over replications.

A game of n players is an array of its 2^n values on the last axis. Entry ``s`` is the coalition whose
members are the bits set in ``s``: player k belongs to it if bit k is set.
"""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

type Floats = NDArray[np.float64]


def players(game: Floats) -> int:
    """Number of players of a game f64[..., 2^n]. Raises ValueError for another length."""
    count = int(game.shape[-1]).bit_length() - 1
    if game.shape[-1] != 1 << count:
        raise ValueError(f"a game has 2^n values, not {game.shape[-1]}")
    return count


def shapley_values(game: Floats) -> Floats:
    """Each player's mean marginal gain over all orders of joining, f64[..., n], in units of the game.

    They sum to v(all) - v(none). Source: Shapley (1953).
    """
    n = players(game)
    coalition = np.arange(1 << n)
    size = np.bitwise_count(coalition)
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    parts = np.empty((*game.shape[:-1], n))
    for k in range(n):
        without = coalition[coalition >> k & 1 == 0]
        gain = game[..., without | 1 << k] - game[..., without]
        parts[..., k] = (weight[size[without]] * gain).sum(axis=-1)
    return parts


def dividends(game: Floats) -> Floats:
    """What each coalition adds beyond all its parts, f64[..., 2^n], in units of the game.

    Two players' dividend is their interaction: v(ij) - v(i) - v(j) + v(none). Source: Harsanyi (1963).
    """
    out = np.array(game, np.float64)
    coalition = np.arange(game.shape[-1])
    for k in range(players(game)):
        have = coalition[coalition >> k & 1 == 1]
        out[..., have] -= out[..., have ^ 1 << k]
    return out


def t_interval(samples: Floats, level: float = 0.95) -> Floats:
    """Student's interval of the mean over the first axis, f64[2, ...]; NaN from fewer than two samples."""
    count = len(samples)
    if count < 2:
        return np.full((2, *samples.shape[1:]), np.nan)
    half = student.ppf(0.5 + level / 2.0, count - 1) * samples.std(axis=0, ddof=1) / np.sqrt(count)
    return np.stack([samples.mean(axis=0) - half, samples.mean(axis=0) + half])
