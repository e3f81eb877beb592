"""Tax relief or grants: which buys more research for the same money?

The preferential rate of certified firms, the extra deduction and the grant after the fact, each spending
what the first spends. The scenario's own relief is taken away first, so that the base has none of the
three.
"""

from _ask import ask

ARMS = {
    "hte_tax": {"hte_tax": 1.0},
    "rd_superdeduct": {"rd_superdeduct": 1.0},
    "rd_grant": {"rd_grant": 1.0},
}
ZH = "税收优惠还是补助:同样的钱,哪个换来更多研发?"
JUDGED_BY = ("rd_real_year", "tfp", "patents", "certified_all", "fiscal_balance",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY, equal_cost=True, settings={"levers.hte_tax.intensity": 0.0})
