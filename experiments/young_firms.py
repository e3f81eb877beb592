"""What helps young firms most: small grants, incubators, accelerators, cheap space, or a quick administration?

Money binds where a founder has none, places where there are too few, permits where they take long. Survival
and the number of firms are judged, and what the survivors are worth.
"""

from _ask import ask

ARMS = {
    "early_grant": {"early_grant": 1.0},
    "incubator": {"incubator": 1.0},
    "accelerator": {"accelerator": 1.0},
    "land_rent": {"land_rent": 1.0},
    "service_speed": {"service_speed": 1.0},
}
ZH = "什么最能帮助初创企业:种子资金、孵化器、加速器、低价空间,还是快捷的政务服务?"
JUDGED_BY = ("firms", "survival_5y", "employment_all", "tfp",)

if __name__ == "__main__":
    ask(__file__, __doc__, ZH, ARMS, JUDGED_BY)
