"""Comparison of arms on a toy park: pairing, sums, intervals, equal cost, doses, storage, resuming."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment.arms import arm_scenarios, read_arms, shares_start
from sim.experiment.compare import arm_values
from sim.experiment.equal_cost import scaled_to_first
from sim.experiment.gap import gap_table
from sim.experiment.institutions import institution_arms
from sim.experiment.outcomes import DISPLACEMENT, MEASURES, paths
from sim.experiment.paired import comparison_entries, ratio_of_means, samples, spending_gaps
from sim.experiment.response import fit_response, lack_of_fit
from sim.experiment.store import open_run
from sim.report.comparison import print_equal_cost
from sim.scenario.checks import require_consistent, support_limit
from sim.scenario.errors import ScenarioError
from sim.terminal import Terminal
from tests.worlds import toy_scenario

QUARTERS = 5
GRANT = {"levers.rd_grant.intensity": 1.0}
ARMS = {
    "grants": GRANT,
    "nothing": {"levers.rd_grant.intensity": 0.0},
    "homes": ['levers.talent_housing.intensity=2', 'levers.talent_housing.sites=["park"]'],
    "ordinary": {"run.variant": "ordinary"},
    "denser": {"sites.park.area_km2": 4.0},
}  # fmt: skip


@pytest.fixture(scope="module")
def toy():
    return toy_scenario(run__quarters=QUARTERS)


@pytest.fixture(scope="module")
def result(toy):
    return sim.compare(toy, ARMS, reps=2)


def test_every_value_is_there_once(result):
    values = result.arms
    assert list(values.columns) == ["rep", "seed", "arm", "scope", "line", "outcome", "value"]
    assert len(values) == 2 * (1 + len(ARMS)) * 2 * 2 * len(MEASURES)
    assert not values.duplicated(list(values.columns[:-1])).any() and np.isfinite(values["value"]).all()


@pytest.mark.parametrize("arm", ["base", "grants", "homes", "denser"])
def test_an_arm_is_the_run_with_its_settings_bit_for_bit(result, toy, arm):
    run = sim.run(toy, seed=2, settings=ARMS.get(arm, ()), micro="none")
    park = run.site()
    held = result.arms.query("seed == 2 and arm == @arm and scope == 'focal'").set_index(["line", "outcome"])["value"]
    for name in ("employment_all", "revenue_all_year", "rd_real_year", "patents"):
        assert held["horizon", name] == park.loc[QUARTERS, name]
        assert held["impact", name] == park.loc[[1, 2, 3, 4], name].to_numpy().mean()
    assert held["horizon", "spending_authority"] == pytest.approx(park["lever_spending_authority"].sum())
    everywhere = run.sites[run.sites["quarter"] == QUARTERS]["employment_all"].sum()
    of_all = result.arms.query("seed == 2 and arm == @arm and scope == 'all' and line == 'horizon'")
    assert of_all.set_index("outcome")["value"]["employment_all"] == pytest.approx(everywhere)


def test_an_arm_that_changes_nothing_differs_in_nothing(result):
    told = result.comparison().query("arm == 'nothing'")
    assert (told["difference"] == 0.0).all() and (told["high"] == 0.0).all()


@pytest.mark.parametrize("scope", ["focal", "all"])
def test_sources_of_revenue_and_payers_add_up(result, scope):
    told = result.comparison(scope).set_index(["arm", "outcome"])["difference"]
    for arm in ARMS:
        assert sum(told[arm, name] for name in DISPLACEMENT) == pytest.approx(told[arm, "gain"], abs=1e-6)
        paid = told[arm, "spending_authority"] + told[arm, "spending_state"] + told[arm, "tax_relief"]
        assert paid == pytest.approx(told[arm, "spending"], abs=1e-6)
        both = told[arm, "fiscal_authority"] + told[arm, "fiscal_state"]
        assert both == pytest.approx(told[arm, "fiscal_balance"], abs=1e-6)
    if scope == "all":
        assert all(abs(told[arm, "gain_from_sites"]) < 1e-6 for arm in ARMS)
    assert told["grants", "spending_authority"] > 0


def test_intervals_are_those_of_paired_differences(result):
    held = samples(result.arms, "focal", "horizon")
    gain = held["grants", "rd_real_year"] - held["base", "rd_real_year"]
    row = result.comparison().set_index(["arm", "outcome"]).loc[("grants", "rd_real_year")]
    half = 12.706205 * gain.std(ddof=1) / np.sqrt(2)
    assert (row["difference"], row["low"], row["high"]) == pytest.approx(
        (gain.mean(), gain.mean() - half, gain.mean() + half), abs=1e-5
    )
    assert row["percent"] == pytest.approx((100 * gain / held["base", "rd_real_year"]).mean())


def test_a_ratio_has_the_interval_of_fieller():
    top, bottom = np.array([9.0, 11.0, 10.0, 10.5]), np.array([2.0, 2.1, 1.9, 2.05])
    ratio, low, high = ratio_of_means(top, bottom)
    for value in (low, high):  # at its ends, the mean of top - ratio * bottom is just told apart from zero
        rest = top - value * bottom
        assert abs(rest.mean()) / (rest.std(ddof=1) / 2.0) == pytest.approx(3.182446, rel=1e-5)
    assert low < ratio < high and ratio == pytest.approx(top.mean() / bottom.mean())
    assert np.isnan(ratio_of_means(top, np.array([-1.0, 3.0, -2.0, 1.0]))[1])
    assert np.isnan(ratio_of_means(top, -bottom)[0])


def test_paths_of_flows_are_yearly_or_summed():
    flat = {"firms": np.ones(2), **{name: np.ones(2) for m in MEASURES.values()
            for name in (*m.top, m.bottom, m.weight) if name}}  # fmt: skip
    told = paths([flat] * 7, 1)
    assert told["focal"]["fiscal_balance"].tolist() == [0.0, *[4.0] * 6]
    assert told["all"]["fiscal_total"].tolist() == [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
    assert told["all"]["tfp"].tolist() == [1.0] * 7 and told["all"]["employment_all"].tolist() == [2.0] * 7


def test_arms_share_quarter_0_where_they_leave_it_alone(toy):
    shared = {name: shares_start(toy, arm) for name, arm in arm_scenarios(toy, ARMS).items()}
    assert shared == {"grants": True, "nothing": True, "homes": True, "ordinary": True, "denser": False}


def test_equal_cost_scales_until_spending_is_the_same(toy):
    arms = {"grants": GRANT, "homes": {"levers.talent_housing.intensity": 0.05}}
    found = sim.compare(toy, arms, reps=1, equal_cost=True)
    entry = found.provenance["equal_cost"]["homes"]
    spent = found.comparison("all").set_index(["arm", "outcome"])["difference"]
    assert entry["reached"] and entry["factor"] != 1.0 and entry["runs"] <= 5
    assert spent["homes", "spending"] == pytest.approx(spent["grants", "spending"], rel=0.021)
    assert entry["intensities"]["talent_housing"] == pytest.approx(0.05 * entry["factor"])
    for wrong in ({"homes": {"effects.scale": 0.0}}, {"dear": {"levers.rd_grant.intensity": 0.0}}):
        with pytest.raises(ScenarioError, match="--equal-cost"):
            sim.compare(toy, {"grants": GRANT, **wrong}, reps=1, equal_cost=True)


def test_equal_cost_tells_the_gap_over_all_seeds(toy, capsys):
    """Scaled on the first seed alone, another seed spends something else, and that is said with its interval."""
    arms = {"grants": GRANT, "homes": {"levers.talent_housing.intensity": 0.05}}
    found = sim.compare(toy, arms, reps=3, equal_cost=True)
    spent = found.arms.query("scope == 'all' and line == 'horizon' and outcome == 'spending'")
    spent = spent.pivot(index="rep", columns="arm", values="value")
    target = (spent["grants"] - spent["base"]).mean()
    gap = 100.0 * (spent["homes"] - spent["grants"]) / target
    value, low, high = spending_gaps(found.arms)["homes"]
    assert value == pytest.approx(gap.mean()) and low < value < high and abs(gap.iloc[0]) <= 2.1
    print_equal_cost(found, Terminal())
    assert "over all 3 seeds" in capsys.readouterr().out
    entry = comparison_entries(found.arms, found.provenance)["equal_cost_gap"]["homes"]
    assert entry == {"percent": value, "interval": [low, high]}


def test_what_gains_cost_divides_like_by_like(result):
    for scope in ("focal", "all"):
        told = result.comparison(scope).set_index(["arm", "outcome"])["difference"]
        for row in result.costs(scope).query("arm in ('grants', 'homes')").to_dict("records"):
            assert row["spending"] == pytest.approx(told[row["arm"], "spending"])
            if row["kind"] == "per_tonne":
                assert row["gain"] == pytest.approx(-told[row["arm"], "emissions_total"])
    focal, everywhere = (result.costs(scope).query("arm == 'grants'")["spending"].iloc[0] for scope in ("focal", "all"))
    assert focal < everywhere, "grants are paid at all sites, and the park's part is what its jobs cost"


def test_energy_saved_is_told_with_what_a_tonne_cost(toy):
    found = sim.compare(toy, {"green": {"levers.smart_green.intensity": 20.0}}, reps=2)
    told = found.comparison("all").set_index("outcome")
    assert told.loc["energy_intensity", "high"] < 0 and told.loc["emissions_total", "difference"] < 0
    tonne = found.costs("all").set_index("kind").loc["per_tonne"]
    assert tonne["gain"] == pytest.approx(-told.loc["emissions_total", "difference"]) and tonne["cost"] > 0


def test_equal_cost_stops_before_research_costs_nothing(toy):
    """A dear first arm: the grant's rate, .05 at intensity 1, would have to go beyond the whole of R&D."""
    arms = {name: arm_scenarios(toy, {name: {f"levers.{name}.intensity": 1.0}})[name] for name in ("pilot", "rd_grant")}

    def spending(base, arm, start, seed):
        return sum({"pilot": 1000.0}.get(name, 1.0) * each.intensity for name, each in arm.levers.items())

    scaled, told = scaled_to_first(toy, arms, 1, spending)
    intensity = scaled["rd_grant"].levers["rd_grant"].intensity
    assert intensity == pytest.approx(0.95 * support_limit(arms["rd_grant"], "rd_grant")) and intensity < 20.0
    assert not told["rd_grant"]["reached"]
    require_consistent(scaled["rd_grant"])


def test_a_folder_reads_back_with_its_comparison(result, tmp_path):
    folder = result.save(tmp_path / "run")
    again = open_run(folder)
    pd.testing.assert_frame_equal(again.comparison("all", "impact"), result.comparison("all", "impact"))
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    entry = told["comparison"]["grants"]["rd_real_year"]
    row = result.comparison().set_index(["arm", "outcome"]).loc[("grants", "rd_real_year")]
    assert entry["difference"] == row["difference"] and entry["interval"] == [row["low"], row["high"]]
    assert set(told["comparison_all_impact"]) == set(ARMS) and told["arms"]["grants"] == GRANT
    entries = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    assert {e["name"] for e in entries if e["file"] == "arms.parquet"} == set(result.arms.columns)
    assert comparison_entries(again.arms, again.provenance)["cost"] == told["cost"]


def test_workers_find_what_one_process_finds_and_what_is_done_is_kept(tmp_path):
    scenario = toy_scenario(run__quarters=1)
    one = sim.compare(scenario, {"grants": GRANT}, reps=2, keep=tmp_path / "reps")
    heard = []
    two = sim.compare(scenario, {"grants": GRANT}, reps=3, jobs=2, keep=tmp_path / "reps",
                      progress=lambda done, total: heard.append((done, total)))  # fmt: skip
    assert heard == [(2, 3), (3, 3)]
    pd.testing.assert_frame_equal(two.arms[two.arms["rep"] < 2], one.arms, check_exact=True)


def test_arms_are_read_from_text():
    arms = read_arms(['a:levers.rd_grant.intensity=1,levers.rd_grant.sites=["x","y"]', " b : run.variant=ordinary"])
    assert arms == {
        "a": ("levers.rd_grant.intensity=1", 'levers.rd_grant.sites=["x","y"]'),
        "b": ("run.variant=ordinary",),
    }


@pytest.mark.parametrize(
    ("arms", "told"),
    [
        ({"x": {"levers.rd_gant.intensity": 1}}, r"--arm x: levers: .*rd_gant.*did you mean 'rd_grant'"),
        ({"x": {"levers.rd_grant.intensty": 1}}, r"--arm x: .*intensty.*did you mean 'intensity'"),
        ({"x": {"leavers.rd_grant.intensity": 1}}, r"--arm x: .*did you mean 'levers'"),
        ({"x": {"levers.rd_grant.intensity": -1}}, r"--arm x: levers\.rd_grant\.intensity"),
        ({"x": {"run.seed": 5}}, r"--arm x: run\.seed: is the same for all"),
        ({"base": GRANT}, "no name of an arm"),
        ({"a b": GRANT}, "no name of an arm"),
        ({}, "--arm: is missing"),
    ],
)
def test_a_bad_arm_is_one_clear_line(toy, arms, told):
    with pytest.raises(ScenarioError, match=told):
        sim.compare(toy, arms, reps=1)


def test_a_lever_that_is_on_in_the_base_can_be_taken_away(toy):
    scenario = toy_scenario(run__quarters=2, levers__hte_tax__intensity=1.0)
    found = sim.compare(scenario, {"none": {"levers.hte_tax.intensity": 0.0}}, reps=1).comparison()
    assert found.set_index("outcome")["difference"]["tax_relief"] < 0


DOSES = np.array([0.25, 0.5, 1.0, 2.0, 4.0])


def response(curve, noise=0.01):
    """Gains of eight replications, f64[8, doses]."""
    return curve(DOSES) + noise * np.random.default_rng(1).standard_normal((8, len(DOSES)))


def test_a_quadratic_is_found_again_with_its_turning_point():
    fit = fit_response(DOSES, response(lambda x: 3.0 * x - 0.6 * x**2, 0.05))
    assert fit.shape == "quadratic" and fit.slope[1] < 3.0 < fit.slope[2] and fit.turning[1] < 2.5 < fit.turning[2]
    for never in (lambda x: 3.0 * x, lambda x: 3.0 * x + 0.6 * x**2):
        fit = fit_response(DOSES, response(never))
        assert fit.shape == "quadratic" and np.isnan(fit.turning).all()


@pytest.mark.parametrize(("shape", "curve", "first"), [
    ("step", lambda x: np.full_like(x, 0.5), 2.0),
    ("saturating", lambda x: 1.0 - np.exp(-4.0 * x), 4.0 * (1.0 - np.exp(-1.0))),
    ("late", lambda x: np.maximum(x - 0.5, 0.0), 0.0),
])  # fmt: skip
def test_a_response_that_is_no_quadratic_is_told_by_its_smallest_dose(shape, curve, first):
    for side in (1.0, -1.0):
        fit = fit_response(DOSES, side * response(curve))
        assert fit.shape == shape and fit.misfit < 0.05
        assert fit.slope[1] < side * first < fit.slope[2] and np.isnan(fit.turning).all()


def test_a_rejected_response_that_goes_back_turns_between_doses():
    fit = fit_response(DOSES, response(lambda x: np.minimum(4.0 * x, 4.0) - np.maximum(x - 1.0, 0.0)))
    assert fit.shape == "saturating" and fit.turning == (1.0, 0.5, 2.0)


def test_rounding_and_luck_are_no_misfit():
    assert fit_response(DOSES, 3.0 * np.tile(DOSES, (8, 1)) * (1.0 + 1e-12)).shape == "quadratic"
    rng = np.random.default_rng(2)
    rejected = [lack_of_fit(noise, noise) < 0.05 for noise in rng.standard_normal((2000, 5, 5))]
    assert 0.04 < np.mean(rejected) < 0.06


def test_doses_start_from_the_lever_off():
    scenario = toy_scenario(run__quarters=2, levers__rd_grant__intensity=3.0)
    found = sim.dose(scenario, "rd_grant", (0.5, 1.0, 2.0), reps=2)
    spent = found.doses.query("outcome == 'spending_authority'")["value"].to_list()
    assert 0 < spent[0] < spent[1] < spent[2]
    assert found.scenario.levers["rd_grant"].intensity == 0.0
    for lever, doses in (("rd_gant", (1.0, 2.0, 3.0)), ("rd_grant", (1.0,)), ("rd_grant", (0.0, 1.0, 2.0))):
        with pytest.raises(ScenarioError, match="--dose"):
            sim.dose(scenario, lever, doses)


def test_the_same_firms_live_under_ordinary_institutions(toy):
    arms = arm_scenarios(toy, institution_arms(toy))
    assert shares_start(toy, arms["ordinary_institutions"]) and not shares_start(toy, arms["no_selection"])
    values = arm_values(toy, arms, 1)["arms"].assign(rep=0)
    table = gap_table(values, {"institutions": "ordinary_institutions", "selection": "no_selection",
                               "both": "ordinary_park"})  # fmt: skip
    for _, rows in table.groupby("outcome"):
        told = rows.set_index("part")["value"]
        assert told["institutions"] + told["selection"] == pytest.approx(told["whole"], abs=1e-9)


def test_a_result_without_arms_compares_nothing(toy):
    bare = sim.run(toy_scenario(run__quarters=1), micro="none")
    assert bare.doses.empty and bare.gaps.empty
    for ask in (bare.comparison, bare.costs):
        with pytest.raises(ValueError, match="compare"):
            ask()
