"""Observation: the books are audited, the state is checked, metrics of the quarter are recorded."""

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
from sim.quarter.observe.stocks import LEVELS, enter_coverage, enter_ratios
from sim.world import World

__all__ = ["Observer", "observe"]


def observe(world: World) -> None:
    """Record the quarter in ``world.observer`` (made at the first call) and audit books and state.

    A quarter that is on record already is audited and not recorded again.

    Raises LedgerError naming the leaking cell, StateError naming the column that is not sound.
    """
    if world.observer is None:
        world.observer = Observer()
    # Should several fail, the error of the first is told.
    checks: list[Callable[[], object]] = [world.ledger.audit, partial(check_state, world)]
    if world.quarter in world.observer.quarters[-1:]:
        at_once(checks, len(world.firms))
        return
    sheet = Sheet(world)
    # Long ones first, so that no thread is left alone with one at the end; none waits for another.
    measured = (*LEVELS[:2], measure_lives, *LEVELS[2:], measure_displacement, measure_public_money, keep_events)
    at_once([*checks, *(partial(measure, world, sheet) for measure in measured)], len(world.firms))
    enter_ratios(sheet)
    enter_coverage(world, sheet)
    sheet.file(world)


def measure_lives(world: World, sheet: Sheet) -> None:
    """Births and deaths of firms, and the productivity of those that stayed, came and went."""
    measure_life(world, sheet)
    decompose_productivity(world, sheet)
