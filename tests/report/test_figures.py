"""Figures and tables of a result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import sim
from sim.catalogue import parameters
from sim.events import EVENTS
from sim.experiment.attribute import attribute
from sim.experiment.controls import CONTROLS
from sim.experiment.institutions import high_tech_gap
from sim.experiment.nulls import null_controls
from sim.experiment.outcomes import MEASURES
from sim.experiment.parts import OUTCOMES
from sim.flows import FLOWS, SECTOR_LABELS
from sim.metrics import METRICS
from sim.report.figures import FIGURES, draw, drawable, write_figures
from sim.report.fonts import FILES, characters, font_family
from sim.report.labels import COLOURS, Words, number
from sim.report.levels import spread
from sim.report.tables import export, summary_rows
from sim.scenario.errors import ScenarioError
from sim.scenario.levers import LEVERS
from sim.scenario.sectors import SECTORS
from sim.state.firms import Firms
from sim.state.knowledge import LeadingTalents, Links, Projects, Universities
from sim.state.places import Cells, Cities, Sectors, Sites
from sim.terminal import full_width
from tests.worlds import toy_scenario


@pytest.fixture(scope="session")
def result():
    return sim.run(toy_scenario(run__quarters=8))


FEW = {"parks": 0, "nulls": 7}
"""Rows that the tables of small figures exceed here: one park, and eight cases of three controls."""


@pytest.fixture(scope="session")
def split():
    return attribute(toy_scenario(run__quarters=1), reps=2, scopes=("focal",))


@pytest.fixture(scope="session")
def compared():
    """Results of comparisons by the table that they alone hold."""
    toy = toy_scenario(run__quarters=2)
    arms = {"rd_grant": {"levers.rd_grant.intensity": 1.0}, "plain": {"effects.scale": 0.0}}
    return {
        "arms": sim.compare(toy, arms, reps=2),
        "doses": sim.dose(toy, "rd_grant", (0.5, 1.0, 2.0), reps=2),
        "gaps": high_tech_gap(toy, reps=2),
        "campaign": (levers := sim.campaign(toy, ("rd_grant", "voucher"), (0.5, 1.0, 2.0), reps=2)),
        "responses": levers,
        "nulls": null_controls(toy, reps=2, controls=CONTROLS[-3:]),
    }


@pytest.fixture(scope="session")
def drawn(result, split, compared):
    """Every figure in both languages, drawn once."""
    held = {"coalitions": split, **compared}
    sources = {name: held.get(needs[0], result) for name, needs in FIGURES.items()}
    return {(name, lang): draw(sources[name], name, lang) for name in FIGURES for lang in ("en", "zh")}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_comes_with_a_whole_table(drawn, name):
    table = drawn[name, "en"].table
    assert len(table) > FEW.get(name, 10)
    assert not table.isna().any().any()
    pd.testing.assert_frame_equal(table, drawn[name, "zh"].table)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_text_is_clipped(drawn, name, lang):
    figure = drawn[name, lang].figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    box, (width, height) = figure.get_tightbbox(canvas.get_renderer()), figure.get_size_inches()
    assert box.x0 >= 0.0 and box.y0 >= 0.0
    assert box.x1 <= width and box.y1 <= height


@pytest.mark.parametrize("name", FIGURES)
def test_chinese_figures_say_no_english_and_lack_no_glyph(drawn, name):
    texts = texts_of(drawn[name, "zh"].figure)
    assert any("\u4e00" <= letter <= "\u9fff" for text in texts for letter in text)
    assert set("".join(texts)) - {"\n"} <= characters()
    english = {"firms", "persons", "year", "taxes", "start", "end", "premium", "links", "share", "projects"}
    assert not [text for text in texts if english & set(text.lower().split())]


@pytest.mark.parametrize("name", FIGURES)
def test_letters_are_large_enough_for_a_phone(drawn, name):
    from matplotlib.text import Text

    figure = drawn[name, "en"].figure
    pixels = 400.0 / figure.get_size_inches()[0] / 72.0
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) * pixels >= 5.5


def test_files_are_written_with_their_tables(result, tmp_path):
    written = write_figures(result, tmp_path, ("levels", "fiscal"), "zh")
    assert [path.name for path in written] == ["levels.png", "fiscal.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)
    assert len(pd.read_csv(tmp_path / "fiscal.csv")) > 10


def texts_of(figure):
    from matplotlib.text import Text

    return [each.get_text() for each in figure.findobj(Text) if each.get_text()]


def gb2312():
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("file", FILES)
def test_the_font_shows_every_character_of_gb2312_and_every_label(file):
    hanzi = set(gb2312())
    assert len(hanzi) == 6763
    labels = [metric.zh for metric in METRICS.values()] + [zh for _, zh in EVENTS.values()]
    labels += [flow.zh for flow in FLOWS.values()] + [zh for _, zh in SECTOR_LABELS.values()]
    labels += [sector.label_zh for sector in SECTORS.values()] + [lever.zh for lever in LEVERS.values()]
    labels += [outcome.zh for outcome in (*OUTCOMES, *MEASURES.values())]
    for table in (Firms, Projects, Universities, Links, LeadingTalents, Cells, Cities, Sectors, Sites):
        labels += [column.zh for column in table.columns.values()]
    labels += [row["label_zh"] for row in parameters() if row.get("label_zh")]
    needed = hanzi | set("".join(full_width(label) for label in labels)) | set("−²³¥·–≈±%“”，。；：（）、")
    assert not needed - characters(file)


def test_the_shipped_font_is_used(result):
    from matplotlib.font_manager import FontProperties, findfont

    for weight in ("normal", "bold"):
        assert "sim/data/fonts" in findfont(FontProperties(family=font_family(), weight=weight)).replace("\\", "/")


def test_lines_of_the_levels_are_those_of_the_table(drawn):
    drawing = drawn["levels", "en"]
    firms = drawing.table[(drawing.table["metric"] == "firms") & (drawing.table["site"] == "park")]
    line = drawing.figure.axes[0].get_lines()[0]
    assert list(line.get_ydata()) == pytest.approx(list(firms["drawn"]))
    assert firms["drawn"].iloc[0] == 100.0
    assert line.get_color() == COLOURS[0]


def test_firms_of_the_moves_add_up_to_the_change(result, drawn):
    firms = drawn["moves", "en"].table.query("part == 'firms'").groupby("name")["value"].sum()
    park = result.site("park")["firms"]
    net = firms["births"] + firms["moves_in"] - firms["deaths"] - firms["moves_out"]
    assert net == park.iloc[-1] - park.iloc[0]


def test_bars_of_the_waterfall_sum_to_the_premium(drawn):
    drawing = drawn["waterfall", "en"]
    for _, rows in drawing.table.groupby("outcome"):
        held = rows.set_index("part")
        parts = held.drop(index="premium")["value"]
        assert parts.sum() == pytest.approx(held.loc["premium", "value"], abs=1e-9)
        assert held.loc["talent", "end"] == pytest.approx(held.loc["premium", "end"], abs=1e-9)
    widths = [bar.get_width() for bar in drawing.figure.axes[0].patches]
    first = drawing.table[drawing.table["outcome"] == "employment_all"]
    assert widths == pytest.approx(list(100.0 * first["value"]))


def test_dividends_of_the_interplay_sum_to_the_premium(drawn):
    premium = drawn["waterfall", "en"].table.query("part == 'premium'").set_index("outcome")["value"]
    summed = drawn["interplay", "en"].table.groupby("outcome")["value"].sum()
    assert np.allclose(summed[premium.index], premium, atol=1e-9)


def test_points_of_the_forest_are_the_paired_differences(compared, drawn):
    drawing = drawn["forest", "en"]
    row = drawing.table.query("scope == 'focal' and line == 'horizon' and outcome == 'employment_all'").iloc[0]
    told = compared["arms"].comparison().set_index(["arm", "outcome"]).loc[("rd_grant", "employment_all")]
    assert row["value"] == told["percent"]
    drawn_at = [line.get_xdata()[0] for line in drawing.figure.axes[0].get_lines() if len(line.get_xdata()) == 1]
    assert drawn_at[0] == pytest.approx(told["percent"])


def test_parts_of_the_gap_sum_to_it(drawn):
    for _, rows in drawn["gap", "en"].table.groupby("outcome"):
        value = rows.set_index("part")["value"]
        assert value["institutions"] + value["selection"] == pytest.approx(value["whole"], abs=1e-9)


def test_taxes_of_the_fiscal_figure_are_the_metric(result, drawn):
    table = drawn["fiscal", "en"].table
    assert table.query("part == 'taxes'")["value"].sum() == pytest.approx(result.site("park")["tax"].iloc[1:].sum())


def test_the_funnel_counts_the_projects_of_the_park(result, drawn):
    projects = result.projects.query("quarter == 8 and site == 'park' and trl < 9")
    assert drawn["funnels", "en"].table.query("part == 'stock'")["value"].sum() == len(projects)


def test_the_map_draws_every_firm_of_a_small_park(result, drawn):
    table = drawn["map", "en"].table
    firms = result.firms.query("quarter == 8 and site == 'park' and b > 0")
    assert (table["part"] == "firm").sum() == len(firms)
    assert (table["part"] == "university").sum() == result.scenario.sites[0].universities
    staff = (firms["ordinary"] + firms["technical"] + firms["leading"]).sum()
    assert table.query("part == 'sector'")["size"].sum() == pytest.approx(staff, rel=1e-5)


def test_degrees_of_the_network_are_those_of_the_links(result, drawn):
    links = result.links.query("quarter == 8 and site == 'park' and kind == 3")
    most = drawn["network", "en"].table.query("part == 'degree' and kind == '3'")["x"].max()
    assert most == links["a"].value_counts().max()


def test_shares_of_the_distributions_are_whole(drawn):
    table = drawn["distributions", "en"].table
    assert np.allclose(table.query("part == 'age'").groupby("series")["y"].sum(), 1.0)
    assert np.allclose(0.1 * table.query("part == 'tfp'").groupby("series")["y"].sum(), 1.0)


def test_a_run_of_one_quarter_can_be_drawn(tmp_path):
    write_figures(sim.run(toy_scenario(run__quarters=1)), tmp_path)


def test_a_run_without_agents_draws_what_it_can(tmp_path):
    bare = sim.run(toy_scenario(run__quarters=1), micro="none")
    assert "levels" in drawable(bare) and "waterfall" not in drawable(bare)
    with pytest.raises(ScenarioError, match="attribute"):
        draw(bare, "waterfall")


def test_an_unknown_figure_names_the_known(result):
    with pytest.raises(ScenarioError, match="did you mean 'levels'"):
        draw(result, "level")


def test_a_result_plots_itself_in_both_languages(result):
    assert "园区与腹地" in texts_of(result.plot("levels", lang="zh"))
    assert "The park beside its hinterland" in texts_of(result.plot())


def test_chinese_print_has_marks_of_full_width():
    assert full_width("企业(入统,现价):甲,乙") == "企业（入统，现价）：甲，乙"
    assert full_width("项目(TRL 1-3)") == "项目（TRL 1-3）"
    assert full_width("1,000 (x)") == "1,000 (x)"


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
    assert set(tables) == {"summary", *(name for name, table in result.tables().items() if len(table.columns))}
    assert list(tables["sites"]["firms"]) == list(result.sites["firms"])
    ids = tables["firms"]["id"].astype("uint64") if format_name == "csv" else tables["firms"]["id"].map(int)
    assert list(ids) == [int(value) for value in result.firms["id"]]
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_an_unknown_format_names_the_known(result, tmp_path):
    with pytest.raises(ScenarioError, match="csv, xlsx"):
        export(result, tmp_path, "ods")
