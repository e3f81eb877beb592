"""Searches for contacts and partners: the same as slow twins in numpy, on one thread and on two."""

import numpy as np
import pytest
from numba import config

from sim.kernels import contacts, hashring, partners, philox, surroundings

AROUND = 2.0**40


def city_of(rng, n):
    ids = rng.integers(0, 1 << 62, n).astype(np.uint64)
    place = rng.uniform(0.0, 8000.0, (n, 2))
    building = rng.integers(0, n // 5, n)
    order = np.argsort(hashring.ring_hash(ids) >> np.uint64(24), kind="stable")
    keys = (hashring.ring_hash(ids) >> np.uint64(24))[order]
    city, edges = np.zeros(n, np.int64), (250.0, 2000.0)
    squares = [surroundings.squares(city, place, edge) for edge in edges]
    size = 1 << 2 * surroundings.WRAP_BITS
    groups = [(building, n // 5), *((square, size) for square in squares)]
    rings = [hashring.deal(order, keys, group, np.ones(n, np.bool_), count) for group, count in groups]
    return ids, place, building, city, rings, edges


@pytest.mark.parametrize("threads", [1, 2])
def test_candidates_about_a_seeker_are_those_of_its_rings(monkeypatch, threads):
    monkeypatch.setattr(config, "NUMBA_NUM_THREADS", threads)
    rng = np.random.default_rng(1)
    ids, place, building, city, rings, edges = city_of(rng, 6000)
    seeker, slot = rng.integers(0, 6000, 5000), rng.integers(0, 6, 5000)
    found = surroundings.look_about(
        seeker, slot, ids, place, building, city, rings, edges, AROUND, (5, 7, 26)
    )

    def u(draw):
        return philox.uniform_each(5, ids[seeker], 7, 26, 4 * slot + draw)

    def members(ring, group, point, k):
        named, keys, starts = ring
        return hashring.successors_within(keys, starts, group, (point * AROUND).astype(np.uint64), k, named, AROUND)

    expected = [members(rings[0], building[seeker], u(0), 2)]
    for ring, edge in zip(rings[1:], edges, strict=True):
        there = place[seeker] + np.stack([u(1) - 0.5, u(2) - 0.5], axis=1) * edge
        column, row = (np.floor(there / edge).astype(np.int64) & 127).T
        expected.append(members(ring, column << 7 | row, u(3), 1))
    np.testing.assert_array_equal(found, np.concatenate(expected, axis=1))
    assert (found >= 0).mean() > 0.5


def test_free_slots_are_those_of_who_joins():
    have, joins = np.array([0, 2, 3, 1]), np.array([True, True, True, False])
    seeker, slot = contacts.free_slots(have, joins, 3)
    np.testing.assert_array_equal(seeker, [0, 0, 0, 1])
    np.testing.assert_array_equal(slot, [0, 1, 2, 2])


def test_distances_are_straight():
    rng = np.random.default_rng(2)
    place, (a, b) = rng.normal(size=(50, 2)), rng.integers(0, 50, (2, 80))
    np.testing.assert_allclose(contacts.apart(place, a, b), np.hypot(*(place[a] - place[b]).T))


def test_links_are_picked_and_laid_out_by_kind():
    rng = np.random.default_rng(3)
    kind = rng.integers(0, 4, 500).astype(np.int8)
    rows = contacts.of_other_kinds(kind, 0)
    np.testing.assert_array_equal(rows, np.flatnonzero(kind != 0))
    order, starts = contacts.by_kind(kind, rows, 4)
    np.testing.assert_array_equal(order, rows[np.argsort(kind[rows], kind="stable")])
    np.testing.assert_array_equal(np.diff(starts), np.bincount(kind[rows], minlength=4))


def network(rng, n, m):
    a, b = rng.integers(0, n, (2, m))
    return contacts.neighbours(a, b, n), {(i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True)}


def test_partners_of_partners_are_two_steps_away():
    rng = np.random.default_rng(4)
    near, _ = network(rng, 300, 200)
    ids, seekers = rng.integers(0, 1 << 60, 300).astype(np.uint64), np.arange(0, 300, 2)
    found = partners.friends_of_friends(seekers, ids, near, 3, (9, 4, 62), (10, 20))
    other, starts = near

    def step(rows, draw):
        u = philox.uniform(9, ids[seekers], 4, 62, draw)
        count = np.where(rows >= 0, starts[rows + 1] - starts[rows], 0)
        at = np.minimum(starts[rows] + (u * count).astype(np.int64), len(other) - 1)
        return np.where(count > 0, other[at], -1)

    for k in range(3):
        np.testing.assert_array_equal(found[:, k], step(step(seekers, 10 + k), 20 + k))
    nobody = partners.friends_of_friends(seekers, ids, network(rng, 300, 0)[0], 3, (9, 4, 62), (10, 20))
    assert (nobody == -1).all()


def test_eligible_are_the_able_once_and_not_yet_tied():
    rng = np.random.default_rng(5)
    near, pairs = network(rng, 40, 60)
    able, seekers = rng.random(40) < 0.7, np.arange(40)
    candidates = rng.integers(-1, 40, (40, 6))
    found = partners.eligible(seekers, candidates, able, near)
    for i in range(40):
        for k, j in enumerate(candidates[i].tolist()):
            new = j not in candidates[i, :k] and (i, j) not in pairs and (j, i) not in pairs
            assert found[i, k] == (j >= 0 and j != i and bool(able[j]) and new)
