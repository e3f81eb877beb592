"""Every lever with its mechanism frozen and its payer given the money back: the run without it, to the last bit.

The lever is in force, its functions are called and pay, but on a copy of the world that is thrown away; the world
itself lives on as if they had found no lever. What then still differs would be something that the lever does outside
the functions that it is known to act through. The same copies tell which columns its code writes.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from sim.genesis import build_world
from sim.scenario.levers import LEVERS
from sim.world import World
from tests.lever_acts import ACTS, THROUGH
from tests.test_lever_cost import PURSES, SEED, bare_history, bare_world, with_lever
from tests.test_minimal_difference import differences, live
from tests.test_ownership import copy_of, owners, written

FISCAL = {"sites.budget", "sites.lever_scale"}
"""Columns of what the authority plans to spend on levers."""

FREE = {"hte_tax", "rd_superdeduct", "guidance_fund"}
"""Levers that pay nobody where they act: tax that is not raised, and funds that call their money later."""

LATER = {"first_launch", "champion_world", "standards", "gazelle_unicorn", "national_link"}
"""Levers that pay only when somebody qualifies, which in so small a park may be nobody for a year."""

OUTCOMES = {"market", "observe"}
"""Phases whose columns no lever may write: what comes out of a lever is for them to find."""


class Frozen:
    """A lever whose functions act on a copy of the world; what they spend and write there is kept."""

    def __init__(self, lever: str, patch: pytest.MonkeyPatch) -> None:
        self.lever, self.spent, self.wrote, self._inside = lever, 0.0, set[str](), False
        for name in THROUGH[lever]:
            module, _, function = name.partition(":")
            self._shut(patch, getattr(import_module(f"sim.{module}"), function))

    def _shut(self, patch: pytest.MonkeyPatch, function: Callable[..., Any]) -> None:
        def shut(world: World, *args: Any, **settings: Any) -> Any:
            if self._inside:
                return function(world, *args, **settings)
            self._inside = True
            twin, twins_args = copy.deepcopy((world, args))
            before = self._account(twin)
            function(twin, *twins_args, **settings)
            self.spent += self._account(twin) - before
            found = self._without(world, lambda: function(world, *args, **settings))
            self.wrote |= set(written(copy_of(world), copy_of(twin)))
            world.levers.accounts[self.lever] = twin.levers.accounts[self.lever]
            self._inside = False
            return found

        for module in [m for name, m in sys.modules.items() if name.startswith("sim.")]:
            for attribute, value in list(vars(module).items()):
                if value is function:
                    patch.setattr(module, attribute, shut)

    def _account(self, world: World) -> float:
        account = world.levers.accounts[self.lever]
        return float((account.authority + account.state).sum())

    def _without(self, world: World, act: Callable[[], Any]) -> Any:
        """Let a function act in a world in which the lever is not in force."""
        levers = world.levers
        held = levers.intensity(self.lever)
        levers._intensity[self.lever] = np.zeros_like(held)
        found = act()
        levers._intensity[self.lever] = held
        return found


def test_every_lever_is_known_by_what_it_acts_through() -> None:
    assert set(THROUGH) == set(LEVERS)


@pytest.mark.parametrize("lever", sorted(THROUGH))
def test_a_frozen_lever_whose_payer_gets_the_money_back_changes_no_bit(
    lever: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = (bare_world(lever), *bare_history(lever))
    world = build_world(with_lever(lever, ACTS[lever].intensity), SEED)
    frozen = Frozen(lever, monkeypatch)
    for without in history[1:]:
        live(world, 1)
        assert set(differences(without, world)) - FISCAL == set()
    assert frozen.spent > 0 or lever in FREE | LATER, "nothing was paid: nothing was tried"
    trespasses = {column for column in frozen.wrote - PURSES if owners(column) & OUTCOMES}
    assert trespasses == set(), "a lever's code writes what the market or observation owns"
