"""The scenario: everything a run is made of, typed and checked."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sim.scenario.declare import Label, Section, par
from sim.scenario.errors import nearest
from sim.scenario.levers import LEVERS
from sim.scenario.parameters.certification import Certification
from sim.scenario.parameters.demand import Demand
from sim.scenario.parameters.demography import Demography
from sim.scenario.parameters.finance import Finance
from sim.scenario.parameters.fiscal import Fiscal
from sim.scenario.parameters.hinterland import Hinterland
from sim.scenario.parameters.labour import Labour
from sim.scenario.parameters.network import Network
from sim.scenario.parameters.production import Production
from sim.scenario.parameters.projects import Projects
from sim.scenario.parameters.research import Research
from sim.scenario.parameters.scale import Scale
from sim.scenario.parameters.space import Space
from sim.scenario.parameters.talent import Talent
from sim.scenario.parameters.universities import Universities
from sim.scenario.sectors import SECTORS, Sector

A = "assumed"
SiteKindName = Literal["high_tech", "ordinary", "hinterland"]
EFFECT_NAMES = ("scale", "network", "synergy", "talent")


class Run(Section):
    """Horizon, seed and size of a run."""

    seed: int = par(1, "-", None, "choice", "assumed", "seed", "随机种子", "key of all luck; two runs with one seed are identical", low=0, high=2**62)
    quarters: int = par(40, "quarters", None, A, "assumed", "horizon", "时长", "quarters that the run lasts", low=1, high=800)
    start_year: int = par(2024, "year", None, A, "assumed", "first year", "起始年份", "year that quarter 0 closes", low=1988, high=2100)
    price_year: int = par(2024, "year", None, A, "assumed", "price base", "价格基年", "year in whose prices money is counted", low=1978, high=2100)
    inflation: float = par(0.018, "1/year", (0.0, 0.03), "general knowledge", "assumed", "inflation", "通胀率", "growth of the price index, for nominal columns", low=-0.1, high=0.5)
    sample: float = par(1.0, "share", None, "choice", "assumed", "sample", "抽样比例", "share of firms that is simulated; totals are scaled up", low=0.001, high=1.0)
    variant: Literal["as_stated", "ordinary"] = "as_stated"
    generic_firms: int = par(4000, "firms", None, A, "assumed", "generic population", "预热企业数", "firms of the population from which quarter 0 is drawn", low=200, high=200000)
    burn_in_quarters: int = par(40, "quarters", None, A, "assumed", "burn-in", "预热季度", "quarters that the generic population lives before quarter 0", low=0, high=400)


class Effects(Section):
    """Strengths of the four cluster effects: 1 as estimated, 0 neutral; at some sites, or everywhere."""

    scale: float = par(1.0, "share", None, "switch", "assumed", "scale effect", "规模效应", "strength of scale", high=1.0)
    network: float = par(1.0, "share", None, "switch", "assumed", "network effect", "网络效应", "strength of the network", high=1.0)
    synergy: float = par(1.0, "share", None, "switch", "assumed", "synergy effect", "协同效应", "strength of synergy", high=1.0)
    talent: float = par(1.0, "share", None, "switch", "assumed", "talent effect", "人才效应", "strength of talent", high=1.0)
    sites: tuple[str, ...] = ()
    """Sites at which these strengths hold; elsewhere they are 1. None named: everywhere."""


class Outputs(Section):
    """What a run folder keeps."""

    micro: Literal["none", "yearly", "quarterly"] = "yearly"


class City(Section):
    """A city: one labour market."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[\w\- ]+$")
    label_en: Label = ""
    label_zh: Label = ""
    x: float = par(0.0, "km", None, "map", "derived", "east", "东向位置", "position, east", low=-10000, high=10000)
    y: float = par(0.0, "km", None, "map", "derived", "north", "北向位置", "position, north", low=-10000, high=10000)
    wage_ordinary: float = par(0.12, "m¥/year", (0.08, 0.2), "[WAGE]", "assumed", "ordinary wage", "普通员工成本", "cost of an ordinary employee", low=0.01, high=5.0)
    wage_technical: float = par(0.22, "m¥/year", (0.15, 0.4), "[WAGE]", "assumed", "technical wage", "科技人员成本", "cost of a technical employee", low=0.01, high=10.0)
    wage_leading: float = par(0.60, "m¥/year", (0.4, 1.2), A, "assumed", "leading wage", "领军人员成本", "cost of a leading employee", low=0.01, high=50.0)
    amenity: float = par(0.0, "log", (-0.5, 0.5), A, "assumed", "amenity", "宜居度", "amenity of the city", low=-5.0, high=5.0)
    outside_hours: float = par(1.0, "hours", (0.5, 5), A, "assumed", "hours to outside", "对外通勤时长", "travel time to the rest of the country", high=100.0)


class Site(Section):
    """A site. Totals not given here come from the statistics of its ``zone`` and ``year``, or, for a
    hinterland, from the site that it surrounds."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_\-]+$")
    label_en: Label = ""
    label_zh: Label = ""
    kind: SiteKindName = "high_tech"
    city: str
    hinterland_of: str | None = None
    zone: str | None = None
    year: int | None = par(None, "year", None, "choice", "assumed", "year of the statistics", "统计年份", "year whose statistics of the zone give the totals", low=1988, high=2100)
    x: float = par(0.0, "km", None, "map", "assumed", "east", "东向位置", "centre relative to the city, east", low=-10000, high=10000)
    y: float = par(0.0, "km", None, "map", "assumed", "north", "北向位置", "centre relative to the city, north", low=-10000, high=10000)
    area_km2: float = par(100.0, "km2", (5, 1000), A, "assumed", "area", "面积", "area of the site", low=0.01, high=1e6)
    ring_km: float = par(0.0, "km", None, A, "assumed", "ring", "环形半径", "mean radius of a hinterland's ring; 0 for a disc", high=500.0)
    surveyed_firms: float | None = par(None, "firms", None, "[ZONES]", "verified", "surveyed firms", "入统企业数", "firms in the reporting panel at quarter 0; from the statistics if zone and year are named", high=1e7)
    employees: float | None = par(None, "persons", None, "[ZONES]", "verified", "employees", "从业人员", "employees of surveyed firms at quarter 0; from the statistics if zone and year are named", high=1e9)
    revenue: float | None = par(None, "m¥/year", None, "[ZONES]", "verified", "revenue", "营业收入", "revenue of surveyed firms in the year that quarter 0 closes; from the statistics if zone and year are named", high=1e9)
    industrial_output: float | None = par(None, "m¥/year", None, "[ZONES]", "verified", "industrial output", "工业总产值", "revenue of surveyed firms in goods sectors; from the statistics if zone and year are named", high=1e9)
    high_tech_enterprises: float | None = par(None, "firms", None, "[ZONES]", "verified", "high-tech enterprises", "高新技术企业数", "surveyed firms with a high-tech certificate at quarter 0; from the statistics if zone and year are named", high=1e7)
    rd_intensity: float = par(0.0214, "share", (0.018, 0.028), "[HTZ19] [ZONES]", "derived", "R&D intensity", "研发强度", "R&D over revenue at quarter 0", high=0.5)
    profit_target: float = par(0.075, "share", (0.055, 0.085), "[ZONES]", "derived", "profit", "利润率", "profit over revenue at quarter 0", low=0.005, high=0.5)
    tech_share: float = par(0.65, "share", (0.4, 0.9), A, "assumed", "technology firms", "科技型企业占比", "share of firms that are technology firms by type", high=1.0)
    unsurveyed_ratio: float = par(0.6, "ratio", (0.2, 2.0), A, "assumed", "firms below the panel", "未入统比例", "firms outside the panel over surveyed firms", high=20.0)
    universities: int = par(0, "count", None, A, "assumed", "universities", "高校数", "universities and institutes on the site", high=500)
    sector_weights: dict[str, float] = Field(default_factory=dict)
    isolated: bool = False

    @property
    def radius_km(self) -> float:
        """Mean distance of its firms from its centre, km."""
        return self.ring_km if self.ring_km > 0 else float(np.sqrt(self.area_km2 / np.pi) * 2.0 / 3.0)


class Institution(Section):
    """How a kind of site is run. One model, other institutions."""

    gate_selectivity: float = par(0.0, "sd", (0.0, 1.5), A, "assumed", "gate", "准入门槛", "score that applicants must exceed; 0 admits all", low=0.0, high=10.0)
    gate_noise: float = par(0.5, "sd", (0.1, 2.0), A, "assumed", "noise of the gate", "准入噪声", "s.d. of the noise in the score")
    own_authority: float = par(0.5, "share", (0.2, 0.8), A, "assumed", "public floor", "公有物业占比", "share of floor that the authority owns", high=1.0)
    local_tax_share: float = par(0.30, "share", (0.2, 0.5), "[SIP15] [JP]", "derived", "local share of taxes", "地方税收留成", "share of taxes raised on the site that its authority keeps", high=1.0)
    lever_budget: float = par(0.08, "share", (0.02, 0.18), "zone finance, archetypes", "assumed", "budget of levers", "政策预算占比", "share of the authority's cash that a quarter's levers may spend", high=1.0)
    admin_delay: float = par(0.25, "quarters", (0.0, 2.0), A, "assumed", "delay of entry", "审批时延", "quarters of overhead that permits cost an entrant", high=20.0)
    platform: float = par(20.0, "projects/year", (0, 200), A, "assumed", "laboratory", "平台能力", "research projects served a year for each thousand surveyed firms")
    proof_of_concept: float = par(10.0, "projects/year", (0, 100), A, "assumed", "proof of concept", "概念验证能力", "projects served a year for each thousand surveyed firms")
    pilot: float = par(10.0, "projects/year", (0, 100), A, "assumed", "pilot lines", "中试能力", "projects served a year for each thousand surveyed firms")
    testing: float = par(20.0, "projects/year", (0, 200), A, "assumed", "testing", "检测能力", "projects served a year for each thousand surveyed firms")
    incubator: float = par(40.0, "tenants", (0, 200), "[INS1]", "derived", "incubators", "孵化场地", "tenants for each thousand surveyed firms")
    accelerator: float = par(5.0, "tenants", (0, 50), A, "assumed", "accelerators", "加速场地", "tenants for each thousand surveyed firms")
    leave_rate: float = par(0.15, "1/year", (0.02, 0.4), A, "assumed", "leave rate", "成果转出率", "hazard with which a ready result leaves its university")


INSTITUTIONS: dict[str, Institution] = {
    "high_tech": Institution(gate_selectivity=0.3, lever_budget=0.12, admin_delay=0.25),
    "ordinary": Institution(
        gate_selectivity=0.0, lever_budget=0.04, admin_delay=1.0, platform=2.0, proof_of_concept=1.0, pilot=2.0,
        testing=10.0, incubator=8.0, accelerator=0.0, leave_rate=0.06,
    ),
    "hinterland": Institution(
        gate_selectivity=0.0, lever_budget=0.02, admin_delay=1.0, platform=1.0, proof_of_concept=0.5, pilot=1.0,
        testing=5.0, incubator=4.0, accelerator=0.0, leave_rate=0.05,
    ),
}  # fmt: skip
"""Institutions by kind of site (assumed)."""


TIERS = ("none", "tech_sme", "innovative_sme", "specialised", "little_giant", "champion", "world_class")
"""Ranks of firms, from none to the highest, by which levers may be aimed."""

STAGES = ("research", "concept", "pilot", "testing")
"""Stages of a project, by which levers may be aimed."""


class LeverSetting(Section):
    """A lever that the scenario turns on."""

    intensity: float = par(1.0, "-", None, "choice", "assumed", "intensity", "强度", "how strongly the lever is pulled; 0 is off, 1 its usual size", high=100.0)
    first_quarter: int = par(1, "quarter", None, "choice", "assumed", "first quarter", "起始季度", "first quarter in force; a file may say from = 2026 or \"2026Q2\"", high=10000)
    last_quarter: int = par(10000, "quarter", None, "choice", "assumed", "last quarter", "终止季度", "last quarter in force; a file may say until = 2030", high=10000)
    sites: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    unit_cost: float | None = par(None, "m¥", None, "choice", "assumed", "unit cost", "单位成本", "cost of a unit where it differs from the lever's record", high=1e5)
    terms: dict[str, float] = Field(default_factory=dict)


class Shock(Section):
    """A shock to a sector's demand, to its demand from abroad alone, or to the outside price of an input."""

    kind: Literal["demand", "foreign_demand", "input_price"]
    sector: str
    size: float = par(..., "log", None, "choice", "assumed", "size", "冲击幅度", "log change of demand, of demand from abroad, or of the price of the input from outside", low=-3.0, high=3.0)
    first_quarter: int = par(..., "quarter", None, "choice", "assumed", "first quarter", "起始季度", "first quarter of the shock", low=1, high=10000)
    quarters: int = par(4, "quarters", None, "choice", "assumed", "length", "持续季数", "quarters that the shock lasts", low=1, high=10000)


class TravelTime(Section):
    """Travel time between two cities, both ways, where it is not that of the distance."""

    between: tuple[str, str]
    hours: float = par(..., "hours", None, "choice", "assumed", "hours between cities", "城市间时长", "travel time between the two cities, door to door", low=0.1, high=100.0)


class Scenario(Section):
    """A run's whole input, resolved and frozen."""

    name: str = Field(default="scenario", min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_\-]+$")
    title_en: Label = ""
    title_zh: Label = ""
    run: Run = Run()
    effects: Effects = Effects()
    outputs: Outputs = Outputs()
    cities: tuple[City, ...] = ()
    sites: tuple[Site, ...] = ()
    hours: tuple[TravelTime, ...] = ()
    sectors: dict[str, Sector] = Field(default_factory=lambda: dict(SECTORS))
    institutions: dict[str, Institution] = Field(default_factory=lambda: dict(INSTITUTIONS))
    levers: dict[str, LeverSetting] = Field(default_factory=dict)
    shocks: tuple[Shock, ...] = Field(default=(), max_length=1000)
    export_share: float = par(0.105, "share", (0.08, 0.14), "[ZONES]", "derived", "export share", "出口占比", "exports over revenue of all sites at quarter 0", high=0.6)
    production: Production = Production()
    demand: Demand = Demand()
    labour: Labour = Labour()
    space: Space = Space()
    scale: Scale = Scale()
    network: Network = Network()
    talent: Talent = Talent()
    research: Research = Research()
    projects: Projects = Projects()
    finance: Finance = Finance()
    demography: Demography = Demography()
    universities: Universities = Universities()
    fiscal: Fiscal = Fiscal()
    certification: Certification = Certification()
    hinterland: Hinterland = Hinterland()

    @model_validator(mode="after")
    def _names_agree(self) -> Scenario:
        site_names = [s.name for s in self.sites]
        for kind, names in (("sites", site_names), ("cities", [c.name for c in self.cities])):
            twice = next((n for n in names if names.count(n) > 1), None)
            if twice is not None:
                raise ValueError(f"{kind}: {twice!r} is there twice")
        city_names = [c.name for c in self.cities]
        for s in self.sites:
            _known(f"sites.{s.name}.city", s.city, city_names)
            if s.hinterland_of is not None:
                _known(f"sites.{s.name}.hinterland_of", s.hinterland_of, site_names)
            for sector in s.sector_weights:
                _known(f"sites.{s.name}.sector_weights", sector, list(self.sectors))
        pairs: set[frozenset[str]] = set()
        for number, travel in enumerate(self.hours):
            for city in travel.between:
                _known(f"hours.{number}.between", city, city_names)
            pair = frozenset(travel.between)
            if len(pair) < 2 or pair in pairs:
                raise ValueError(f"hours.{number}.between: must be two cities, each pair once, not {travel.between}")
            pairs.add(pair)
        for place in self.effects.sites:
            _known("effects.sites", place, site_names)
        for name in self.institutions:
            _known("institutions", name, list(INSTITUTIONS))
        for name in self.sectors:
            _known("sectors", name, list(SECTORS))
        for name, lever in self.levers.items():
            _known("levers", name, list(LEVERS))
            for site in lever.sites:
                _known(f"levers.{name}.sites", site, site_names)
            for sector in lever.sectors:
                _known(f"levers.{name}.sectors", sector, list(self.sectors))
            _aims(name, lever)
            terms = {t.name: t for t in LEVERS[name].terms}
            for term, value in lever.terms.items():
                _known(f"levers.{name}.terms", term, list(terms))
                if not terms[term].low <= value <= terms[term].high:
                    raise ValueError(
                        f"levers.{name}.terms.{term}: {value} is not within {terms[term].low:g} to {terms[term].high:g}"
                    )
        for shock in self.shocks:
            _known("shocks.sector", shock.sector, list(self.sectors))
        if not self.sites or not any((s.surveyed_firms or 0) > 0 for s in self.sites):
            raise ValueError("sites: there is no firm anywhere; give a site a zone and year, or surveyed_firms")
        return self

    # -- what the model asks ------------------------------------------------------------------

    @property
    def sector_names(self) -> tuple[str, ...]:
        """Names of sectors in order."""
        return tuple(self.sectors)

    def kind_of(self, site: Site) -> str:
        """Kind of a site under the run's variant: an ordinary variant runs parks as ordinary ones."""
        if self.run.variant == "ordinary" and site.kind == "high_tech":
            return "ordinary"
        return site.kind

    def institution_of(self, site: Site) -> Institution:
        """Institution record of a site under the run's variant."""
        return self.institutions[self.kind_of(site)]

    def lever_quarters(self, name: str) -> tuple[int, int]:
        """First and last quarter of a lever."""
        return self.levers[name].first_quarter, self.levers[name].last_quarter

    def demand_shock(self, sector: str, quarter: int) -> float:
        """Log demand shock that the scenario sets for a sector and quarter."""
        return self.shock_of("demand", sector, quarter)

    def foreign_shock(self, sector: str, quarter: int) -> float:
        """Log shock to demand from abroad that the scenario sets for a sector and quarter, beside that to all demand."""
        return self.shock_of("foreign_demand", sector, quarter)

    def input_price_shock(self, sector: str, quarter: int) -> float:
        """Price of an input from outside relative to quarter 0."""
        return float(np.exp(self.shock_of("input_price", sector, quarter)))

    def shock_of(self, kind: str, sector: str, quarter: int) -> float:
        """Sum of the log shocks of a kind to a sector in a quarter."""
        return sum(
            s.size
            for s in self.shocks
            if s.kind == kind and s.sector == sector and s.first_quarter <= quarter < s.first_quarter + s.quarters
        )

    def with_effects(self, **strengths: float) -> Scenario:
        """The same scenario with other strengths of the effects."""
        return self.model_copy(update={"effects": self.effects.model_copy(update=strengths)})

    def io_table(self) -> dict[str, NDArray[np.float64]]:
        """Input-output matrix [12, S], import and park shares [S], value added [S], by sector order."""
        return io_table(self.sector_names)


def _aims(name: str, lever: LeverSetting) -> None:
    """Raise ValueError if a lever is aimed at what it does not act on, or at an unknown rank or stage."""
    able_to = {
        "tiers": ("single firms", TIERS, [each.name for each in LEVERS.values() if each.by_firm]),
        "sectors": ("firms or sectors", (), [each.name for each in LEVERS.values() if each.by_firm or each.by_sector]),
        "stages": ("single projects", STAGES, [each.name for each in LEVERS.values() if each.by_project]),
    }
    for key, (what, valid, able) in able_to.items():
        wanted = getattr(lever, key)
        if wanted and name not in able:
            raise ValueError(f"levers.{name}.{key}: this lever does not act on {what}; those that do: {', '.join(able)}")
        for each in wanted if valid else ():
            _known(f"levers.{name}.{key}", each, list(valid))


def _known(key: str, name: str, valid: list[str]) -> None:
    if name not in valid:
        allowed = ", ".join(valid) if len(valid) <= 14 else f"{len(valid)} names"
        raise ValueError(f"{key}: unknown name {name!r}; allowed: {allowed}{nearest(name, valid)}")


@lru_cache(maxsize=8)
def io_table(sectors: tuple[str, ...]) -> dict[str, NDArray[np.float64]]:
    """Read the shipped ten-sector matrix: ``a`` [12, S], ``imports`` [S], ``park`` [S], ``value_added`` [S]."""
    rows: dict[str, dict[str, Any]] = {}
    text = files("sim.data").joinpath("io_matrix.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        rows[row["row"]] = row
    inputs = (*sectors, "BASE", "LOG")
    return {
        "a": np.array([[float(rows[r][s]) for s in sectors] for r in inputs]),
        "imports": np.array([float(rows[s]["import_share"]) for s in sectors]),
        "park": np.array([float(rows[s]["park_share"]) for s in sectors]),
        "value_added": np.array([float(rows["value_added"][s]) for s in sectors]),
    }
