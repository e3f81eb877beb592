"""Where do results die on the way to the market: proof of concept, pilot, testing, or transfer?

Each stage has a queue; widening one that nobody waits at moves nothing. The voucher pays firms for the step
instead of building it.
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
JUDGED_BY = ("patents", "tfp", "revenue_all_year", "gain_created",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
