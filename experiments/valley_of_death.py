"""Where do results die on the way to the market: proof of concept, pilot, testing, or transfer?

Each stage has a queue; widening one that nobody waits at moves nothing, and what passes one may die at the
next. The voucher pays firms for the step instead of building it. Judged by how many get to each stage in the
whole run.
"""

from _ask import ask

ARMS = {
    "poc": {"poc": 1.0},
    "pilot": {"pilot": 1.0},
    "testing": {"testing": 1.0},
    "transfer": {"transfer": 1.0},
    "voucher": {"voucher": 1.0},
}
ZH = "成果在走向市场的哪一步中断:概念验证、中试、检验检测,还是技术转移?"
JUDGED_BY = ("climbs_market", "climbs_concept", "climbs_pilot", "climbs_testing", "tfp", "revenue_all_year",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
