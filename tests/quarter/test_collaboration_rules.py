"""Rules of collaboration on arrays: rings, races, slots of contacts, lives of ties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernels.contacts import meet, neighbours, scan
from sim.kernels.partners import eligible
from sim.luck import Luck, Purpose
from sim.quarter.collaboration.choice import race, winners
from sim.quarter.collaboration.lives import ending_rate, quarters_of_life
from sim.quarter.collaboration.partners import activity, one_contact
from sim.quarter.collaboration.rings import rings_of_all
from sim.quarter.collaboration.suppliers import input_drawn
from sim.quarter.collaboration.ties import contains, deepened, pair_code


def identities(n, start=1):
    return np.arange(start, start + n, dtype=np.uint64) * np.uint64(7919)


def test_candidates_belong_to_the_group_asked():
    group = np.arange(200) % 7
    ring = rings_of_all(identities(200), group, 7)
    asked = np.arange(50) % 7
    found = ring.candidates(asked, np.linspace(0.01, 0.99, 50), 3)
    assert found.shape == (50, 3)
    np.testing.assert_array_equal(group[found], np.repeat(asked[:, None], 3, axis=1))
    assert all(len(set(row)) == 3 for row in found.tolist())


def test_a_small_ring_fills_up_with_minus_one_and_an_empty_one_is_silent():
    ring = rings_of_all(identities(1), np.array([1]), 3)
    found = ring.candidates(np.array([1, 0]), np.array([0.2, 0.2]), 2)
    np.testing.assert_array_equal(found, [[0, -1], [-1, -1]])
    nobody = rings_of_all(identities(0), np.zeros(0, np.int64), 2)
    np.testing.assert_array_equal(nobody.candidates(np.array([1]), np.array([0.5]), 2), [[-1, -1]])


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_one_more_member_displaces_at_most_one_candidate_of_a_point(extra):
    ids = identities(60)
    points = np.linspace(0.005, 0.995, 40)
    group = np.zeros(40, np.int64)
    before = rings_of_all(ids, np.zeros(60, np.int64), 1).candidates(group, points, 3)
    more = np.append(ids, np.uint64(10**9 + extra))
    after = rings_of_all(more, np.zeros(61, np.int64), 1).candidates(group, points, 3)
    changed = 0
    for old, new in zip(before.tolist(), after.tolist(), strict=True):
        assert len(set(old) - set(new)) <= 1
        changed += old != new
    assert changed <= 40 * 0.4, "the newcomer is a candidate of its own stretch only"


def test_race_is_won_in_proportion_to_weight():
    seekers = identities(20_000)
    candidates = np.tile(np.array([[11, 12]], np.uint64), (20_000, 1))
    weight = np.tile(np.array([[1.0, 3.0]]), (20_000, 1))
    time = race(Luck(5), Purpose.LINK_CHOICE, seekers, candidates, weight, 1)
    share = (winners(time, np.tile([[0, 1]], (20_000, 1))) == 1).mean()
    assert share == pytest.approx(0.75, abs=0.015)


def test_another_candidate_leaves_the_times_of_the_others():
    seekers = identities(10)
    few = np.tile(np.array([[11, 12]], np.uint64), (10, 1))
    many = np.tile(np.array([[13, 11, 12]], np.uint64), (10, 1))
    luck = Luck(2)
    less = race(luck, Purpose.LINK_CHOICE, seekers, few, np.ones((10, 2)), 4)
    more = race(luck, Purpose.LINK_CHOICE, seekers, many, np.ones((10, 3)), 4)
    np.testing.assert_array_equal(more[:, 1:], less)


def test_nobody_wins_without_weight():
    time = race(Luck(1), Purpose.LINK_CHOICE, identities(3), np.ones((3, 2), np.uint64), np.zeros((3, 2)), 0)
    np.testing.assert_array_equal(winners(time, np.array([[1, 2]] * 3)), -1)


def test_slots_pass_over_oneself_and_old_contacts_on_either_side():
    slots = np.full((4, 2), -1, np.int32)
    have = np.zeros(4, np.int64)
    slots[0, 0], have[0] = 1, 1
    seeker = np.array([0, 1, 2, 2, 2])
    candidates = np.array([[0, 1, 2], [0, -1, 3], [0, 3, -1], [3, 1, -1], [3, 1, 0]])
    place = np.array([[0.0, 0.0], [10.0, 0.0], [30.0, 0.0], [35.0, 0.0]])
    chosen = meet(slots, have, seeker, candidates, place, np.arange(4), 12.0, 1500.0, 10.0)
    # 0 knows 1, so it takes 2; 1 is known by 0, so it takes 3; then 2 takes 3, 1, and is known by 0.
    np.testing.assert_array_equal(chosen, [2, 3, 3, 1, -1])
    np.testing.assert_array_equal(slots[0], [1, 2])
    np.testing.assert_array_equal(have, [2, 1, 2, 0])


def test_a_metre_inside_a_building_counts_for_more_than_outside():
    place, building = np.array([[0.0, 0.0], [30.0, 0.0], [1e3, 0.0], [16e3, 0.0]]), np.array([7, 7, 8, 9])

    def choice(*candidates):
        slots, have = np.full((4, 1), -1, np.int32), np.zeros(4, np.int64)
        return meet(slots, have, np.array([0]), np.array([candidates]), place, building, 12.0, 1500.0, 10.0)[
            0
        ]

    assert choice(1, 2) == 2, "2.5 half-distances away inside, 0.67 outside"
    assert choice(1, 3) == 1
    assert choice(3, -1) == -1, "beyond ten half-distances nobody meets"


def test_scan_ends_the_dead_the_expired_and_the_moved():
    moved = np.array([False, False, True])
    a = np.array([0, 0, -1, 0, 1, 0])
    b = np.array([1, 2, 1, 1, 2, 1])
    kind = np.array([0, 0, 0, 0, 1, 0], np.int8)
    until = np.array([9, 9, 9, 3, 0, 9])
    over = np.array([False] * 5 + [True])
    slots, have, over = scan(a, b, kind, over, until, moved, 4, 3)
    np.testing.assert_array_equal(over, [False, True, True, True, False, False])
    np.testing.assert_array_equal(slots, [[1, -1, -1], [-1] * 3, [-1] * 3])
    np.testing.assert_array_equal(have, [1, 0, 0])


def test_neighbours_stand_in_the_order_of_links():
    other, starts = neighbours(np.array([0, 2, 0]), np.array([1, 0, 3]), 4)
    np.testing.assert_array_equal(starts, [0, 3, 4, 5, 6])
    np.testing.assert_array_equal(other, [1, 2, 3, 0, 0, 0])


def test_mean_life_is_that_of_the_ending_rate():
    u = (np.arange(200_000) + 0.5) / 200_000
    life = quarters_of_life(u, 3.5) + 1
    assert life.mean() == pytest.approx(1.0 / ending_rate(3.5), rel=0.01)
    assert (1 - ending_rate(3.5)) ** 4 == pytest.approx(1 - 1 / 3.5)


def test_strength_rises_toward_one():
    assert deepened(np.array([0.5]), 0.0)[0] == 0.5
    strengths = [0.5]
    for _ in range(80):
        strengths.append(float(deepened(np.array(strengths[-1:]), 0.5)[0]))
    assert np.all(np.diff(strengths) > 0) and 0.99 < strengths[-1] < 1.0


def test_activity_has_mean_one_and_is_fixed_for_life():
    luck, ids = Luck(3), identities(200_000)
    eager = activity(luck, ids, 1.0)
    assert eager.mean() == pytest.approx(1.0, rel=0.02)
    np.testing.assert_array_equal(eager[:5], activity(luck, ids[:5], 1.0))
    np.testing.assert_array_equal(activity(luck, ids[:5], 0.0), 1.0)


def test_eligible_partners():
    able = np.array([True, True, False, True])
    seekers = np.array([0, 1])
    candidates = np.array([[0, 1, 2, 3, 3], [0, 3, -1, 1, 2]])
    ok = eligible(seekers, candidates, able, neighbours(np.array([1]), np.array([0]), 4))
    np.testing.assert_array_equal(ok, [[0, 0, 0, 1, 0], [0, 1, 0, 0, 0]])


def test_pairs_are_unordered():
    assert pair_code(np.array([3]), np.array([1]), 10) == pair_code(np.array([1]), np.array([3]), 10)
    np.testing.assert_array_equal(contains(np.array([5, 2]), np.array([[2, 3], [5, 9]])), [[1, 0], [1, 0]])
    assert not contains(np.zeros(0, np.int64), np.array([1])).any()


def test_one_contact_is_one_of_those_held():
    contacts = np.array([[4, 7, -1], [-1, -1, -1]])
    np.testing.assert_array_equal(one_contact(contacts, np.array([0.1, 0.9])), [[4], [-1]])
    np.testing.assert_array_equal(one_contact(contacts, np.array([0.99, 0.9]))[0], [7])


def test_inputs_are_drawn_by_their_shares():
    u = (np.arange(10_000) + 0.5) / 10_000
    ladder = np.tile(np.cumsum([0.1, 0.0, 0.3]), (10_000, 1))
    drawn = np.bincount(input_drawn(ladder, u), minlength=3) / 10_000
    np.testing.assert_allclose(drawn, [0.25, 0.0, 0.75], atol=1e-3)
