"""Change of site TFP split into what happened within firms, between them, and by entry and exit."""

from __future__ import annotations

import numpy as np

from sim.kernels.rows import by_stay, place_among
from sim.quarter.observe.observer import Sheet, Snapshot, ratio
from sim.state.cells import cell_count
from sim.state.table import Bools, Floats, Ints
from sim.world import World

PARTS = ("tfp_within", "tfp_between", "tfp_entry", "tfp_exit")


def decompose_productivity(world: World, sheet: Sheet) -> None:
    """Enter the change of TFP against the oldest quarter of the last year that is kept, and its parts.

    A firm that moved counts as leaving one site and entering another. A site without firms then or now,
    or without any that stayed, has no change to split: zeros.
    """
    observer = world.observer
    assert observer is not None
    then, now = observer.snapshots[0], observer.snapshots[-1]
    parts = melitz_polanec(then, now, world.n_sites, world.n_sectors)
    for name, part in zip(PARTS, parts, strict=True):
        sheet.put(name, part)
    sheet.put("tfp_change", sum(parts, np.zeros(world.n_sites)))


def melitz_polanec(then: Snapshot, now: Snapshot, n_sites: int, n_sectors: int) -> tuple[Floats, ...]:
    """Within, between, entry and exit by site, f64[P] each; they sum to the change of weighted TFP.

    Dynamic Olley-Pakes decomposition (Melitz and Polanec 2015), weights are shares in site cost.
    """
    of_cell = np.repeat(np.arange(n_sites), n_sectors)
    site_then, site_now = of_cell[then.cell], of_cell[now.cell]
    at = place_among(then.ids, now.ids)
    stayed_now = (at >= 0) & (site_then[np.maximum(at, 0)] == site_now) if len(then.ids) else at >= 0
    stayed_then = np.zeros(len(then.ids), np.bool_)
    stayed_then[at[stayed_now]] = True
    group_then = groups(site_then, then, stayed_then, n_sites)
    group_now = groups(site_now, now, stayed_now, n_sites)
    stay1, leave1, plain1, share_leave = group_then
    stay2, enter2, plain2, share_enter = group_now
    sound = (cell_count(site_now[stayed_now], n_sites) > 0) & (share_leave < 1.0) & (share_enter < 1.0)
    within = plain2 - plain1
    between = (stay2 - stay1) - within
    entry = share_enter * (enter2 - stay2)
    exits = share_leave * (stay1 - leave1)
    return tuple(np.where(sound, part, 0.0) for part in (within, between, entry, exits))


def groups(site: Ints, of: Snapshot, stayed: Bools, n_sites: int) -> tuple[Floats, Floats, Floats, Floats]:
    """By site: weighted mean of those that stayed, of the others, plain mean of those that stayed,
    and the others' share of weight."""
    sums = by_stay(site, of.weight, of.tfp, stayed, n_sites)
    (count, weight_stay, stay, plain), (_, weight_rest, rest, _) = sums
    away = ratio(weight_rest, weight_stay + weight_rest)
    return ratio(stay, weight_stay), ratio(rest, weight_rest), ratio(plain, count), away
