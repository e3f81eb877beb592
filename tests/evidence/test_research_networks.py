"""Elasticities, gates, graphs, funnels and places on data with known answers."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from sim.evidence.estimators import research
from sim.evidence.estimators.capital import funnel, top_deals_share
from sim.evidence.estimators.networks import Graph
from sim.evidence.estimators.places import coagglomeration, localised, standard_slopes
from sim.state.identity import hash_of


def test_elasticity_is_taken_within_sectors():
    group = np.repeat([0, 1], 100)
    x = np.exp(np.tile(np.linspace(0, 4, 100), 2) + 3.0 * group)
    y = np.exp(5.0 - 2.0 * group) * x**0.9
    assert research.elasticity(y, x, group) == pytest.approx(0.9)
    assert math.isnan(research.elasticity(y[:5], x[:5], group[:5]))


def test_logit_slope_of_known_odds():
    x = np.tile(np.linspace(-3, 3, 200), 400)
    level = np.repeat([0, 1], len(x) // 2)
    ranks = np.repeat((np.arange(400) + 0.5) / 400, 200)
    happens = np.argsort(np.argsort(np.sin(1e4 * (ranks + x)))) / len(x) < expit(0.7 * x - 1.0 + level)
    assert research.logit_slope(happens, x, level) == pytest.approx(0.7, abs=0.03)


def test_a_sector_in_which_all_do_research_says_nothing():
    assert math.isnan(research.logit_slope(np.ones(50, bool), np.linspace(0, 1, 50), np.zeros(50, np.int64)))


def test_excess_mass_counts_those_who_moved_over_a_gate():
    smooth = np.linspace(0.0, 0.10, 12_001)
    below = (smooth >= 0.04) & (smooth < 0.05)
    moved = np.where(below & (np.arange(len(smooth)) % 2 == 0), 0.0525, smooth)
    excess, hole = research.excess_mass(moved, 0.05, 0.005)
    assert excess == pytest.approx(0.5, abs=0.05) and hole == pytest.approx(0.5, abs=0.05)
    assert research.excess_mass(smooth, 0.05, 0.005) == pytest.approx((0.0, 0.0), abs=0.03)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=60))
def test_graph_statistics_are_those_of_networkx(pairs):
    pairs = [(a, b) for a, b in pairs if a != b]
    if not pairs:
        return
    graph = Graph.of(*np.array(pairs, np.int64).T)
    known = nx.Graph(pairs)
    assert graph.mean_degree() == pytest.approx(2 * known.number_of_edges() / known.number_of_nodes())
    assert graph.clustering() == pytest.approx(nx.average_clustering(known))
    largest = max(len(c) for c in nx.connected_components(known))
    assert graph.giant() == pytest.approx(largest / known.number_of_nodes())


def test_rewiring_keeps_degrees_and_a_caveman_graph_is_far_more_clustered():
    known = nx.connected_caveman_graph(100, 6)
    graph = Graph.of(*np.array(known.edges(), np.int64).T)
    assert graph.rewired(3).degrees.sum() == pytest.approx(graph.degrees.sum(), rel=0.05)
    assert graph.clustering_over_random() > 20
    random = nx.gnm_random_graph(400, 4000, seed=1)
    assert Graph.of(*np.array(random.edges(), np.int64).T).clustering_over_random() == pytest.approx(
        1.0, abs=0.25
    )


def test_funnel_follows_each_firm_for_its_own_years():
    firm = np.array([1, 1, 1, 1, 2, 2, 3, 9])
    stage = np.array([0, 1, 1, 2, 0, 1, 0, 1])
    quarter = np.array([1, 5, 9, 13, 8, 41, 20, 3])
    post = np.array([30.0, 90, 300, 8000, 30, 90, 30, 9000])
    found = funnel(
        firm,
        stage,
        quarter,
        post,
        np.array([2, 9]),
        np.array([39, 4]),
        first=1,
        last=8,
        follow=32,
        unicorn=7000.0,
    )
    assert (found.seeds, found.second, found.fourth, found.left, found.unicorns) == (2, 1, 1, 1, 1)


def test_top_deals_share():
    assert top_deals_share(np.array([100.0] + [0.0] * 49 + [1.0] * 50), 0.06) == pytest.approx(105 / 150)
    assert math.isnan(top_deals_share(np.zeros(10)))


def _grid(n, side, salt):
    """Points of a low-discrepancy sequence on a square of ``side`` km."""
    k = np.arange(n) + salt
    return side * (k * 0.7548776662 % 1.0), side * (k * 0.5698402910 % 1.0)


def test_a_cluster_is_localised_and_a_random_part_is_not():
    x, y = _grid(1500, 20.0, 0)
    centre = np.argsort(np.hypot(x - 10, y - 10))
    cluster = np.zeros(1500, bool)
    cluster[centre[:60]] = True
    assert localised(x, y, cluster)
    random = [hash_of(np.arange(1500), draw) % np.uint64(25) == 0 for draw in range(20)]
    assert sum(localised(x, y, member) for member in random) <= 3


def test_industries_in_the_same_areas_coagglomerate():
    weight = np.array([[10.0, 0, 0, 1], [8, 1, 0, 1], [0, 1, 9, 0], [0, 0, 9, 1]])
    index = coagglomeration(weight)
    assert index[0, 1] > 0 and index[2, 3] > 0 and index[0, 2] < 0
    assert np.allclose(index, index.T)


def test_standard_slopes():
    x = np.linspace(-1, 1, 101)
    z = np.cos(9 * x)
    assert standard_slopes(3.0 * x, x, z) == pytest.approx([1.0, 0.0], abs=1e-6)
