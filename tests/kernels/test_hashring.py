import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import hashring

keys = st.lists(st.integers(0, 2**64 - 1), max_size=30, unique=True)


def successors_by_hand(ring, point, k):
    """Walk the ring from the point."""
    after = [i for i, key in enumerate(ring) if key >= point] + [
        i for i, key in enumerate(ring) if key < point
    ]
    return (after[:k] + [-1] * k)[:k]


@given(keys, keys, st.integers(1, 5))
def test_successors_are_the_next_members_round_the_ring(ring, points, k):
    ring = sorted(ring)
    got = hashring.successors(np.array(ring, np.uint64), np.array(points, np.uint64), k)
    assert got.tolist() == [successors_by_hand(ring, point, k) for point in points]


@given(keys.filter(bool), st.integers(0, 2**64 - 1), keys, st.integers(1, 5))
def test_a_newcomer_displaces_at_most_one_choice_of_a_point(ring, newcomer, points, k):
    before, after = (np.array(sorted(ring), np.uint64), np.array(sorted({*ring, newcomer}), np.uint64))
    points = np.array(points, np.uint64)
    old, new = (hashring.successors(before, points, k), hashring.successors(after, points, k))
    for a, b in zip(old, new, strict=True):
        kept, now = set(before[a[a >= 0]].tolist()), set(after[b[b >= 0]].tolist())
        assert now - kept <= {newcomer}
        assert len(kept - now) <= 1


def test_a_newcomer_changes_about_k_choices_of_all_members():
    n, k = 2000, 6
    ids = np.arange(n)
    points = hashring.ring_hash(ids, salt=1)
    before = np.sort(hashring.ring_hash(ids))
    old = before[hashring.successors(before, points, k)]
    changed = []
    for newcomer in range(n, n + 200):
        after = np.sort(np.append(before, hashring.ring_hash([newcomer])))
        new = after[hashring.successors(after, points, k)]
        changed.append(int((np.sort(new, axis=1) != np.sort(old, axis=1)).any(axis=1).sum()))
    assert 0.7 * k < np.mean(changed) < 1.3 * k


def test_rings_within_groups():
    group = np.array([1, 0, 1, 1, 3])
    hashes = np.array([50, 7, 10, 30, 5], np.uint64)
    order, starts = hashring.ring_order(group, hashes, 4)
    assert order.tolist() == [1, 2, 3, 0, 4]
    assert starts.tolist() == [0, 1, 4, 4, 5]
    asked, points = np.array([1, 1, 2, 0]), np.array([11, 51, 0, 9], np.uint64)
    positions = hashring.successors_within(hashes[order], starts, asked, points, 2)
    assert positions.tolist() == [[2, 3], [1, 2], [-1, -1], [0, -1]]
    assert order[positions[0]].tolist() == [3, 0]


def test_places_are_spread_evenly_and_salted():
    ids = np.arange(100_000)
    for salt in (0, 1, 2**64 - 1):
        places = hashring.ring_hash(ids, salt)
        counts = np.bincount((places >> np.uint64(58)).astype(int), minlength=64)
        expected = len(ids) / 64
        assert 20 < ((counts - expected) ** 2 / expected).sum() < 120
        assert len(np.unique(places)) == len(ids)
    assert not np.any(hashring.ring_hash(ids, 0) == hashring.ring_hash(ids, 1))


def test_an_empty_ring_offers_nobody():
    assert hashring.successors([], [3, 4], 2).tolist() == [[-1, -1], [-1, -1]]
    with pytest.raises(OverflowError):
        hashring.ring_hash([-1])


def test_rings_outside_the_keys_are_refused():
    with pytest.raises(IndexError):
        hashring.successors_within([1, 2], [0, 2], [1], [0], 1)
    with pytest.raises(ValueError, match="starts"):
        hashring.successors_within([1, 2], [0, 3], [0], [0], 1)


def test_rows_that_join_are_dealt_to_their_rings_in_the_order_given():
    rng = np.random.default_rng(3)
    order, group, joins = rng.permutation(500), rng.integers(0, 9, 500), rng.uniform(size=500) < 0.6
    keys = np.arange(500, dtype=np.uint64)
    members, ring, starts = hashring.deal(order, keys, group, joins, 10)
    for g in range(10):
        wanted = [row for row in order if joins[row] and group[row] == g]
        assert members[starts[g] : starts[g + 1]].tolist() == wanted
    assert np.array_equal(order[ring.astype(int)], members)


def test_members_are_named_instead_of_positions():
    ring, members = [10, 20, 30], np.array([7, 8, 9])
    assert hashring.successors_within(ring, [0, 3], [0], [15], 2, members).tolist() == [[8, 9]]
    assert hashring.successors_within(ring, [0, 0, 3], [0], [15], 2, members).tolist() == [[-1, -1]]


@pytest.mark.parametrize("n", [1, 3, 40, 5000])
@pytest.mark.parametrize("lean", [1.0, 5.0])
def test_successors_are_found_on_even_and_on_uneven_rings(n, lean):
    rng = np.random.default_rng(n)
    ring = np.unique((rng.uniform(size=n) ** lean * 2.0**40).astype(np.uint64))
    points = (rng.uniform(size=500) * 2.0**40).astype(np.uint64)
    found = hashring.successors_within(
        ring, [0, len(ring)], np.zeros(500, int), points, 1, np.arange(len(ring)), 2.0**40
    )
    assert np.array_equal(found[:, 0], np.searchsorted(ring, points) % len(ring))
