"""The shipped statistics say what the README beside them says."""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest


def read(name):
    return pd.read_csv(str(files("sim") / "data" / name))


@pytest.fixture(scope="module")
def matrix():
    return read("io_matrix.csv").set_index("row")


def test_input_output_columns_sum_to_one_with_value_added(matrix):
    sectors = matrix.columns[:-2]
    assert len(sectors) == 10
    assert matrix[sectors].sum().to_numpy() == pytest.approx(np.ones(10), abs=1e-9)
    assert (matrix[sectors] >= 0).all(axis=None)


@pytest.mark.parametrize(("kept", "radius"), [("all", 0.486), ("domestic", 0.389), ("park", 0.142)])
def test_the_input_output_system_is_productive(matrix, kept, radius):
    sectors = list(matrix.columns[:-2])
    inside = matrix.loc[sectors]
    share = {"all": 1.0, "domestic": 1 - inside["import_share"], "park": inside["park_share"]}[kept]
    coefficients = inside[sectors].mul(share, axis=0) if kept != "all" else inside[sectors]
    assert np.abs(np.linalg.eigvals(coefficients.to_numpy())).max() == pytest.approx(radius, abs=5e-4)


@pytest.mark.parametrize(("zone", "year"), [("Zhongguancun", 2024), ("Tianjin Binhai", 2023)])
def test_both_parks_have_the_rows_that_quarter_0_is_compared_with(zone, year):
    rows = read("zones_by_zone.csv").query("zone == @zone and year == @year")
    wanted = {"surveyed_firms", "employees", "revenue", "industrial_output", "high_tech_enterprises"}
    assert wanted <= set(rows["indicator"])
    assert (rows["value"] > 0).all()
    assert rows["source"].notna().all()


def test_the_list_of_zones_counts_as_published():
    upgraded = read("zones_list.csv")["year_upgraded"]
    assert [(upgraded <= year).sum() for year in (2018, 2023)] == [169, 178]
