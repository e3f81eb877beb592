"""Consistency and stability of a scenario: what cannot run is an error, what is near the edge a warning."""

from __future__ import annotations

import numpy as np

from sim.scenario.errors import ScenarioError
from sim.scenario.levers import LEVERS
from sim.scenario.places import simulated_rows
from sim.scenario.schema import Scenario, Site, io_table

MOST_ROWS = 2_000_000
"""Firm rows that fit into memory with room to spare (about 2 kB a row)."""

LARGEST_SHOCK = 3.0
"""Log points that shocks to one thing may add up to in a quarter."""

NAMED_SITES = 5
"""Sites that a warning names; more are counted."""

WARN_SHARE = 0.8
"""Share of a stability limit from which a warning is given."""


def require_consistent(scenario: Scenario) -> None:
    """Raise ScenarioError for totals that contradict each other and for parameters outside stability."""
    for site in scenario.sites:
        _check_site(scenario, site)
    rows = sum(simulated_rows(scenario))
    if rows > MOST_ROWS:
        raise ScenarioError(
            f"run.sample: {rows:,.0f} firms would be simulated, at most {MOST_ROWS:,}; "
            f"set run.sample to {scenario.run.sample * MOST_ROWS / rows:.3g} or less"
        )
    most = max((site.surveyed_firms or 0.0) for site in scenario.sites)
    if round(most * scenario.run.sample) < 1:
        raise ScenarioError(
            f"run.sample: {scenario.run.sample:g} leaves no firm of {most:,.0f}; allowed: {1.0 / most:.3g} to 1"
        )
    _check_order(scenario)
    _check_lists(scenario)
    _check_taxes(scenario)
    _check_shocks(scenario)
    for name, lever in scenario.levers.items():
        if lever.first_quarter > lever.last_quarter:
            raise ScenarioError(
                f"levers.{name}: ends in quarter {lever.last_quarter} of the run, before it begins, "
                f"in quarter {lever.first_quarter}"
            )
        if lever.intensity >= support_limit(scenario, name):
            raise ScenarioError(
                f"levers.{name}.intensity: {lever.intensity:g} leaves R&D no cost; "
                f"allowed: less than {support_limit(scenario, name):.3g} on these terms"
            )
    for key, value, limit, what in stability(scenario):
        if value >= limit:
            raise ScenarioError(f"{key}: {what} is {value:.3g}; the model is stable below {limit:g}")


_ORDERED = (
    ("production.markup_lowest", "production.markup_highest"),
    ("production.rd_log_low", "production.rd_log_high"),
    ("demography.entry_clip_low", "demography.entry_clip_high"),
    ("finance.share_least", "finance.share_most"),
    ("projects.effort_low", "projects.effort_high"),
    ("fiscal.cit_hte", "fiscal.cit"),
)
"""Pairs of which the first must be the smaller."""


def _check_order(scenario: Scenario) -> None:
    for low, high in _ORDERED:
        least, most = (float(getattr(getattr(scenario, s), n)) for s, n in (low.split("."), high.split(".")))
        if least >= most:
            raise ScenarioError(f"{low}: {least:g} must be less than {high}, {most:g}")


def _check_taxes(scenario: Scenario) -> None:
    fiscal = scenario.fiscal
    saved = fiscal.cit * (1.0 + fiscal.rd_deduction)
    if saved >= 1.0:
        raise ScenarioError(
            f"fiscal.rd_deduction: a yuan of R&D would save {saved:g} yuan of tax; "
            f"allowed: less than {1.0 / fiscal.cit - 1.0:g} at a tax of {fiscal.cit:g}"
        )


def support_limit(scenario: Scenario, name: str) -> float:
    """Intensity from which a lever, on its terms, would make a yuan of R&D cost nothing or less; inf for most."""
    fiscal, lever = scenario.fiscal, scenario.levers[name]
    whole = {
        "rd_superdeduct": (1.0 - fiscal.cit * (1.0 + fiscal.rd_deduction)) / fiscal.cit, "rd_grant": 1.0,
    }.get(name)  # fmt: skip
    if whole is None:
        return np.inf
    rate = lever.terms.get("rate", next(term.default for term in LEVERS[name].terms if term.name == "rate"))
    return whole / rate if rate > 0.0 else np.inf


def _check_lists(scenario: Scenario) -> None:
    shares = [(f"sectors.{name}.field_mix", sector.field_mix) for name, sector in scenario.sectors.items()]
    for key, values in (*shares, ("finance.kind_shares", scenario.finance.kind_shares)):
        if abs(sum(values) - 1.0) > 1e-6:
            raise ScenarioError(f"{key}: sums to {sum(values):g}; shares must sum to 1")
    finance, certification = scenario.finance, scenario.certification
    for key, rising in (
        ("finance.stage_values", finance.stage_values),
        ("certification.rd_limits", certification.rd_limits),
    ):
        if list(rising) != sorted(rising):
            raise ScenarioError(f"{key}: must rise from entry to entry, not {list(rising)}")
    for first, last in zip(finance.first_rounds, finance.last_rounds, strict=True):
        if first > last:
            raise ScenarioError(f"finance.last_rounds: {last} comes before finance.first_rounds, {first}")


def _check_shocks(scenario: Scenario) -> None:
    for shock in scenario.shocks:
        together = scenario.shock_of(shock.kind, shock.sector, shock.first_quarter)
        if abs(together) > LARGEST_SHOCK:
            raise ScenarioError(
                f"shocks: those of {shock.kind} for {shock.sector} add up to {together:g} log in quarter "
                f"{shock.first_quarter}; allowed: -{LARGEST_SHOCK:g} to {LARGEST_SHOCK:g}"
            )


def _check_surroundings(scenario: Scenario, site: Site, key: str) -> None:
    if site.hinterland_of is None:
        return
    if site.hinterland_of == site.name:
        raise ScenarioError(f"{key}.hinterland_of: a site cannot surround itself")
    park = next(each for each in scenario.sites if each.name == site.hinterland_of)
    if site.kind != "hinterland":
        raise ScenarioError(f"{key}.kind: must be hinterland, as hinterland_of is given; not {site.kind!r}")
    if park.hinterland_of is not None:
        raise ScenarioError(f"{key}.hinterland_of: {park.name!r} is a hinterland itself; name the park")
    if park.city != site.city:
        raise ScenarioError(f"{key}.city: must be {park.city!r}, that of {park.name!r}, not {site.city!r}")


def stability(scenario: Scenario) -> list[tuple[str, float, float, str]]:
    """Conditions under which the system does not run away: (key to change, value, limit, what it is)."""
    p, s, d = scenario.production, scenario.scale, scenario.demand
    gain = (p.rd_el_output + s.e_loc + s.e_urb) * (d.sigma - 1.0) * p.pass_through
    table = io_table(scenario.sector_names)
    count = len(scenario.sectors)
    local = table["a"][:count] * table["park"][:, None]
    talent, wages = scenario.talent, scenario.labour.wage_beta
    pull = talent.mig_peer - talent.mig_el * (wages + talent.rent_share / (1.0 + scenario.space.supply_el))
    return [
        ("demand.sigma", gain, 0.7, "feedback, (rd_el_output + e_loc + e_urb) x (sigma - 1) x pass_through,"),
        ("network.learn_rate", scenario.network.learn_rate, 0.25, "learning a quarter"),
        ("talent.mig_peer", pull, 1.0, "the pull of a crowd less what its wages and rents repel"),
        ("io", spectral_radius(local), 0.5, "the spectral radius of local input-output links"),
    ]


def spectral_radius(matrix: np.ndarray) -> float:
    """Largest eigenvalue of a non-negative matrix, by power iteration."""
    vector = np.ones(matrix.shape[0])
    radius = 0.0
    for _ in range(200):
        following = (matrix * vector[None, :]).sum(axis=1)
        radius = float(following.max())
        if radius <= 0.0:
            return 0.0
        vector = following / radius
    return radius


def warnings(scenario: Scenario) -> list[str]:
    """What is allowed, but near the edge of what the model can carry or of what is known."""
    found = [
        f"{key}: {what} is {value:.3g}, near the limit {limit:g}"
        for key, value, limit, what in stability(scenario)
        if WARN_SHARE * limit <= value < limit
    ]
    few = [site.name for site in scenario.sites if 0.0 < (site.surveyed_firms or 0.0) * scenario.run.sample < 30]
    empty = [site.name for site in scenario.sites if not site.surveyed_firms]
    for names, what in ((empty, "no firms at the start"), (few, "fewer than 30 surveyed firms simulated: mostly luck")):
        if len(names) > NAMED_SITES:
            found.append(f"sites: {len(names)} of {len(scenario.sites)} have {what}")
        else:
            found += [f"sites.{name}: has {what}" for name in names]
    parks = {s.city for s in scenario.sites if s.kind != "hinterland"}
    around = {s.city for s in scenario.sites if s.kind == "hinterland"}
    if parks - around:
        cities = sorted(parks - around)
        alone = ", ".join(cities) if len(cities) <= NAMED_SITES else f"{len(cities)} cities"
        verb = "has" if len(cities) == 1 else "have"
        found.append(f"sites: {alone} {verb} no hinterland, so displacement cannot be seen")
    return found


def _check_site(scenario: Scenario, site: Site) -> None:
    key = f"sites.{site.name}"
    firms, staff = site.surveyed_firms or 0.0, site.employees or 0.0
    revenue, output = site.revenue or 0.0, site.industrial_output or 0.0
    certified = site.high_tech_enterprises or 0.0
    for name, value in (("surveyed_firms", firms), ("high_tech_enterprises", certified)):
        if value != round(value):
            raise ScenarioError(f"{key}.{name}: must be a whole number of firms, not {value:g}")
    _check_surroundings(scenario, site, key)
    if firms == 0:
        return
    if certified > firms:
        raise ScenarioError(f"{key}.high_tech_enterprises: {certified:g} of only {firms:g} surveyed_firms")
    if staff < firms:
        raise ScenarioError(
            f"{key}.employees: {staff:g} persons in {firms:g} firms; there is at least one each"
        )
    if not 0.02 <= revenue / staff <= 100.0:
        raise ScenarioError(
            f"{key}.revenue: {revenue / staff:.3g} m¥ an employee; allowed: 0.02 to 100 (in million yuan)"
        )
    if output > revenue:
        raise ScenarioError(f"{key}.industrial_output: {output:g} m¥ is more than revenue, {revenue:g} m¥")
    _check_weights(scenario, site, key)


def _check_weights(scenario: Scenario, site: Site, key: str) -> None:
    weights = site.sector_weights
    for name, weight in weights.items():
        if not 0.0 <= weight <= 1.0:
            raise ScenarioError(f"{key}.sector_weights.{name}: must be within 0 to 1, not {weight:g}")
    for what, goods in (("goods", True), ("service", False)):
        names = [name for name, sector in scenario.sectors.items() if sector.goods == goods]
        total = sum(weights.get(name, 0.0) for name in names)
        if abs(total - 1.0) > 1e-6:
            raise ScenarioError(
                f"{key}.sector_weights: those of {what} sectors ({', '.join(names)}) "
                f"sum to {total:g}; they must sum to 1"
            )
