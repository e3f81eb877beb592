"""Taxes and the authority's account."""

from sim.scenario.declare import Section, par

A = "assumed"
K = "general knowledge"


class Fiscal(Section):
    """Tax rates, and how authorities keep house."""

    cit: float = par(0.25, "share", None, "tax law", "verified", "corporate income tax", "企业所得税率", "rate on profit", high=0.9)
    cit_hte: float = par(0.15, "share", None, "[HTE5]", "verified", "rate with a certificate", "高企所得税率", "rate on profit of a certified high-tech enterprise", high=1.0)
    rd_deduction: float = par(1.0, "share", (0.5, 1.2), "[STA]", "verified", "super-deduction", "研发加计扣除", "extra share of reported R&D that is deducted from profit", high=3.0)
    vat_goods: float = par(0.13, "share", None, K, "assumed", "VAT on goods", "货物增值税率", "value added tax on goods", high=1.0)
    vat_services: float = par(0.06, "share", None, K, "assumed", "VAT on services", "服务增值税率", "value added tax on services", high=1.0)
    surcharge: float = par(0.12, "share", (0.05, 0.12), "tax law: 7, 3 and 2 points", "verified", "surcharges on VAT", "增值税附加", "urban maintenance and education surcharges over value added tax, paid by firms", high=1.0)
    levies: float = par(0.0025, "share", (0.001, 0.005), K, "assumed", "other levies", "其他税费率", "stamp duty, property and land-use taxes over revenue", high=0.1)
    wage_tax: float = par(0.06, "share", (0.0, 0.1), A, "assumed", "tax on wages", "工资税率", "personal income tax over payroll", high=1.0)
    authority_quarters: float = par(2.0, "quarters", (0.5, 6), A, "assumed", "authority's cash", "管委会资金季数", "quarters of tax income that an authority holds at quarter 0")
    facility_cost: tuple[float, float, float, float, float, float] = par((0.40, 0.23, 0.75, 0.10, 0.05, 0.15), "m¥/year", (0.01, 2.0), "[SKL1-4] [INS1-3]; costs over usual throughput, testing and accelerators assumed", "assumed", "cost of facilities", "设施运营成本", "net public cost of running a place of the laboratory, proof of concept, pilot lines and testing (a project a year), incubators and accelerators (a tenant)")
    authority_reserve: float = par(0.4, "share", (0.1, 0.8), A, "assumed", "authority's reserve", "管委会储备比例", "share of its cash that an authority keeps", high=1.0)
