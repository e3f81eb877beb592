"""How many ties of joint research cross cities, counted one by one."""

from collections import Counter

import pytest

from sim.model import ParkModel
from sim.scenario.files import load
from sim.state.knowledge import LinkKind

FEW = {"run.sample": 0.02, "run.generic_firms": 400, "run.quarters": 2}


@pytest.mark.parametrize("scenario", ["corridor", "small"])
def test_joint_research_is_counted_where_firms_are_and_across_cities(scenario: str) -> None:
    model = ParkModel(load(scenario, FEW))
    while model.running:
        model.step()
    world = model.world
    assert world.observer is not None
    links, city = world.links, world.sites.city
    held, across = Counter[int](), Counter[int]()
    for k in range(len(links)):
        kind = LinkKind(int(links.kind[k]))
        if kind not in (LinkKind.JOINT_RD, LinkKind.UNIVERSITY):
            continue
        firm = world.firms.row(int(links.a[k]))
        others = world.firms if kind is LinkKind.JOINT_RD else world.universities
        sites = [int(world.firms.site[firm]), int(others.site[others.row(int(links.b[k]))])]
        for site in sites if kind is LinkKind.JOINT_RD else sites[:1]:
            held[site] += 1
            across[site] += bool(city[sites[0]] != city[sites[1]])
    recorded = world.observer.sites[-1]
    for site in range(world.n_sites):
        assert recorded["joint_rd"][site] == pytest.approx(held[site] / world.sample)
        assert recorded["joint_rd_across"][site] == pytest.approx(across[site] / world.sample)
    assert sum(held.values()) > 0 and bool(sum(across.values())) == (scenario == "corridor")
