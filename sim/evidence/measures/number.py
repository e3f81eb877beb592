"""What a seed contributes to a fact: a number, or sums that are pooled over seeds before they are divided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Pooled:
    """A ratio whose sums are added over seeds first, since its denominator is small in one run.

    With ``over_top`` and ``over_bottom`` it is a ratio of two ratios; ``less`` is taken off at the end.
    """

    top: float
    bottom: float
    over_top: float = 1.0
    over_bottom: float = 1.0
    less: float = 0.0

    @property
    def value(self) -> float:
        """The ratio; NaN where it is not defined."""
        if self.bottom == 0 or self.over_top == 0 or self.over_bottom == 0:
            return NAN
        return (self.top / self.bottom) / (self.over_top / self.over_bottom) - self.less


@dataclass(frozen=True, slots=True)
class Volumes:
    """Yearly sums (number, money) whose elasticity, ln mean money on ln number, is taken over all seeds together:
    the published figures are those of a country, and one park's few deals swing."""

    number: tuple[float, ...]
    money: tuple[float, ...]

    @property
    def value(self) -> float:
        """Elasticity of mean money to number; NaN below five years with deals or without change."""
        number, money = np.array(self.number), np.array(self.money)
        held = (number > 0) & (money > 0)
        if held.sum() < 5 or len(np.unique(number[held])) < 2:
            return NAN
        x, y = np.log(number[held]), np.log(money[held] / number[held])
        return float(np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2))


Number = float | Pooled | Volumes
"""A value of one seed."""


def value_of(number: Number) -> float:
    """What one seed says."""
    return float(number) if isinstance(number, float) else number.value


def pooled(numbers: list[Number]) -> float:
    """What all seeds together say: the mean, or what their sums say; NaN where none says anything."""
    years = [n for n in numbers if isinstance(n, Volumes)]
    if years:
        sums = (np.sum([getattr(n, name) for n in years], axis=0) for name in ("number", "money"))
        return Volumes(*(tuple(each.tolist()) for each in sums)).value
    ratios = [n for n in numbers if isinstance(n, Pooled)]
    if ratios:
        whole = Pooled(
            sum(n.top for n in ratios), sum(n.bottom for n in ratios),
            sum(n.over_top for n in ratios), sum(n.over_bottom for n in ratios), ratios[0].less,
        )  # fmt: skip
        return whole.value
    values = np.array([value_of(n) for n in numbers])
    held = values[np.isfinite(values)]
    if len(held) < len(values) and np.isposinf(values).any():
        return float("inf")
    return float(held.mean()) if len(held) else NAN
