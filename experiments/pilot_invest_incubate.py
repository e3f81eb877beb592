"""Do pilot lines, money and incubators under one roof do more than the three apart?

One operator against its three parts pulled one at a time and together: more than the sum is a gain from
joining them.
"""

from _ask import ask

ARMS = {
    "pie_operator": {"pie_operator": 1.0},
    "pilot": {"pilot": 1.0},
    "guidance_fund": {"guidance_fund": 1.0},
    "incubator": {"incubator": 1.0},
    "apart": {"pilot": 1.0, "guidance_fund": 1.0, "incubator": 1.0},
}
ZH = "“中试+投资+孵化”合在一处,是否胜过三者分开?"
JUDGED_BY = ("firms", "survival_5y", "tfp", "revenue_all_year",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
