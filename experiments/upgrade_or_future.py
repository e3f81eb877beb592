"""Renew the leading industries, or sow future ones?

Smart and green equipment pays soon in firms that are there; seeds of future industries pay late, if at all.
Ten years, equal cost.
"""

from _ask import ask

ARMS = {
    "smart_green": {"smart_green": 1.0},
    "future_seed": {"future_seed": 1.0},
}
ZH = "改造主导产业,还是播种未来产业?"
JUDGED_BY = (
    "productivity", "tfp", "revenue_all_year", "rd_real_year", "energy_intensity", "emissions", "fiscal_balance",
)  # fmt: skip

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY, equal_cost=True, quarters=40)
