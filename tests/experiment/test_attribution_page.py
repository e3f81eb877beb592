"""The attributions kept in docs: the page is theirs, and parts follow from the coalitions."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from sim.experiment.parts import OUTCOMES, attribution_entries
from sim.experiment.store import open_run

DOCS = Path(__file__).parents[2] / "docs"
KEPT = sorted(path.parent for path in DOCS.glob("attribution/*/coalitions.parquet"))


def test_two_parks_are_kept():
    assert [folder.name for folder in KEPT] == ["tianjin_binhai", "zhongguancun"]


def test_the_page_is_made_of_what_is_kept():
    script = runpy.run_path(str(DOCS / "tables" / "attribution.py"))
    assert (DOCS / "attribution.md").read_text(encoding="utf-8") == script["text"](), "run make docs"


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_reported_parts_follow_from_the_coalitions_and_sum_to_the_premium(folder):
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    found = attribution_entries(open_run(folder).coalitions)
    assert {"attribution", "attribution_impact"} <= set(found) <= set(told)
    for name, entry in found.items():
        assert set(entry) == {outcome.name for outcome in OUTCOMES}
        for outcome, parts in entry.items():
            assert told[name][outcome]["effects"] == pytest.approx(parts["effects"], abs=1e-9)
            assert told[name][outcome]["intervals"]["reps"] >= 8
            assert sum(parts["effects"].values()) == pytest.approx(told[name][outcome]["premium"], abs=1e-9)


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_provenance_names_no_place_of_a_machine(folder):
    made_by = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert made_by["commit"] and not any("=/" in c or " /" in c for c in made_by["commands"])
