"""Same seed, same bits: in another process, with other threads, resumed half way. Another seed, another history."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

from sim.loop import Loop
from sim.luck import Luck
from tests.fingerprint import fingerprint, in_another_process
from tests.test_minimal_difference import differences
from tests.worlds import SMALL, toy_world

DRAWING = {"talent", "finance", "innovation", "market", "collaboration", "demography"}
"""Phases that ask luck; policy and observation have nothing to ask it."""


def unlike(one: list[dict[str, str]], other: list[dict[str, str]]) -> list[str]:
    """The first quarter that differs, and what differs in it."""
    assert len(one) == len(other)
    for quarter, (mine, theirs) in enumerate(zip(one, other, strict=True), 1):
        if mine != theirs:
            return [f"quarter {quarter}", *sorted(name for name in mine if mine[name] != theirs.get(name))]
    return []


def same_bits(order: dict[str, Any], quarters: int, folder: Path) -> dict[str, Any]:
    """Compare a straight run on one thread with one on two that is pickled half way and resumed on one."""
    half, saved = quarters // 2, str(folder / "world.pickle")
    straight = in_another_process({**order, "quarters": quarters}, threads=1)
    first = in_another_process({**order, "quarters": half, "save": saved}, threads=2)
    second = in_another_process({"resume": saved, "quarters": quarters - half}, threads=2)
    assert unlike(straight["prints"], first["prints"] + second["prints"]) == []
    return straight


def test_same_seed_same_bits_in_a_small_park(tmp_path: Path) -> None:
    run = same_bits({"scenario": "small", "settings": SMALL, "seed": 9}, 8, tmp_path)
    assert run["born"] > 0 and run["died"] > 0


@pytest.mark.slow
def test_same_seed_same_bits_on_ten_thousand_firms_for_ten_years(tmp_path: Path) -> None:
    order = {"scenario": "zhongguancun", "settings": {"run.sample": 0.25}, "seed": 9}
    run = same_bits(order, 40, tmp_path)
    assert min(run["rows"]) >= 10_000
    assert run["born"] > 1000 and run["died"] > 1000


def test_resumed_in_the_same_process_equals_straight() -> None:
    straight, loop = toy_world(seed=4), Loop()
    for _ in range(3):
        loop.run(straight)
    resumed = pickle.loads(pickle.dumps(straight))
    for _ in range(5):
        loop.run(straight)
        Loop().run(resumed)
        assert fingerprint(straight) == fingerprint(resumed)


def test_two_seeds_differ_in_every_phase_that_draws() -> None:
    """The same state, another seed: each phase that asks luck leaves other columns, the others the same bits."""
    world, drew = toy_world(seed=4, levers__early_grant__intensity=5.0), set()
    for _ in range(4):
        world.quarter += 1
        world.open_quarter()
        for phase in Loop():
            other = copy.deepcopy(world)
            other.luck = Luck(5)
            phase.verb(world)
            phase.verb(other)
            world.settle()
            other.settle()
            if differences(world, other):
                drew.add(phase.name)
    assert drew == DRAWING


def test_two_seeds_differ_from_the_start() -> None:
    one, other = toy_world(seed=4), toy_world(seed=5)
    assert {"firms.alpha", "firms.revenue", "firms.tech", "firms.site"} & set(differences(one, other))
