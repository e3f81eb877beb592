"""Which source of technology raises a park's productivity: platforms, national laboratories, or major projects?

Each is pulled at its usual size. A laboratory helps where early projects queue for it, a link where firms
would not have met the laboratory, a project money where the firm would not have found it. An answer of
nothing means that the queue was not there.
"""

from _ask import ask

ARMS = {
    "platform": {"platform": 1.0},
    "national_link": {"national_link": 1.0},
    "major_project": {"major_project": 1.0},
}
ZH = "哪种技术策源更能提高园区生产率:创新平台、国家战略科技力量,还是重大科技项目?"
JUDGED_BY = ("tfp", "rd_real_year", "patents",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
