"""Does cultivating ranks raise what firms do, or only the number of firms with a rank?

Rewards for steps of the ladder, help for champions and world-class firms, and the gazelle and unicorn
programme. If ranks move and productivity and research do not, the programme has paid for titles.
"""

from _ask import ask

ARMS = {
    "ladder": {"ladder": 1.0},
    "champion_world": {"champion_world": 1.0},
    "gazelle_unicorn": {"gazelle_unicorn": 1.0},
}
ZH = "梯度培育提高了企业的实绩,还是只增加了称号?"
JUDGED_BY = ("rd_real_year", "tfp", "specialised", "little_giants", "champions", "gazelles",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
