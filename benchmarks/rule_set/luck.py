"""Where objects get their luck: Mesa's generator, or the package's keys in plain Python."""

from math import gamma, log, sqrt
from statistics import NormalDist

_LOW, _M0, _M1, _W0, _W1 = 0xFFFFFFFF, 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85


class Stream:
    """Draws from Mesa's generator, as users of objects make them: two runs share no luck once they part."""

    def __init__(self, random) -> None:
        self.random, self.gauss = random.random, random.gauss

    def uniforms(self, purpose, ids, quarter, draw=0):
        random = self.random
        return [random() for _ in ids]

    def normals(self, purpose, ids, quarter, draw=0):
        gauss = self.gauss
        return [gauss(0.0, 1.0) for _ in ids]

    def bursts(self, purpose, ids, quarter, exponent):
        random, norm = self.random, sqrt(gamma(1.0 + 2.0 * exponent))
        return [(-log(random())) ** exponent / norm for _ in ids]


class Keyed:
    """Philox4x32-10 by key in plain Python: the same luck as the package's, so that runs can be paired."""

    def __init__(self, seed: int) -> None:
        keys, k0, k1 = [], seed & _LOW, seed >> 32 & _LOW
        for _ in range(10):
            keys.append((k0, k1))
            k0, k1 = k0 + _W0 & _LOW, k1 + _W1 & _LOW
        self.keys = keys

    def uniform(self, uid, quarter, cause):
        c0, c1, c2, c3 = uid & _LOW, uid >> 32, quarter & _LOW, cause
        for k0, k1 in self.keys:
            p0, p1 = _M0 * c0, _M1 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _LOW, (p0 >> 32) ^ c3 ^ k1, p0 & _LOW
        return (((c0 >> 6) << 26 | c1 >> 6) + 0.5) * 2.0**-52

    def uniforms(self, purpose, ids, quarter, draw=0):
        uniform, cause = self.uniform, int(purpose) << 16 | draw
        return [uniform(uid, quarter, cause) for uid in ids]

    def normals(self, purpose, ids, quarter, draw=0):
        quantile = NormalDist().inv_cdf
        return [quantile(u) for u in self.uniforms(purpose, ids, quarter, draw)]

    def bursts(self, purpose, ids, quarter, exponent):
        uniform, cause, norm = self.uniform, int(purpose) << 16, sqrt(gamma(1.0 + 2.0 * exponent))
        return [(-log(uniform(uid, (quarter + uid % 4) // 4, cause))) ** exponent / norm for uid in ids]
