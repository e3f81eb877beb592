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
class Estimate:
    """A published estimate of what a lever does, and what in the model is the same thing.

    ``key`` is its row in the list of policy experiments with published effects (C1 … C21), ``point`` what the study
    found (None: a direction, without a size), ``low`` and ``high`` what counts as the same: its own range, or where
    none was seen one that is assumed (``assumed``), in ``unit``. ``measure`` names the model's measure: one of
    :mod:`sim.experiment.counterparts`. ``set_by_it`` marks a measure by which a parameter was set, so that agreement
    is no evidence.
    """

    key: str
    source: str
    en: str
    zh: str
    unit: str
    point: float | None
    low: float
    high: float
    measure: str
    assumed: bool = False
    set_by_it: bool = False


@dataclass(frozen=True, slots=True)
class LeverRecord:
    """Declaration of a lever.

    ``payer_authority`` is the share that the park authority bears, the state bears the rest. A lever of ``relief``
    pays nobody: it is tax that is not raised, which firms are entitled to whatever the budget, and which is borne as
    taxes are shared (``institutions.NAME.local_tax_share``, of which its payer share is the default). ``by_firm`` levers
    act on single firms, and may be aimed at ranks and sectors; ``by_sector`` levers on sectors of firms;
    ``by_project`` levers on single projects, and may be aimed at their stages. ``estimates`` are the published ones
    that have a counterpart in the model; ``evidence`` says in words what is known.
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
    estimates: tuple[Estimate, ...] = ()
