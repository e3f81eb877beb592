"""The phases of a quarter in the order in which they happen: names, labels and meanings, data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhaseLabel:
    """What a phase is called and what it does."""

    name: str
    en: str
    zh: str
    meaning: str


PHASES: tuple[PhaseLabel, ...] = (
    PhaseLabel("policy", "policy", "政策", "levers in force are read and scaled to the authority's budget"),
    PhaseLabel("talent", "talent", "人才", "graduates enter, people migrate, wages adjust"),
    PhaseLabel("finance", "finance", "金融", "funds raise, screen, invest and exit; banks lend and collect"),
    PhaseLabel("innovation", "innovation", "创新", "R&D is spent, knowledge spreads, projects climb or fail"),
    PhaseLabel("market", "market", "市场", "firms price, sell, hire, and pay wages, suppliers, rent and tax"),
    PhaseLabel("collaboration", "collaboration", "合作", "links form, strengthen and fade"),
    PhaseLabel("demography", "demography", "企业动态", "failures, spin-offs, entrants, moves and ranks"),
    PhaseLabel("observe", "observation", "观测", "metrics are recorded and the ledger is audited"),
)
"""The quarter, in order."""
