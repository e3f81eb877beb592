"""A campaign over levers on a toy park: pairing, levers in force, tables, resuming, and the page that the docs keep."""

from __future__ import annotations

import json
import runpy
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

import sim
from sim.experiment.campaign import lever_alone, read_levers
from sim.experiment.dose import DOSES
from sim.experiment.levers_table import doses_of, levers_of
from sim.experiment.outcomes import DISPLACEMENT, MEASURES
from sim.experiment.paired import holm, p_value, told
from sim.experiment.result import parks_of, scope_of
from sim.experiment.store import open_run
from sim.report.campaign import campaign_tables
from sim.report.labels import Words
from sim.scenario.errors import ScenarioError
from sim.scenario.files import load
from sim.scenario.levers import LEVERS
from tests.worlds import toy_scenario

DOCS = Path(__file__).parents[2] / "docs"
PULLED = ("rd_grant", "hte_tax", "cross_region")


@pytest.fixture(scope="module")
def toy():
    return toy_scenario(run__quarters=4, levers__hte_tax__intensity=1.0)


@pytest.fixture(scope="module")
def result(toy):
    return sim.campaign(toy, PULLED, DOSES, reps=2)


def test_every_run_is_there_once(result):
    values = result.campaign
    runs = 1 + len(DOSES) * len(PULLED) + 1  # hte_tax is in force: its absence is run, too
    assert len(values) == 2 * runs * 2 * 2 * len(MEASURES) and np.isfinite(values["value"]).all()
    assert levers_of(values) == list(PULLED) and doses_of(values) == list(DOSES)


def test_a_lever_is_pulled_at_the_park_alone_and_is_that_run_bit_for_bit(result, toy):
    run = sim.run(toy, seed=2, settings={"levers.rd_grant.intensity": 0.5, "levers.rd_grant.sites": ("park",)},
                  micro="none")  # fmt: skip
    held = result.campaign.query("seed == 2 and lever == 'rd_grant' and intensity == 0.5 and scope == 'focal'")
    held = held.query("line == 'horizon'").set_index("outcome")["value"]
    for name in ("employment_all", "revenue_all_year", "rd_real_year", "patents"):
        assert held[name] == run.site().loc[4, name]
    assert lever_alone(toy, "cross_region", 1.0).levers["cross_region"].sites == ()


def test_where_parks_are_many_all_of_them_pull():
    corridor = load("corridor")
    assert lever_alone(corridor, "match_event", 1.0).levers["match_event"].sites == parks_of(corridor)
    assert len(parks_of(corridor)) == 5 and scope_of(corridor) == "all"


def test_a_lever_in_force_is_held_against_its_absence(result):
    told = result.lever_effects().set_index(["lever", "intensity", "outcome"])
    base = told.loc[("hte_tax", 1.0, "tax_relief")]
    assert base["base"] == 0.0 and base["difference"] > 0.0
    same = result.campaign.query("outcome == 'employment_all' and scope == 'focal' and line == 'horizon' and seed == 1")
    same = same.set_index(["lever", "intensity"])["value"]
    assert same["base", 0.0] == same["hte_tax", 1.0] != same["rd_grant", 1.0]


def test_sources_of_revenue_and_purses_add_up(result):
    told = result.lever_effects().set_index(["lever", "intensity", "outcome"])["difference"]
    for lever in PULLED:
        parts = sum(told[lever, 1.0, name] for name in DISPLACEMENT)
        assert parts == pytest.approx(told[lever, 1.0, "gain"], abs=1e-6)
        purses = told[lever, 1.0, "fiscal_authority"] + told[lever, 1.0, "fiscal_state"]
        assert purses == pytest.approx(told[lever, 1.0, "fiscal_balance"], abs=1e-6)
    assert told["cross_region", 1.0, "employment_all"] == 0.0  # one city: nobody to coordinate with


def test_responses_have_slopes_and_costs_are_told(result):
    grants = result.responses.query("lever == 'rd_grant' and outcome == 'rd_real_year'")
    assert grants["intensity"].tolist() == list(DOSES) and (grants["slope"] > 0).all()
    assert set(campaign_tables(result)) == {"effects", "costs", "responses"}
    assert set(result.lever_costs()["kind"]) == {"per_job", "per_tfp_point", "per_tonne"}


def test_pieces_are_kept_and_more_replications_go_on(toy, tmp_path):
    short = toy.model_copy(update={"run": toy.run.model_copy(update={"quarters": 1})})
    one = sim.campaign(short, ("rd_grant",), reps=1, keep=tmp_path)
    heard = []
    two = sim.campaign(short, ("rd_grant", "voucher"), reps=2, keep=tmp_path, jobs=2,
                       progress=lambda done, total: heard.append((done, total)))  # fmt: skip
    assert heard[0] == (2, 6) and heard[-1] == (6, 6)
    again = two.campaign.query("rep == 0 and lever != 'voucher'").reset_index(drop=True)
    pd.testing.assert_frame_equal(again, one.campaign, check_exact=True)
    assert two.responses.empty


def test_names_of_levers_are_read():
    assert read_levers("all", "--levers") == tuple(LEVERS)
    assert read_levers("voucher, rd_grant", "--dose") == ("voucher", "rd_grant")
    for wrong, message in (("", "unknown lever"), ("voucer", "unknown lever"), ("all,voucher", "all stands alone")):
        with pytest.raises(ScenarioError, match=message):
            read_levers(wrong, "--levers")


def test_the_page_tells_every_lever_of_a_kept_campaign(result, tmp_path):
    script = runpy.run_path(str(DOCS / "tables" / "campaign.py"))
    folder, kept = result.save(tmp_path / "run"), tmp_path / "kept"
    assert len(open_run(folder).campaign) == len(result.campaign)
    script["keep"].__globals__["KEPT"] = kept
    script["keep"](folder)
    assert (kept / "responses.zh.png").is_file()
    page = script["text"](script["Kept"](kept))
    # Tables, pictures and page come again from the values that are kept, without a run.
    (kept / "responses.csv").unlink()
    script["keep"](kept)
    assert script["text"](script["Kept"](kept)) == page
    for lever in PULLED:
        assert page.count(f"| `{lever}` |") == 7 and LEVERS[lever].evidence in page
    assert "**In plain words.**" in page and "**通俗地说。**" in page
    assert "`hte_tax`, in force at all sites" in page
    assert "single-product champions" in page.split("Too few to judge")[1]
    # Two seeds cannot tell 18 things at once: only what every seed moves alike is left.
    held = script["Kept"](kept)
    held.p = dict.fromkeys(held.p, 1.0)
    assert script["in_words"](held, Words()).count("raised by none, lowered by none") == len(script["TOLD"])
    assert any(held.apart(*each) for each in held.effects), "tables still mark each effect by its own interval"
    shutil.rmtree(kept)


def test_a_campaign_over_many_parks_has_a_section_of_its_own(tmp_path):
    few = {"run.sample": 0.02, "run.generic_firms": 400, "run.quarters": 2}
    result = sim.campaign("corridor", ("cross_region",), DOSES, reps=2, settings=few)
    script = runpy.run_path(str(DOCS / "tables" / "campaign.py"))
    own = script["keep"].__globals__
    own |= {"KEPT": tmp_path / "kept", "CORRIDOR": tmp_path / "corridor", "HUNDRED": tmp_path / "none"}
    script["keep"](result.save(tmp_path / "run"))
    assert not own["KEPT"].exists() and (tmp_path / "corridor" / "every_lever.zh.png").is_file()
    section = "\n".join(script["between"]())
    told = result.lever_effects("all").set_index(["lever", "intensity", "outcome"]).loc["cross_region", 1.0]
    assert told.loc["joint_rd_across", "base"] > 0.0 and "## Levers between sites" in section
    assert section.count("| `cross_region` |") == 4 and "跨区域产业协同" in section


def test_words_are_told_by_tests_that_are_corrected_for_their_number():
    """Holm's own steps on paper; p of an interval; what all seeds move alike is sure, unless it is nothing."""
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
    sample = np.array([0.3, 0.5, 0.1, 0.6, 0.2])
    value, _, high = told(sample)
    assert p_value(value, high, 5) == pytest.approx(ttest_1samp(sample, 0.0).pvalue)
    assert (p_value(1.0, 1.0, 5), p_value(0.0, 0.0, 5), p_value(1.0, np.nan, 1)) == (0.0, 1.0, 1.0)


@pytest.mark.skipif(not (DOCS / "campaign" / "effects.csv").is_file(), reason="no campaign is kept")
def test_the_page_is_made_of_what_is_kept():
    script = runpy.run_path(str(DOCS / "tables" / "campaign.py"))
    assert (DOCS / "campaign.md").read_text(encoding="utf-8") == script["page"](), "run make docs"
    made_by = json.loads((DOCS / "campaign" / "provenance.json").read_text(encoding="utf-8"))
    assert made_by["commit"] and not any(word.startswith("/") for word in made_by["command"])
