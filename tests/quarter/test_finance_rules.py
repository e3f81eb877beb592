"""Rules of finance on arrays: what firms are worth, what banks lend, how funds screen and share out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.quarter.finance.appraisal import excess, ticket_for
from sim.quarter.finance.banks import interest_spread, leverage, loan_demand, loan_limit
from sim.quarter.finance.exits import exit_hazards
from sim.quarter.finance.funds import past_return, reup
from sim.quarter.finance.rounds import Offers, match, within_money
from sim.quarter.finance.start import kinds_in_turn
from sim.quarter.finance.valuation import (
    annual_revenue,
    earnings_value,
    expected_margin,
    operating_margin,
    recent_growth,
)
from tests.worlds import toy_world

MONEY = st.floats(0.01, 1e5)


def array(*values: float) -> np.ndarray:
    return np.array(values, float)


def test_a_young_firm_s_revenue_is_grossed_up_to_a_year() -> None:
    assert annual_revenue(array(3.0, 3.0, 3.0), np.array([1, 3, 40])).tolist() == [12.0, 4.0, 3.0]


def test_growth_compares_with_the_same_quarter_a_year_ago() -> None:
    # Trailing revenue 100 at the last year end, 80 at the one before; two quarters have passed since.
    ends = np.array([[100.0, 80.0, 60.0]])
    assert recent_growth(array(120.0), ends, 3)[0] == pytest.approx(np.log(120 / 90))
    assert recent_growth(array(100.0), ends, 1)[0] == pytest.approx(np.log(100 / 80))


def test_growth_without_history_counts_as_none() -> None:
    ends = np.array([[10.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert recent_growth(array(50.0, 5.0), ends, 6).tolist() == [0.0, 0.0]


def test_earnings_are_capitalised_with_growth_and_a_floor_on_the_margin() -> None:
    worth = earnings_value(
        array(10, 10, 10),
        array(0.1, -0.5, 0.1),
        array(0, 0, 3.0),
        multiple=15,
        margin_floor=0.05,
        growth_weight=2,
    )
    assert worth == pytest.approx([15.0, 7.5, 15 * np.e])


def test_a_loan_is_bounded_by_collateral_and_by_earnings() -> None:
    limit = loan_limit(
        array(100, 100, 100), array(0, 50, 50), array(1e3, 1e3, 5), collateral=0.6, patent_collateral=0.2,
        earnings_multiple=3,
    )  # fmt: skip
    assert limit == pytest.approx([60, 70, 15])
    losing = loan_limit(
        array(100), array(0), array(-5), collateral=0.6, patent_collateral=0.2, earnings_multiple=3
    )
    assert losing[0] == 0


def test_firms_borrow_for_a_buffer_and_for_investment() -> None:
    wanted = loan_demand(array(-1, 4, 100), array(2, 2, 2), array(6, 6, 6), buffer_quarters=1, financed=0.5)
    # 3 to the buffer and all of investment; spare 2, so 4 of investment; flush, so the usual half.
    assert wanted == pytest.approx([9, 4, 3])


@given(MONEY, MONEY, st.floats(-1e5, 1e5))
def test_leverage_lies_between_nought_and_one(debt: float, capital: float, cash: float) -> None:
    lever = leverage(array(debt), array(capital), array(cash))[0]
    assert 0 <= lever <= 1
    more = leverage(array(2 * debt), array(capital), array(cash))[0]
    assert more >= lever
    assert interest_spread(array(more), 0.03)[0] >= interest_spread(array(lever), 0.03)[0]


@given(MONEY, MONEY)
def test_a_round_buys_between_5_and_30_percent(worth: float, size: float) -> None:
    ticket = ticket_for(array(worth), array(size), 0.05, 0.3)
    share = (ticket / (worth + ticket))[0]
    assert 0.05 - 1e-12 <= share <= 0.3 + 1e-12
    if 0.05 < size / (size + worth) < 0.3:
        assert ticket[0] == size


def test_the_hurdle_is_compounded_over_the_holding_period() -> None:
    # A firm worth 3 that takes 1 must return 4/3 of its value's rise; at 25 % for 5.5 years that is 3.41.
    rise = np.log(4 / 3 * 1.25**5.5)
    assert excess(array(3.0), array(1.0), array(rise), array(0.25), 5.5)[0] == pytest.approx(0, abs=1e-12)
    assert excess(array(3.0), array(1.0), array(rise), array(0.20), 5.5)[0] > 0


@given(MONEY, st.floats(1.01, 100))
def test_exits_come_sooner_to_the_valuable_and_profitable(worth: float, factor: float) -> None:
    rule = {"sale": 0.04, "sale_el": 0.3, "listing": 0.06, "listing_el": 0.5, "least": 500.0}
    small = exit_hazards(array(worth), np.array([True]), **rule)
    large = exit_hazards(array(worth * factor), np.array([True]), **rule)
    losing = exit_hazards(array(worth), np.array([False]), **rule)
    assert large[0][0] >= small[0][0] >= losing[0][0]
    assert large[1][0] >= small[1][0] >= losing[1][0] == 0


def test_partners_come_back_to_funds_that_beat_their_hurdle() -> None:
    record = past_return(array(100, 100, 100), array(0, 100, 400), 5.5)
    assert record == pytest.approx([-1, 0, np.log(4) / 5.5])
    factor = reup(record, np.full(3, 0.08), 2.0)
    assert factor[0] == 0.5 and factor[0] < factor[1] < 1 < factor[2] <= 1.5


def test_money_goes_to_the_best_scores_that_still_fit() -> None:
    fund = np.array([0, 0, 0, 1])
    money = array(10.0, 1.0)
    taken = within_money(fund, array(1, 3, 2, 9), array(4, 7, 6, 2), np.arange(4, dtype=np.uint64), money)
    # Fund 0 pays the best (7), can't pay the second (6), nor the third (4); fund 1 can't pay at all.
    assert taken.tolist() == [False, True, False, False]
    assert money.tolist() == [3.0, 1.0]


def test_equal_scores_are_settled_by_identity_not_by_row() -> None:
    fund, ticket, score = np.zeros(3, np.int64), np.ones(3), np.ones(3)
    ids = np.array([7, 3, 5], np.uint64)
    taken = within_money(fund, score, ticket, ids, array(1.0))
    assert ids[taken].tolist() == [3]


def test_firms_take_the_best_price_and_go_on_to_the_next_fund_when_refused() -> None:
    offers = Offers(
        fund=np.array([[0, 1], [0, 1], [-1, -1]]),
        worth=np.array([[10.0, 8.0], [10.0, 12.0], [5.0, 5.0]]),
        ticket=np.full((3, 2), 2.0),
        score=np.array([[1.0, 1.0], [2.0, 2.0], [1.0, 1.0]]),
    )
    left = array(2.0, 2.0)
    firm, column = match(offers, left, np.arange(3, dtype=np.uint64))
    assert firm.tolist() == [0, 1] and column.tolist() == [0, 1]
    assert left.tolist() == [2.0, 2.0]
    firm, column = match(offers, array(0.0, 2.0), np.arange(3, dtype=np.uint64))
    assert firm.tolist() == [1] and column.tolist() == [1]


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 8))
def test_no_fund_spends_more_than_it_has_and_no_firm_gets_two_rounds(seed: int, n: int, funds: int) -> None:
    rng = np.random.default_rng(seed)
    offers = Offers(
        rng.integers(-1, funds, (n, 3)),
        rng.uniform(1, 9, (n, 3)),
        rng.uniform(0.5, 3, (n, 3)),
        rng.normal(size=(n, 3)),
    )
    left = rng.uniform(0, 9, funds)
    firm, column = match(offers, left, np.arange(n, dtype=np.uint64))
    spent = np.bincount(offers.fund[firm, column], offers.ticket[firm, column], funds)
    assert len(np.unique(firm)) == len(firm)
    assert np.all(spent <= left + 1e-12)
    assert np.all(offers.fund[firm, column] >= 0)


def test_any_first_few_funds_are_of_several_kinds() -> None:
    kinds = kinds_in_turn(np.arange(250), array(0.3, 0.35, 0.15, 0.12, 0.08))
    assert np.bincount(kinds, minlength=5) == pytest.approx(250 * array(0.3, 0.35, 0.15, 0.12, 0.08), abs=2)
    assert len(np.unique(kinds[:5])) >= 3


def test_buyers_count_on_what_lasts_of_a_gap_in_margin() -> None:
    """Within a site the expected margin rises by 1 / (1 + reversion a year x multiple) of the own one."""
    world = toy_world()
    firms, p = world.firms, world.scenario
    own = operating_margin(firms.operating_past, firms.revenue_year)
    here = np.flatnonzero((firms.site == 0) & world.trading())
    slope, usual = np.polyfit(own[here], expected_margin(world)[here], 1)
    lasts = 1.0 / (1.0 + 4.0 * p.production.reversion * p.finance.multiple)
    assert slope == pytest.approx(lasts)
    sold = firms.revenue_year[here]
    assert usual / (1.0 - lasts) == pytest.approx(np.average(own[here], weights=sold))
