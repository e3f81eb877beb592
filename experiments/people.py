"""Do leading talent, housing for newcomers, or the rights of inventors bring more to a park?

Talent that comes leads teams, housing moves people between cities, rights let results leave their
university sooner. What comes from other sites is told apart from what is created.
"""

from _ask import ask

ARMS = {
    "leading_talent": {"leading_talent": 1.0},
    "talent_housing": {"talent_housing": 1.0},
    "result_rights": {"result_rights": 1.0},
}
ZH = "领军人才、人才安居与职务成果赋权,哪一项给园区带来更多?"
JUDGED_BY = ("tfp", "technical_share", "employment_all", "patents", "gain_from_sites",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
