"""Formal ties: they deepen, cost both sides money, and end or are renewed when their term is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.kernels.contacts import by_kind
from sim.luck import Purpose
from sim.quarter.collaboration.lives import quarters_of_life
from sim.state.cells import cell_count
from sim.state.identity import Birth, Ids, identity_from
from sim.state.knowledge import LinkKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World

NewLinks = tuple[Ids, dict[str, Any]]
"""Links to add: their identities, and their columns."""


def deepen_and_end(world: World) -> Ints:
    """Strengthen ties that go on; those whose term is over are renewed with the same partner, or end.

    Returns the rows of links that are formal ties now.
    """
    links, p, now = world.links, world.scenario.network, world.quarter
    rows = world.formal_links()
    over = rows[links.until[rows] < now]
    again = world.luck.happens(Purpose.LINK_FATE, links.id[over], now, p.tie_repeat)
    kept = over[again]
    u = world.luck.uniform(Purpose.LINK_TERM, links.id[kept], now)
    links.until[kept] = now + quarters_of_life(u, p.tie_life)
    ended = over[~again]
    home = world.firms.rows(links.a[ended])
    world.happenings.count("links_faded", world.firms.site[home[home >= 0]], world.firms.weight[home[home >= 0]])
    links.retire(ended)
    rows = rows[~links.retired[rows]]
    links.strength[rows] = deepened(links.strength[rows], p.tie_growth)
    return rows


def deepened(strength: Floats, growth: Floats | float) -> Floats:
    """Strength of a tie after a quarter, toward 1 at rate ``growth`` a year: f64[m] in 0..1. Assumed."""
    return np.asarray(1.0 - (1.0 - strength) * np.exp(-growth / 4.0), np.float64)


@dataclass(frozen=True, slots=True)
class Ties:
    """Rows at the ends of formal ties by kind, in the order of links; ``b`` of UNIVERSITY: universities."""

    a: dict[LinkKind, Ints]
    b: dict[LinkKind, Ints]


def ties_held(world: World, formal: Ints, a_row: Ints, b_row: Ints) -> Ties:
    """Formal ties (rows of links) of which both ends live, among the links whose ends are given."""
    links = world.links
    order, starts = by_kind(links.kind, formal, len(LinkKind))
    a, b = {}, {}
    for kind in (LinkKind.JOINT_RD, LinkKind.SUPPLY, LinkKind.UNIVERSITY):
        of = order[starts[kind] : starts[kind + 1]]
        academic = kind is LinkKind.UNIVERSITY
        one, other = a_row[of], world.universities.rows(links.b[of]) if academic else b_row[of]
        alive = (one >= 0) & (other >= 0)
        a[kind], b[kind] = (one, other) if alive.all() else (one[alive], other[alive])
    return Ties(a, b)


def pay_for_ties(world: World, ties: Ties) -> None:
    """Each firm pays for its formal ties (managers' time, travel, lawyers): link_cost a year and end."""
    between = [ties.b[kind] for kind in (LinkKind.JOINT_RD, LinkKind.SUPPLY)]
    held = cell_count(np.concatenate([*ties.a.values(), *between]), len(world.firms))
    cost = world.scenario.network.link_cost / 4.0 * held * world.firms.weight
    world.ledger.pay("overhead", world.ledger.firms(), world.ledger.outside(), cost)


def contains(held: Ints, asked: Ints) -> Bools:
    """Which of ``asked`` (any shape) are among ``held``."""
    if len(held) == 0:
        return np.zeros(asked.shape, np.bool_)
    ladder = np.sort(held)
    at = np.minimum(np.searchsorted(ladder, asked), len(ladder) - 1)
    return np.asarray(ladder[at] == asked)


def joined(a: Ints, b: Ints, seekers: Ints, candidates: Ints, n: int) -> Bools:
    """Which candidates (rows i64[v, k]) are tied to their seeker already, by ties between a and b, of n firms."""
    seeks = np.zeros(n, np.bool_)
    seeks[seekers] = True
    theirs = np.flatnonzero(seeks[a] | seeks[b])
    return contains(pair_code(a[theirs], b[theirs], n), pair_code(seekers[:, None], candidates, n))


def pair_code(one: Ints, other: Ints, n: int) -> Ints:
    """One number for an unordered pair of firm rows below n."""
    return np.minimum(one, other) * n + np.maximum(one, other)


@dataclass(frozen=True, slots=True)
class NewTies:
    """Formal ties that form: the links to add, and the firm rows that sought them."""

    links: NewLinks
    home: Ints


def new_ties(world: World, kind: LinkKind, a: Ints, b: Ints) -> NewTies:
    """Formal ties of a kind between firm rows a and rows b (firms, or universities); a pair only once."""
    firms, p, now = world.firms, world.scenario.network, world.quarter
    others = world.universities if kind is LinkKind.UNIVERSITY else firms
    code = a * len(others) + b if kind is LinkKind.UNIVERSITY else pair_code(a, b, len(firms))
    once = np.unique(code, return_index=True)[1]
    a, b = a[once], b[once]
    ids = tie_identities(now, kind, firms.id[a], others.id[b])
    life = quarters_of_life(world.luck.uniform(Purpose.LINK_TERM, ids, now), p.tie_life)
    columns = {
        "a": firms.handle[a], "b": others.handle[b], "kind": int(kind), "strength": p.tie_start, "since": now,
        "until": now + life, "metres": metres_between(world, kind, a, b),
    }  # fmt: skip
    return NewTies((ids, columns), a)


def add_ties(world: World, ties: NewTies) -> None:
    """Add formal ties and count them."""
    firms, home = world.firms, ties.home
    world.links.add(*ties.links)
    world.happenings.count("links_formed", firms.site[home], firms.weight[home])


def tie_identities(quarter: int, kind: LinkKind, a: Ids, b: Ids) -> Ids:
    """Identity of a tie: who joined whom, in which kind, when (before the start: quarter 0)."""
    return identity_from(max(quarter, 0), Birth.DERIVED, a, b, int(kind))


def metres_between(world: World, kind: LinkKind, a: Ints, b: Ints) -> Floats:
    """Straight distance of firm rows a and rows b (firms, or universities), metres."""
    firms = world.firms
    others = world.universities if kind is LinkKind.UNIVERSITY else firms
    return np.asarray(1000.0 * np.hypot(firms.x[a] - others.x[b], firms.y[a] - others.y[b]))


def drop_dead_links(world: World) -> None:
    """Drop links of which an end is gone, with all that ended before; the ends of the others stay known."""
    dead_links(world)()


def dead_links(world: World) -> Callable[[], None]:
    """Retire links of which an end is gone now; the call returned drops them, also while firms are born."""
    a, b, lost = world.look_up_links()
    moves = world.firms.moves
    world.links.retire(lost)

    def drop() -> None:
        world.links.sweep(a, b)
        world.keep_link_ends(a, b, moves)

    return drop
