import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from sim.kernels import philox

LOW = 0xFFFFFFFF


def philox_by_hand(counter, key):
    """The generator as published, on Python integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & LOW, (p0 >> 32) ^ c[3] ^ k[1], p0 & LOW]
        k = [(k[0] + 0x9E3779B9) & LOW, (k[1] + 0xBB67AE85) & LOW]
    return c


def uniform_by_numpy(seed, ids, quarter, purpose, draw):
    """The kernel again, vectorised over identities in numpy."""
    ids = np.asarray(ids, np.uint64)
    c = [
        ids & np.uint64(LOW),
        ids >> np.uint64(32),
        np.full(ids.shape, quarter & LOW, np.uint64),
        np.full(ids.shape, purpose << 16 | draw, np.uint64),
    ]
    k = [seed & LOW, seed >> 32 & LOW]
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [
            (p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k[0]),
            p1 & np.uint64(LOW),
            (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k[1]),
            p0 & np.uint64(LOW),
        ]
        k = [(k[0] + 0x9E3779B9) & LOW, (k[1] + 0xBB67AE85) & LOW]
    bits = (c[0] >> np.uint64(6)) * np.uint64(2**26) + (c[1] >> np.uint64(6))
    return (bits.astype(np.float64) + 0.5) / 2.0**52


def block(counter, key):
    return [int(w) for w in philox.philox4x32(*(np.uint64(x) for x in (*counter, *key)))]


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((LOW,) * 4, (LOW,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_random123(counter, key, answer):
    assert block(counter, key) == list(answer)


words = st.integers(0, LOW)


@given(st.tuples(words, words, words, words), st.tuples(words, words))
def test_block_is_the_published_one(counter, key):
    assert block(counter, key) == philox_by_hand(counter, key)


@given(
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(0, 2**64 - 1), max_size=20),
    st.integers(-400, 2**31),
    st.integers(0, 65535),
    st.integers(0, 65535),
)
def test_numpy_twin_has_the_same_bits(seed, ids, quarter, purpose, draw):
    ids = np.array(ids, np.uint64)
    kernel = philox.uniform(seed, ids, quarter, purpose, draw)
    assert kernel.tobytes() == uniform_by_numpy(seed, ids, quarter, purpose, draw).tobytes()


def test_every_part_of_the_key_matters():
    ids = np.arange(50, dtype=np.uint64)
    base = {"seed": 3, "ids": ids, "quarter": 4, "purpose": 5, "draw": 6}
    first = philox.uniform(**base)
    for name, other in [
        ("seed", 3 + 2**40),
        ("ids", ids + np.uint64(2**33)),
        ("quarter", 5),
        ("purpose", 6),
        ("draw", 7),
    ]:
        assert not np.any(philox.uniform(**{**base, name: other}) == first), name


def test_a_draw_does_not_depend_on_its_neighbours():
    ids = np.arange(100, dtype=np.uint64)
    whole = philox.normal(1, ids, 2, 3)
    assert np.array_equal(philox.normal(1, ids[::7], 2, 3), whole[::7])
    frozen = ids.copy()
    frozen.flags.writeable = False
    assert np.array_equal(philox.normal(np.uint64(1), frozen, 2, 3), whole)


def test_each_and_grid_agree_with_single_draws():
    ids = np.arange(40, dtype=np.uint64) * np.uint64(2**31 + 7)
    quarters, draws = np.arange(-20, 20), np.arange(40) % 5
    each = philox.uniform_each(9, ids, quarters, 8, draws)
    grid = philox.uniform_grid(9, ids, 3, 8, 5)
    normals = philox.normal_grid(9, ids, 3, 8, 5)
    for i in range(40):
        assert each[i] == philox.uniform(9, ids[i : i + 1], int(quarters[i]), 8, int(draws[i]))[0]
    for j in range(5):
        assert np.array_equal(grid[:, j], philox.uniform(9, ids, 3, 8, j))
        assert np.array_equal(normals[:, j], philox.normal(9, ids, 3, 8, j))


@pytest.mark.parametrize(("purpose", "draw"), [(-1, 0), (65536, 0), (0, 65536), (0, -1)])
def test_keys_that_would_collide_are_refused(purpose, draw):
    ids = np.zeros(1, np.uint64)
    with pytest.raises(ValueError):
        philox.uniform(0, ids, 0, purpose, draw)
    with pytest.raises(ValueError):
        philox.uniform_each(0, ids, 0, purpose, [draw])


def test_uniforms_fill_the_open_interval_evenly():
    n = 200_000
    u = philox.uniform(11, np.arange(n), 1, 2)
    assert u.min() > 0.0 and u.max() < 1.0
    counts = np.bincount((u * 100).astype(int), minlength=100)
    chi2 = ((counts - n / 100) ** 2 / (n / 100)).sum()
    assert 55 < chi2 < 155  # 99 degrees of freedom, four standard deviations
    for other in (philox.uniform(12, np.arange(n), 1, 2), philox.uniform(11, np.arange(n), 2, 2)):
        assert abs(np.corrcoef(u, other)[0, 1]) < 4 / math.sqrt(n)


def test_quantile_against_an_independent_one():
    tails = 10.0 ** -np.arange(1, 300, dtype=float)
    for u in (np.linspace(0.0001, 0.9999, 9999), tails):
        np.testing.assert_allclose(philox.quantile(u), ndtri(u), rtol=4e-15, atol=1e-16)
    assert philox.quantile(0.5) == 0.0
    ends = philox.quantile([0.5 / 2**52, 1 - 0.5 / 2**52])
    assert np.all(np.isfinite(ends)) and ends[0] == pytest.approx(-ends[1], rel=1e-12)


def test_draws_of_a_year_stay_for_four_quarters_of_its_own():
    ids = np.arange(40, dtype=np.uint64)
    for quarter in (0, 3, 5, 101):
        year = (quarter + (ids % np.uint64(4)).astype(np.int64)) // 4
        by_hand = philox.uniform_each(7, ids, year, 3, np.zeros(40, np.int64))
        assert np.array_equal(philox.uniform_of_year(7, ids, quarter, 3), by_hand)
