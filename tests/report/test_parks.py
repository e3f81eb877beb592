"""Many parks: a table of totals, the ends of the ranking, and what a scenario of many sites prints."""

import pytest

import sim
from sim.experiment.result import has_many
from sim.report.figures import draw, drawable
from sim.report.labels import Words
from sim.report.parks import parks_table, ranked_rows, totals_rows
from sim.scenario.files import load
from sim.summary import summarise
from sim.terminal import Language, Terminal

FIVE = {"run.sample": 0.02, "run.generic_firms": 400, "run.quarters": 4}


@pytest.fixture(scope="module")
def result():
    return sim.run("corridor", seed=1, settings=FIVE)


def test_totals_are_sums_over_parks(result):
    assert has_many(result.scenario)
    table = parks_table(result)
    last = result.sites[result.sites["quarter"] == 4]
    parks = last[last["site"].isin(table["site"])]
    assert table["revenue_last"].sum() == pytest.approx(parks["revenue_all_year"].sum())
    head, rows = totals_rows(result, Words())
    assert all(len(row) == len(head) for row in rows)
    assert rows[0][4] == f"{parks['firms'].sum():,.0f}"


def test_ranks_run_from_the_fastest_to_the_slowest(result):
    _, rows = ranked_rows(result, Words(), most=2)
    assert [row[0] for row in rows] == ["1", "2", "4", "5"]
    growth = [float(row[4].removesuffix(" %")) for row in rows]
    assert growth == sorted(growth, reverse=True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_figure_is_drawn_for_many_parks_alone(result, lang):
    assert "parks" in drawable(result)
    assert len(draw(result, "parks", lang).table) == 5
    assert "parks" not in drawable(sim.run("small", seed=1, settings={"run.generic_firms": 400, "run.quarters": 1}))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_of_many_sites_is_told_in_a_screen(capsys, lang):
    summarise(load("national", {"run.sample": 0.05}), "national", Terminal(Language(lang)))
    printed = capsys.readouterr()
    assert len((printed.out + printed.err).splitlines()) < 40
    assert "165,374" in printed.out + printed.err
