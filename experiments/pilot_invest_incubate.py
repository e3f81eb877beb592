"""Do pilot lines, money and incubators under one roof do more than the same money on the three apart?

One operator against pilot lines, a guidance fund and incubators of their own that cost the same together:
what the operator brings beyond them is a gain from joining them.
"""

from _ask import ask

ARMS = {
    "pie_operator": {"pie_operator": 1.0},
    "apart": {"pilot": 1.0, "guidance_fund": 1.0, "incubator": 1.0},
}
LABELS = {"apart": ("pilot line, fund and incubator apart", "中试、基金、孵化器各自独立")}
ZH = "“中试+投资+孵化”合在一处,是否胜过同样的钱分开花?"
JUDGED_BY = ("firms", "survival_5y", "tfp", "revenue_all_year",)

if __name__ == "__main__":
    ask(
        __file__, __doc__, ZH, ARMS, JUDGED_BY, equal_cost=True, labels=LABELS, against=("pie_operator", "apart"),
    )  # fmt: skip
