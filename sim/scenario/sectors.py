"""The ten sectors of a park and their defaults."""

from __future__ import annotations

from typing import Literal

from sim.scenario.declare import Label, Section, par

FIELD_MIX = {
    "digital": (0.7, 0.2, 0.05, 0.05),
    "machines": (0.3, 0.55, 0.1, 0.05),
    "matter": (0.1, 0.3, 0.5, 0.1),
    "life": (0.15, 0.1, 0.15, 0.6),
}
"""Mix of technical staff over fields (information, engineering, materials, life). Assumed."""


class Sector(Section):
    """A sector: what a scenario may override."""

    label_en: Label = ""
    label_zh: Label = ""
    kind: Literal["leading", "emerging", "future"] = "leading"
    goods: bool = True
    growth: float = par(0.03, "1/year", (0.0, 0.1), "assumed", "assumed", "demand growth", "需求增速", "real growth of demand a year", low=-0.2, high=0.5)
    technical_share: float = par(0.25, "share", (0.1, 0.7), "assumed", "assumed", "technical staff", "科技人员占比", "technical staff in variable heads", high=0.9)
    know_dep: float = par(0.15, "1/year", (0.12, 0.4), "[LH] [LI]", "verified", "depreciation of knowledge", "知识折旧率", "depreciation of the R&D stock", high=1.0)
    export_weight: float = par(0.1, "share", (0.0, 0.5), "[WIOD]", "derived", "export weight", "出口权重", "export share before scaling to the overall share", high=1.0)
    energy_intensity: float = par(4.4, "tce/m¥", (2.0, 40.0), "[WIOD]; 2,500 ¥ a tce assumed", "derived", "energy intensity", "能耗强度", "energy per revenue at quarter 0, tonnes of coal equivalent: the WIOD parent's energy purchases over the price of energy", high=1000.0)
    carbon_intensity: float = par(2.4, "t/tce", (1.8, 3.0), "general knowledge", "assumed", "carbon intensity of energy", "单位能耗碳排放", "carbon dioxide for a tonne of coal equivalent of energy, power included", high=20.0)
    takeoff_hazard: float = par(0.0, "1/year", (0.0, 0.2), "assumed", "assumed", "chance of take-off", "爆发概率", "yearly chance that demand takes off, once in a run; 0: growth is what it is", high=5.0)
    takeoff_growth: float = par(0.25, "1/year", (0.1, 0.5), "assumed", "assumed", "growth at take-off", "爆发期额外增速", "growth of demand a year on top of the usual, while a take-off lasts", high=2.0)
    takeoff_years: float = par(5.0, "years", (2.0, 10.0), "assumed", "assumed", "length of a take-off", "爆发期年数", "years that a take-off lasts; the level stays", high=50.0)
    field_mix: tuple[float, float, float, float] = par(FIELD_MIX["machines"], "share", None, "assumed; no table of degrees by sector", "assumed", "mix of fields", "学科构成", "technical staff by field: information, engineering, materials, life; sums to 1", high=1.0)


def _sector(en: str, zh: str, kind: str, goods: bool, growth: float, technical: float, dep: float, export: float, mix: str, energy: float = 4.4) -> Sector:
    return Sector.model_validate({
        "label_en": en, "label_zh": zh, "kind": kind, "goods": goods, "growth": growth,
        "technical_share": technical, "know_dep": dep, "export_weight": export, "field_mix": FIELD_MIX[mix],
        "energy_intensity": energy,
    })  # fmt: skip


SECTORS: dict[str, Sector] = {
    "ICE": _sector("electronics and integrated circuits", "电子信息与集成电路", "leading", True, 0.03, 0.25, 0.25, 0.338, "digital"),
    "OPT": _sector("optoelectronics and instruments", "光电子与仪器仪表", "leading", True, 0.03, 0.25, 0.20, 0.338, "machines"),
    "NEN": _sector("new energy and power equipment", "新能源与电力装备", "emerging", True, 0.055, 0.25, 0.15, 0.338, "machines"),
    "EQP": _sector("advanced equipment and robots", "高端装备与机器人", "leading", True, 0.03, 0.25, 0.15, 0.143, "machines", 9.2),
    "NEV": _sector("intelligent and new-energy vehicles", "智能网联与新能源汽车", "emerging", True, 0.055, 0.25, 0.15, 0.117, "machines"),
    "MAT": _sector("new materials and fine chemicals", "新材料与精细化工", "leading", True, 0.03, 0.25, 0.15, 0.098, "matter", 20.0),
    "BIO": _sector("biomedicine and devices", "生物医药与医疗器械", "emerging", True, 0.055, 0.25, 0.12, 0.098, "life", 12.0),
    "SW": _sector("software, AI and IT services", "软件与人工智能", "emerging", False, 0.055, 0.55, 0.30, 0.105, "digital"),
    "BUS": _sector("R&D, technical and business services", "科技与商务服务", "emerging", False, 0.055, 0.55, 0.15, 0.105, "digital"),
    "FUT": _sector("future industries", "未来产业", "future", True, 0.15, 0.40, 0.15, 0.05, "digital"),
}
"""Defaults of the ten sectors. Growth, technical shares and field mixes are assumed; knowledge depreciation is
from [LI] where it differs by sector; export weights and energy are those of the WIOD parents (life science less
energy than chemicals, assumed). No sector takes off unless a scenario says so: when and whether is not known."""
