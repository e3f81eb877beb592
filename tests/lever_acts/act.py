"""What a lever is expected to do first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """What a lever does first: the phase, columns of its mechanism, and the payments that it makes.

    ``settings`` are those of both worlds, where a park of eighty firms has nobody whom the lever is for;
    ``two_cities``: the lever is for sites of different cities. A lever that only hands money to firms names in
    ``later`` the first columns other than purses that the money moves, within a year.
    """

    intensity: float
    phase: str
    columns: tuple[str, ...]
    by_authority: str
    by_state: str
    settings: tuple[tuple[str, float | tuple[float, ...]], ...] = ()
    two_cities: bool = False
    later: tuple[str, ...] = ()
