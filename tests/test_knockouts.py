"""Every population matters: without it columns move as expected, and what it cannot reach in a quarter stays."""

from __future__ import annotations

import pytest

from tests.knockouts import KNOCKOUTS, Move, run_all

LEAST = 3


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[list[Move], dict[str, bool]]]:
    found = run_all()
    for name, (moves, still) in found.items():
        for move in moves:
            print(
                f"{name:18s} {move.what:32s} {move.expected} {move.moved or '0'} "
                f"q{move.quarter:<3d} {move.level:12.5g} {move.difference:+12.4g} {move.errors:+8.1f} se"
            )
        print(f"{name:18s} same bits after a quarter: {still}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [knockout.name for knockout in KNOCKOUTS])
def test_knocking_out_a_population_moves_what_it_should(
    outcomes: dict[str, tuple[list[Move], dict[str, bool]]], name: str
) -> None:
    moves, still = outcomes[name]
    assert sum(move.as_expected for move in moves) >= LEAST, moves
    assert sum(still.values()) >= LEAST, still


@pytest.mark.slow
def test_expectations_were_mostly_right(outcomes: dict[str, tuple[list[Move], dict[str, bool]]]) -> None:
    moves = [move for found, _ in outcomes.values() for move in found]
    against = [move for move in moves if move.moved and not move.as_expected]
    assert sum(move.as_expected for move in moves) >= 0.7 * len(moves)
    assert len(against) <= 0.1 * len(moves), against
