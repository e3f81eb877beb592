import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import network

RULE = {"rate": 0.02, "cog_opt": 0.45, "cog_sd": 0.25}
seeds = st.integers(0, 10_000)


def cluster(seed, n=30, m=80):
    """Firms and links, some of them of weight zero or to oneself."""
    rng = np.random.default_rng(seed)
    return {
        "a": rng.normal(0, 0.3, n),
        "tech": rng.normal(0, 0.6, (n, 8)),
        "radius": rng.uniform(0.5, 1.5, n),
        "absorptive": rng.uniform(0, 1, n),
        "link_a": rng.integers(0, n, m),
        "link_b": rng.integers(0, n, m),
        "weight": rng.uniform(0, 1.5, m) * (rng.random(m) < 0.8),
    }


def lessons_by_hand(w, rate, cog_opt, cog_sd, strength=1.0):
    """The equation for every pair of firms, and the mean position of teachers."""
    n = len(w["a"])
    learn, teachers = [], []
    for i in range(n):
        gain, contact, where, taught = 0.0, 0.0, [0.0] * 8, 0.0
        for x, y, weight in zip(w["link_a"], w["link_b"], w["weight"], strict=True):
            for me, j in ((x, y), (y, x)):
                if me != i:
                    continue
                contact += weight
                d = math.dist(w["tech"][i], w["tech"][j]) / (w["radius"][i] + w["radius"][j])
                near = math.exp(-((min(d, 1.0) - cog_opt) ** 2) / (2 * cog_sd**2))
                lesson = weight * max(w["a"][j] - w["a"][i], 0.0) * near
                gain += lesson
                taught += lesson
                where = [p + lesson * q for p, q in zip(where, w["tech"][j], strict=True)]
        learn.append(strength * rate * w["absorptive"][i] * gain / max(1.0, contact))
        teachers.append([p / taught for p in where] if taught > 0 else list(w["tech"][i]))
    return np.array(learn), np.array(teachers)


@given(seeds, st.floats(0, 1))
def test_learning_twin(seed, strength):
    w = cluster(seed)
    by_hand, teachers = lessons_by_hand(w, **RULE, strength=strength)
    np.testing.assert_allclose(network.learning(strength, **w, **RULE), by_hand, rtol=1e-12, atol=1e-15)
    learn, got = network.learning_and_teachers(strength, **w, **RULE)
    assert np.array_equal(learn, network.learning(strength, **w, **RULE))
    np.testing.assert_allclose(got, teachers, rtol=1e-12, atol=1e-12)


def pair(distance, lead=0.5, weight=0.5, absorptive=1.0):
    """Two firms `distance` apart on spheres of radius one half; the second leads."""
    tech = np.zeros((2, 8))
    tech[1, 0] = distance
    return network.learning(
        1.0,
        np.array([0.0, lead]),
        tech,
        0.5,
        np.full(2, absorptive),
        np.array([0]),
        np.array([1]),
        np.array([weight]),
        **RULE,
    )


def test_case_on_paper():
    # At the best distance: .02 · ½ (weight, below the norm of 1) · ½ (lead); the leader learns nothing.
    assert pair(0.45).tolist() == pytest.approx([0.005, 0.0], rel=1e-12)
    # One standard deviation off, and with capacity a half and weight 4 (normalised by 4).
    assert pair(0.70, absorptive=0.5, weight=4.0)[0] == pytest.approx(0.005 * math.exp(-0.5), rel=1e-12)
    # Beyond the diameter everything is equally strange.
    assert pair(1.0)[0] == pair(7.0)[0]


def test_inverted_u_in_cognitive_distance():
    gains = np.array([pair(d)[0] for d in np.linspace(0, 1, 101)])
    top = int(np.argmax(gains))
    assert top == 45
    assert np.all(np.diff(gains[: top + 1]) > 0) and np.all(np.diff(gains[top:]) < 0)
    assert gains[0] < 0.25 * gains[top] and gains[-1] < 0.15 * gains[top]


@given(seeds)
def test_strength_is_neutral_at_zero_and_linear(seed):
    w = cluster(seed)
    noise = np.random.default_rng(seed).normal(size=w["tech"].shape)
    _, teachers = network.learning_and_teachers(1.0, **w, **RULE)
    assert np.all(network.learning(0.0, **w, **RULE) == 0.0)
    np.testing.assert_allclose(
        network.learning(0.25, **w, **RULE), 0.25 * network.learning(1.0, **w, **RULE), rtol=1e-13
    )
    off = network.tech_drift(0.0, w["tech"], teachers, noise, rate=0.02, noise_scale=0.03)
    assert np.array_equal(off, w["tech"] + 0.03 * noise)


def test_nobody_learns_alone():
    w = cluster(1) | {k: np.zeros(0) for k in ("link_a", "link_b", "weight")}
    learn, teachers = network.learning_and_teachers(1.0, **w, **RULE)
    assert np.all(learn == 0.0) and np.array_equal(teachers, w["tech"])


@given(seeds)
def test_who_meets_nobody_is_nobody_and_only_who_asks_hears_of_teachers(seed):
    w, rng = cluster(seed), np.random.default_rng(seed)
    meets, asks = rng.random(30) < 0.7, rng.random(30) < 0.5
    nobody = {k: np.where(meets[w[k]], w[k], -1) for k in ("link_a", "link_b")}
    learn, teachers = network.learning_and_teachers(1.0, **w | nobody, **RULE)
    got, asked = network.learning_and_teachers(1.0, **w, **RULE, meets=meets, asks=asks)
    assert np.array_equal(got, learn)
    assert np.array_equal(asked, np.where(asks[:, None], teachers, 0.0))


def test_links_taken_home_by_home_teach_the_same():
    n, m = 20_000, 60_000
    w, rng = cluster(3, n, m), np.random.default_rng(3)
    w["link_a"][:50], w["link_b"][50:90] = -1, -1
    home = rng.integers(0, 40, n).astype(np.int16)
    learn, teachers = network.learning_and_teachers(1.0, **w, **RULE)
    sorted_learn, sorted_teachers = network.learning_and_teachers(1.0, **w, **RULE, home=home)
    np.testing.assert_allclose(sorted_learn, learn, rtol=1e-12)
    np.testing.assert_allclose(sorted_teachers, teachers, rtol=1e-9, atol=1e-12)
    # The order of sums, and so the last bit, differs: links were indeed taken in another order.
    assert np.any(sorted_learn != learn)
    # As one taught by hand: links sorted beforehand give the very bits.
    first = np.where(w["link_a"] >= 0, home[w["link_a"]], -1)
    order = np.argsort(first, kind="stable")
    by_hand = w | {k: w[k][order] for k in ("link_a", "link_b", "weight")}
    assert np.array_equal(network.learning_and_teachers(1.0, **by_hand, **RULE)[0], sorted_learn)
    for bad in (-2, n):
        w["link_a"][7] = bad
        with pytest.raises(IndexError):
            network.learning_and_teachers(1.0, **w, **RULE, home=home)


@pytest.mark.parametrize(("column", "bad"), [("link_a", -2), ("link_b", 30)])
def test_links_to_nobody_are_refused(column, bad):
    w = cluster(2)
    w[column][3] = bad
    with pytest.raises(IndexError):
        network.learning(1.0, **w, **RULE)
    with pytest.raises(ValueError, match="links"):
        network.learning(1.0, **cluster(2) | {"weight": np.ones(3)}, **RULE)


@given(seeds)
def test_firms_may_be_permuted_and_inputs_stay(seed):
    w = cluster(seed)
    kept = {k: v.copy() for k, v in w.items()}
    order = np.random.default_rng(seed).permutation(len(w["a"]))
    place = np.argsort(order)
    moved = w | {k: w[k][order] for k in ("a", "tech", "radius", "absorptive")}
    moved |= {k: place[w[k]] for k in ("link_a", "link_b")}
    assert np.array_equal(network.learning(1.0, **moved, **RULE), network.learning(1.0, **w, **RULE)[order])
    assert all(np.array_equal(w[k], kept[k]) for k in w)


@given(seeds)
def test_ends_of_a_link_are_alike(seed):
    w = cluster(seed)
    turned = w | {"link_a": w["link_b"], "link_b": w["link_a"]}
    assert np.array_equal(network.learning(1.0, **turned, **RULE), network.learning(1.0, **w, **RULE))


@given(seeds)
def test_a_link_or_firm_without_weight_changes_no_bit(seed):
    w = cluster(seed)
    base = network.learning_and_teachers(1.0, **w, **RULE)
    more = {k: np.concatenate([w[k][:1] + 9, w[k]]) for k in ("a", "tech", "radius", "absorptive")}
    more |= {k: np.concatenate([[0], w[k] + 1]) for k in ("link_a", "link_b")}
    more |= {"weight": np.concatenate([[0.0], w["weight"]])}
    for one, two in zip(network.learning_and_teachers(1.0, **w | more, **RULE), base, strict=True):
        assert np.array_equal(one[1:], two)


@given(seeds, st.floats(0.01, 1.0))
def test_a_better_teacher_teaches_more(seed, rise):
    w = cluster(seed)
    best = int(np.argmax(w["a"]))
    better = w | {"a": w["a"] + rise * (np.arange(len(w["a"])) == best)}
    base, more = (network.learning(1.0, **w, **RULE), network.learning(1.0, **better, **RULE))
    assert np.all(more >= base)
    assert np.all(base <= RULE["rate"] * np.max(w["a"] - np.min(w["a"])) + 1e-15)


@given(seeds)
def test_distance_and_proximity_twins(seed):
    w = cluster(seed)
    ends = w["link_a"], w["link_b"]
    got = network.cognitive_distance(w["tech"], w["radius"], *ends)
    by_hand = [
        min(1.0, math.dist(w["tech"][i], w["tech"][j]) / (w["radius"][i] + w["radius"][j]))
        for i, j in zip(*ends, strict=True)
    ]
    np.testing.assert_allclose(got, by_hand, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(
        network.proximity(got, 0.45, 0.25), [math.exp(-8 * (d - 0.45) ** 2) for d in by_hand], rtol=1e-12
    )
    assert np.all(network.cognitive_distance(w["tech"], 0.0, *ends) == 0.0)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=9), st.floats(0.1, 0.9))
def test_absorptive_capacity(stocks, exponent):
    stocks = np.sort(np.array(stocks))
    got = network.absorptive_capacity(stocks, np.full(len(stocks), 16.0), exponent)
    np.testing.assert_allclose(got, [min(1.0, (r / 16.0) ** exponent) for r in stocks], rtol=1e-12)
    assert np.all(np.diff(got) >= 0)


def test_absorptive_capacity_on_paper():
    got = network.absorptive_capacity(np.array([0.0, 1.0, 16.0, 99.0]), np.full(4, 16.0), 0.25)
    assert got.tolist() == pytest.approx([0.0, 0.5, 1.0, 1.0], rel=1e-15)


def test_contact_weight_on_paper():
    metres = np.array([0.0, 12.0, 24.0, 120.0, 120.1, 1500.0, 15_000.0, 15_001.0])
    inside = np.array([True] * 5 + [False] * 3)
    got = network.contact_weight(metres, inside, half_hub_km=0.012, half_local_km=1.5)
    np.testing.assert_allclose(got, [1, 0.5, 0.25, 2.0**-10, 0, 0.5, 2.0**-10, 0], rtol=1e-12)


@given(seeds)
def test_drift_and_projection(seed):
    rng = np.random.default_rng(seed)
    tech, teachers, noise = rng.normal(size=(3, 20, 8))
    drifted = network.tech_drift(0.5, tech, teachers, noise, rate=0.02, noise_scale=0.03)
    centre, radius = rng.normal(size=(20, 8)), rng.uniform(0.5, 2, 20)
    got = network.project_to_sphere(drifted, centre, radius)
    for i in range(20):
        by_hand = [
            t + 0.5 * 0.02 * (u - t) + 0.03 * e
            for t, u, e in zip(tech[i], teachers[i], noise[i], strict=True)
        ]
        np.testing.assert_allclose(drifted[i], by_hand, rtol=1e-12, atol=1e-14)
        length = math.dist(by_hand, centre[i])
        where = [c + radius[i] * (x - c) / length for x, c in zip(by_hand, centre[i], strict=True)]
        np.testing.assert_allclose(got[i], where, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(network.project_to_sphere(got, centre, radius), got, rtol=1e-12, atol=1e-13)


def test_projection_on_paper():
    centre = np.zeros(8)
    points = np.zeros((2, 8))
    points[0, :2] = 3.0, 4.0
    got = network.project_to_sphere(points, centre, 2.0)
    np.testing.assert_allclose(got[:, :3], [[1.2, 1.6, 0], [2, 0, 0]], rtol=1e-15)
    assert not points[1].any()
