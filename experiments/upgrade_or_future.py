"""Renew the leading industries, or sow future ones?

Smart and green equipment pays soon in firms that are there; seeds of future industries pay late, and only if the
market takes off, which nobody foresees. Ten years, equal cost, and two worlds: one in which that market may take off
in any year (one chance in twenty, assumed: four in ten within ten years), and one in which it never does.
"""

from _ask import ask_in_worlds

ARMS = {
    "smart_green": {"smart_green": 1.0},
    "future_seed": {"future_seed": 1.0},
}
WORLDS = {
    "may_take_off": (
        ("the market of future industries may take off (5 % a year)", "未来产业市场可能爆发(每年概率5%)"),
        {"sectors.FUT.takeoff_hazard": 0.05},
    ),
    "never": (("it never takes off", "未来产业市场始终不爆发"), {"sectors.FUT.takeoff_hazard": 0.0}),
}
ZH = "改造主导产业,还是播种未来产业?"
JUDGED_BY = (
    "productivity", "tfp", "revenue_all_year", "rd_real_year", "energy_intensity", "emissions", "fiscal_balance",
)  # fmt: skip

if __name__ == "__main__":
    ask_in_worlds(__file__, __doc__, ZH, ARMS, JUDGED_BY, WORLDS, quarters=40)
