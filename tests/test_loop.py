"""The quarter as a list: order, timing, own phases."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest

from sim.loop import QUARTER, Loop, Phase
from sim.phases import PHASES
from tests.tiny import TOY, TinyModel, TinyWorld

ORDER = ("policy", "talent", "finance", "innovation", "market", "collaboration", "demography", "observe")


def world() -> Any:
    return TinyWorld(seed=1)


def levy(world: Any) -> None:
    """Every firm pays one.

    A second paragraph that tables do not show.
    """
    world.firms.b = world.firms.b - 1.0


def silent(world: Any) -> None:
    pass


def test_the_quarter_has_the_eight_phases_in_economic_order() -> None:
    assert tuple(phase.name for phase in QUARTER) == ORDER
    assert Loop().names == ORDER
    for phase in QUARTER:
        assert phase.verb.__module__ == f"sim.quarter.{phase.name}"
        assert phase.verb.__name__ == phase.name
        assert phase.zh and phase.en and phase.meaning


def test_labels_need_neither_numba_nor_mesa() -> None:
    heavy = "{'numba', 'mesa', 'numpy'} & set(sys.modules)"
    code = f"import sys, sim.phases; print(len(sim.phases.PHASES), {heavy})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == [str(len(PHASES)), "set()"]


def test_phases_run_in_order_once_a_quarter_and_see_the_new_quarter() -> None:
    seen: list[tuple[str, int]] = []
    names = ("a", "b", "c")
    loop = Loop([Phase(n, n, n, n, lambda w, n=n: seen.append((n, w.quarter))) for n in names])
    tiny = world()
    loop.run(tiny)
    loop.run(tiny)
    assert seen == [(n, q) for q in (1, 2) for n in names]
    assert (tiny.quarter, loop.quarters_run) == (2, 2)


def test_the_dead_are_gone_after_the_phase_in_which_they_died() -> None:
    counts = []

    def bury(w: Any) -> None:
        w.firms.retire(w.firms.site == 0)
        counts.append(len(w.firms))

    def count(w: Any) -> None:
        counts.append(len(w.firms))

    Loop([Phase("bury", "", "", "", bury), Phase("count", "", "", "", count)]).run(world())
    assert counts == [8, 4]


def test_books_open_at_the_start_of_a_quarter() -> None:
    tiny = world()
    loop = Loop(TOY[:1])
    loop.run(tiny)
    first = tiny.ledger.flow_total("sales_foreign")
    tiny.happenings.add("noted", tiny.firms.site, tiny.firms.cash)
    loop.run(tiny)
    tiny.ledger.audit()
    assert tiny.ledger.flow_total("sales_foreign") != first
    assert not tiny.happenings.amounts


def test_timings_have_a_key_a_phase_and_grow() -> None:
    loop = Loop(TOY)
    assert loop.timings() == {"trade": 0.0, "churn": 0.0}
    tiny = world()
    loop.run(tiny)
    once = loop.timings()
    loop.run(tiny)
    assert list(once) == ["trade", "churn"]
    assert all(0.0 < once[name] < loop.timings()[name] for name in once)


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"before": "trade"}, ("levy", "trade", "churn")),
        ({"after": "trade"}, ("trade", "levy", "churn")),
        ({"after": "churn"}, ("trade", "churn", "levy")),
    ],
)
def test_a_phase_of_ones_own_stands_where_it_is_put(where: dict[str, str], names: tuple[str, ...]) -> None:
    loop = Loop(TOY)
    phase = loop.insert("levy", levy, **where)
    assert loop.names == names
    assert phase.meaning == "Every firm pays one."
    assert loop.insert("silent", silent, after="levy").meaning
    tiny, twin = world(), world()
    loop.run(tiny)
    Loop(TOY).run(twin)
    assert list(loop.timings()) == list(loop.names)
    assert loop.timings()["levy"] > 0
    levied = tiny.firms.b[tiny.firms.born == 0] - twin.firms.b[twin.firms.born == 0]
    assert levied == pytest.approx(-1.0)


def test_replace_keeps_place_and_labels_and_remove_leaves_out() -> None:
    loop = Loop(TOY)
    loop.replace("churn", silent)
    assert loop.names == ("trade", "churn")
    assert [phase.zh for phase in loop] == ["交易", "更替"]
    tiny = world()
    loop.run(tiny)
    assert len(tiny.firms) == 8
    loop.remove("trade")
    assert loop.names == ("churn",) and list(loop.timings()) == ["churn"]
    assert len(loop) == 1
    assert len(Loop(TOY)) == 2


def test_wrong_places_are_refused() -> None:
    loop = Loop(TOY)
    with pytest.raises(ValueError, match="before=… or after=…"):
        loop.insert("levy", levy)
    with pytest.raises(ValueError, match="before=… or after=…"):
        loop.insert("levy", levy, before="trade", after="trade")
    with pytest.raises(ValueError, match="did you mean 'trade'"):
        loop.insert("levy", levy, after="trde")
    with pytest.raises(ValueError, match="already"):
        loop.insert("churn", levy, after="trade")
    with pytest.raises(ValueError, match="no phase 'market'"):
        loop.remove("market")
    with pytest.raises(TypeError, match="callable"):
        loop.replace("churn", "levy")  # type: ignore[arg-type]
    assert loop.names == ("trade", "churn")


def test_an_error_names_its_phase_and_quarter() -> None:
    def fail(w: Any) -> None:
        raise ZeroDivisionError("boom")

    loop = Loop(TOY)
    loop.insert("broken", fail, after="trade")
    with pytest.raises(ZeroDivisionError) as caught:
        loop.run(world())
    assert caught.value.__notes__ == ["in phase 'broken' of quarter 1"]


def test_printing_shows_a_table() -> None:
    loop = Loop(TOY)
    loop.run(world())
    lines = str(loop).splitlines()
    assert lines[0].split() == ["#", "phase", "seconds", "share", "what", "happens"]
    assert lines[1].split()[:2] == ["1", "trade"] and lines[1].endswith("customers pay by luck")
    shares = [float(line.split()[3].rstrip("%")) for line in lines[1:]]
    assert sum(shares) == pytest.approx(100, abs=1)
    assert len(str(Loop()).splitlines()) == 9


def test_a_loop_survives_pickling_and_copying() -> None:
    loop = Loop(TOY)
    loop.insert("levy", levy, after="trade")
    for twin in (pickle.loads(pickle.dumps(loop)), copy.deepcopy(loop)):
        assert twin.names == loop.names
        twin.remove("levy")
        assert "levy" in loop.names


def test_a_rule_may_be_a_method_of_the_model() -> None:
    class Taxed(TinyModel):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.seen = 0
            self.loop.insert("tax", self.tax, after="trade")

        def tax(self, world: Any) -> None:
            """Count the calls."""
            assert world is self.world
            self.seen += 1

    model = Taxed(seed=3)
    model.step()
    twin = copy.deepcopy(model)
    twin.step()
    assert (model.seen, twin.seen) == (1, 2)
    assert list(model.timings()) == ["trade", "tax", "churn"]
