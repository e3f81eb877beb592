"""Depth and recovery of a shock on series whose answer is known."""

import numpy as np
import pandas as pd
import pytest

from sim.experiment.resilience import dip, loss, resilience


def test_a_dip_that_heals_has_its_depth_and_recovery() -> None:
    found = dip(np.array([0.02, 0.10, 0.05, 0.004, -0.01]), tolerance=0.01)
    assert (found.depth, found.bottom, found.recovery) == (0.10, 1, 3.0)
    assert found.lost == pytest.approx(0.174)


def test_a_relapse_is_no_recovery() -> None:
    assert dip(np.array([0.10, 0.0, 0.05, 0.0]), tolerance=0.01).recovery == 3.0


def test_what_never_heals_within_the_run_is_infinite() -> None:
    assert dip(np.array([0.02, 0.03]), tolerance=0.01).recovery == np.inf


def test_a_series_that_gains_has_no_depth() -> None:
    found = dip(np.array([-0.1, -0.2]), tolerance=0.01)
    assert (found.depth, found.recovery, found.lost) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("losses", "tolerance"), [([], 0.01), ([0.1], 0.0)])
def test_nothing_to_measure_is_refused(losses: list[float], tolerance: float) -> None:
    with pytest.raises(ValueError, match="shock"):
        dip(np.array(losses), tolerance)


def test_loss_is_relative_for_levels_and_a_difference_for_logs() -> None:
    assert loss(np.array([90.0, 5.0]), np.array([100.0, 0.0])) == pytest.approx([0.1, 0.0])
    assert loss(np.array([-0.1]), np.array([0.1]), by_difference=True) == pytest.approx([0.2])


def tables(shocked: list[float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    quarters = range(len(shocked))
    calm = pd.DataFrame({"site": "park", "quarter": quarters, "revenue": 100.0})
    return calm.assign(revenue=shocked), calm


def test_paired_runs_are_compared_from_the_shock_on() -> None:
    row = resilience(*tables([50.0, 100.0, 80.0, 99.9]), first_quarter=2, outcomes=("revenue",)).iloc[0]
    assert row["depth"] == pytest.approx(0.2)
    assert (row["bottom"], row["recovery"]) == (0, 1.0)


def test_runs_of_other_length_are_refused() -> None:
    shocked, calm = tables([100.0, 90.0])
    with pytest.raises(ValueError, match="same quarters"):
        resilience(shocked.iloc[:1], calm, first_quarter=0, outcomes=("revenue",))
