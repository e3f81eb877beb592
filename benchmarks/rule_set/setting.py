"""What both sides of rule set P start from: places, firms, links, and numbers that no scenario holds."""

from dataclasses import dataclass

import numpy as np

import sim
from sim.effects import network, scale
from sim.luck import Luck, Purpose, ordinals
from sim.quarter.innovation.technology import sector_centres
from sim.scenario.schema import Scenario
from sim.state.identity import Birth, identity_at_place

SECTORS, FIELDS, DIMENSIONS = 10, 3, 8
FIRMS_A_SITE, SITES_A_CITY, CONTACTS = 1000, 10, 6

SALES_A_HEAD, JOBS_START = 1.2, 60.0
TECHNICAL, LEADING = 0.28, 0.02
LABOUR_SHARE, RD_SHARE, OVERHEAD, BASE_MARKUP = 0.25, 0.05, 0.14, 0.18
RIVALS, PARK_SHARE = 4.0, 0.05
BASE_ODDS, GAIN, CUSTOMERS = -2.0, 0.05, 0.05
AREA_KM2, FACILITY_SHARE = 10.0, 0.15
WAGE, MIX, OUTSIDE = (0.12, 0.22, 0.60), (0.70, 0.28, 0.02), (6.0e8, 7.0e7, 1.5e6)
WAGE_SLOPE, WAGE_LOW, WAGE_HIGH, RENT_SLOPE, TAX = 0.2, 0.5, 2.0, 0.5, 0.1
FILLED, ENTRY, ENTRANT_SIZE, AGE_START = 0.95, 0.012, 0.34, 16
SIZE_SD, CASH_YEARS, CONTACT_KM = 0.8, 0.3, 3.0


@dataclass
class Setting:
    """Quarter 0. ``firms`` are columns of n rows, ``links`` two firm rows and a weight for each of m."""

    scenario: Scenario
    luck: Luck
    n_sites: int
    firms: dict[str, np.ndarray]
    links: tuple[np.ndarray, np.ndarray, np.ndarray]
    city: np.ndarray
    reach: np.ndarray
    hours: np.ndarray
    inputs: np.ndarray
    centres: np.ndarray
    stocks: np.ndarray
    spending: np.ndarray
    rivals: np.ndarray
    entry: np.ndarray
    density: float
    mass_sector: np.ndarray
    mass_all: float
    capacity: float

    @property
    def n_cities(self) -> int:
        """Cities; in tables of people the outside comes after them."""
        return len(self.stocks) - 1


def setting(n: int, seed: int = 1) -> Setting:
    """Some n firms on sites of a thousand, ten sites a city, with numbers of the default scenario."""
    scenario, luck = sim.load("small"), Luck(seed)
    n_sites = max(1, round(n / FIRMS_A_SITE))
    city = np.arange(n_sites) // SITES_A_CITY
    place = np.arange(n_sites) % SITES_A_CITY
    far = np.where(city[:, None] == city[None, :], 2.0 * np.abs(place[:, None] - place[None, :]), np.inf)
    per_cell = np.full(n_sites * SECTORS, n // (n_sites * SECTORS))
    cell, ordinal = ordinals(per_cell)
    site, sector = cell // SECTORS, cell % SECTORS
    ids = identity_at_place(0, Birth.INITIAL, site, sector, ordinal)
    centres = sector_centres(SECTORS, scenario.network.sector_spread)
    draws = np.stack([luck.normal(Purpose.ENTRANT_TRAITS, ids, 0, k) for k in range(DRAWS)], axis=1)
    firms = {"id": ids, "site": site, "sector": sector, "born": np.full(len(ids), -AGE_START)}
    firms |= born_with(draws, sector, centres, scenario.production.alpha_sd, 1.0)

    first = np.searchsorted(site, np.arange(n_sites + 1))
    count = np.diff(first)
    ends, weights = [], []
    for k in range(CONTACTS):
        u, metres = (
            luck.uniform(Purpose.CONTACT, ids, 0, k),
            luck.uniform(Purpose.CONTACT, ids, 0, CONTACTS + k),
        )
        ends.append(first[site] + (u * count[site]).astype(np.int64))
        weights.append(contact(metres, scenario))
    firms["partner"] = ends[0]
    a = np.tile(np.arange(len(ids)), CONTACTS)
    links = a, np.concatenate(ends), np.concatenate(weights)

    n_cities = int(city[-1]) + 1
    jobs = np.bincount(city[site], firms["jobs"], n_cities)
    stocks = np.concatenate([jobs[:, None] * np.array(MIX) / FILLED, np.array(OUTSIDE)[None, :]])
    market = city[site] * SECTORS + sector
    weight = firms["b"] * np.exp((1.0 - scenario.demand.sigma) * BASE_MARKUP)
    inside = np.bincount(market, weight, n_cities * SECTORS)
    revenue = np.bincount(market, firms["revenue_year"] / 4.0, n_cities * SECTORS)
    hours = np.abs(np.arange(n_cities + 1.0)[:, None] - np.arange(n_cities + 1.0)[None, :])
    hours[-1, :-1] = hours[:-1, -1] = 1.0
    mix = 1.0 + np.arange(SECTORS)[:, None] * np.arange(SECTORS)[None, :] % 7
    mass = JOBS_START * len(ids) / n_sites
    return Setting(
        scenario=scenario, luck=luck, n_sites=n_sites, firms=firms, links=links, city=city,
        reach=scale.reach_matrix(far, scenario.scale.spill_half_city), hours=hours,
        inputs=0.5 * mix / mix.sum(axis=0), centres=centres, stocks=stocks,
        spending=revenue * (1.0 + RIVALS), rivals=inside * RIVALS, entry=per_cell * ENTRY,
        density=mass / AREA_KM2, mass_sector=np.full(SECTORS, mass / SECTORS), mass_all=mass,
        capacity=FACILITY_SHARE * len(ids) / n_sites,
    )  # fmt: skip


DRAWS = 2 + 2 * DIMENSIONS
"""Normals that a firm is born with."""


def born_with(
    draws: np.ndarray, sector: np.ndarray, centres: np.ndarray, alpha_sd: float, size: float
) -> dict[str, np.ndarray]:
    """Columns that follow from draws f64[n, DRAWS] at birth."""
    b = size * np.exp(SIZE_SD * draws[:, 1])
    alpha, jobs = alpha_sd * draws[:, 0], JOBS_START * b
    unit = network.project_to_sphere
    return {
        "alpha": alpha, "z": alpha, "a": alpha, "b": b, "v": np.zeros(len(b)), "jobs": jobs,
        "price": np.full(len(b), BASE_MARKUP), "revenue_year": SALES_A_HEAD * jobs,
        "cash": CASH_YEARS * SALES_A_HEAD * jobs, "rd_stock": 3.0 * RD_SHARE * SALES_A_HEAD * jobs,
        "tech": centres[sector] + unit(draws[:, 2 : 2 + DIMENSIONS], np.zeros(DIMENSIONS), 1.0),
        "required": unit(draws[:, 2 + DIMENSIONS :], np.zeros(DIMENSIONS), 1.0),
    }  # fmt: skip


def contact(u: np.ndarray, scenario: Scenario) -> np.ndarray:
    """Weight of a contact at a distance drawn by uniforms u."""
    p, metres = scenario.network, 1000.0 * CONTACT_KM * u
    same = np.zeros(metres.shape, np.bool_)
    return network.contact_weight(
        metres, same, half_hub_km=p.spill_half_hub, half_local_km=p.spill_half_local
    )
