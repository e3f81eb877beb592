"""What a lever declares: what it changes, who pays, what it costs, what is known of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a lever besides its intensity."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LeverRecord:
    """Declaration of a lever.

    ``payer_authority`` is the share that the park authority bears, the state bears the rest. A lever of ``relief``
    pays nobody: it is tax that is not raised, which firms are entitled to whatever the budget, and which is borne as
    taxes are shared (``institutions.NAME.local_tax_share``, of which its payer share is the default). ``by_firm`` levers
    act on single firms, and may be aimed at ranks and sectors; ``by_sector`` levers on sectors of firms;
    ``by_project`` levers on single projects, and may be aimed at their stages.
    """

    name: str
    en: str
    zh: str
    changes: str
    meaning: str
    unit: str
    unit_cost: float
    payer_authority: float
    source: str
    status: str
    evidence: str
    inert_without: str | None = None
    terms: tuple[Term, ...] = ()
    by_firm: bool = False
    by_sector: bool = False
    by_project: bool = False
    relief: bool = False
