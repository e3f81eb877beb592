"""A start that is kept: read again it is the same to the bit, whatever the levers and the horizon; few are kept."""

import sim.genesis.cache as cache
from sim.genesis import build_world
from sim.model import ParkModel
from sim.scenario.levers import LEVERS
from tests.worlds import toy_scenario


def content(world) -> list[bytes]:
    columns = [world.tables()[kind]._data[name][: len(world.tables()[kind])].tobytes()
               for kind in world.tables() for name in world.tables()[kind]]  # fmt: skip
    return columns + [row[name].tobytes() for row in world.observer.sites for name in sorted(row)]


def test_a_kept_start_goes_on_as_a_built_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PARKSIM_CACHE_DIR", str(tmp_path))
    plain = toy_scenario(run__quarters=3)
    levers = toy_scenario(run__quarters=2, **{f"levers__{name}__intensity": 1.0 for name in LEVERS})
    built = [ParkModel(scenario).run().world for scenario in (plain, levers)]
    monkeypatch.setattr(cache, "LARGE", 10)
    build_world(plain)
    assert len(list((tmp_path / "starts").glob("*.npz"))) == 1
    monkeypatch.setattr(cache, "keep_start", None)
    read = [ParkModel(scenario).run().world for scenario in (plain, levers)]
    for one, other in zip(built, read, strict=True):
        assert content(one) == content(other)


def test_the_latest_starts_are_kept_and_a_spoilt_one_is_built_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("PARKSIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "LARGE", 10)
    for seed in range(cache.KEPT + 1):
        build_world(toy_scenario(), seed)
    files = sorted((tmp_path / "starts").glob("*.npz"), key=lambda file: file.stat().st_mtime)
    assert len(files) == cache.KEPT
    files[-1].write_bytes(b"spoilt")
    assert len(build_world(toy_scenario(), cache.KEPT).firms) > 100


def test_small_worlds_keep_no_start():
    assert cache.start_path(toy_scenario(), 1) is None
