"""Rounds of equity: firms meet funds, funds screen through noise, firms take the best offer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernels.budgets import in_line
from sim.kernels.hashring import ring_hash, ring_order, successors_within
from sim.luck import Purpose
from sim.policy import operators
from sim.policy.label import label
from sim.quarter.finance.appraisal import STAGES, Pool, excess, posterior, seekers, ticket_for
from sim.quarter.finance.funds import budget, call_capital, guidance_funds, late_budget
from sim.quarter.finance.stakes import add_stakes
from sim.quarter.finance.subsidies import subsidise_equity
from sim.state.cells import cell_sum
from sim.state.firms import Owner
from sim.state.identity import Ids, hash_of
from sim.state.money import FundKind
from sim.state.table import Bools, Floats, Ints
from sim.world import World

DEALS = ("deals_seed", "deals_a", "deals_b", "deals_c")
"""Events by round."""

LATE = 2
"""Rounds from this one on are late: after seed and the first round."""

_FIRM_RING, _FUND_RING = 31, 32


@dataclass(frozen=True, slots=True)
class Offers:
    """What funds offer each firm of a pool, arrays [n, k]: fund row (-1: no offer), value, ticket, score."""

    fund: Ints
    worth: Floats
    ticket: Floats
    score: Floats

    def pick(self, which: Ints) -> Offers:
        """Offers to some firms of the pool."""
        return Offers(*(getattr(self, name)[which] for name in Offers.__slots__))


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals, arrays [m]: firm row, fund row, round (0..3), value before the money (m¥), ticket (m¥)."""

    firm: Ints
    fund: Ints
    stage: Ints
    worth: Floats
    ticket: Floats


def hold_rounds(world: World) -> None:
    """Match firms that look for money with funds, later rounds first, and pay the tickets."""
    left, late = budget(world), late_budget(world)
    pool = hopeful(world, seekers(world))
    offers = make_offers(world, pool, np.where(np.arange(STAGES)[:, None] < LATE, left, np.minimum(left, late)))
    struck = []
    for stage in reversed(range(STAGES)):
        part = np.flatnonzero(pool.stage == stage)
        money = np.minimum(left, late) if stage >= LATE else left
        asked = standing(world, pool.pick(part), offers.pick(part), money)
        firm, _ = at = match(asked, money, world.firms.id[pool.rows[part]])
        fund, ticket = asked.fund[at], asked.ticket[at]
        spent = cell_sum(fund, ticket, len(left))
        left = left - spent
        late = late - spent if stage >= LATE else late
        struck.append(Deals(pool.rows[part[firm]], fund, np.full(len(firm), stage), asked.worth[at], ticket))
    deals = Deals(*(np.concatenate([getattr(d, column) for d in struck]) for column in Deals.__slots__))
    if deals.firm.size:
        close_deals(world, deals)


def hopeful(world: World, pool: Pool) -> Pool:
    """Leave out firms that no fund would back at any price, which saves asking."""
    p, funds = world.scenario.finance, world.funds
    asked = p.holding_years * np.log1p(funds.hurdle * (1.0 - funds.patience))
    least = (asked - np.maximum(funds.hard_tech, 0.0)).min(initial=np.inf) - p.backed_bonus
    return pool.pick(np.flatnonzero(pool.upside > least))


def make_offers(world: World, pool: Pool, money: Floats) -> Offers:
    """Offers of the funds that each firm knows, for those that look good enough; money f64[STAGES, funds]."""
    p, funds, firms = world.scenario.finance, world.funds, world.firms
    rounds = np.arange(STAGES)[:, None]
    able = (funds.stage_low <= rounds) & (rounds <= funds.stage_high) & (money > 0)
    own, public = operators.operators_funds(funds.id), guidance_funds(funds.id)
    of_round, others = np.nonzero(able & ~own & ~public)
    fund = circle(world, pool.rows, others, (of_round, pool.stage))
    if np.any(able & public):
        of_round, others = np.nonzero(able & public)
        # Announced, and held to invest at home: beside the funds that a firm knows, never in the place of one.
        at = of_own_city(world, pool.rows, others, of_round, pool.stage, 1)
        fund = np.concatenate([fund, np.where(at >= 0, others[at], -1)], axis=1)
    if np.any(able & own):
        fund = np.concatenate([fund, hosts(world, pool, able & own)], axis=1)
    n, k = fund.shape
    at = np.flatnonzero(fund.ravel() >= 0)
    asker, who = at // k, fund.ravel()[at]
    pair = pool.pick(asker)
    key = hash_of(firms.id[pair.rows], funds.id[who])
    known = clarity(world, pair, own[who])
    noise = np.asarray(p.signal_noise)[pair.stage] * (1.0 - known)
    seen = pair.worth + noise * world.luck.normal_each(Purpose.SIGNAL, key, 0, pair.stage)
    worth = posterior(seen, pair, noise, p.shading)
    usual = usual_tickets(world, firms.id[pool.rows], pool.stage)
    ticket = ticket_for(worth, usual[asker], p.share_least, p.share_most)
    hurdle = funds.hurdle[who] * (1.0 - funds.patience[who])
    score = excess(worth, ticket, pair.upside, hurdle, p.holding_years)
    score = score + funds.hard_tech[who] * technology_weight(world, pool.rows)[asker]
    score = score + p.backed_bonus * (firms.round[pair.rows] > 0)
    good = (score > 0) & (worth <= funds.largest[who])
    good &= ticket >= p.ticket_floor * np.asarray(p.tickets)[pair.stage]
    many = firms.weight[pair.rows]
    offers = Offers(np.full((n, k), -1), *np.zeros((3, n, k)))
    for name, value in (("fund", who), ("worth", worth * many), ("ticket", ticket * many), ("score", score)):
        getattr(offers, name).ravel()[at[good]] = value[good]
    return offers


def standing(world: World, pool: Pool, offers: Offers, left: Floats) -> Offers:
    """Offers that funds have money for (left f64[funds]) and that firms do not turn down."""
    fund, asker = offers.fund.ravel(), np.arange(offers.fund.size) // offers.fund.shape[1]
    at = np.flatnonzero((fund >= 0) & (offers.ticket.ravel() <= left[fund]))
    at = at[~refused(world, pool, asker[at], fund[at])]
    stands = np.full(offers.fund.shape, -1)
    stands.ravel()[at] = fund[at]
    return Offers(stands, offers.worth, offers.ticket, offers.score)


def hosts(world: World, pool: Pool, able: Bools) -> Ints:
    """Fund of the operator that hosts each firm and is able (bool[STAGES, funds]), -1 where none: i64[n, 1]."""
    of_site = np.full((STAGES, world.n_sites), -1, np.int64)
    stage, fund = np.nonzero(able)
    of_site[stage, world.funds.site[fund]] = fund
    inside = operators.hosted(world)[pool.rows]
    return np.where(inside, of_site[pool.stage, world.firms.site[pool.rows]], -1)[:, None]


def clarity(world: World, pair: Pool, own: Bools) -> Floats:
    """Share of noise that accelerators (about tenants above their like), labels and operators take away: f64[pairs].

    own[pairs] is true where the fund is that of the operator that hosts the firm: it sees its tenants at work.
    Source: [GUR] for high-potential firms only; sizes assumed.
    """
    firms, better, levers = world.firms, pair.worth > pair.usual, world.levers
    hosted = better & (firms.accelerated_until[pair.rows] >= world.quarter)
    named = np.minimum(levers.term("ladder", "clarity") * label(world)[pair.rows], 0.9)
    seen = 1.0 - levers.term(operators.LEVER, "insight") * own
    return np.asarray(1.0 - (1.0 - world.scenario.finance.accelerator_clarity * hosted) * (1.0 - named) * seen)


def usual_tickets(world: World, ids: Ids, stage: Ints) -> Floats:
    """Money that a firm asks for in a round (i64[n]), m¥: lognormal about the mean of the round: f64[n]."""
    p = world.scenario.finance
    draw = world.luck.normal_each(Purpose.TICKET, ids, 0, stage)
    return np.asarray(np.asarray(p.tickets)[stage] * np.exp(p.ticket_spread * draw - p.ticket_spread**2 / 2.0))


def circle(world: World, rows: Ints, able: Ints, rounds: tuple[Ints, Ints] | None = None) -> Ints:
    """Funds that each firm knows, by consistent hashing: i64[n, k], -1 where there is none.

    Some of its own city and one of any open city; a fund more or less changes at most one of each. ``rounds``
    of the entries of able, and of firms, keep apart what is asked of each (one for all by default).
    """
    p, sites = world.scenario.finance, world.sites
    of_fund, of_firm = rounds or (np.zeros(len(able), np.int64), np.zeros(len(rows), np.int64))
    isolated = np.zeros(world.n_cities, np.bool_)
    isolated[sites.city[sites.isolated == 1]] = True
    points = ring_hash(world.firms.id[rows], _FIRM_RING)
    city = sites.city[world.firms.site[rows]].astype(np.int64)
    home = sites.city[world.funds.site[able]].astype(np.int64)
    near = of_own_city(world, rows, able, of_fund, of_firm, p.funds_known)
    open_to_all = np.flatnonzero(~isolated[home])
    far = on_ring(world.funds.id[able[open_to_all]], of_fund[open_to_all], STAGES, of_firm, points, 1)
    far = np.where(
        (far >= 0) & ~isolated[city][:, None], open_to_all[np.maximum(far, 0)] if open_to_all.size else -1, -1
    )
    far = np.where((near == far).any(axis=1)[:, None], -1, far)
    both = np.concatenate([near, far], axis=1)
    return np.where(both >= 0, able[np.maximum(both, 0)] if able.size else -1, -1)


def of_own_city(world: World, rows: Ints, able: Ints, of_fund: Ints, of_firm: Ints, k: int) -> Ints:
    """The k funds (index into ``able``, -1 where fewer) of a firm's city after its point on their ring: i64[n, k].

    of_fund and of_firm are the rounds of the entries of able, and of firms: only funds of its round are asked.
    """
    sites, firms = world.sites, world.firms
    home = sites.city[world.funds.site[able]].astype(np.int64)
    city = sites.city[firms.site[rows]].astype(np.int64)
    return on_ring(
        world.funds.id[able], of_fund * world.n_cities + home, STAGES * world.n_cities,
        of_firm * world.n_cities + city, ring_hash(firms.id[rows], _FIRM_RING), k,
    )  # fmt: skip


def on_ring(ids: Ids, group: Ints, groups: int, wanted: Ints, points: Ids, k: int) -> Ints:
    """Index into ``ids`` of the ``k`` members of a group after each point, -1 where fewer: i64[n, k]."""
    hashes = ring_hash(ids, _FUND_RING)
    order, starts = ring_order(group, hashes, groups)
    at = successors_within(hashes[order], starts, wanted, points, k)
    return np.where(at >= 0, order[np.maximum(at, 0)] if order.size else -1, -1)


def technology_weight(world: World, rows: Ints) -> Floats:
    """How far a firm counts as hard technology, by R&D over sales: f64[rows] in [0, 1]."""
    firms = world.firms
    intensity = firms.rd_real_year[rows] / np.maximum(firms.revenue_year[rows], 1e-9)
    return np.asarray(np.clip(intensity / world.scenario.finance.hard_tech_intensity, 0.0, 1.0))


def refused(world: World, pool: Pool, asker: Ints, fund: Ints) -> Bools:
    """Offers of guidance funds that private firms (asker, of the pool) turn down, good ones most ([CLL]): bool[m]."""
    firms, turned = world.firms, np.zeros(len(fund), np.bool_)
    asked = np.flatnonzero(
        (world.funds.kind[fund] == FundKind.GUIDANCE) & (firms.owner[pool.rows[asker]] == Owner.PRIVATE)
    )
    some = pool.pick(asker[asked])
    key = hash_of(firms.id[some.rows], world.funds.id[fund[asked]])
    chance = world.scenario.finance.state_aversion * some.rank
    turned[asked] = world.luck.happens(Purpose.ACCEPTANCE, key, world.quarter, chance)
    rows = pool.rows[asker[turned]]
    world.happenings.count("state_money_refused", firms.site[rows], firms.weight[rows])
    return turned


def match(offers: Offers, left: Floats, ids: Ids) -> tuple[Ints, Ints]:
    """Deals: each firm asks its best offers in turn, each fund takes the best askers within its money.

    Returns firm index and column of each deal. ``left`` f64[funds] is not changed.
    """
    money = left.copy()
    n, k = offers.fund.shape
    wanted = np.flatnonzero((offers.fund >= 0).any(axis=1))
    worth = np.where(offers.fund[wanted] >= 0, -offers.worth[wanted], np.inf)
    preference = np.argsort(worth, axis=1, kind="stable")
    chosen = np.full(n, -1, np.int64)
    for turn in range(k):
        at = wanted, preference[:, turn]
        waits = np.flatnonzero((chosen[wanted] < 0) & (offers.fund[at] >= 0))
        asking, column = at = wanted[waits], preference[waits, turn]
        taken = within_money(offers.fund[at], offers.score[at], offers.ticket[at], ids[asking], money)
        chosen[asking[taken]] = column[taken]
    done = np.flatnonzero(chosen >= 0)
    return done, chosen[done]


def within_money(fund: Ints, score: Floats, ticket: Floats, ids: Ids, money: Floats) -> Bools:
    """Which deals each fund can pay, best score first (ties by identity); takes their cost from ``money``."""
    taken = np.zeros(len(fund), np.bool_)
    in_reach = np.flatnonzero(ticket <= money[fund])
    line = in_reach[np.lexsort((ids[in_reach], -score[in_reach]))]
    taken[line] = in_line(money, ticket[line], fund[line])
    return taken


def close_deals(world: World, deals: Deals) -> None:
    """Pay tickets, dilute the old shares of the firms, and record the new stakes."""
    firms, funds, ledger = world.firms, world.funds, world.ledger
    firm, fund, ticket = deals.firm, deals.fund, deals.ticket
    spent = cell_sum(fund, ticket, len(funds))
    payers = np.flatnonzero(spent)
    call_capital(world, payers, spent[payers])
    ledger.pay("tickets", ledger.funds(fund), ledger.firms(firm), ticket)
    subsidise_equity(world, firm, ticket)
    funds.invested += spent
    after_first = deals.stage >= LATE
    funds.late += cell_sum(fund[after_first], ticket[after_first], len(funds))
    share = ticket / (deals.worth + ticket)
    add_stakes(world, fund, firm, share, ticket, deals.stage, world.quarter)
    firms.round[firm] = np.minimum(np.maximum(firms.round[firm], deals.stage) + 1, 8)
    firms.last_round[firm] = world.quarter
    firms.raised[firm] += ticket
    for stage, event in enumerate(DEALS):
        world.happenings.count(event, firms.site[firm[deals.stage == stage]], firms.weight[firm[deals.stage == stage]])
    world.happenings.add("venture_money", firms.site[firm], ticket)
    world.happenings.write(
        "deals",
        quarter=np.full(len(firm), world.quarter),
        site=firms.site[firm].copy(),
        fund=funds.id[fund].copy(),
        fund_kind=funds.kind[fund].copy(),
        firm=firms.id[firm].copy(),
        round=deals.stage,
        ticket=ticket,
        post=deals.worth + ticket,
        share=share,
    )
