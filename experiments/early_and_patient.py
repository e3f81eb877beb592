"""Early, small, long and hard: does public money bring what private money leaves out?

A guidance fund whose terms ask for early rounds, small firms, a long life and hard technology, beside one on none of
these terms, and credit that waits. Same spending in every arm.
"""

from _ask import ask

PLAIN = {"early": 0.0, "largest_value": 10000.0, "years": 7.0, "patience": 0.0, "hard_tech": 0.0}
ARMS = {
    "guidance_fund": {"guidance_fund": 1.0},
    "plain_fund": {"guidance_fund": {"intensity": 1.0, **{f"terms.{term}": value for term, value in PLAIN.items()}}},
    "patient_credit": {"patient_credit": 1.0},
}
LABELS = {"plain_fund": ("fund on none of these terms", "无上述要求的基金")}
ZH = "投早投小投长期投硬科技:公共资金能否补上民间资金的空缺?"
JUDGED_BY = ("venture_money", "firms", "survival_5y", "rd_real_year", "tfp", "fiscal_balance",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY, equal_cost=True, labels=LABELS)
