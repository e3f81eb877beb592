import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import synergy

seeds = st.integers(0, 10_000)
amounts = st.floats(0, 1e6)


@given(amounts, amounts)
def test_service_congests(capacity, queue):
    z = float(synergy.service_rate(capacity, queue))
    assert z == min(1.0, capacity / max(queue, 1.0))
    assert 0.0 <= z <= 1.0
    assert synergy.service_rate(capacity, queue + 1.0) <= z <= synergy.service_rate(capacity + 1.0, queue)


def test_facility_on_paper():
    rate = synergy.service_rate(np.array([20.0, 20.0, 20.0, 0.0]), np.array([0.0, 20.0, 80.0, 5.0]))
    assert rate.tolist() == [1.0, 1.0, 0.25, 0.0]
    # The outside laboratory serves .3: only what the park serves above that is a benefit.
    benefit = synergy.facility_benefit(1.0, rate, 0.3, 0.5)
    np.testing.assert_allclose(benefit, [0.35, 0.35, 0.0, 0.0], rtol=1e-15)
    assert np.all(synergy.facility_benefit(0.0, rate, 0.3, 0.5) == 0.0)


@given(amounts, st.floats(0, 1), st.floats(0, 1))
def test_benefit_falls_with_every_other_user_and_is_linear(queue, outside, strength):
    def benefit(theta, users):
        return float(synergy.facility_benefit(theta, synergy.service_rate(10.0, users), outside, 0.5))

    assert 0.0 <= benefit(1.0, queue + 1) <= benefit(1.0, queue)
    assert benefit(strength, queue) == pytest.approx(strength * benefit(1.0, queue), rel=1e-12)


def teams(seed, projects=6, members=15):
    rng = np.random.default_rng(seed)
    return {
        "required": rng.normal(size=(projects, 8)) * (rng.random((projects, 8)) < 0.7),
        "own_tech": rng.normal(size=(projects, 8)),
        "partner_tech": rng.normal(size=(members, 8)),
        "partner_of": rng.integers(0, projects, members),
    }


def coverage_by_hand(required, own_tech, partner_tech, partner_of):
    own, union = [], []
    for q, need in enumerate(required):
        crew = [own_tech[q]] + [t for t, p in zip(partner_tech, partner_of, strict=True) if p == q]
        for team, out in ((crew[:1], own), (crew, union)):
            have = 0.0
            for d, r in enumerate(need):
                sign = 1.0 if r >= 0 else -1.0
                have += max(0.0, max(min(sign * t[d], abs(r)) for t in team))
            total = sum(abs(r) for r in need)
            out.append(min(1.0, have / total) if total > 0 else 1.0)
    return own, union


@given(seeds)
def test_coverage_twin(seed):
    t = teams(seed)
    for got, want in zip(synergy.coverage(**t), coverage_by_hand(**t), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12)


def test_coverage_on_paper():
    required = np.array([[2.0, -2.0, 0, 0, 0, 0, 0, 0], [0.0] * 8])
    own = np.array([[1.0, 1.0, 5, 0, 0, 0, 0, 0], [0.0] * 8])
    partners = np.array([[0.5, -3.0, 0, 0, 0, 0, 0, 0]])
    alone, together = synergy.coverage(required, own, partners, np.array([0]))
    # Alone one of four; the partner brings all of the second pole and nothing new of the first.
    assert alone.tolist() == [0.25, 1.0]
    assert together.tolist() == [0.75, 1.0]
    assert synergy.coverage_gain(1.0, together, alone, 0.5).tolist() == [0.25, 0.0]
    assert synergy.coverage_gain(0.0, together, alone, 0.5).tolist() == [0.0, 0.0]


@given(seeds)
def test_union_is_at_least_own_whoever_is_named_first(seed):
    t = teams(seed)
    kept = {k: v.copy() for k, v in t.items()}
    own, union = synergy.coverage(**t)
    assert np.all((own >= 0) & (union >= own) & (union <= 1))
    order = np.random.default_rng(seed).permutation(len(t["partner_of"]))
    shuffled = t | {"partner_tech": t["partner_tech"][order], "partner_of": t["partner_of"][order]}
    for one, two in zip(synergy.coverage(**shuffled), (own, union), strict=True):
        assert np.array_equal(one, two)
    assert all(np.array_equal(t[k], kept[k]) for k in t)
    copied = t | {"partner_tech": t["own_tech"][t["partner_of"]]}
    assert np.array_equal(*synergy.coverage(**copied))  # a partner like oneself adds nothing


def test_partners_of_no_project_are_refused():
    t = teams(0)
    with pytest.raises(IndexError):
        synergy.coverage(**t | {"partner_of": t["partner_of"] + 6})
    with pytest.raises(ValueError, match="dimensions"):
        synergy.coverage(**t | {"own_tech": t["own_tech"][:, :5]})


def chain(seed, sites=3, inputs=4, sectors=5):
    rng = np.random.default_rng(seed)
    return {
        "share": rng.uniform(0, 0.5, inputs) * (rng.random(inputs) < 0.8),
        "ratio": rng.uniform(0, 1, (sites, inputs)),
        "price": rng.uniform(0.7, 1.2, (sites, inputs)),
        "z": rng.uniform(1, 1.5, inputs),
        "a_rs": rng.uniform(0, 0.2, (inputs, sectors)),
    }


@given(seeds, st.floats(0, 1), st.floats(1, 4))
def test_chain_twin(seed, strength, eta):
    c = chain(seed)
    share = synergy.chain_share(c["share"], c["ratio"], c["price"], eta)
    ln_price = synergy.input_price(strength, share, c["price"], c["z"], 1.08)
    index = synergy.input_cost_index(c["a_rs"], ln_price)
    for p in range(3):
        for r in range(4):
            b = c["share"][r]
            s = min(0.9, b * min(1.0, c["ratio"][p, r] / b) * c["price"][p, r] ** (1 - eta)) if b > 0 else 0.0
            assert share[p, r] == pytest.approx(s, rel=1e-12, abs=1e-15)
            local = strength * s
            want = local * math.log(c["price"][p, r] / 1.08) + (1 - local) * math.log(c["z"][r])
            assert ln_price[p, r] == pytest.approx(want, rel=1e-12, abs=1e-14)
        for s in range(5):
            want = sum(c["a_rs"][r, s] * ln_price[p, r] for r in range(4))
            assert index[p, s] == pytest.approx(want, rel=1e-12, abs=1e-14)


def test_chain_on_paper():
    share = synergy.chain_share(np.array([0.2, 0.2, 0.0]), np.array([[0.5, 0.1, 0.5]]), np.ones((1, 3)), 2.0)
    assert share.tolist() == [[0.2, 0.1, 0.0]]  # enough capacity; half enough; not bought here
    assert synergy.chain_share(np.array([0.9]), np.ones((1, 1)), np.full((1, 1), 0.5), 2.0).tolist() == [
        [0.9]
    ]
    calm = synergy.input_price(1.0, share, np.ones((1, 3)), np.ones(3), 1.08)
    np.testing.assert_allclose(calm, [[-0.2 * math.log(1.08), -0.1 * math.log(1.08), 0]], rtol=1e-14)
    # A supply shock of a tenth reaches a complete chain by a fifth less.
    shock = synergy.input_price(1.0, share, np.ones((1, 3)), np.full(3, 1.1), 1.08) - calm
    np.testing.assert_allclose(shock[0], np.log(1.1) * np.array([0.8, 0.9, 1.0]), rtol=1e-14)


@given(seeds)
def test_chain_strength_is_neutral_at_zero_and_linear(seed):
    c = chain(seed)
    share = synergy.chain_share(c["share"], c["ratio"], c["price"], 2.0)
    off, half, full = (synergy.input_price(t, share, c["price"], c["z"], 1.08) for t in (0.0, 0.5, 1.0))
    assert np.array_equal(off, np.broadcast_to(np.log(c["z"]), off.shape))
    np.testing.assert_allclose(half, (off + full) / 2, rtol=1e-12, atol=1e-14)
    more = synergy.chain_share(c["share"], c["ratio"] + 0.1, c["price"], 2.0)
    assert np.all(more >= share)
    none = synergy.chain_share(c["share"], c["ratio"] * 0, c["price"], 2.0)
    assert np.array_equal(synergy.input_price(1.0, none, c["price"], c["z"], 1.08), off)  # no local sellers
