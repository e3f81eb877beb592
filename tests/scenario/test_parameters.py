"""Every parameter is declared in full, and read by the code."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sim.catalogue import parameters
from sim.fixed import Fixed
from sim.scenario.declare import Section, declaration
from sim.scenario.files import build, dump, load
from sim.scenario.levers import LEVERS

ENTRIES = parameters()


def test_there_are_parameters_of_every_section():
    assert len(ENTRIES) > 400
    assert {"run", "sites", "sectors", "institutions", "production", "finance", "certification"} <= {
        str(entry["name"]).split(".")[0] for entry in ENTRIES
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_a_parameter_is_declared_in_full(entry):
    for key in ("unit", "source", "label_en", "label_zh", "meaning"):
        assert entry[key].strip(), key
    assert entry["status"] in ("verified", "derived", "assumed")
    assert any("一" <= character <= "鿿" for character in entry["label_zh"])
    assert not any("一" <= character <= "鿿" for character in entry["label_en"])
    low, high = entry["allowed"]
    assert math.isfinite(low) and math.isfinite(high) and low < high
    default = entry["default"]
    values = [] if default is None else list(default) if isinstance(default, tuple) else [default]
    for value in values:
        assert low <= value <= high


@pytest.mark.parametrize(
    "entry", [entry for entry in ENTRIES if entry["prior"] is not None], ids=lambda entry: entry["name"]
)
def test_a_prior_is_ordered_within_limits_and_holds_the_default(entry):
    least, most = entry["prior"]
    low, high = entry["allowed"]
    assert low <= least < most <= high
    default = entry["default"]
    # A kind of site or a sector may be told apart from the others by a value at the edge of what is usual.
    if not entry["name"].startswith(("sectors.", "institutions.")):
        for value in default if isinstance(default, tuple) else (default,):
            assert least <= value <= most


def test_names_and_labels_within_a_section_differ():
    assert len({entry["name"] for entry in ENTRIES}) == len(ENTRIES)
    for key in ("label_en", "label_zh"):
        count = Counter((entry["name"].rpartition(".")[0], entry[key]) for entry in ENTRIES)
        assert [pair for pair, times in count.items() if times > 1] == []


def sections(parent: type[Section] = Section) -> Iterator[type[Section]]:
    for child in parent.__subclasses__():
        yield child
        yield from sections(child)


@contextmanager
def reads_recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, str]]]:
    """Collect (section, parameter) of everything that is read meanwhile."""
    found: set[tuple[str, str]] = set()
    plain = Section.__getattribute__

    def recording(self: Section, name: str) -> Any:
        if not name.startswith("_") and name in type(self).model_fields:
            found.add((type(self).__name__, name))
        return plain(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(Section, "__getattribute__", recording)
        yield found


def test_every_parameter_is_read(monkeypatch, tmp_path):
    from sim.model import ParkModel

    # Some are read while the generic population is built, which a filled cache would skip.
    monkeypatch.setattr("sim.genesis.cache.cache_root", lambda: tmp_path)

    everything = [f"levers.{name}.intensity=1" for name in LEVERS]
    everything += ["run.generic_firms=400", "run.burn_in_quarters=4"]
    everything.append(
        'shocks=[{kind = "demand", sector = "ICE", size = 0.1, first_quarter = 2, quarters = 2}]'
    )
    with reads_recorded(monkeypatch) as read:
        scenario = load("small", everything)
        model = ParkModel(scenario)
        for _ in range(9):
            model.step()
        alone = dump(scenario)
        alone["sites"] = alone["sites"][:1]  # without a hinterland, other references hold
        ParkModel(build(alone))
        Fixed(load("corridor_rail"))  # hours between cities
    declared = {
        (section.__name__, name)
        for section in sections()
        if section.__module__.startswith("sim.scenario")
        for name, field in section.model_fields.items()
        if declaration(field)
    }
    assert ("Run", "quarters") in declared and len(declared) > 300
    before_there_is_a_site = {("Site", "year")}
    assert sorted(declared - read - before_there_is_a_site) == []
