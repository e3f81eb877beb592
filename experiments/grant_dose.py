"""How much is enough: what does each further unit of R&D grants bring, and does it turn?

One lever at five intensities beside none. The slope at zero says what the first unit brings, the turning
point where more brings less; the authority's budget may bind before either.
"""

from _ask import ask_dose

LEVER = "rd_grant"
ZH = "多少才够:每多一份研发补助带来什么,是否会转折?"
JUDGED_BY = ("rd_real_year", "tfp", "patents", "employment_all", "fiscal_balance")

if __name__ == "__main__":
    ask_dose(__file__, __doc__, ZH, LEVER, JUDGED_BY)
