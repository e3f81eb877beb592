"""A scenario written out and read again is the same scenario."""

from __future__ import annotations

import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.files import apply_settings, build, load, parse, shipped, text_of, write


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_survive(name, tmp_path):
    scenario = load(name)
    assert build(parse(text_of(scenario), name)) == scenario
    write(scenario, tmp_path / "scenario.toml")
    again = load(tmp_path / "scenario.toml")
    assert again == scenario
    assert text_of(again) == text_of(scenario)


def test_everything_optional_survives():
    scenario = load(
        "zhongguancun",
        [
            "levers.platform.from=2026",
            'levers.platform.until="2028Q2"',
            'levers.platform.sites=["zhongguancun"]',
            "levers.platform.terms.places=12.5",
            'shocks=[{kind = "input_price", sector = "ICE", size = 0.3, first_quarter = 4}]',
            "finance.kind_shares=[0.2, 0.2, 0.2, 0.2, 0.2]",
            'run.variant="ordinary"',
            'title_zh="中关村"',
        ],
    )
    assert scenario.levers["platform"].first_quarter == 5
    assert scenario.levers["platform"].last_quarter == 14
    assert build(parse(text_of(scenario), "again")) == scenario


def test_settings_change_what_they_name_and_nothing_else():
    scenario = load("small")
    changed = apply_settings(scenario, ["run.seed=7", "sites.park.area_km2=9"])
    assert (changed.run.seed, changed.sites[0].area_km2) == (7, 9)
    assert apply_settings(changed, {"run.seed": scenario.run.seed, "sites.park.area_km2": 8.0}) == scenario


def test_a_scenario_cannot_be_changed_by_accident():
    scenario = load("small")
    with pytest.raises(ValueError, match="frozen"):
        scenario.run.seed = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("seed", ["key=value"]),
        ("run..seed=1", ["key=value"]),
        ("run.seed=1\nrun.quarters=2", ["run.seed", "whole number"]),
        ("run.seed=" + "9" * 5000, ["run.seed", "whole number"]),
        ("run.quarters=4.0", ["run.quarters", "whole number", "1 to 800"]),
        ("run.quartres=4", ["quartres", "quarters"]),
        ("sites.prak.area_km2=5", ["prak", "park"]),
        ("sites.park.area_km2=nan", ["sites.park.area_km2", "finite"]),
        ("cities.town.wage_leading=1e300", ["cities.town.wage_leading", "0.01 to 50"]),
        ("finance.tickets.0=3", ["finance.tickets", "list"]),
        ("finance.tickets=[1, 2]", ["finance.tickets", "4 entries"]),
        ("finance.tickets=[1, 2, 3, 4, 5]", ["finance.tickets", "at most 4 entries"]),
        ("finance.tickets=[-1, 2, 3, 4]", ["finance.tickets", "0 to"]),
        ("finance.kind_shares=[1, 1, 1, 1, 1]", ["finance.kind_shares", "sum"]),
        ("finance.last_rounds=[0, 0, 0, 0, 0]", ["finance.last_rounds", "first_rounds"]),
        ("fiscal.rd_deduction=3.0", ["fiscal.rd_deduction", "less than 3"]),
        ("certification.rd_limits=[200, 50]", ["certification.rd_limits", "rise"]),
        ("sectors.ICE.field_mix=[1, 1, 1, 1]", ["sectors.ICE.field_mix", "sum"]),
        ("sectors.ICE.field_mix=[2, -1, 0, 0]", ["sectors.ICE.field_mix", "0 to 1"]),
        ('title_en="two\\nlines"', ["title_en"]),
        ('name="../elsewhere"', ["name"]),
        ("sites.park.year=true", ["sites.park", "zone"]),
        ('sites.park.zone=""', ["sites.park"]),
        ('sites.hinterland.kind="high_tech"', ["sites.hinterland.kind", "hinterland_of"]),
        ('sites.park.hinterland_of="hinterland"', ["sites.park.kind"]),
    ],
)
def test_settings_are_checked_as_files_are(setting, words):
    with pytest.raises(ScenarioError) as caught:
        load("small", [setting])
    text = str(caught.value)
    assert "\n" not in text and len(text) < 400
    for word in words:
        assert word in text, text


def test_a_hinterland_lies_in_the_city_of_its_park_and_around_a_park():
    cities = '[[cities]]\nname = "a"\n[[cities]]\nname = "b"\n'
    park = '[[sites]]\nname = "p"\ncity = "a"\nzone = "Tianjin Binhai"\nyear = 2023\n'
    ring = '[[sites]]\nname = "h"\ncity = "b"\nkind = "hinterland"\nhinterland_of = "p"\n'
    outer = '[[sites]]\nname = "o"\ncity = "a"\nkind = "hinterland"\nhinterland_of = "h"\n'
    with pytest.raises(ScenarioError, match=r"sites\.h\.city: must be 'a'"):
        build(parse(cities + park + ring, "x"))
    near = ring.replace('"b"', '"a"')
    assert len(build(parse(cities + park + near, "x")).sites) == 2
    with pytest.raises(ScenarioError, match=r"sites\.o\.hinterland_of: 'h' is a hinterland itself"):
        build(parse(cities + park + near + outer, "x"))


def test_shocks_that_add_up_to_too_much():
    shock = '[[shocks]]\nkind = "demand"\nsector = "ICE"\nsize = 2.0\nfirst_quarter = 4\n'
    text = text_of(load("small"))
    build(parse(text + shock, "x"))
    with pytest.raises(ScenarioError, match="add up to 4"):
        build(parse(text + shock + shock, "x"))


@pytest.mark.parametrize(
    ("name", "words"), [("", "empty"), ("/dev/null", "empty"), ("/dev/zero", "larger than")]
)
def test_names_of_no_scenario(name, words):
    with pytest.raises(ScenarioError, match=words):
        load(name)
