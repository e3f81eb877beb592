"""Figures and tables of a result."""

from __future__ import annotations

import pandas as pd
import pytest

import sim
from sim.report.figures import draw, figures, write_figures
from sim.report.labels import COLOURS, Words, chinese_font, number
from sim.report.levels import spread
from sim.report.tables import export, summary_rows
from sim.scenario.errors import ScenarioError
from tests.worlds import toy_scenario


@pytest.fixture(scope="module")
def result():
    return sim.run(toy_scenario(run__quarters=5))


@pytest.mark.parametrize("name", sorted(figures()))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_figure_comes_with_the_table_it_shows(result, tmp_path, name, language):
    (path,) = write_figures(result, tmp_path, (name,), language)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert len(pd.read_csv(tmp_path / f"{name}.csv")) > 10


def test_lines_of_the_levels_are_those_of_the_table(result):
    drawing = draw(result, "levels")
    firms = drawing.table[(drawing.table["metric"] == "firms") & (drawing.table["site"] == "park")]
    line = drawing.figure.axes[0].get_lines()[0]
    assert list(line.get_ydata()) == pytest.approx(list(firms["drawn"]))
    assert firms["drawn"].iloc[0] == 100.0
    assert line.get_color() == COLOURS[0]


def test_firms_of_the_moves_add_up_to_the_change(result):
    firms = draw(result, "moves").table.query("part == 'firms'").groupby("name")["value"].sum()
    park = result.site("park")["firms"]
    net = firms["births"] + firms["moves_in"] - firms["deaths"] - firms["moves_out"]
    assert net == park.iloc[-1] - park.iloc[0]


def test_a_run_of_one_quarter_can_be_drawn(tmp_path):
    write_figures(sim.run(toy_scenario(run__quarters=1)), tmp_path)


def test_chinese_labels_only_with_a_font(result):
    title = draw(result, "levels", "zh").figure.get_suptitle()
    assert ("园区" in title) == (chinese_font() is not None)


def test_an_unknown_figure_names_the_known(result):
    with pytest.raises(ScenarioError, match="did you mean 'levels'"):
        draw(result, "level")


def test_chinese_counts_money_in_hundred_millions(result):
    words = Words(chinese=True)
    assert words.shown("revenue_year", 12000.0) == 120.0
    assert words.metric_unit("revenue_year") == "亿元/年"
    assert words.shown("firms", 12000.0) == 12000.0
    head, rows = summary_rows(result, words)
    assert head[0] == "指标" and rows[0][0] == "企业数"


def test_numbers_read_well():
    told = [number(value) for value in (12345.6, 123.4, 12.34, 1.234, 0.01234, 0.0, float("nan"))]
    assert told == ["12,346", "123", "12.3", "1.23", "0.012", "0", "–"]


def test_labels_are_moved_apart_in_their_order():
    placed = spread([1.0, 1.01, 5.0], 0.5)
    assert placed[1] - placed[0] == pytest.approx(0.5)
    assert placed[2] == pytest.approx(5.0, abs=0.01) or placed[2] > placed[1] + 0.5
    assert spread([2.0, 1.0], 0.1) == [2.0, 1.0]


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_an_export_holds_every_table(result, tmp_path, format_name):
    written = export(result, tmp_path / "out", format_name)
    if format_name == "csv":
        tables = {path.stem: pd.read_csv(path) for path in written}
    else:
        tables = pd.read_excel(written[0], sheet_name=None)
    assert set(tables) == {"summary", *result.tables()}
    assert list(tables["sites"]["firms"]) == list(result.sites["firms"])
    ids = tables["firms"]["id"].astype("uint64") if format_name == "csv" else tables["firms"]["id"].map(int)
    assert list(ids) == [int(value) for value in result.firms["id"]]
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_an_unknown_format_names_the_known(result, tmp_path):
    with pytest.raises(ScenarioError, match="csv, xlsx"):
        export(result, tmp_path, "ods")
