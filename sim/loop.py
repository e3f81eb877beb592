"""The order of the quarter as data: a list of phases that can be printed, timed and extended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from time import perf_counter
from typing import Self

from sim.memory import no_search_for_cycles
from sim.phases import PHASES, PhaseLabel
from sim.quarter.collaboration import collaboration
from sim.quarter.demography import demography
from sim.quarter.finance import finance
from sim.quarter.innovation import innovation
from sim.quarter.market import market
from sim.quarter.observe import observe
from sim.quarter.policy import policy
from sim.quarter.talent import talent
from sim.world import World

Verb = Callable[[World], None]
"""What a phase does to the world."""


@dataclass(frozen=True, slots=True)
class Phase(PhaseLabel):
    """A named part of the quarter and the verb that carries it out."""

    verb: Verb

    @classmethod
    def of(cls, label: PhaseLabel, verb: Verb) -> Self:
        """A phase with the name and labels of ``label``."""
        return cls(label.name, label.en, label.zh, label.meaning, verb)


QUARTER: tuple[Phase, ...] = tuple(
    Phase.of(label, verb)
    for label, verb in zip(
        PHASES,
        (policy, talent, finance, innovation, market, collaboration, demography, observe),
        strict=True,
    )
)
"""The quarter as it happens unless somebody changes it."""


class Loop:
    """The phases of one model in their order, and the seconds that each has taken.

    ``print(loop)`` shows both. A rule of one's own is a callable that takes the world; to survive
    pickling it must be importable (a function of a module, or a method of the model).
    """

    def __init__(self, phases: Sequence[Phase] = QUARTER) -> None:
        self._phases = list(phases)
        self._seconds = {phase.name: 0.0 for phase in phases}
        self.quarters_run = 0

    def __iter__(self) -> Iterator[Phase]:
        return iter(self._phases)

    def __len__(self) -> int:
        return len(self._phases)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the phases, in order."""
        return tuple(phase.name for phase in self._phases)

    def run(self, world: World) -> None:
        """Live one quarter: open the books, then every phase in turn, dropping the dead after each.

        Raises whatever a phase raises, with a note that names the phase and the quarter.
        """
        world.quarter += 1
        world.open_quarter()
        with no_search_for_cycles():
            for phase in tuple(self._phases):
                started = perf_counter()
                try:
                    phase.verb(world)
                    world.settle()
                except Exception as error:
                    error.add_note(f"in phase {phase.name!r} of quarter {world.quarter}")
                    raise
                self._seconds[phase.name] += perf_counter() - started
        self.quarters_run += 1

    def timings(self) -> dict[str, float]:
        """Seconds that each phase has taken so far, in order."""
        return {phase.name: self._seconds[phase.name] for phase in self._phases}

    def insert(
        self,
        name: str,
        verb: Verb,
        *,
        before: str | None = None,
        after: str | None = None,
        meaning: str | None = None,
    ) -> Phase:
        """Add a phase just before or just after a phase of that name (one of the two).

        ``meaning`` defaults to the first line of the verb's docstring. Raises ValueError for a name
        that exists already, an unknown neighbour, or both neighbours or none.
        """
        neighbour = before if after is None else after
        if neighbour is None or (before is not None and after is not None):
            raise ValueError("name the phase that the new one stands next to: either before=… or after=…")
        if name in self.names:
            raise ValueError(f"there is a phase {name!r} already; replace() it or choose another name")
        at = self._index(neighbour) + (after is not None)
        phase = _own_phase(name, verb, meaning)
        self._phases.insert(at, phase)
        self._seconds[name] = 0.0
        return phase

    def replace(self, name: str, verb: Verb) -> Phase:
        """Let another verb carry out phase ``name``; labels stay. Raises ValueError for an unknown name."""
        at = self._index(name)
        _check_callable(name, verb)
        self._phases[at] = Phase.of(self._phases[at], verb)
        return self._phases[at]

    def remove(self, name: str) -> None:
        """Leave phase ``name`` out. Raises ValueError for an unknown name."""
        del self._phases[self._index(name)]
        del self._seconds[name]

    def __str__(self) -> str:
        """A table: place, name, seconds, share of the time, what happens."""
        total = sum(self.timings().values())
        width = max((len(name) for name in self.names), default=5)
        lines = [f" #  {'phase':<{width}}  seconds  share  what happens"]
        for place, phase in enumerate(self._phases, 1):
            seconds = self._seconds[phase.name]
            share = seconds / total if total > 0 else 0.0
            lines.append(f"{place:2d}  {phase.name:<{width}}  {seconds:7.2f}  {share:5.0%}  {phase.meaning}")
        return "\n".join(lines)

    def _index(self, name: str) -> int:
        if name not in self.names:
            near = get_close_matches(name, self.names, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"there is no phase {name!r} among {', '.join(self.names)}{hint}")
        return self.names.index(name)


def _own_phase(name: str, verb: Verb, meaning: str | None) -> Phase:
    _check_callable(name, verb)
    if meaning is None:
        text = (getattr(verb, "__doc__", None) or "").strip()
        meaning = text.splitlines()[0] if text else "a rule of one's own"
    return Phase(name, name, name, meaning, verb)


def _check_callable(name: str, verb: Verb) -> None:
    if not callable(verb):
        raise TypeError(f"the verb of phase {name!r} must be callable, not {type(verb).__name__}")
