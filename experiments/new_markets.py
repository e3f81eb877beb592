"""First sets, open scenarios, standards or parks along the Belt and Road: which opens a market?

Insurance for the first buyer, a public first buyer, a rule that others follow, a door abroad. What is won
at home from other sites is no new market.
"""

from _ask import ask

ARMS = {
    "first_launch": {"first_launch": 1.0},
    "scenario_opening": {"scenario_opening": 1.0},
    "standards": {"standards": 1.0},
    "bri": {"bri": 1.0},
}
ZH = "首台套、应用场景、标准与“一带一路”园区,哪一项打开市场?"
JUDGED_BY = ("revenue_all_year", "exports", "gain_created", "gain_from_sites", "gain_from_outside", "tfp",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
