"""Certification: firms win, renew and lose the high-tech certificate by the published gates."""

from __future__ import annotations

import numpy as np

from sim.state.table import Bools
from sim.world import World


def passes_gates(world: World) -> Bools:
    """Firms that meet the gates of R&D, staff, products, patents and age."""
    firms, p = world.firms, world.scenario.certification
    sales = np.maximum(firms.revenue_year, 1e-9)
    gate = np.asarray(p.rd_gates)[np.searchsorted(np.asarray(p.rd_limits), sales)]
    old = world.quarter - firms.born >= p.hte_min_age
    return np.asarray(
        old
        & (firms.rd_reported_year / sales >= gate)
        & (firms.technical_share >= p.hte_staff_share)
        & (firms.ht_share >= p.hte_product_share)
        & (firms.patents > 0)
    )


def certify(world: World) -> None:
    """Judge firms once a year in a quarter of their own, when they hold no certificate or it ends."""
    firms, p, t = world.firms, world.scenario.certification, world.quarter
    turn = (firms.id % np.uint64(4)) == np.uint64(t % 4)
    ending = firms.certified_until == t
    judged = world.trading() & (ending | (turn & (firms.certified_until < t)))
    won = judged & passes_gates(world)
    lost = ending & ~won
    firms.certified_until = np.where(won, t + p.hte_validity, firms.certified_until)
    world.happenings.count("certified", firms.site[won])
    world.happenings.count("certificates_lost", firms.site[lost])


def starting_ranks(world: World) -> None:
    """Ranks at quarter 0: certificates are drawn with the firms."""
