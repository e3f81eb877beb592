"""What happened this quarter: counts by kind and site, and rows for the micro files."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.state.cells import cell_count, cell_sum
from sim.state.table import Floats

EVENTS: dict[str, tuple[str, str]] = {
    "births_entrant": ("births of entrants", "新进入企业"),
    "births_university_spinoff": ("university spin-offs", "高校衍生企业"),
    "births_firm_spinoff": ("firm spin-offs", "企业衍生企业"),
    "applicants_refused": ("applicants refused at the gate", "未获准入企业"),
    "deaths_insolvent": ("deaths by insolvency", "资不抵债退出"),
    "deaths_voluntary": ("voluntary closures", "主动退出"),
    "deaths_other": ("other deaths", "其他退出"),
    "moves_in": ("firms moved in", "迁入企业"),
    "moves_out": ("firms moved out", "迁出企业"),
    "deals_seed": ("seed deals", "种子轮投资"),
    "deals_a": ("round A deals", "A轮投资"),
    "deals_b": ("round B deals", "B轮投资"),
    "deals_c": ("later deals", "C轮及以后投资"),
    "exits_sale": ("stakes sold to an acquirer", "并购退出"),
    "exits_listing": ("listings", "上市退出"),
    "stakes_lost": ("stakes written off", "投资损失"),
    "state_money_refused": ("offers of state money refused", "拒绝国资"),
    "funds_opened": ("funds opened", "新设基金"),
    "funds_closed": ("funds closed", "到期基金"),
    "loans_granted": ("loans granted", "发放贷款"),
    "loans_refused": ("loan requests cut or refused", "贷款受限"),
    "defaults": ("loan defaults", "贷款违约"),
    "projects_started": ("projects started by firms", "企业立项"),
    "results_started": ("results started in universities", "高校成果"),
    "climbs_concept": ("climbs from research to proof of concept", "进入概念验证"),
    "climbs_pilot": ("climbs to pilot", "进入中试"),
    "climbs_testing": ("climbs to testing", "进入检测"),
    "climbs_market": ("projects that reached the market", "进入市场"),
    "projects_failed": ("projects failed", "项目失败"),
    "projects_abandoned": ("projects abandoned", "项目搁置"),
    "results_shelved": ("university results shelved", "成果搁置"),
    "licences": ("licences and assignments", "许可转让"),
    "grants_early": ("early grants awarded", "早期资助"),
    "places_incubator": ("incubator places taken", "入孵企业"),
    "graduations": ("incubator graduations", "毕业企业"),
    "certified": ("certificates won or renewed", "高企认定"),
    "certificates_lost": ("certificates lost or lapsed", "高企失效"),
    "promotions": ("promotions on the ladder", "梯度晋级"),
    "demotions": ("ranks lost", "梯度降级"),
    "relabellers_caught": ("relabelling detected", "虚报被查"),
    "talents_arrived": ("leading talent arrived", "领军人才到来"),
    "talents_moved": ("leading talent moved", "领军人才流动"),
    "talents_left": ("leading talent left or retired", "领军人才离开"),
    "links_formed": ("formal links formed", "新建合作"),
    "links_faded": ("formal links faded", "合作终止"),
}
"""Every countable event with its label in English and Chinese."""


class Happenings:
    """Counts and amounts by site, and rows for the micro files, of one quarter."""

    def __init__(self, n_sites: int) -> None:
        self._n_sites = n_sites
        self.clear()

    def clear(self) -> None:
        """Forget everything (at the start of a quarter)."""
        self.counts: dict[str, NDArray[np.int64]] = {}
        self.amounts: dict[str, Floats] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def count(self, event: str, site: NDArray[np.integer]) -> None:
        """Count one event for each entry of ``site``."""
        if event not in EVENTS:
            raise KeyError(event)
        found = cell_count(site, self._n_sites) if len(site) else np.zeros(self._n_sites, np.int64)
        self.counts[event] = self.counts[event] + found if event in self.counts else found

    def add(self, name: str, site: NDArray[np.integer], amount: Floats) -> None:
        """Add amounts by site under a free name (for metrics)."""
        found = cell_sum(site, amount, self._n_sites) if len(site) else np.zeros(self._n_sites)
        self.amounts[name] = self.amounts[name] + found if name in self.amounts else found

    def write(self, file: str, **columns: Any) -> None:
        """Keep rows for a micro file (``deals``, ``moves``, ``events``)."""
        self.rows.setdefault(file, []).append(columns)

    def of(self, event: str) -> NDArray[np.int64]:
        """Counts of an event by site, zero if it did not happen."""
        return self.counts.get(event, np.zeros(self._n_sites, np.int64))

    def amount(self, name: str) -> Floats:
        """Amounts by site, zero if there were none."""
        return self.amounts.get(name, np.zeros(self._n_sites))
