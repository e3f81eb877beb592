"""Levers as declared records, by the four parts of the national programme.

Adding a lever is one record in the module of its part and at most one small function beside the mechanism
it works on.
"""

from sim.scenario.levers import firms, industries, results, sources
from sim.scenario.levers.record import LeverRecord, Term

__all__ = ["LEVERS", "LeverRecord", "Term"]

LEVERS: dict[str, LeverRecord] = {
    record.name: record for part in (sources, firms, results, industries) for record in part.RECORDS
}
"""Every lever by name."""
