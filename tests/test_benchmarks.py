"""Benchmarks: both sides of rule set P hold the same numbers, and the script makes its table."""

import csv
import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def rule_set_p(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("rule_set_p")


@pytest.mark.parametrize("seed", [1, 2])
def test_columns_and_objects_agree(rule_set_p, seed):
    assert rule_set_p.largest_difference(1_200, 6, seed) <= 1e-10


def test_a_changed_rule_is_noticed(rule_set_p, monkeypatch):
    from rule_set.objects import Objects

    carry = Objects.carry

    def generous(world):
        carry(world)
        world.firms[0].learned += 1e-8

    monkeypatch.setattr(Objects, "carry", generous)
    assert rule_set_p.largest_difference(300, 2) > 1e-10


def test_firms_come_and_go_on_both_sides(rule_set_p):
    start = rule_set_p.setting(2_000)
    objects, columns = rule_set_p.Objects(start), rule_set_p.Arrays(start)
    born = set(start.firms["id"].tolist())
    for _ in range(6):
        objects.step()
        columns.step()
    for world in (objects, columns):
        ids = set(world.columns()["id"].tolist())
        assert 40 < len(ids - born) < 250
        assert 40 < len(born - ids) < 250


@pytest.mark.slow
def test_writes_its_table(rule_set_p, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(rule_set_p, "SIZES", (1_000, 3_000))
    rule_set_p.main(["--largest", "2000", "--out", str(tmp_path / "table.csv")])
    with (tmp_path / "table.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["firms"], row["side"]) for row in rows] == [
        ("1000", "columns"), ("1000", "keyed"), ("1000", "stream"),
    ]  # fmt: skip
    assert all(float(row["ns_firm_step"]) > 0 and float(row["peak_mb"]) > 0 for row in rows)
    assert "differ by at most" in capsys.readouterr().out
