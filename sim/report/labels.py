"""Words, numbers and colours of figures and tables, in English and Chinese."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.metrics import METRICS
from sim.scenario.schema import Scenario
from sim.terminal import full_width
from sim.units import UNITS_ZH

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#F0E442")
"""Colours that colour-blind readers tell apart (Okabe and Ito 2008)."""

INKS = ("#0072B2", "#A86E00", "#007A59", "#A4487E", "#2B7FAE", "#B04A00", "#000000", "#7D7600")
"""The same colours, dark enough for letters."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", "p")
"""Markers of points, for the same reason."""

HATCHES = ("", "///", "...", "xxx", "\\\\\\")
"""Hatches of bars, for the same reason as line styles."""

STYLES = ("-", "--", "-.", ":")
"""Line styles, so that lines are told apart in a grey print too."""

_UNITS_ZH = UNITS_ZH | {"m¥/year": "亿元/年", "m¥/quarter": "亿元/季", "m¥": "亿元"}
_UNITS_EN = {"m2": "m²", "¥/m2/month": "¥/m²/month", "jobs/km2": "jobs/km²"}
HUNDRED_MILLION = 100.0
"""One 亿元 in m¥."""
ROUNDING = 1e-9
"""What is smaller is left over from adding up."""


@dataclass(frozen=True, slots=True)
class Words:
    """A language: picks labels, units and forms of numbers."""

    chinese: bool = False

    def pick(self, en: str, zh: str) -> str:
        """The text in this language, English where Chinese is missing."""
        return full_width(zh) if self.chinese and zh else en

    def title(self, text: str) -> str:
        """The text with a capital letter first, unless it begins with a symbol such as ln."""
        return text if text.startswith("ln ") else text[:1].upper() + text[1:]

    def metric(self, name: str) -> str:
        """Label of a metric."""
        return self.pick(METRICS[name].en, METRICS[name].zh)

    def unit(self, unit: str) -> str:
        """A unit in this language; Chinese counts money in 亿元, wages in 万元."""
        return self.pick(_UNITS_EN.get(unit, unit), _UNITS_ZH.get(unit, unit))

    def metric_unit(self, name: str) -> str:
        """Unit of a metric; a wage is told in thousand yuan, or 万元."""
        if name in ("wage", "wage_nominal"):
            return self.pick("thousand ¥/year", "万元/年")
        return self.unit(METRICS[name].unit)

    def large(self, name: str, value: float) -> tuple[float, str]:
        """A value of a metric and its unit for a figure: English counts much money in billions."""
        unit = METRICS[name].unit
        if not self.chinese and unit.startswith("m¥"):
            return value / 1000.0, unit.replace("m¥", "¥ billion")
        return self.shown(name, value), self.metric_unit(name)

    def shown(self, name: str, value: float) -> float:
        """A value of a metric in the unit in which this language tells it."""
        if name in ("wage", "wage_nominal"):
            return value * (100.0 if self.chinese else 1000.0)
        if self.chinese and METRICS[name].unit.startswith("m¥"):
            return value / HUNDRED_MILLION
        return value

    def sector(self, scenario: Scenario, name: str) -> str:
        """Label of a sector."""
        sector = scenario.sectors.get(name)
        return name if sector is None else self.pick(sector.label_en or name, sector.label_zh)

    def money(self, largest: float) -> tuple[float, str]:
        """m¥ in one unit of a figure, and the unit: Chinese 亿元, English billions or millions by size."""
        if self.chinese:
            return HUNDRED_MILLION, "亿元"
        return (1000.0, "¥ billion") if largest >= 1000.0 else (1.0, "¥ million")

    def site(self, scenario: Scenario, name: str) -> str:
        """Label of a site."""
        site = next((s for s in scenario.sites if s.name == name), None)
        return name if site is None else self.pick(site.label_en or name, site.label_zh)


def number(value: float) -> str:
    """A number as a reader wants it: thousands apart, three or four digits that matter; a dash for none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    if size >= 100:
        return f"{value:.0f}"
    if size >= 10:
        return f"{value:.1f}"
    if size >= 1:
        return f"{value:.2f}"
    return "0" if size < ROUNDING else f"{value:.3f}"


def decimals(value: float, half: float) -> int:
    """Decimals of a value with its interval: two digits of the half that matter, at most five of the value."""
    if not (math.isfinite(half) and half > 0.0):
        half = abs(value) / 10.0 if value else 1.0
    fine = 1 - math.floor(math.log10(half))
    coarse = 4 - math.floor(math.log10(abs(value))) if value else fine
    return max(0, min(fine, coarse))


def fixed(value: float, places: int) -> str:
    """A number with its sign and so many decimals; none for one that rounds to zero."""
    told = f"{abs(value):,.{places}f}"
    sign = "" if not told.strip("0.,") else "+" if value > 0 else "\u2212"
    return sign + told


def with_half(value: float, half: float) -> str:
    """A value ± half its interval, to the same decimals; the value alone where there is no interval."""
    if max(abs(value), half) < ROUNDING:
        return "0"
    places = decimals(value, half)
    return f"{fixed(value, places)} ± {half:,.{places}f}" if half > 0.0 else fixed(value, places)


def with_span(value: float, low: float, high: float, unit: str = "") -> str:
    """A value in its unit with both ends of its interval, to the same decimals."""
    places = decimals(value, (high - low) / 2.0)
    told = f"{fixed(value, places)} {unit}".rstrip()
    return f"{told} [{fixed(low, places)}; {fixed(high, places)}]" if high > low else told
