"""Do meetings of parks, schools and firms make partners who would not have met?

Match-making events, ties with national laboratories, and joint work across regions, in all of a hundred parks with a
hundred universities: events need universities, work across regions needs more than one park. A meeting that only
brings together who work together already moves nothing.
"""

from _ask import ask

ARMS = {
    "match_event": {"match_event": 1.0},
    "national_link": {"national_link": 1.0},
    "cross_region": {"cross_region": 1.0},
}
ZH = "百园百校万企的对接,是否让本不会相遇的伙伴相遇?"
JUDGED_BY = ("joint_rd", "joint_rd_across", "intentions", "rd_real_year", "patents", "tfp", "gain_created")

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY, scenario="hundred")
