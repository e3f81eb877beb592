import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import talent

seeds = st.integers(0, 10_000)
RULE = {"considering": np.array([0.015, 0.035, 0.05]), "wage_el": np.array([0.8, 1.8, 1.8])}
RULE |= {"psi": 0.3, "hours_el": 0.6, "rent_share": 0.25}


def cities(seed, places=5, classes=3):
    """Cities, the last of them the outside."""
    rng = np.random.default_rng(seed)
    hours = rng.uniform(0, 8, (places, places))
    np.fill_diagonal(hours, 0.0)
    return {
        "stocks": rng.uniform(0, 1e5, (places, classes)),
        "wage": rng.uniform(0.1, 0.9, (places, classes)),
        "rent": rng.uniform(20, 90, places),
        "tax": rng.uniform(0, 0.3, (places, classes)),
        "amenity": rng.normal(0, 0.2, places),
        "thickness_ratio": rng.uniform(0.5, 2, (places, classes)),
        "policy": rng.uniform(0, 0.2, (places, classes)),
        "base": rng.uniform(1e3, 1e5, (places, classes)),
        "hours": (hours + hours.T) / 2,
    }


def flows_by_hand(strength, c, rule):
    places, classes = c["stocks"].shape
    out = np.zeros((classes, places, places))
    for k in range(classes):
        for o in range(places):
            odds = []
            for d in range(places):
                real = math.log(c["wage"][d, k] * (1 - c["tax"][d, k]) / c["rent"][d] ** rule["rent_share"])
                u = rule["wage_el"][k] * real + c["amenity"][d] + c["policy"][d, k]
                u += strength * rule["psi"] * math.log(c["thickness_ratio"][d, k])
                u += math.log(c["base"][d, k]) - rule["hours_el"] * math.log(1 + c["hours"][o, d])
                odds.append(math.exp(u))
            for d in range(places):
                if d != o:
                    out[k, o, d] = rule["considering"][k] * c["stocks"][o, k] * odds[d] / sum(odds)
    return out


@given(seeds, st.floats(0, 1))
def test_migration_twin(seed, strength):
    c = cities(seed)
    np.testing.assert_allclose(
        talent.migration_flows(strength, **c, **RULE), flows_by_hand(strength, c, RULE), rtol=1e-12
    )


@given(seeds)
def test_migration_conserves_people(seed):
    c = cities(seed)
    kept = {k: v.copy() for k, v in c.items()}
    flows = talent.migration_flows(1.0, **c, **RULE)
    net = talent.net_migration(flows)
    assert np.all(flows >= 0) and np.all(net.sum(axis=0) == pytest.approx(0.0, abs=1e-9))
    assert np.all(RULE["considering"] * c["stocks"] + 1e-12 >= flows.sum(axis=2).T)
    for k in range(3):
        for p in range(5):
            want = sum(flows[k, o, p] for o in range(5)) - sum(flows[k, p, d] for d in range(5))
            assert net[p, k] == pytest.approx(want, rel=1e-12, abs=1e-9)
    assert all(np.array_equal(c[k], kept[k]) for k in c)


def twins(**changes):
    """Two equal cities next door to each other, 1,000 people each."""
    c = {
        "stocks": np.full((2, 1), 1000.0),
        "wage": np.ones((2, 1)),
        "rent": np.ones(2),
        "tax": 0.0,
        "amenity": np.zeros(2),
    }
    c |= {
        "thickness_ratio": np.ones((2, 1)),
        "policy": np.zeros((2, 1)),
        "base": np.ones((2, 1)),
        "hours": np.zeros((2, 2)),
    }
    rule = RULE | {"considering": np.array([0.04]), "wage_el": np.array([2.0])}
    strength = changes.pop("strength", 1.0)
    return talent.migration_flows(strength, **c | changes, **rule)[0]


def test_migration_on_paper():
    assert twins().tolist() == [[0.0, 20.0], [20.0, 0.0]]  # 40 think of it, half of them go
    # Odds of 3 to 1 for the dearer labour: ν = 2, wage √3.
    assert twins(wage=np.array([[1.0], [math.sqrt(3)]]))[0, 1] == pytest.approx(30.0, rel=1e-12)
    # Rent counts a quarter: ν·¼ = ½, so 9 times the rent is odds of 1 to 3.
    assert twins(rent=np.array([1.0, 9.0]))[0, 1] == pytest.approx(10.0, rel=1e-12)
    far = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert twins(hours=far)[0, 1] == pytest.approx(40 / (1 + 2**0.6), rel=1e-12)
    thick = np.array([[1.0], [2.0]])
    assert twins(thickness_ratio=thick)[0, 1] == pytest.approx(40 * 2**0.3 / (1 + 2**0.3), rel=1e-12)
    assert twins(thickness_ratio=thick, strength=0.0).tolist() == twins().tolist()


def test_closed_borders_and_empty_places():
    shut = np.array([[0.0, np.inf], [np.inf, 0.0]])
    assert twins(hours=shut).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    nobody = twins(base=np.array([[1.0], [0.0]]))
    assert nobody.tolist() == [[0.0, 0.0], [40.0, 0.0]]
    emptied = twins(thickness_ratio=np.array([[1.0], [0.0]]))
    assert 0.0 < emptied[0, 1] < 20.0


def test_shares_of_extreme_utilities():
    never = -np.inf
    got = talent.choice_shares(
        np.array([[2000.0, 2000.0, never], [-2000.0, never, never], [never, never, never]])
    )
    assert got.tolist() == [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


@given(seeds, st.sampled_from(["wage", "policy", "amenity", "thickness_ratio"]), st.integers(0, 4))
def test_what_draws_people(seed, column, place):
    c = cities(seed)
    better = c[column].copy()
    better[place] += 0.1
    before, after = (talent.migration_flows(1.0, **x, **RULE) for x in (c, c | {column: better}))
    others = np.arange(5) != place
    assert np.all(after[:, others, place] > before[:, others, place])
    assert np.all(after[:, place, :][:, others] < before[:, place, :][:, others])
    if column == "thickness_ratio":
        off = [talent.migration_flows(0.0, **x, **RULE) for x in (c, c | {column: better})]
        assert np.array_equal(*off)


@given(seeds)
def test_cities_may_be_permuted(seed):
    c = cities(seed)
    order = np.random.default_rng(seed).permutation(5)
    moved = {k: v[order] for k, v in c.items()} | {"hours": c["hours"][np.ix_(order, order)]}
    np.testing.assert_allclose(
        talent.migration_flows(1.0, **moved, **RULE),
        talent.migration_flows(1.0, **c, **RULE)[:, order][:, :, order],
        rtol=1e-13,
    )


def test_a_closed_city_changes_no_bit_of_others():
    c = cities(3)
    wider = {k: np.insert(v, 2, 7.0, axis=0) for k, v in c.items()}
    wider["hours"] = np.insert(np.insert(c["hours"], 2, np.inf, axis=0), 2, np.inf, axis=1)
    wider["hours"][2, 2] = 0.0
    wider["tax"][2] = 0.0
    got = talent.migration_flows(1.0, **wider, **RULE)
    rest = [0, 1, 3, 4, 5]
    assert np.array_equal(got[:, rest][:, :, rest], talent.migration_flows(1.0, **c, **RULE))
    assert not got[:, 2].any() and not got[:, :, 2].any()


def test_match_on_paper():
    kappa = math.log(1.01) / math.log(2)
    got = talent.match_gain(1.0, np.array([200.0, 100.0, 400.0]), 100.0, kappa)
    np.testing.assert_allclose(np.exp(got), [1.01, 1.0, 1.01**2], rtol=1e-14)
    assert talent.match_gain(1.0, 0.0, 0.0, kappa) == 0.0  # nobody there, then as now
    assert talent.match_gain(1.0, 0.0, 100.0, kappa) == pytest.approx(-kappa * math.log(100))


@given(seeds, st.floats(0, 1))
def test_match_twin_and_strength(seed, strength):
    thick, base = np.random.default_rng(seed).uniform(0, 1e5, (2, 4, 3))
    got = talent.match_gain(strength, thick, base, 0.0144)
    for i in np.ndindex(4, 3):
        want = strength * 0.0144 * math.log(max(thick[i], 1.0) / max(base[i], 1.0))
        assert got[i] == pytest.approx(want, rel=1e-12, abs=1e-15)
    assert np.all(talent.match_gain(0.0, thick, base, 0.0144) == 0.0)
    assert np.all(
        talent.match_gain(1.0, thick * 2 + 1, base, 0.0144) > talent.match_gain(1.0, thick, base, 0.0144)
    )


STAR = {"quality_reference": 2.0, "budget_reference": 0.4, "beta": 0.5}


def test_leading_premium_on_paper():
    got = talent.leading_premium(1.0, np.array([0, 2, 2, 2, 6]), np.array([1, 0.4, 0.2, 0, 9]), **STAR)
    np.testing.assert_allclose(got, [0.0, 0.25, 0.125, 0.0, 0.375], rtol=1e-15)


@given(st.floats(0, 1e3), st.floats(0, 10), st.floats(0, 1))
def test_leading_premium_twin_and_strength(quality, budget, strength):
    want = 0.5 * quality / (quality + 2.0) * min(1.0, budget / 0.4)
    assert talent.leading_premium(1.0, quality, budget, **STAR) == pytest.approx(want, rel=1e-12)
    assert talent.leading_premium(strength, quality, budget, **STAR) == pytest.approx(
        strength * want, rel=1e-12
    )
    assert talent.leading_premium(0.0, quality, budget, **STAR) == 0.0
    assert talent.leading_premium(1.0, quality + 1, budget, **STAR) >= want


def staff(seed, n=25):
    rng = np.random.default_rng(seed)
    return (rng.normal(0, 0.3, n), rng.uniform(0, 9, n) * (rng.random(n) < 0.7), rng.integers(0, 4, n))


@given(seeds)
def test_pool_lead_twin(seed):
    a, leavers, pool = staff(seed)
    got = talent.pool_lead(a, leavers, pool)
    assert np.all(got >= 0.0)
    for i in range(len(a)):
        mates = [j for j in range(len(a)) if pool[j] == pool[i]]
        total = sum(leavers[j] for j in mates)
        lead = sum(leavers[j] * max(a[j] - a[i], 0.0) for j in mates)
        assert got[i] == pytest.approx(lead / total if total > 0 else 0.0, rel=1e-12, abs=1e-13)


def test_hires_on_paper():
    # Two leave a firm ahead by .4, six one behind: the newcomer expects a quarter of .4.
    a, leavers, pool = (
        np.array([0.0, 0.4, -1.0, 5.0]),
        np.array([0.0, 2.0, 6.0, 1.0]),
        np.array([0, 0, 0, 1]),
    )
    lead = talent.pool_lead(a, leavers, pool)
    np.testing.assert_allclose(lead, [0.1, 0.0, 2 * 1.4 / 8, 0.0], rtol=1e-14)
    got = talent.hire_spill(1.0, np.array([5.0, 5, 0, 0]), np.array([50.0, 50, 50, 0]), lead, transfer=0.5)
    np.testing.assert_allclose(got, [0.005, 0, 0, 0], rtol=1e-14)
    assert not talent.pool_lead(np.zeros(0), np.zeros(0), np.zeros(0, int)).size


@given(seeds, st.floats(0, 1))
def test_hire_spill_twin_and_strength(seed, strength):
    a, leavers, pool = staff(seed)
    rng = np.random.default_rng(seed)
    hires, heads = rng.uniform(0, 9, 25), rng.uniform(0, 60, 25)
    lead = talent.pool_lead(a, leavers, pool)
    got = talent.hire_spill(strength, hires, heads, lead, transfer=0.3)
    for i in range(25):
        want = strength * 0.3 * min(1.0, hires[i] / heads[i]) * lead[i]
        assert got[i] == pytest.approx(want, rel=1e-12, abs=1e-15)
    assert np.all(talent.hire_spill(0.0, hires, heads, lead, transfer=0.3) == 0.0)


@given(seeds)
def test_firms_may_be_permuted_and_a_firm_without_leavers_changes_no_bit(seed):
    a, leavers, pool = staff(seed)
    base = talent.pool_lead(a, leavers, pool)
    order = np.random.default_rng(seed).permutation(25)
    assert np.array_equal(talent.pool_lead(a[order], leavers[order], pool[order]), base[order])
    more = talent.pool_lead(np.append(a, 3.0), np.append(leavers, 0.0), np.append(pool, 2))
    assert np.array_equal(more[:-1], base)


@pytest.mark.parametrize("ties", [False, True])
def test_who_leads_a_pool_does_not_depend_on_how_rows_are_sorted(ties):
    rng = np.random.default_rng(11)
    a, leavers, pool = rng.normal(size=400), rng.uniform(size=400), rng.integers(0, 300, 400)
    a = np.round(a, 1) if ties else a
    got = talent.pool_lead(a, leavers, pool)
    for i in range(0, 400, 40):
        same = pool == pool[i]
        lead = (leavers[same] * np.maximum(a[same] - a[i], 0.0)).sum() / leavers[same].sum()
        assert got[i] == pytest.approx(lead, abs=1e-12)
