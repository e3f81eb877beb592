import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import scale

PRICES = {
    "e_loc": 0.02,
    "e_urb": 0.01,
    "kappa": 0.01,
    "chi": 1.0,
    "m0": 100.0,
    "density_ref": 300.0,
    "density_0": 5000.0,
}
seeds = st.integers(0, 10_000)


def cluster(seed, n=40, sites=4, sectors=3):
    """Firms with jobs in reach of each other."""
    rng = np.random.default_rng(seed)
    world = {
        "own_jobs": rng.exponential(80.0, n),
        "site": rng.integers(0, sites, n),
        "sector": rng.integers(0, sectors, n),
        "density": rng.uniform(50.0, 20_000.0, sites),
    }
    jobs = np.zeros((sites, sectors))
    np.add.at(jobs, (world["site"], world["sector"]), world["own_jobs"])
    place = rng.uniform(0, 30, (sites, 2))
    reach = scale.reach_matrix(np.hypot(*(place[:, None] - place[None]).T), 6.0)
    world["mass_sector"], world["mass_all"] = scale.mass(jobs, reach)
    references = {"mass_ref_s": rng.uniform(100, 5000, sectors), "mass_ref": 4000.0}
    return world, PRICES | references, jobs, reach


def gain_by_hand(strength, w, p):
    """The equation, firm by firm."""
    out = []
    for i, jobs in enumerate(w["own_jobs"]):
        s, r = w["site"][i], w["sector"][i]
        same = max(w["mass_sector"][s, r] - jobs, 0.0)
        every = max(w["mass_all"][s] - jobs, 0.0)
        crowd = (w["density"][s] ** p["chi"] - p["density_ref"] ** p["chi"]) / (
            p["chi"] * p["density_0"] ** p["chi"]
        )
        out.append(
            strength
            * (
                p["e_loc"] * math.log((same + p["m0"]) / (p["mass_ref_s"][r] + p["m0"]))
                + p["e_urb"] * math.log((every + p["m0"]) / (p["mass_ref"] + p["m0"]))
                - p["kappa"] * crowd
            )
        )
    return np.array(out)


def test_reach_halves_and_ends():
    got = scale.reach_matrix(np.array([[0.0, 6.0], [12.0, 60.0]]), 6.0)
    np.testing.assert_allclose(got, [[1.0, 0.5], [0.25, 2.0**-10]], rtol=1e-15)
    assert scale.reach_matrix(np.array([60.000001, np.inf]), 6.0).tolist() == [0.0, 0.0]


@given(seeds)
def test_mass_twin(seed):
    _, _, jobs, reach = cluster(seed)
    by_sector, total = scale.mass(jobs, reach)
    for p in range(4):
        for s in range(3):
            assert by_sector[p, s] == pytest.approx(
                sum(reach[p, q] * jobs[q, s] for q in range(4)), rel=1e-12
            )
        assert total[p] == pytest.approx(sum(by_sector[p]), rel=1e-12)


@given(seeds, st.floats(0, 1), st.sampled_from([0.5, 1.0, 2.0]))
def test_gain_twin(seed, strength, chi):
    w, p, _, _ = cluster(seed)
    p["chi"] = chi
    np.testing.assert_allclose(
        scale.scale_gain(strength, **w, **p), gain_by_hand(strength, w, p), rtol=0, atol=1e-12
    )


def paper(own, mass_same, mass_every, density, **changes):
    """One firm at one site."""
    p = PRICES | {"mass_ref_s": np.array([900.0]), "mass_ref": 1900.0} | changes
    zero = np.zeros(1, int)
    return scale.scale_gain(
        1.0,
        np.array([own]),
        zero,
        zero,
        np.array([[mass_same]]),
        np.array([mass_every]),
        np.array([density]),
        **p,
    )[0]


def test_case_on_paper():
    # Own-sector mass 2,000 − 100 + 100 against 900 + 100 and all mass 4,000 against 2,000: two doublings.
    # Density 5,300 is one D0 above the reference: a whole κ.
    assert paper(100.0, 2000.0, 4000.0, 5300.0) == pytest.approx(0.03 * math.log(2) - 0.01, rel=1e-12)
    # At the references nothing is gained or lost.
    assert paper(100.0, 1000.0, 2000.0, 300.0) == pytest.approx(0.0, abs=1e-15)
    # A site that reaches itself by half holds half of the firm's own jobs in its mass.
    assert paper(200.0, 1000.0, 2000.0, 300.0, own_weight=np.array([0.5])) == pytest.approx(0.0, abs=1e-15)


def test_one_firm_alone_loses_little():
    alone = paper(500.0, 500.0, 500.0, 5.0, mass_ref_s=np.array([20_000.0]), mass_ref=200_000.0)
    assert -0.2 <= alone < 0.0
    # However large it is, it is no cluster to itself.
    assert paper(5e4, 5e4, 5e4, 5.0) == pytest.approx(paper(1.0, 1.0, 1.0, 5.0), abs=1e-12)


@given(seeds)
def test_strength_is_neutral_at_zero_and_linear(seed):
    w, p, _, _ = cluster(seed)
    full = scale.scale_gain(1.0, **w, **p)
    assert np.all(scale.scale_gain(0.0, **w, **p) == 0.0)
    np.testing.assert_allclose(scale.scale_gain(0.25, **w, **p), 0.25 * full, rtol=1e-13)


@given(seeds)
def test_rows_may_be_permuted_and_inputs_stay(seed):
    w, p, _, _ = cluster(seed)
    kept = {k: v.copy() for k, v in w.items()}
    order = np.random.default_rng(seed).permutation(len(w["site"]))
    shuffled = w | {k: w[k][order] for k in ("own_jobs", "site", "sector")}
    assert np.array_equal(scale.scale_gain(1.0, **shuffled, **p), scale.scale_gain(1.0, **w, **p)[order])
    assert all(np.array_equal(w[k], kept[k]) for k in w)


@given(seeds)
def test_a_firm_without_jobs_changes_no_bit(seed):
    w, p, _jobs, _reach = cluster(seed)
    more = {k: np.append(w[k], w[k][:1] * 0) for k in ("own_jobs", "site", "sector")}
    assert np.array_equal(scale.scale_gain(1.0, **w | more, **p)[:-1], scale.scale_gain(1.0, **w, **p))


@given(seeds, st.floats(1.0, 1e5))
def test_mass_helps_and_crowding_hurts(seed, extra):
    w, p, _, _ = cluster(seed)
    base = scale.scale_gain(1.0, **w, **p)
    heavier = w | {"mass_sector": w["mass_sector"] + extra, "mass_all": w["mass_all"] + extra}
    assert np.all(scale.scale_gain(1.0, **heavier, **p) > base)
    assert np.all(scale.scale_gain(1.0, **w | {"density": w["density"] + extra}, **p) < base)


@pytest.mark.parametrize(("chi", "kappa"), [(1.0, 0.01), (0.5, 0.01), (1.0, 0.02)])
def test_the_net_gain_peaks_inside(chi, kappa):
    area, density = 20.0, np.geomspace(10.0, 1e6, 4001)
    jobs = density * area

    def peak(m0):
        gains = [paper(0.0, m, m, d, chi=chi, kappa=kappa, m0=m0) for m, d in zip(jobs, density, strict=True)]
        return density[int(np.argmax(gains))]

    closed = scale.optimal_density(e_loc=0.02, e_urb=0.01, kappa=kappa, chi=chi, density_0=5000.0)
    assert closed == pytest.approx(5000.0 * (0.03 / kappa) ** (1 / chi))
    assert peak(1e-9) == pytest.approx(closed, rel=0.005)
    assert 10.0 < peak(1e5) < 0.95 * closed  # jobs that are there anyhow move the peak down
    assert scale.optimal_density(e_loc=0.02, e_urb=0.01, kappa=0.0, chi=chi, density_0=5000.0) == math.inf


def test_sellers_elsewhere_lose_scale_with_the_people_who_leave():
    # A tenth leaves, e = .03, sigma = 4: cost rises by -.03 ln .9, weight falls by three times that.
    weight = scale.outside_weight(1.0, 90.0, 100.0, elasticity=0.03, sigma=4.0)
    assert math.isclose(math.log(weight), 3 * 0.03 * math.log(0.9))
    assert scale.outside_weight(0.0, 90.0, 100.0, elasticity=0.03, sigma=4.0) == 1.0
    assert scale.outside_weight(1.0, 100.0, 100.0, elasticity=0.03, sigma=4.0) == 1.0
