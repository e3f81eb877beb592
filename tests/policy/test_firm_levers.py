"""Levers on single firms: at whom they are aimed, what they pay, and where they do nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.policy.force import LeversInForce
from sim.policy.label import label
from sim.quarter.demography.certification import set_ranks
from sim.quarter.demography.rewards import reward_ranks
from sim.quarter.finance.banks import loan_limits
from sim.quarter.finance.subsidies import share_losses, subsidise_interest
from sim.quarter.innovation.facilities import can_pay
from sim.quarter.innovation.measures import yardsticks
from sim.quarter.innovation.notch import next_reward
from sim.quarter.innovation.research import decide_research
from sim.quarter.market.reach import reach_abroad
from sim.quarter.market.relief import relieve_rents
from sim.quarter.market.space import floor_after, floor_on_cheap_land, set_rents
from sim.scenario.errors import ScenarioError
from sim.scenario.levers import LEVERS
from sim.scenario.schema import TIERS
from sim.state.firms import Tier
from sim.world import World
from tests.worlds import toy_scenario, toy_world


def in_force(lever: str, **terms: float) -> World:
    """A world in its first quarter, with the lever at 1 and money for whatever it asks."""
    world = toy_world(
        **{f"levers__{lever}__intensity": 1.0, **{f"levers__{lever}__terms__{k}": v for k, v in terms.items()}}
    )
    world.quarter += 1
    world.open_quarter()
    world.levers.open_quarter(world.quarter)
    world.levers.grant_budget(np.full(world.n_sites, 1e6), np.ones(world.n_sites))
    return world


def aimed_at(lever: str, **aims: tuple[str, ...]) -> World:
    """The same world with the lever aimed."""
    world = in_force("rd_grant")
    settings = {f"levers__{lever}__{key}": value for key, value in aims.items()}
    world.levers = LeversInForce(toy_scenario(**{f"levers__{lever}__intensity": 1.0}, **settings), world.sites)
    world.levers.open_quarter(world.quarter)
    return world


def spent(world: World, lever: str) -> float:
    account = world.levers.accounts[lever]
    return float((account.authority + account.state).sum())


def test_tiers_are_the_ranks() -> None:
    assert tuple(rank.name.lower() for rank in Tier) == TIERS


def test_an_unknown_rank_is_named_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"levers\.rd_grant\.tiers: unknown name 'litle_giant'.*little_giant"):
        toy_scenario(levers__rd_grant__tiers=["litle_giant"])


def test_a_lever_that_acts_on_places_takes_no_ranks() -> None:
    with pytest.raises(ScenarioError, match=r"levers\.platform\.tiers: this lever does not act on single firms"):
        toy_scenario(levers__platform__tiers=["little_giant"])


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("levers__platform__sectors", ["ICE"], r"levers\.platform\.sectors: this lever does not act on firms"),
        ("levers__rd_grant__stages", ["pilot"], r"levers\.rd_grant\.stages: .* those that do: early_grant, voucher"),
        ("levers__voucher__stages", ["pilots"], r"levers\.voucher\.stages: unknown name 'pilots'.*pilot"),
    ],
)
def test_a_lever_takes_only_aims_at_what_it_acts_on(path: str, value: list[str], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        toy_scenario(**{path: value})


AIMS = {
    "sites": ("park",),
    "sectors": ("ICE", "SW"),
    "tiers": ("none", "tech_sme"),
    "stages": ("pilot",),
}


@pytest.mark.parametrize("aim", sorted(AIMS))
def test_an_aim_leaves_the_others_out(aim: str) -> None:
    """Vouchers act on firms and their projects, so they may be aimed in every way."""
    world = aimed_at("voucher", **{aim: AIMS[aim]})
    firms, projects = world.firms, world.projects
    reached = world.levers.by_firm(world, "voucher") > 0
    names = np.array(world.fixed.sector_names)
    hit = {
        "sites": firms.site == 0,
        "sectors": np.isin(names[firms.sector], AIMS["sectors"]),
        "tiers": firms.tier <= Tier.TECH_SME,
        "stages": np.ones(len(firms), np.bool_),
    }[aim]
    assert np.array_equal(reached, hit)
    staged = world.levers.aimed_projects(world, "voucher")
    assert np.array_equal(staged, projects.stage == 2 if aim == "stages" else np.ones(len(projects), np.bool_))
    without = projects.stage != 2
    fee = can_pay(world, world.project_owners())
    plain = can_pay(in_force("rd_grant"), world.project_owners())
    if aim == "stages":
        assert np.array_equal(fee[without], plain[without])


def test_every_lever_that_may_be_aimed_at_firms_reaches_only_those() -> None:
    for name, record in LEVERS.items():
        if record.by_firm:
            world = aimed_at(name, tiers=("specialised",))
            assert np.array_equal(world.levers.by_firm(world, name) > 0, world.firms.tier == Tier.SPECIALISED)


def test_a_grant_aimed_at_ranks_reaches_nobody_else() -> None:
    world = toy_world(levers__rd_grant__intensity=1.0, levers__rd_grant__tiers=("innovative_sme", "specialised"))
    world.quarter += 1
    world.open_quarter()
    world.levers.open_quarter(world.quarter)
    world.levers.grant_budget(np.full(world.n_sites, 1e6), np.ones(world.n_sites))
    before = world.firms.cash.copy()
    decide_research(world, yardsticks(world))
    paid = world.firms.cash > before
    assert paid.any()
    assert set(world.firms.tier[paid]) <= {Tier.INNOVATIVE_SME, Tier.SPECIALISED}


def test_loss_makers_gain_nothing_from_deductions() -> None:
    world, plain = in_force("rd_superdeduct"), in_force("rd_superdeduct", rate=0.0)
    for each in (world, plain):
        each.firms.profit[:100] = -1.0
    more, less = (decide_research(w, yardsticks(w)) for w in (world, plain))
    assert np.array_equal(more[:100], less[:100])
    active = (less[100:] > 0) & (plain.firms.profit[100:] > 0)
    assert np.all(more[100:][active] > less[100:][active])


@pytest.mark.parametrize(("relief", "cost"), [(1.0, 0.67 / 0.70), (0.5, 0.56 / 0.60), (0.0, 0.45 / 0.50)])
def test_the_rate_says_what_a_deduction_is_worth_and_moves_no_other_cost(relief: float, cost: float) -> None:
    def wanted(relief: float, added: float) -> tuple[World, np.ndarray]:
        world = toy_world(levers__hte_tax__intensity=relief, levers__rd_superdeduct__intensity=added)
        world.quarter += 1
        world.levers.open_quarter(world.quarter)
        return world, decide_research(world, yardsticks(world))

    world, more = wanted(relief, 1.0)
    _, plain = wanted(relief, 0.0)
    firms = world.firms
    pays = (firms.profit > 0.0) & (firms.certified_until >= world.quarter) & (plain > 0.0)
    assert pays.sum() > 10
    assert more[pays] / plain[pays] == pytest.approx(cost ** -world.scenario.research.rd_cost_el)
    assert np.array_equal(plain, wanted(1.0, 0.0)[1])


def test_rent_relief_ends_with_age_and_at_its_ceiling() -> None:
    world = in_force("land_rent", ceiling=0.04)
    firms = world.firms
    firms.born[:50], firms.born[50:] = 0, -13
    firms.rent_bill[:50] = np.linspace(0.001, 1.0, 50)
    before = firms.cash.copy()
    relieve_rents(world)
    got = firms.cash - before
    trading = world.trading()[:50]
    assert got[:50][trading] == pytest.approx(np.minimum(0.5 * firms.rent_bill[:50], 0.01)[trading])
    assert not np.any(got[50:])


def test_cheap_land_lowers_the_rent_at_which_floor_is_built_and_the_authority_pays() -> None:
    world, plain = in_force("land_rent"), in_force("land_rent", land_cut=0.0)
    for each in (world, plain):
        each.sites.rent[:] = 0.0
    before, cash = world.sites.floor_stock.copy(), world.sites.cash.copy()
    usual = floor_after(world, 0.0)
    assert np.array_equal(usual, before), "at the rent of quarter 0 nothing is built"
    assert np.array_equal(floor_on_cheap_land(plain, usual), usual)
    built = floor_on_cheap_land(world, usual) - before
    assert built / before == pytest.approx(np.full(2, -0.02 * np.log(1.0 - 0.25 * 0.175)))
    forgone = built * (1.0 - world.fixed.own_authority) * 0.25 * 530.0 / 1e6
    assert cash - world.sites.cash == pytest.approx(forgone)
    assert world.ledger.flow_by_site("land_relief")[:-1] == pytest.approx(forgone)
    assert spent(world, "land_rent") == pytest.approx(forgone.sum())


def test_an_authority_without_money_sells_no_land_cheaply() -> None:
    world = in_force("land_rent")
    world.sites.rent[:] = 0.1
    world.levers.budget_left[:] = (0.0, 1e6)
    usual = floor_after(world, 0.0)
    found = floor_on_cheap_land(world, usual)
    assert found[0] == usual[0] > world.sites.floor_stock[0] and found[1] > usual[1]


def test_more_floor_lowers_rents() -> None:
    rents = []
    for cut in (0.0, 1.0):
        world = in_force("land_rent", land_cut=cut)
        for _ in range(8):
            set_rents(world)
        rents.append(world.sites.rent.copy())
    assert np.all(rents[1] < rents[0] - 0.005)


def test_a_prize_counts_by_the_odds_of_the_rank() -> None:
    world = in_force("ladder")
    firms, rows = world.firms, np.arange(3)
    p, years = world.scenario.certification, world.scenario.research.certificate_years
    firms.tier[rows], firms.rewarded[rows] = (Tier.NONE, Tier.SPECIALISED, Tier.WORLD_CLASS), 0
    odds = [1.0 - (1.0 - p.apply_rank[rank]) ** years for rank in (0, int(Tier.SPECIALISED))]
    prizes = [p.rank_rewards[0], p.rank_rewards[Tier.SPECIALISED], 0.0]
    unit = world.levers.unit_cost("ladder")
    assert next_reward(world, rows) == pytest.approx(unit * np.array([odds[0] * prizes[0], odds[1] * prizes[1], 0.0]))
    firms.rewarded[rows[:2]] = Tier.CHAMPION  # a rank that was paid for before is not paid again
    assert next_reward(world, rows)[0] == next_reward(world, rows)[1] == pytest.approx(
        unit * (1.0 - (1.0 - p.apply_rank[Tier.CHAMPION]) ** years) * p.rank_rewards[Tier.CHAMPION]
    )


def test_a_rank_is_rewarded_once() -> None:
    world = in_force("ladder")
    rows, tier = np.arange(6), np.full(6, Tier.SPECIALISED, np.int8)
    reward = world.scenario.certification.rank_rewards[Tier.SPECIALISED - 1]
    reward_ranks(world, rows, tier)
    assert spent(world, "ladder") == pytest.approx(6 * reward)
    reward_ranks(world, rows, tier)
    reward_ranks(world, rows, np.full(6, Tier.TECH_SME, np.int8))
    assert spent(world, "ladder") == pytest.approx(6 * reward)


def test_a_label_decays_and_lifts_the_loan_limit() -> None:
    world = in_force("ladder")
    firms = world.firms
    firms.tier[:] = 0
    assert not np.any(label(world))
    plain = loan_limits(world)
    set_ranks(world, np.arange(50), np.full(50, Tier.LITTLE_GIANT, np.int8))
    assert label(world)[:50] == pytest.approx(1.0)
    assert loan_limits(world)[:50] == pytest.approx(1.3 * plain[:50])
    assert np.array_equal(loan_limits(world)[50:], plain[50:])
    firms.tier_since[:50] -= 12
    assert label(world)[:50] == pytest.approx(0.5)


def test_without_the_lever_ranks_weigh_nothing() -> None:
    assert not np.any(label(toy_world()))


def test_the_pool_pays_its_share_of_principal_and_no_more() -> None:
    world = in_force("patient_credit")
    firms = world.firms
    firms.tier[:], firms.certified_until[:] = Tier.NONE, -1
    firms.tier[:2] = Tier.TECH_SME
    share_losses(world, np.arange(3), np.array([1.0, 100.0, 5.0]))
    assert world.ledger.flow_total("risk_pool_authorities") == pytest.approx(0.5 + 3.0)
    assert spent(world, "patient_credit") == pytest.approx(3.5)


def test_banks_lend_more_to_listed_firms_only() -> None:
    world, plain = in_force("patient_credit"), toy_world()
    firms = world.firms
    listed = (firms.tier >= Tier.TECH_SME) | (firms.certified_until >= 1)
    with_pool, without = loan_limits(world), loan_limits(plain)
    assert np.array_equal(with_pool[~listed], without[~listed])
    assert np.all(with_pool[listed] >= without[listed]) and np.any(with_pool[listed] > without[listed])


def test_interest_of_fast_growers_is_paid_back_up_to_the_most() -> None:
    world = in_force("gazelle_unicorn")
    firms = world.firms
    firms.gazelle[:], firms.unicorn[:] = 0, 0
    firms.gazelle[:3] = 1
    firms.interest[:4] = [0.0, 0.02, 10.0, 1.0]
    subsidise_interest(world)
    assert spent(world, "gazelle_unicorn") == pytest.approx(0.01 + 0.125)


def test_programmes_and_standards_add_reach() -> None:
    world = toy_world()
    plain = reach_abroad(world)
    assert np.array_equal(plain, world.firms.export_reach)
    world.firms.programme_until[0], world.firms.standards[:2] = world.quarter, [0.0, 5.0]
    assert (reach_abroad(world) - plain)[:3] == pytest.approx([0.2, 3 * 0.05, 0.0])
