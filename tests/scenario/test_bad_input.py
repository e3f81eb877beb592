"""Bad scenario files: every key made wrong in every way gives one line that names it, never a traceback."""

from __future__ import annotations

import copy
import math
import os
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import tomlkit
from pydantic import BaseModel

from sim.scenario.declare import declaration
from sim.scenario.errors import ScenarioError
from sim.scenario.files import build, dump, load, parse, read_tables
from sim.scenario.problems import model_at
from sim.scenario.schema import Scenario

FULL = """
[levers.early_grant]
intensity = 0.5
first_quarter = 2
last_quarter = 30
sites = ["park"]
sectors = ["BIO"]
unit_cost = 10.0
[levers.early_grant.terms]
merit_weight = 0.5

[[shocks]]
kind = "demand"
sector = "ICE"
size = -0.2
first_quarter = 4
quarters = 2
"""


def full_tables() -> dict[str, Any]:
    """The resolved small scenario with every optional table in use."""
    tables = dump(load("small"))
    more = parse(FULL, "more")
    tables["levers"].update(more["levers"])
    tables["shocks"] = more["shocks"]
    tables["sites"][0].update(zone="Tianjin Binhai", year=2023)
    return tables


def leaves(tables: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values that are no tables."""
    if isinstance(tables, dict):
        return [leaf for key, value in tables.items() for leaf in leaves(value, (*path, key))]
    if isinstance(tables, list) and tables and isinstance(tables[0], dict):
        return [leaf for i, value in enumerate(tables) for leaf in leaves(value, (*path, i))]
    return [path]


def put(tables: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of tables with another value at a path; lists on the way are copied too."""
    changed: Any = copy.copy(tables)
    here = changed
    for step in path[:-1]:
        here[step] = copy.copy(here[step])
        here = here[step]
    here[path[-1]] = value
    return changed


def drop(tables: dict[str, Any], path: tuple[Any, ...], new_name: str | None) -> dict[str, Any]:
    """A copy of tables without a key, or with the key misspelt."""
    changed = put(tables, path, None)
    here: Any = changed
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    if new_name is not None:
        value: Any = tables
        for step in path:
            value = value[step]
        here[new_name] = value
    return changed


def problem(tables: dict[str, Any]) -> str | None:
    """The one-line error that tables give, or None if they are fine; any other exception passes."""
    try:
        build(copy.deepcopy(tables), "case.toml")
    except ScenarioError as error:
        text = str(error)
        assert "\n" not in text, text
        assert text.startswith("case.toml: "), text
        return text
    return None


def expected_type(path: tuple[Any, ...]) -> Any:
    """Annotation of a key without its None, or None for a key of a free table."""
    model = model_at(path[:-1])
    field = model.model_fields.get(path[-1]) if model is not None else None
    if field is None:
        return None
    kind = field.annotation
    if get_origin(kind) in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


TABLES = full_tables()
LEAVES = leaves(TABLES)
NUMBERS = [path for path in LEAVES if expected_type(path) in (int, float)]


def limits(path: tuple[Any, ...]) -> tuple[float, float]:
    model = model_at(path[:-1])
    assert model is not None
    declared = declaration(model.model_fields[path[-1]])
    return declared["low"], declared["high"]


def wrong_values(path: tuple[Any, ...]) -> list[Any]:
    """Values that must be refused at a path."""
    kind = expected_type(path)
    if kind is float:
        wrong: list[Any] = [
            "three",
            True,
            [1.0],
            {"a": 1},
            math.nan,
            math.inf,
            -math.inf,
            1e300,
            -1e300,
            10**400,
        ]
        low, _ = limits(path)
        return [*wrong, -1e-9] if low >= 0 else wrong
    if kind is int:
        return ["three", True, 2.5, [1], math.nan, math.inf, 1e300, -(10**30), 10**30]
    if kind is bool:
        return ["yes", 1, 0.0, [True], math.nan]
    if kind is str or kind is None or get_origin(kind) is tuple:
        return [{"a": {"b": 1}}, math.nan]
    return [7, True, "no such choice", math.inf, ["high_tech"]]


CASES = sum(len(wrong_values(path)) + 2 for path in LEAVES)


def test_there_are_enough_cases():
    assert len(LEAVES) > 300
    assert CASES > 2000


@pytest.mark.parametrize("group", sorted({str(path[0]) for path in LEAVES}))
def test_wrong_values_are_refused_by_name(group):
    for path in (each for each in LEAVES if str(each[0]) == group):
        for value in wrong_values(path):
            text = problem(put(TABLES, path, value))
            assert text is not None, (path, value)
            assert str(path[-1]) in text or str(path[-2]) in text, (path, value, text)


@pytest.mark.parametrize("group", sorted({str(path[0]) for path in LEAVES}))
def test_missing_keys_have_a_default_or_say_so(group):
    for path in (each for each in LEAVES if str(each[0]) == group):
        text = problem(drop(TABLES, path, None))
        model = model_at(path[:-1])
        field = model.model_fields.get(path[-1]) if model is not None else None
        if field is not None and field.is_required():
            assert text is not None and str(path[-1]) in text, (path, text)
        elif text is not None:  # weights and terms belong together, totals and places lean on each other
            assert str(path[-1]) in text or str(path[-2]) in text or "sites" in text, (path, text)


@pytest.mark.parametrize("group", sorted({str(path[0]) for path in LEAVES}))
def test_misspelt_keys_are_refused_with_the_nearest_name(group):
    for path in (each for each in LEAVES if str(each[0]) == group):
        right = str(path[-1])
        wrong = right[0] + right
        text = problem(drop(TABLES, path, wrong))
        assert text is not None, path
        assert wrong in text, (path, text)
        if len(right) > 3:
            assert right in text, (path, text)


@pytest.mark.parametrize("path", NUMBERS, ids=lambda path: ".".join(map(str, path)))
def test_every_number_is_bounded_and_its_default_lies_inside(path):
    low, high = limits(path)
    assert math.isfinite(low) and math.isfinite(high) and low < high
    value: Any = TABLES
    for step in path:
        value = value[step]
    assert low <= value <= high
    refused = problem(put(TABLES, path, type(value)(high * 10 + 10)))
    assert refused is not None and str(path[-1]) in refused


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sites": []}, ["no firm anywhere"]),
        ({"sites": 3}, ["sites", "list"]),
        ({"cities": []}, ["city", "unknown name"]),
        ({"levers": {"platfrm": {"intensity": 1.0}}}, ["levers", "platfrm", "platform"]),
        ({"levers": {"platform": {"terms": {"plases": 3.0}}}}, ["plases", "places"]),
        ({"levers": {"platform": {"terms": {"places": -3.0}}}}, ["places", "1 to 500"]),
        ({"levers": {"platform": {"sites": ["prak"]}}}, ["prak", "park"]),
        ({"levers": {"early_grant": {"sectors": ["BIOO"]}}}, ["BIOO", "BIO"]),
        ({"levers": {"platform": {"sectors": ["BIO"]}}}, ["levers.platform.sectors", "early_grant"]),
        ({"levers": {"platform": {"from": "soon"}}}, ["levers.platform.from", "2026Q2"]),
        ({"levers": {"platform": {"from": 2030, "until": 2028}}}, ["levers.platform", "quarter 16", "before"]),
        ({"levers": {"rd_grant": {"intensity": 20.0}}}, ["levers.rd_grant.intensity", "less than 20"]),
        (
            {"levers": {"rd_superdeduct": {"terms": {"rate": 2.0}, "intensity": 1.0}}},
            ["levers.rd_superdeduct", "less than 1"],
        ),
        ({"sectors": {"ICX": {"growth": 0.1}}}, ["ICX", "ICE"]),
        ({"sectors": 3}, ["sectors", "table"]),
        ({"institutions": {"high_teck": {"pilot": 1.0}}}, ["high_teck", "high_tech"]),
        ({"prodction": {}}, ["prodction", "production"]),
        ({"demand": {"sigma": 11.0}, "production": {"pass_through": 1.0}}, ["sigma", "0.7"]),
        ({"fiscal": {"cit_hte": 0.3}}, ["fiscal.cit_hte", "fiscal.cit"]),
        ({"shocks": [{"kind": "demand", "sector": "IC", "size": 1.0, "first_quarter": 1}]}, ["IC", "ICE"]),
    ],
    ids=str,
)  # fmt: skip
def test_contradictions_are_named(change, words):
    text = problem({**dump(load("small")), **change})
    assert text is not None
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("name", "hinterland", ["hinterland", "twice"]),
        ("name", 3, ["sites.0.name", "text"]),
        ("city", "twon", ["sites.park.city", "twon", "town"]),
        ("surveyed_firms", 10.5, ["sites.park.surveyed_firms", "whole number"]),
        ("high_tech_enterprises", 301.0, ["sites.park.high_tech_enterprises"]),
        ("industrial_output", 50000.0, ["sites.park.industrial_output"]),
        ("employees", 3.6, ["sites.park.employees"]),
        ("revenue", 4.5, ["sites.park.revenue", "million"]),
        ("sector_weights", {"SW": 0.7, "BUS": 0.2, "ICE": 1.0}, ["sector_weights", "sum to 0.9"]),
        ("sector_weights", {"SW": 1.5, "BUS": -0.5, "ICE": 1.0}, ["sector_weights"]),
        ("sector_weights", {"SV": 1.0, "ICE": 1.0}, ["sector_weights", "SV", "SW"]),
        ("kind", "high-tech", ["sites.park.kind", "high_tech"]),
        ("hinterland_of", "park", ["sites.park.hinterland_of"]),
    ],
)
def test_sites_that_contradict_themselves(key, value, words):
    tables = dump(load("small"))
    tables["sites"][0][key] = value
    text = problem(tables)
    assert text is not None
    for word in words:
        assert word in text


def test_more_firms_than_memory_holds():
    tables = dump(load("small"))
    tables["sites"][0].update(surveyed_firms=3e6, employees=3e7, revenue=3e7, industrial_output=1e7)
    assert "run.sample" in str(problem(tables))
    tables["run"]["sample"] = 0.1
    assert problem(tables) is None


def test_a_sample_that_leaves_no_firm():
    tables = dump(load("small"))
    tables["run"]["sample"] = 0.001
    assert "run.sample: 0.001 leaves no firm of 300; allowed: 0.00333 to 1" in str(problem(tables))
    tables["run"]["sample"] = 0.00334
    assert problem(tables) is None


def test_zones_and_years_without_statistics():
    site = {"name": "park", "city": "town", "zone": "Zhongguancum", "year": 2024}
    tables = {"cities": [{"name": "town"}], "sites": [site]}
    assert "Zhongguancun" in str(problem(tables))
    site.update(zone="Zhongguancun", year=1950)
    assert "2024" in str(problem(tables))
    site.update(year=2022)
    assert "sites.park." in str(problem(tables)) and "2022" in str(problem(tables))
    del site["year"]
    assert "sites.park.year: missing" in str(problem(tables)) and "2024" in str(problem(tables))
    site["zone"] = "Zhongguancum"
    assert "sites.park.zone" in str(problem(tables)) and "Zhongguancun" in str(problem(tables))
    del site["zone"]
    assert "sites.park.surveyed_firms: missing" in str(problem(tables))


def test_a_site_that_is_there_twice_and_lacks_its_totals():
    tables = dump(load("small"))
    tables["sites"].append({"name": "park", "city": "town"})
    assert "'park' is there twice" in str(problem(tables))


@pytest.mark.parametrize(("text", "value"), [(".5", 0.5), ("+.5", 0.5), ("0.5", 0.5)])
def test_numbers_may_begin_with_their_point(text, value):
    assert load("small", [f"effects.scale={text}"]).effects.scale == value
    with pytest.raises(ScenarioError, match=r"not -0\.5"):
        load("small", ["effects.scale=-.5"])


def test_support_of_research_may_come_near_its_whole_cost():
    assert problem({**dump(load("small")), "levers": {"rd_grant": {"intensity": 19.9}}}) is None


def test_a_site_without_firms_is_allowed_beside_one_with_firms():
    tables = dump(load("small"))
    tables["sites"].append({"name": "empty", "city": "town", "surveyed_firms": 0})
    assert problem(tables) is None
    tables["sites"] = tables["sites"][2:]
    assert "no firm anywhere" in str(problem(tables))


def unreadable(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    texts = {
        "empty": (b"", "empty"),
        "blank": (b" \n\n", "empty"),
        "junk": (bytes(range(256)) * 40, "UTF-8"),
        "zeros": (b"\x00" * 5000, "TOML"),
        "latin": ("name = 'Zürich'".encode("latin-1"), "UTF-8"),
        "broken": (b"[run]\nseed = \n", "line 2"),
        "twice": (b"[run]\nseed = 1\n[run]\nseed = 2\n", "TOML"),
        "deep": (b"a = " + b"[" * 5000 + b"]" * 5000, "TOML"),
        "long": (b"a = 1" + b"0" * 6000, "TOML"),
        "large": (b"# " + b"x" * 5_000_000, "larger"),
    }
    found = {}
    for name, (raw, word) in texts.items():
        file = tmp_path / f"{name}.toml"
        file.write_bytes(raw)
        found[name] = (file, word)
    return found


def test_unreadable_files(tmp_path):
    for file, word in unreadable(tmp_path).values():
        with pytest.raises(ScenarioError) as caught:
            load(file)
        assert str(file) in str(caught.value) and word in str(caught.value), str(caught.value)
        assert "\n" not in str(caught.value)


def test_missing_files_and_directories(tmp_path):
    with pytest.raises(ScenarioError, match="directory"):
        load(tmp_path)
    with pytest.raises(ScenarioError, match="did you mean 'zhongguancun'"):
        load("zhongguancum")
    with pytest.raises(ScenarioError):
        load("a\0b")
    with pytest.raises(ScenarioError):
        load("x" * 5000)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path):
    file = tmp_path / "secret.toml"
    file.write_text("name = 'x'", "utf-8")
    file.chmod(0)
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_tables(file)


def test_mutated_files_on_disk_give_the_same_lines_as_tables(tmp_path):
    file = tmp_path / "case.toml"
    for value in (math.nan, math.inf, 1e300, -1.0, "three", True):
        tables = put(TABLES, ("production", "alpha_sd"), value)
        file.write_text(tomlkit.dumps(tables), "utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(file)
        assert str(caught.value) == str(problem(tables)).replace("case.toml", str(file))


def test_every_number_of_the_schema_is_declared():
    def sections(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
        seen.add(model)
        for name, field in model.model_fields.items():
            inner = model_at((name,)) if model is Scenario else None
            inner = inner or (model_at((name, 0)) or model_at((name, "X")) if model is Scenario else None)
            if inner is not None and inner not in seen:
                sections(inner, seen)
            del field
        return seen

    for section in sections(Scenario, set()):
        for name, field in section.model_fields.items():
            if field.annotation in (int, float):
                declared = declaration(field)
                assert declared.get("unit") and declared.get("source"), (section, name)
                assert declared["label_en"] and declared["label_zh"] and declared["meaning"], (section, name)
                if declared["prior"] is not None and not field.is_required():
                    low, high = declared["prior"]
                    assert declared["low"] <= low <= field.default <= high <= declared["high"], (
                        section,
                        name,
                    )
