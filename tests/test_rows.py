"""Rows as agents and live sets of them."""

from __future__ import annotations

import copy
from typing import Any

import mesa
import numpy as np
import pytest

from sim.agents import VIEWS, Firm, Fund, LeadingTalent, University
from sim.rowset import RowSet
from sim.state.columns import POPULATIONS
from tests.tiny import Regulator, TinyModel, newcomers


@pytest.fixture
def model() -> TinyModel:
    return TinyModel(seed=5)


def firms_of(model: TinyModel) -> Any:
    return model.agents_by_type[Firm]


# -- one agent -----------------------------------------------------------------------------------


def test_attributes_are_columns(model: TinyModel) -> None:
    firms = model.world.firms
    firm = firms_of(model)[3]
    assert type(firm) is Firm and isinstance(firm, mesa.Agent)
    assert firm.cash == 3.0 and type(firm.cash) is float
    assert firm.site == 1 and type(firm.site) is int
    assert firm.unique_id == int(firms.id[3]) == firm.id
    firm.cash = 9.5
    assert firms.cash.tolist() == [0, 1, 2, 9.5, 4, 5, 6, 7]
    firm.tech = np.arange(8)
    assert firms.tech[3].tolist() == list(range(8)) and not firms.tech[2].any()
    assert firm.tech.tolist() == list(range(8))
    with pytest.raises(ValueError, match="read-only"):
        firm.tech[0] = 1.0
    with pytest.raises(ValueError, match="broadcast"):
        firm.tech = np.arange(3)
    assert {"cash", "tech", "unique_id", "remove"} <= set(dir(firm))
    assert firm.model is model and firm.random is model.random and firm.rng is model.rng


def test_misspelt_and_fixed_attributes_are_refused(model: TinyModel) -> None:
    firm = firms_of(model)[0]
    with pytest.raises(AttributeError, match="did you mean 'cash'"):
        _ = firm.cassh
    with pytest.raises(AttributeError, match="did you mean 'cash'"):
        firm.cassh = 1.0
    for name in ("id", "handle"):
        with pytest.raises(AttributeError, match="cannot be set"):
            setattr(firm, name, 1)
    for name in ("unique_id", "pos"):
        with pytest.raises(AttributeError):
            setattr(firm, name, 1)
    assert not hasattr(firm, "mood")


def test_position_is_that_in_the_site(model: TinyModel) -> None:
    assert model.agents_by_type[University][0].pos == (1.0, 2.0)
    assert model.agents_by_type[Fund][0].pos is None


def test_no_column_hides_behind_a_name_that_mesa_uses() -> None:
    for view in VIEWS:
        taken = {name for name in dir(view) if not name.startswith("__")} | {"model"}
        assert not taken & set(POPULATIONS[view.population].columns), view


def test_views_of_one_row_are_equal_and_follow_it(model: TinyModel) -> None:
    one, two, other = firms_of(model)[2], firms_of(model)[2], firms_of(model)[4]
    assert one is not two and one == two and hash(one) == hash(two)
    assert one != other and one != TinyModel(seed=5).agents[2]
    assert len({one, two, other}) == 2
    assert one != model.agents_by_type[Fund][0]
    model.world.firms.permute(np.arange(8)[::-1])
    assert one.cash == two.cash == 2.0
    model.world.settle()
    assert one.cash == 2.0 and repr(one) == f"Firm({one.unique_id})"
    assert Firm.at(model, one.handle) == one


def test_a_dead_row_says_so(model: TinyModel) -> None:
    firm, neighbour = firms_of(model)[2], firms_of(model)[3]
    firm.remove()
    for gone in (lambda: firm.cash, lambda: firm.unique_id, firm.remove, lambda: setattr(firm, "cash", 1.0)):
        with pytest.raises(ReferenceError, match="Firm is gone"):
            gone()
    assert not firm.alive and repr(firm) == "Firm(gone)"
    assert len(firms_of(model)) == 7 and firm not in firms_of(model)
    model.world.settle()
    model.world.firms.add(newcomers(3, 1), cash=99.0)
    with pytest.raises(ReferenceError):
        _ = firm.cash
    assert neighbour.cash == 3.0 and neighbour.alive
    assert firm == firm and hash(firm)


def test_rows_are_not_made_by_hand(model: TinyModel) -> None:
    for attempt in (
        lambda: Firm(model),
        lambda: Firm.create_agents(model, 3),
        lambda: Fund.from_dataframe(model, None),
    ):
        with pytest.raises(TypeError, match=r"rows are born in phases, through world\.\w+\.add"):
            attempt()
    firm = model.agents[0]
    for change in (model.agents.add, model.agents.discard, model.agents.remove, firms_of(model).select().add):
        with pytest.raises(TypeError, match="rows are born"):
            change(firm)


def test_mesas_numpy_data_sets_cannot_hide_columns(model: TinyModel) -> None:
    with pytest.raises(TypeError, match="rows lie in numpy columns already"):
        model.data_registry.track_agents_numpy(Firm, "cash", fields=["cash"])
    assert "cash" not in vars(Firm) and model.agents[3].cash == 3.0


# -- sets ----------------------------------------------------------------------------------------


def test_the_models_sets_are_live(model: TinyModel) -> None:
    agents, firms = model.agents, firms_of(model)
    assert isinstance(agents, mesa.agentset.AbstractAgentSet)
    assert (len(agents), len(firms)) == (14, 8)
    assert model.agent_types == list(model.agents_by_type) == [Firm, University, Fund, LeadingTalent]
    kinds = [type(agent) for agent in agents]
    assert kinds == [Firm] * 8 + [University] + [Fund] * 2 + [LeadingTalent] * 3
    picked = firms.select(lambda f: f.site == 0)
    model.world.firms.retire(np.array([0]))
    model.world.settle()
    model.world.firms.add(newcomers(2, 3), site=0)
    assert (len(agents), len(firms), len(picked)) == (16, 10, 3)
    assert firms[0].cash == 1.0 and firms[-1].born == 0
    assert [f.cash for f in picked] == [2.0, 4.0, 6.0]


def test_select_by_function_mask_type_and_number(model: TinyModel) -> None:
    firms = firms_of(model)
    rich = firms.select(lambda f: f.cash > 4)
    assert isinstance(rich, RowSet) and rich.get("cash") == [5.0, 6.0, 7.0]
    assert firms.select(model.world.firms.cash > 4).get("cash") == [5.0, 6.0, 7.0]
    assert firms.select(lambda f: f.cash > 4, at_most=2).get("cash") == [5.0, 6.0]
    assert firms.select(at_most=3).get("cash") == [0.0, 1.0, 2.0]
    assert firms.select(n=3).get("cash") == [0.0, 1.0, 2.0]
    assert len(firms.select(at_most=0.5)) == 4 and len(firms.select(at_most=1)) == 1
    assert len(firms.select(at_most=0)) == 0 and len(firms.select(at_most=99)) == 8
    assert model.agents.select(agent_type=Fund).get("cash") == [10.0, 20.0]
    assert len(model.agents.select(agent_type=mesa.Agent)) == 14
    assert len(model.agents.select(lambda a: a.quality > 1.5, agent_type=LeadingTalent)) == 2
    assert rich.select(np.array([True, False, True]), inplace=True) is rich
    assert rich.get("cash") == [5.0, 7.0]
    for mask in (np.ones(3, bool), np.ones(8)):
        with pytest.raises(ValueError, match="a mask is bool"):
            firms.select(mask)


def test_a_function_is_called_no_more_than_needed(model: TinyModel) -> None:
    calls = []
    firms_of(model).select(lambda f: calls.append(f) or True, at_most=2)
    assert len(calls) == 2


def test_get_agrees_with_asking_one_by_one(model: TinyModel) -> None:
    model.run(2)
    firms = firms_of(model).shuffle()
    for name in ("cash", "site", "id", "unique_id", "tier", "pos"):
        assert firms.get(name) == [getattr(f, name) for f in firms]
    assert firms.get(["cash", "site"]) == [[f.cash, f.site] for f in firms]
    np.testing.assert_array_equal(firms.get("tech"), [f.tech for f in firms])
    np.testing.assert_array_equal(firms.column("tech"), [f.tech for f in firms])
    assert model.agents.get("site", "default", -9)[-3:] == [0, 0, 0]
    all_cash = model.agents.get("cash", handle_missing="default", default_value=-9.0)
    assert all_cash[-6:] == [50.0, 10.0, 20.0, -9.0, -9.0, -9.0]
    for missing in ("mood", ["cash", "mood"]):
        with pytest.raises(AttributeError, match="no column 'mood'"):
            firms.get(missing)
    with pytest.raises(AttributeError, match="LeadingTalent has no column 'cash'"):
        model.agents.get("cash")
    with pytest.raises(ValueError, match="handle_missing"):
        firms.get("cash", "ignore")


def test_agg_and_set(model: TinyModel) -> None:
    firms = firms_of(model)
    assert firms.agg("cash", np.mean) == 3.5 and firms.agg("cash", sum) == 28.0
    assert firms.agg("cash", [min, max, len]) == [0.0, 7.0, 8]
    assert model.agents.select(lambda a: not isinstance(a, LeadingTalent)).agg("cash", np.sum) == 108.0
    firms.set("gazelle", 1)
    assert model.world.firms.gazelle.all()
    firms.set("tier", 100)
    assert firms.agg("tier", sum) == 800, "a sum of small integers must not overflow"
    poor = firms.select(lambda f: f.cash < 3)
    assert poor.set("cash", -1.0) is poor
    assert model.world.firms.cash.tolist() == [-1, -1, -1, 3, 4, 5, 6, 7]
    poor.set("cash", [10.0, 20.0, 30.0])
    poor.set("tech", np.arange(8.0))
    assert model.world.firms.cash[:3].tolist() == [10, 20, 30]
    assert model.world.firms.tech[:3].tolist() == [list(range(8))] * 3
    with pytest.raises(AttributeError, match="cannot be set"):
        firms.set("handle", 0)
    with pytest.raises(AttributeError, match="no column"):
        firms.set("mood", 0)
    assert firms.select(n=0).agg("cash", np.sum) == 0 and firms.select(n=0).get("cash") == []


def test_groupby(model: TinyModel) -> None:
    firms = firms_of(model)
    by_sector = firms.groupby("sector")
    assert by_sector.count() == {0: 3, 1: 3, 2: 2} and len(by_sector) == 3
    assert by_sector.agg("cash", np.sum) == {0: 9.0, 1: 12.0, 2: 7.0}
    assert firms.groupby(lambda f: f.cash > 4).agg("cash", max) == {False: 4.0, True: 7.0}
    assert by_sector.map(lambda group: group.get("cash")) == {0: [0, 3, 6], 1: [1, 4, 7], 2: [2, 5]}
    assert by_sector.map(len) == by_sector.count() == by_sector.map("__len__")
    by_sector.do("set", "cash", 0.0)
    assert not model.world.firms.cash.any()
    listed = firms.groupby("site", result_type="list")
    assert {k: [type(f) for f in v] for k, v in listed} == {0: [Firm] * 4, 1: [Firm] * 4}
    assert listed.agg("cash", sum) == {0: 0.0, 1: 0.0}
    assert model.agents.groupby(type).count() == {Firm: 8, University: 1, Fund: 2, LeadingTalent: 3}


def test_sort_and_shuffle(model: TinyModel) -> None:
    firms = firms_of(model)
    assert firms.sort("cash").get("cash") == sorted(firms.get("cash"), reverse=True)
    assert firms.sort("cash", ascending=True).get("cash") == sorted(firms.get("cash"))
    assert firms.sort(lambda f: -f.cash).get("cash") == sorted(firms.get("cash"))
    for ascending in (True, False):
        one, two = firms.sort("site", ascending=ascending), firms.sort(lambda f: f.site, ascending=ascending)
        assert one.get("cash") == two.get("cash"), "ties keep their order"
    assert firms.sort("unique_id").get("id") == sorted(firms.get("id"), reverse=True)
    shuffled = firms.shuffle()
    assert sorted(shuffled.get("cash")) == firms.get("cash")
    assert TinyModel(seed=5).agents.shuffle().get("id") == TinyModel(seed=5).agents.shuffle().get("id")
    assert shuffled.sort("cash", ascending=True, inplace=True) is shuffled
    assert shuffled.get("cash") == firms.get("cash")
    assert sorted(shuffled.shuffle(inplace=True).get("cash")) == firms.get("cash")


def test_do_map_and_shuffle_do(model: TinyModel) -> None:
    firms = firms_of(model)
    assert firms.map(lambda f, k: f.cash * k, 2) == [2 * c for c in firms.get("cash")]
    assert firms.do(lambda f, by: setattr(f, "cash", f.cash + by), by=1.0) is firms
    assert model.world.firms.cash.tolist() == list(range(1, 9))
    assert model.agents.do("step") is not None
    order: list[float] = []
    firms.shuffle_do(lambda f: order.append(f.cash))
    assert sorted(order) == firms.get("cash")
    firms.select(lambda f: f.site == 0).do("remove")
    assert firms.get("cash") == [2, 4, 6, 8]

    seen = []

    def eat_the_next(firm: Any) -> None:
        seen.append(firm.cash)
        if firm.cash == 2:
            firms[1].remove()

    firms.do(eat_the_next)
    assert seen == [2, 6, 8], "a firm that was removed on the way is not called"


def test_sets_combine(model: TinyModel) -> None:
    firms = firms_of(model)
    low, odd = firms.select(lambda f: f.cash < 4), firms.select(lambda f: f.site == 1)
    assert (low & odd).get("cash") == [1, 3]
    assert (low | odd).get("cash") == [0, 1, 2, 3, 5, 7]
    assert (low - odd).get("cash") == [0, 2]
    assert (low ^ odd).get("cash") == [0, 2, 5, 7]
    assert ({firms[0], firms[1]} & odd).get("cash") == [1]
    assert ([firms[0], firms[1]] - odd).get("cash") == [0]
    assert (low & [firms[3], "not an agent"]).get("cash") == [3]
    joined = low
    joined |= odd
    assert len(joined) == 6 and len(low) == 4
    mixed = model.agents_by_type[Fund] | low
    assert [type(a) for a in mixed] == [Fund] * 2 + [Firm] * 4 and mixed.agg("cash", np.sum) == 36.0
    assert low <= firms and low == firms.select(at_most=4) and low != odd
    assert not low.isdisjoint(odd) and low.isdisjoint(firms - low)
    assert firms[0] in low and firms[0] not in odd and "firm" not in low
    assert TinyModel(seed=5).agents[0] not in model.agents
    fixed = copy.copy(firms)
    model.world.firms.add(newcomers(1, 1))
    assert (len(fixed), len(firms)) == (8, 9)
    assert firms.to_list() == list(firms) and firms[1:3] == firms.to_list()[1:3]
    with pytest.raises(IndexError):
        firms[9]
    assert repr(low) == "RowSet(4 of Firm)"


def test_ordinary_agents_live_beside_rows(model: TinyModel) -> None:
    agents = model.agents
    one, two = Regulator(model), Regulator(model)
    assert len(agents) == 16 and agents.to_list()[-2:] == [one, two]
    assert one in agents and model.agent_types[-1] is Regulator
    assert agents.select(agent_type=Regulator).to_list() == [one, two]
    assert len(model.agents_by_type[Regulator]) == 2
    assert (agents - firms_of(model)).select(lambda a: isinstance(a, Regulator)).get("calls") == [0, 0]
    agents.do("step")
    assert (one.calls, two.calls) == (1, 1)
    picked = agents.select(agent_type=Regulator)
    one.remove()
    assert len(agents) == 15 and picked.to_list() == [two]
    assert Regulator.create_agents(model, 2).get("site") == [0, 0]
    model.remove_all_agents()
    assert len(model.agents) == 0
    model.world.settle()
    assert [len(table) for table in model.world.populations().values()] == [0, 0, 0, 0]


def test_a_subclass_may_bring_its_own_views() -> None:
    class Debtor(Firm):
        @property
        def poor(self) -> bool:
            return bool(self.cash < 4)

        def step(self) -> None:
            self.cash = self.cash - 1.0

    class Debtors(TinyModel):
        views = (Debtor, *VIEWS[1:])

    model = Debtors(seed=1)
    firms = model.agents_by_type[Debtor]
    assert firms.get("poor") == [True] * 4 + [False] * 4 and firms.agg("poor", np.sum) == 4
    firms.do("step")
    assert model.world.firms.cash.tolist() == list(range(-1, 7))
    assert len(model.agents.select(agent_type=Firm)) == 8
