"""Hinterland: totals of the firms around a park, where no statistics tell them."""

from sim.scenario.declare import Section, par

A = "assumed"


class Hinterland(Section):
    """What the surroundings of a park are like beside the park; a total that the file gives holds instead."""

    firms_ratio: float = par(0.5, "ratio", (0.2, 2.0), A, "assumed", "firms beside the park", "腹地企业数比", "surveyed firms of a hinterland over those of its park", high=50.0)
    jobs_ratio: float = par(2.0, "ratio", (0.5, 5.0), A, "assumed", "jobs beside the park", "腹地就业比", "employees of a hinterland's surveyed firms over those of its park", high=50.0)
    revenue_per_worker: float = par(1.0, "m¥/year", (0.6, 2.0), A, "assumed", "revenue a worker beside the park", "腹地人均收入", "revenue per employee of a hinterland's surveyed firms", low=0.05, high=50.0)
    output_share: float = par(0.6, "share", (0.4, 0.85), "[ZONES] output over revenue of all zones 2020", "assumed", "industrial output", "腹地工业产出占比", "industrial output over revenue in a hinterland", high=1.0)
    row_weight: float = par(1.0, "firms", None, "choice", "assumed", "firms a row", "每行代表企业数", "firms for which a row of a hinterland stands, all alike; fewer where a hinterland would have less than 30 surveyed rows", low=1.0, high=100.0)
    certified_share: float = par(0.15, "share", (0.05, 0.5), A, "assumed", "certified firms", "腹地高企占比", "high-tech enterprises over surveyed firms in a hinterland", high=1.0)
