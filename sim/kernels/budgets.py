"""Money shared out among projects that stand in line."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compile import jit, plain, plain_rows

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]


@jit
def _by_stage(own: Floats, need: Floats, stage: Rows, owner: Rows, budget: Floats, share: Floats) -> None:
    for q in range(need.size):
        share[owner[q], stage[q]] += need[q]
    for i in range(budget.size):
        left = budget[i]
        for k in range(share.shape[1] - 1, -1, -1):
            asked = share[i, k]
            share[i, k] = min(1.0, left / (asked if asked > 0.0 else 1.0))
            left = max(left - share[i, k] * asked, 0.0)
    for q in range(need.size):
        own[q] = share[owner[q], stage[q]] * need[q]


def by_stage(budget: Floats, need: Floats, stage: Rows, owner: Rows, stages: int) -> Floats:
    """Money for each project, f64[q], from its owner's budget f64[n]: the latest of the stages first, equals alike.

    Raises IndexError for owners (rows) or stages that are not there.
    """
    own = np.empty(len(need))
    ends = plain_rows(stage, stages), plain_rows(owner, len(budget))
    share = np.zeros((len(budget), stages))
    _by_stage(own, plain(need, np.float64), *ends, plain(budget, np.float64), share)
    return own


@jit
def _in_line(served: NDArray[np.bool_], money: Floats, price: Floats, payer: Rows) -> None:
    for i in range(price.size):
        if price[i] <= money[payer[i]]:
            served[i] = True
            money[payer[i]] -= price[i]


def in_line(money: Floats, price: Floats, payer: Rows) -> NDArray[np.bool_]:
    """Which of a line, the first before the others, its payer has money for: bool[m]; the price is taken from money.

    Who asks for more than is left is passed over. Raises IndexError for payers (entries of money) that are not there.
    """
    served = np.zeros(len(price), np.bool_)
    _in_line(served, money, plain(price, np.float64), plain_rows(payer, len(money)))
    return served


def warm() -> None:
    """Compile this family."""
    in_line(np.ones(1), np.ones(1), np.zeros(1, np.int64))
    by_stage(np.ones(1), np.ones(1), np.zeros(1, np.int64), np.zeros(1, np.int64), 1)
