"""Early, small, long and hard: does public money bring what private money leaves out?

A guidance fund that must invest early beside one that may not look at age, and credit that waits. Same
spending in every arm.
"""

from _ask import ask

ARMS = {
    "guidance_fund": {"guidance_fund": 1.0},
    "late_fund": {"guidance_fund": {"intensity": 1.0, "terms.early": 0.0}},
    "patient_credit": {"patient_credit": 1.0},
}
ZH = "投早投小投长期投硬科技:公共资金能否补上民间资金的空缺?"
JUDGED_BY = ("firms", "survival_5y", "rd_real_year", "tfp", "fiscal_balance",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY, equal_cost=True)
