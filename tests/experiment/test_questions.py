"""Scripts of questions: short, answered in words that follow from their table, in both languages, and never stopped."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiment.arms import arm_scenarios
from sim.experiment.outcomes import DISPLACEMENT, MEASURES
from sim.experiment.shock import LABELS, PAIRS, chain_parks, shocked_parks
from sim.report.forest import PANELS, panels_of
from sim.report.labels import Words, with_half, with_span
from sim.report.shock import shock_answer, shock_rows
from sim.scenario.errors import ScenarioError
from sim.scenario.files import apply_settings, write
from sim.scenario.levers import LEVERS
from tests.worlds import toy_scenario

FOLDER = Path(__file__).parents[2] / "experiments"
SCRIPTS = sorted(path for path in FOLDER.glob("*.py") if "from _ask import" in path.read_text(encoding="utf-8"))


@pytest.fixture
def common(tmp_path):
    """Options under which a question is asked of a toy park."""
    write(toy_scenario(), tmp_path / "toy.toml")
    return ["--scenario", str(tmp_path / "toy.toml"), "--quarters", "4", "--reps", "3", "--out", str(tmp_path / "out")]


@pytest.fixture
def module():
    return script_of(FOLDER / "early_and_patient.py")


def script_of(path):
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(f"question_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(path.parent))
    return module


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short_and_an_unknown_lever_is_told(path):
    module, toy = script_of(path), toy_scenario()
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60
    assert module.__doc__.splitlines()[0].endswith("?") and module.ZH.endswith("?")
    assert set(getattr(module, "JUDGED_BY", ())) <= set(MEASURES)
    for levers in getattr(module, "ARMS", {}).values():
        asking = getattr(module, "ask", None) or module.ask_in_worlds
        changes = asking.__globals__["lever_settings"](levers, ("park",))
        if unknown := [name for name in levers if name not in LEVERS]:
            with pytest.raises(ScenarioError, match=unknown[0]):
                arm_scenarios(toy, {"arm": changes})
        else:
            assert set(levers) <= set(arm_scenarios(toy, {"arm": changes})["arm"].levers)


def test_a_script_prints_an_answer_and_writes_a_folder(module, common, tmp_path, capsys):
    arms = {"rd_grant": {"rd_grant": 1.0}, "voucher": {"voucher": 1.0}}
    module.ask("x", module.__doc__, module.ZH, arms, ("rd_real_year", "tfp"), arguments=common)
    printed = capsys.readouterr().out
    assert "rd_grant (ex-post R&D subsidy): real R&D +" in printed
    assert "Largest gain in real R&D: rd_grant (ex-post R&D subsidy), " in printed
    assert (tmp_path / "out" / "figures" / "forest.png").is_file()
    with pytest.raises(SystemExit) as left:
        module.ask("x", "Bad?", "?", {"a": {"rd_gant": 1.0}}, ("tfp",), arguments=common)
    assert left.value.code == 2 and "did you mean 'rd_grant'" in capsys.readouterr().err


def test_chinese_names_every_arm(module, common, capsys):
    arms = {"rd_grant": {"rd_grant": 1.0}, "both": {"rd_grant": 1.0, "voucher": 1.0}}
    module.ask(
        "x", "Which?", "哪个?", arms, ("rd_real_year",), labels={"both": ("both at once", "两者并用")},
        against=("both", "rd_grant"), arguments=[*common, "--lang", "zh"],
    )  # fmt: skip
    printed = capsys.readouterr().out
    assert "哪个？" in printed and "两者并用减去企业研发投入后补助：真实研发" in printed
    assert "both" not in printed.replace("两者并用", "") and "rd_grant" not in printed


FUTURE = FOLDER / "upgrade_or_future.py"


@pytest.mark.parametrize(("lang", "where", "more"), [
    ("en", "Where it never takes off:", "future_seed (seeding of future industries) does more where the market of"),
    ("zh", "假设未来产业市场始终不爆发：", "未来产业培育在“未来产业市场可能爆发（每年概率5%）”时多带来：人均增加值"),
])  # fmt: skip
def test_future_industries_are_asked_of_with_and_without_a_take_off(common, tmp_path, capsys, lang, where, more):
    module = script_of(FUTURE)
    module.ask_in_worlds(
        "x", module.__doc__, module.ZH, module.ARMS, module.JUDGED_BY, module.WORLDS,
        arguments=[*common, "--reps", "2", "--lang", lang],
    )  # fmt: skip
    printed = capsys.readouterr().out
    assert where in printed and more in printed
    for name in module.WORLDS:
        assert (tmp_path / "out" / name / "figures" / "forest.png").is_file()
    of_future = {name: sim.open_run(tmp_path / "out" / name).scenario.sectors["FUT"] for name in module.WORLDS}
    assert of_future["may_take_off"].takeoff_hazard == 0.05 and of_future["never"].takeoff_hazard == 0.0


def test_what_a_take_off_adds_is_paired_by_seed():
    """Worlds alike differ in nothing; where the market takes off at once it is told when, and seeds do more."""
    module = script_of(FUTURE)
    own = module.ask_in_worlds.__globals__
    sure = {"sectors__FUT__takeoff_hazard": 5.0, "sectors__FUT__takeoff_growth": 1.0}
    arms, found = {"future_seed": {"levers.future_seed.intensity": 20.0}}, {}
    for name, settings in (("sure", sure), ("never", {}), ("again", {})):
        found[name] = sim.compare(toy_scenario(run__quarters=8, **settings), arms, reps=2)
        found[name].provenance["world"] = [name, name]
    words = Words()
    assert own["take_offs"](found["sure"], words).startswith("The market took off in 2 of 2 seeds (year 1, 1")
    assert own["take_offs"](found["never"], words) == "The market took off in 0 of 2 seeds."
    gains = {name: own["gains_by_seed"](found[name], "future_seed", "revenue_all_year") for name in found}
    assert gains["sure"].mean() > gains["never"].mean()
    same = own["between_worlds"]({"a": found["never"], "b": found["again"]}, ("revenue_all_year",), words)
    assert same == ["future_seed (seeding of future industries) does more where never by: revenue 0.0 %"]


def test_arms_that_spend_nothing_are_compared_and_it_is_said(module, common, capsys):
    arms = {"idle": {"rd_grant": {"intensity": 1.0, "first_quarter": 50}}, "voucher": {"voucher": 1.0}}
    module.ask("x", "Which?", "哪个?", arms, ("tfp",), equal_cost=True, arguments=common)
    printed = capsys.readouterr().out
    assert "idle spends nothing in these quarters" in printed and "costs are not equal" in printed


def test_one_arm_against_another_is_their_paired_difference(module):
    own = module.ask.__globals__
    arms = {"a": {"levers.rd_grant.intensity": 1.0}, "b": {"levers.voucher.intensity": 1.0}}
    result = sim.compare(toy_scenario(run__quarters=4), arms, reps=3)
    values = result.arms.query("scope == 'focal' and line == 'horizon' and outcome == 'tfp'")
    wide = 100.0 * values.pivot(index="rep", columns="arm", values="value")
    row = own["_between"](result, "a", "b", "tfp")
    assert row["value"] == pytest.approx((wide["a"] - wide["b"]).mean(), abs=1e-9)
    assert row["low"] <= row["value"] <= row["high"]


def test_a_question_draws_what_it_is_judged_by():
    result = sim.compare(toy_scenario(run__quarters=1), {"a": {"levers.rd_grant.intensity": 1.0}}, reps=1)
    assert panels_of(result) == PANELS
    result.provenance["judged_by"] = ["champions", "gain_created", "tfp"]
    chosen = panels_of(result)
    assert chosen[:2] == ("champions", "tfp") and chosen[-1] == "spending" and len(chosen) == len(PANELS)
    assert not set(chosen) & set(DISPLACEMENT) and len(set(chosen)) == len(chosen)


@pytest.mark.parametrize(("value", "half", "told"), [
    (0.0068, 0.0031, "+0.0068 ± 0.0031"), (916.2, 59.4, "+916 ± 59"), (-8187.0, 381.0, "−8,187 ± 381"),
    (280.8, 0.045, "+280.80 ± 0.04"), (0.0, 0.02, "0.000 ± 0.020"), (3.0, 0.0, "+3.00"), (1e-14, 5e-14, "0"),
    (0.0, 0.0, "0"),
])  # fmt: skip
def test_a_value_has_the_decimals_of_its_interval(value, half, told):
    assert with_half(value, half) == told


def test_an_interval_above_zero_does_not_read_zero():
    assert with_span(0.0068, 0.0038, 0.0099, "%") == "+0.0068 % [+0.0038; +0.0099]"


PAIR = ("one", "two")
SHOCKED = {"one": ("chains", "产业链"), "two": ("no chains", "无产业链")}


def shocked(lost_two, recovery_two=5.0):
    """Two parks and two seeds; the second park loses and takes so much."""
    rows = [("one", 1, 0.10), ("one", 2, 0.12), *(("two", seed, lost) for seed, lost in enumerate(lost_two, 1))]
    table = pd.DataFrame(rows, columns=["park", "seed", "lost"]).assign(outcome="revenue", depth=0.1, recovery=3.0)
    return table.assign(recovery=table["recovery"].where(table["park"] == "one", recovery_two))


def test_parks_under_a_shock_are_told_apart_by_seeds():
    told = shock_answer(shocked((0.20, 0.23)), SHOCKED, PAIR, Words())
    assert "less lost in all by +10.5 % [+4.1; +16.9]" in told and "depth not told apart" in told
    assert "recovery sooner by +2.00 quarters" in told
    rows = shock_rows(shocked((0.20, 0.23)), SHOCKED, PAIR, Words())[1]
    assert rows[1][3:] == ["11 ± 13", "22 ± 19", "+10.5 ± 6.4"]
    assert "loss in all not told apart" in shock_answer(shocked((0.2, 0.1)), SHOCKED, PAIR, Words())
    assert "more lost in all by +9.00 %" in shock_answer(shocked((0.01, 0.03)), SHOCKED, PAIR, Words())


def test_a_park_that_does_not_recover_is_told_by_medians():
    never = shocked((0.20, 0.23), float("inf"))
    assert "recovery (median) 3.00, against not in the run" in shock_answer(never, SHOCKED, PAIR, Words())
    assert shock_rows(never, SHOCKED, PAIR, Words())[1][2][3:] == ["median 3.00", "median not in the run", ""]


def test_parks_of_the_shock_differ_in_their_chains_alone():
    toy = toy_scenario()
    parks = {name: apply_settings(toy, given) for name, given in chain_parks(toy).items()}
    assert set(parks) == set(LABELS) == {park for pair in PAIRS for park in pair}
    for park in parks.values():
        assert park.effects == toy.effects and park.sites == toy.sites
    usual = toy.demand.local_supply
    assert parks["complete"].demand.local_supply > usual > parks["none"].demand.local_supply
    same = {"local_supply": usual}
    for name in ("complete", "none"):
        assert parks[name].demand.model_copy(update=same) == toy.demand and parks[name].levers == toy.levers
    assert set(parks["cared_for"].levers) - set(toy.levers) == {"chain_fill", "chain_strengthen"}
    assert parks["as_is"] == toy


def test_a_shock_cuts_after_it_and_not_before():
    shock = {"kind": "input_price", "sector": "ICE", "size": 0.5, "first_quarter": 2, "quarters": 2}
    park = {"open": {"effects.synergy": 0.0}}
    result, found, losses = shocked_parks(toy_scenario(run__quarters=4), park, shock, reps=2)
    by_quarter = losses.groupby("quarter")["loss"]
    assert (by_quarter.max().loc[:1] == 0.0).all() and by_quarter.min().loc[2] > 0.0
    assert set(found["seed"]) == {1, 2} and result.provenance["seeds"] == [1, 2]
