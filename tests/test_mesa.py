"""The park as a Mesa model: clocks, seeds, collectors, batches, copies. Warnings are errors."""

from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import mesa
import numpy as np
import pytest
from mesa import DataCollector, batch_run
from mesa.experimental.data_collection import AgentDataSet

import sim.scenario.errors
import sim.scenario.files
from sim.agents import Firm, Fund, Row, University
from sim.ledger import LedgerError
from sim.loop import QUARTER
from sim.model import ParkModel
from tests.tiny import Regulator, TinyModel, firm_cash, firm_count
from tests.worlds import toy_scenario


@pytest.fixture
def model() -> TinyModel:
    return TinyModel(seed=5)


def firms_of(model: TinyModel) -> Any:
    return model.agents_by_type[Firm]


def columns(model: ParkModel) -> dict[str, dict[str, np.ndarray]]:
    return {name: table.copy_columns() for name, table in model.world.tables().items()}


def assert_same_columns(one: ParkModel, two: ParkModel) -> None:
    mine, theirs = columns(one), columns(two)
    for table in mine:
        for name in mine[table]:
            np.testing.assert_array_equal(mine[table][name], theirs[table][name], f"{table}.{name}")


# -- time ----------------------------------------------------------------------------------------


def test_a_step_is_a_quarter_and_the_model_stops_at_its_horizon(model: TinyModel) -> None:
    assert (model.steps, model.time, model.world.quarter, model.running) == (0, 0.0, 0, True)
    model.step()
    assert (model.steps, model.time, model.world.quarter) == (1, 1.0, 1)
    assert model.run(2) is model
    assert (model.steps, model.time, model.world.quarter, model.running) == (3, 3.0, 3, True)
    model.run()
    assert (model.steps, model.time, model.world.quarter, model.running) == (6, 6.0, 6, False)
    model.run(4)
    assert model.world.quarter == model.horizon == 6


def test_mesas_own_clocks_drive_the_world(model: TinyModel) -> None:
    model.run_for(2)
    assert (model.steps, model.world.quarter) == (2, 2)
    model.run_until(4)
    assert (model.steps, model.world.quarter) == (4, 4)
    model.run_model()
    assert model.world.quarter == 6


# -- seeds and scenario --------------------------------------------------------------------------


@pytest.mark.parametrize("rng", [7, np.int64(7), np.uint8(7)])
def test_rng_and_seed_are_one_thing(rng: Any) -> None:
    one, two = TinyModel(rng=rng).run(3), TinyModel(seed=7).run(3)
    assert_same_columns(one, two)
    assert one.random.random() == two.random.random()
    assert one.rng.random() == two.rng.random()


@pytest.mark.parametrize(
    "make",
    [np.random.default_rng, np.random.SeedSequence, np.random.PCG64],
    ids=["generator", "sequence", "bits"],
)
def test_a_generator_is_asked_for_a_seed(make: Any) -> None:
    assert_same_columns(TinyModel(rng=make(3)).run(2), TinyModel(rng=make(3)).run(2))
    one, two = TinyModel(rng=make(3)).run(2), TinyModel(rng=make(4)).run(2)
    assert not np.array_equal(one.world.firms.b, two.world.firms.b)


def test_bad_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        TinyModel(seed=1, rng=2)
    with pytest.raises(ValueError, match="between 0 and"):
        TinyModel(seed=-1)
    with pytest.raises(TypeError, match="whole number"):
        TinyModel(rng="today")


def test_who_does_not_ask_does_not_pay() -> None:
    model = TinyModel(seed=1)
    model.run(3)
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Row)]


def test_settings_replace_parameters_by_their_path() -> None:
    given = sim.scenario.files.load("small")
    model = TinyModel(given, **{"run.quarters": 2, "effects.network": 0.5, "levers.rd_grant.intensity": 0.25})
    held = model.world.scenario
    assert (held.run.quarters, held.effects.network, held.levers["rd_grant"].intensity) == (2, 0.5, 0.25)
    assert (given.run.quarters, given.effects.network) != (2, 0.5)
    assert model.run().world.quarter == 2 == model.horizon
    assert TinyModel("small").world.scenario.name == TinyModel().world.scenario.name == given.name
    with pytest.raises(sim.scenario.errors.ScenarioError, match="quarters"):
        TinyModel(**{"run.quartrs": 2})
    with pytest.raises(TypeError, match="a scenario is a Scenario, or the name or path"):
        TinyModel(mesa.experimental.scenarios.Scenario(rng=1))


def test_the_seed_of_the_scenario_counts_when_none_is_given() -> None:
    assert_same_columns(TinyModel(**{"run.seed": 8}).run(2), TinyModel(seed=8).run(2))
    assert_same_columns(TinyModel(rng=None).run(2), TinyModel().run(2))


def test_mesa_sees_the_scenario_in_its_own_way() -> None:
    model = TinyModel(seed=8, **{"effects.scale": 0.5})
    seen = model.scenario
    assert isinstance(seen, mesa.experimental.scenarios.Scenario)
    assert (seen.rng, seen.effects.scale, seen.park) == (8, 0.5, model.world.scenario)
    assert model.agents[0].scenario.park is model.world.scenario
    # The dashboard's Reset builds type(model.scenario)() and hands it to the model's class.
    assert TinyModel(scenario=type(seen)(), seed=8).world.scenario == model.world.scenario


def test_a_model_keeps_its_scenario(model: TinyModel) -> None:
    with pytest.raises(AttributeError, match="build another model"):
        model.scenario = mesa.experimental.scenarios.Scenario(rng=1)
    with pytest.raises(AttributeError):
        model.agents = []


# -- collecting ----------------------------------------------------------------------------------


def test_data_collector_with_all_three_kinds_of_reporters(model: TinyModel) -> None:
    model.datacollector = DataCollector(
        model_reporters={"firms": lambda m: len(m.agents_by_type[Firm]), "steps": "steps"},
        agent_reporters={"what": lambda a: type(a).__name__},
        agenttype_reporters={Firm: {"cash": "cash", "tech": "tech"}, Fund: {"cash": "cash"}},
    )
    model.datacollector.collect(model)
    model.run(2)
    vars_of_model = model.datacollector.get_model_vars_dataframe()
    assert vars_of_model["steps"].tolist() == [0, 1, 2] and vars_of_model["firms"][0] == 8
    agents = model.datacollector.get_agent_vars_dataframe()
    assert agents.loc[0]["what"].value_counts()["Firm"] == 8
    by_firm = model.datacollector.get_agenttype_vars_dataframe(Firm)
    assert by_firm.loc[2]["cash"].tolist() == model.world.firms.cash.tolist()
    assert by_firm.loc[2].index.tolist() == model.world.firms.id.tolist()
    assert model.datacollector.get_agenttype_vars_dataframe(Fund).loc[0]["cash"].tolist() == [10.0, 20.0]


def test_a_data_set_over_a_live_set_follows_the_rows(model: TinyModel) -> None:
    data = AgentDataSet("firms", firms_of(model), fields=["cash"])
    assert [row["cash"] for row in data.data] == list(range(8))
    model.step()
    assert [row["unique_id"] for row in data.data] == model.world.firms.id.tolist()


@pytest.mark.parametrize("processes", [1, 2])
def test_batch_run(processes: int) -> None:
    rows = batch_run(
        TinyModel, {"births": [0, 3]}, number_processes=processes, rng=[1, 2], display_progress=False
    )
    last = {(row["seed"], row["births"]): (row["firms"], row["cash"]) for row in rows}
    assert set(last) == {(seed, births) for seed in (1, 2) for births in (0, 3)}
    assert all(row["Step"] == 6 for row in rows)
    for (seed, births), found in last.items():
        alone = TinyModel(seed=seed, births=births).run()
        assert found == (len(alone.world.firms), alone.world.firms.cash.sum())
    assert last[1, 0][1] != last[2, 0][1] and last[1, 0][0] < last[1, 3][0]
    assert len(rows) > 4, "agent reporters give a row an agent"


# -- copies --------------------------------------------------------------------------------------


def pickled(model: ParkModel) -> ParkModel:
    return pickle.loads(pickle.dumps(model))


@pytest.mark.parametrize("clone", [copy.deepcopy, pickled])
def test_a_copy_goes_its_own_way_and_repeats_the_original(model: TinyModel, clone: Any) -> None:
    model.run(2)
    regulator = Regulator(model)
    picked = firms_of(model).select(lambda f: f.site == 1)
    model.kept = (picked, picked[0], regulator)
    twin = clone(model)
    before = columns(model)
    twin.run(2)
    for table, held in columns(model).items():
        for name, values in held.items():
            np.testing.assert_array_equal(values, before[table][name])
    assert (model.steps, model.world.quarter, twin.steps, twin.world.quarter) == (2, 2, 4, 4)
    model.run(2)
    assert_same_columns(model, twin)
    assert model.random.random() == twin.random.random()
    their_picked, their_firm, their_regulator = twin.kept
    assert their_picked.model is twin and their_firm.model is twin and their_regulator in twin.agents
    assert their_picked.get("id") == picked.get("id") and their_firm not in model.agents
    assert twin.loop is not model.loop and list(twin.timings()) == list(model.timings())
    twin.world.firms.cash[:] = -1.0
    assert (model.world.firms.cash >= 0).all()


# -- the real world ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def park() -> ParkModel:
    """A small real park after its first quarter; tests take copies."""
    return ParkModel(toy_scenario(run__burn_in_quarters=0), seed=4).run(1)


def test_a_real_park_lives_through_mesa(park: ParkModel) -> None:
    model = copy.deepcopy(park)
    model.step()
    assert (model.steps, model.world.quarter) == (2, 2)
    assert list(model.timings()) == [phase.name for phase in QUARTER]
    firms = model.agents_by_type[Firm]
    assert (
        firms.agg("revenue", np.sum) == pytest.approx(sum(f.revenue for f in firms), rel=1e-12)
        and len(firms) > 50
    )
    heads = firms.groupby("sector").agg("ordinary", np.sum)
    assert sum(heads.values()) == pytest.approx(model.world.firms.ordinary.sum())


@pytest.mark.parametrize("clone", [copy.deepcopy, pickled])
def test_a_copy_of_a_real_park_continues_bit_for_bit(park: ParkModel, clone: Any) -> None:
    model = copy.deepcopy(park)
    twin = clone(model)
    model.run(2)
    assert twin.world.quarter == 1
    twin.run(2)
    assert_same_columns(model, twin)


def test_a_closed_firm_leaves_no_hole_in_the_books(park: ParkModel) -> None:
    model = copy.deepcopy(park)
    firms = model.agents_by_type[Firm]
    closed = firms.sort("capital").select(at_most=3).to_list()

    def close(world: Any) -> None:
        for firm in closed:
            firm.remove()
        world.ledger.audit()

    model.loop.insert("close", close, after="market")
    model.step()
    assert not any(firm.alive for firm in closed)
    model.loop.remove("close")
    model.step()


def test_money_that_a_rule_invents_is_found(park: ParkModel) -> None:
    model = copy.deepcopy(park)

    def gift(world: Any) -> None:
        model.agents_by_type[Firm].select(at_most=1).set("cash", 1e6)

    model.loop.insert("gift", gift, after="market")
    with pytest.raises(LedgerError, match="firms") as caught:
        model.step()
    assert caught.value.__notes__ == ["in phase 'observe' of quarter 2"]


def test_a_rule_of_ones_own_changes_the_quarter(park: ParkModel) -> None:
    model, twin = copy.deepcopy(park), copy.deepcopy(park)

    def strike(world: Any) -> None:
        """Nobody has customers."""
        world.firms.b = 0.5 * world.firms.b

    model.loop.insert("strike", strike, before="market")
    model.step()
    twin.step()
    assert model.world.firms.revenue.sum() < 0.9 * twin.world.firms.revenue.sum()


class Watched(ParkModel):
    """A real park that counts its firms."""

    def __init__(self, scenario: Any = None, *, rng: Any = None, **settings: Any) -> None:
        super().__init__(toy_scenario(run__burn_in_quarters=0), rng=rng, **{"run.quarters": 2, **settings})
        self.datacollector = DataCollector(
            model_reporters={"firms": firm_count, "cash": firm_cash},
            agenttype_reporters={University: {"cash": "cash"}},
        )

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


@pytest.mark.parametrize("processes", [1, 2])
def test_batch_run_sweeps_settings_of_a_real_park(processes: int) -> None:
    sweep = {"effects.scale": [0.0, 1.0]}
    rows = batch_run(Watched, sweep, number_processes=processes, rng=[4], display_progress=False)
    cash = {row["effects.scale"]: row["cash"] for row in rows}
    assert set(cash) == {0.0, 1.0} and cash[0.0] != cash[1.0]
    assert {row["Step"] for row in rows} == {2}
