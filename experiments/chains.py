"""Fill, strengthen or extend the chain: which makes a park's firms sell more?

Filling brings missing suppliers, strengthening ties those that are there, extending adds the next stage.
Judged by revenue, and by how much of it other sites lost.
"""

from _ask import ask

ARMS = {
    "chain_fill": {"chain_fill": 1.0},
    "chain_strengthen": {"chain_strengthen": 1.0},
    "chain_extend": {"chain_extend": 1.0},
}
ZH = "补链、强链、延链,哪一项让园区企业卖得更多?"
JUDGED_BY = ("revenue_all_year", "employment_all", "tfp", "chain_coverage", "gain_created", "gain_from_sites",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
