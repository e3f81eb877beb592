"""Gates of certificates and ranks, by rule book."""

from sim.scenario.declare import Section, par


class Certification(Section):
    """High-tech certificate: published gates (2016 rule)."""

    rd_limits: tuple[float, float] = par((50.0, 200.0), "m¥/year", None, "[HTE1-4]", "verified", "sales classes", "销售额分档", "sales at which the R&D gate changes")
    rd_gates: tuple[float, float, float] = par((0.05, 0.04, 0.03), "share", None, "[HTE1-4]", "verified", "R&D gates", "研发占比门槛", "R&D over sales asked of the three classes")
    hte_staff_share: float = par(0.10, "share", None, "[HTE1-4]", "verified", "staff gate", "科技人员门槛", "science and technology staff asked of certified firms", high=1.0)
    hte_product_share: float = par(0.60, "share", None, "[HTE1-4]", "verified", "product gate", "高新产品门槛", "high-tech products in revenue asked of certified firms", high=1.0)
    hte_min_age: int = par(4, "quarters", None, "[HTE1-4]", "verified", "age gate", "成立年限", "age asked of certified firms", low=0, high=400)
    hte_validity: int = par(12, "quarters", None, "[HTE1-4]", "verified", "validity", "证书有效期", "quarters for which a certificate holds, the first included", low=1, high=400)
