"""Many parks: the table of all zones, what [national] spells out, hours between cities, a run."""

import numpy as np
import pytest

import sim
from sim.scenario.errors import ScenarioError
from sim.scenario.files import apply_settings, build, load, parse, text_of
from sim.scenario.national import zones
from sim.scenario.places import origin

NATIONAL = {"surveyed_firms": 165_374, "employees": 23_858_000, "revenue": 42_799_810, "industrial_output": 25_635_580}
SHORT = {"run.generic_firms": 400, "run.burn_in_quarters": 4, "run.quarters": 2}
FEW = ["Zhongguancun", "Shenzhen", "Wuxi", "Changzhou"]


def few(**national):
    """A scenario of four zones of the table, tenth sample."""
    return {"name": "few", "run": {"sample": 0.1}, "national": {"zones": FEW, **national}}


def test_totals_of_parks_are_those_of_the_country():
    parks = [site for site in load("national").sites if site.kind == "high_tech"]
    assert len(parks) == 169
    for name, total in NATIONAL.items():
        assert sum(getattr(site, name) for site in parks) == pytest.approx(total, rel=0.01), name
    old = sum(zone.totals["revenue"] for zone in zones().values() if zone.upgraded <= 1997)
    assert old == pytest.approx(33_477_300, rel=0.01)


def test_published_totals_hold_and_the_rest_says_what_it_is():
    scenario = load("national")
    site = {each.name: each for each in scenario.sites}
    assert site["shenzhen"].revenue == 2_068_705
    assert origin(scenario, site["shenzhen"], "revenue") == "data"
    assert origin(scenario, site["zhongguancun"], "revenue") == "derived"
    assert origin(scenario, site["wuxi"], "revenue") == "synthetic"
    assert origin(scenario, site["wuxi_hinterland"], "revenue") == "rule"


def test_resolved_file_reads_back_equal():
    scenario = build(few())
    assert build(parse(text_of(scenario), "text")) == scenario


@pytest.mark.parametrize(
    ("national", "words"),
    [
        ({"zones": ["Wuxii"]}, "did you mean 'Wuxi'"),
        ({"year": 2019}, "must be 2020"),
        ({"yaer": 2020}, "did you mean 'year'"),
        ({"zones": ["Wuxi", "Wuxi"]}, "twice"),
        ({"zones": 170}, "1 to 169"),
        ({"zones": [["Wuxi"]]}, "names of zones in quotes"),
        ({"zones": "Wuxi"}, "1 to 169, or a list"),
        ({"hinterlands": "no"}, "true or false, not 'no'"),
        ({"universities": -1}, "from 0 to 5000, not -1"),
        ({"universities": 5001}, "from 0 to 5000, not 5001"),
    ],
)
def test_mistakes_are_named(national, words):
    with pytest.raises(ScenarioError, match=words):
        build({"national": national})


@pytest.mark.parametrize("sites", [3, [{"name": ["a"]}], [{"name": 3}]])
def test_sites_beside_the_table_are_tables_with_names(sites):
    with pytest.raises(ScenarioError, match="sites"):
        build({"national": {"zones": 2}, "sites": sites})


def test_settings_of_the_table_hold_before_it_is_spelled_out():
    scenario = load("national", ["national.zones=3", "national.universities=30", "sites.zhongguancun.area_km2=99"])
    parks = [site for site in scenario.sites if site.kind == "high_tech"]
    assert len(parks) == 3 and sum(site.universities for site in parks) == 30 and parks[0].area_km2 == 99
    with pytest.raises(ScenarioError, match=r"national\.zones"):
        apply_settings(scenario, ["national.zones=2"])


def test_a_hundred_parks_share_a_hundred_universities():
    scenario = load("hundred")
    parks = [site for site in scenario.sites if site.kind == "high_tech"]
    assert len(parks) == 100 and sum(site.universities for site in parks) == 100
    assert parks[0].universities == max(site.universities for site in parks)
    firms = sum(site.surveyed_firms * (1.0 + site.unsurveyed_ratio) for site in parks) * scenario.run.sample
    assert 9_000 < firms < 12_000


def test_unknown_city_of_hours_is_named():
    with pytest.raises(ScenarioError, match="did you mean 'wuxi'"):
        build({**few(), "hours": [{"between": ["wuxxi", "changzhou"], "hours": 1.0}]})


def test_parts_of_the_gain_add_up_at_many_sites():
    world = sim.ParkModel(build(few()), seed=1, **SHORT).run().world
    for row in world.observer.sites:
        parts = row["gain_created"] + row["gain_from_sites"] + row["gain_from_outside"]
        np.testing.assert_allclose(parts, row["gain"], rtol=1e-9, atol=1e-6)
    assert abs(world.observer.sites[-1]["gain_from_sites"].sum()) < 1e-6 * world.firms.revenue.sum()


def test_rail_is_nearer_and_changes_the_run():
    slow, fast = load("corridor"), load("corridor_rail")
    assert [site.name for site in slow.sites] == [site.name for site in fast.sites]
    light = {"run.sample": 0.05, **SHORT}
    worlds = [sim.ParkModel(name, seed=1, **light).run().world for name in ("corridor", "corridor_rail")]
    hours = [world.fixed.city_hours for world in worlds]
    other = ~np.eye(len(hours[0]), dtype=bool)
    assert np.all(hours[1][other] < hours[0][other])
    assert np.abs(worlds[0].cities.migrants).sum() != np.abs(worlds[1].cities.migrants).sum()
