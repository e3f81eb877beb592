"""Observation: metrics of the quarter are recorded, the books audited, the state checked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sim.kernels.threads import at_once
from sim.quarter.observe.decomposition import decompose_productivity
from sim.quarter.observe.displacement import measure_displacement
from sim.quarter.observe.events import keep_events
from sim.quarter.observe.fiscal import measure_public_money
from sim.quarter.observe.life import measure_life
from sim.quarter.observe.observer import Observer, Sheet
from sim.quarter.observe.soundness import check_state
from sim.quarter.observe.stocks import stocks_measured
from sim.world import World

__all__ = ["Observer", "observe"]


def observe(world: World) -> None:
    """Record the quarter in ``world.observer`` (made at the first call) and audit books and state.

    A quarter that is on record already is audited and not recorded again.

    Raises LedgerError naming the leaking cell, StateError naming the column that is not sound.
    """
    world.ledger.audit()
    check_state(world)
    if world.observer is None:
        world.observer = Observer()
    if world.quarter in world.observer.quarters[-1:]:
        return
    sheet = Sheet(world)
    at_once([*stocks_measured(world, sheet), *flows_measured(world, sheet)], len(world.firms))
    sheet.file(world)


def flows_measured(world: World, sheet: Sheet) -> list[Callable[[], None]]:
    """Measurements of what changed in the quarter, which need not wait for each other."""

    def measure_lives() -> None:
        measure_life(world, sheet)
        decompose_productivity(world, sheet)

    rest = (measure_displacement, measure_public_money, keep_events)
    return [measure_lives, *(partial(measure, world, sheet) for measure in rest)]
