"""Scale: economies of mass and crowding."""

from sim.scenario.declare import Section, par

A = "assumed"


class Scale(Section):
    """Unit cost falls with jobs in reach and rises with crowding."""

    e_loc: float = par(0.02, "elasticity", (0.0, 0.06), "[DON] residual", "derived", "localisation", "地方化弹性", "elasticity of efficiency to same-sector jobs in reach", high=0.3)
    e_urb: float = par(0.01, "elasticity", (0.0, 0.03), "[DON] residual", "derived", "urbanisation", "城市化弹性", "elasticity of efficiency to all jobs in reach", high=0.3)
    kappa: float = par(0.01, "elasticity", (0.0, 0.02), A, "assumed", "crowding", "拥挤强度", "loss from density at the typical density", high=0.3)
    chi: float = par(1.0, "exponent", (0.5, 1.0), A, "assumed", "curvature of crowding", "拥挤曲率", "exponent of density in crowding", low=0.05, high=4.0)
    m0: float = par(100.0, "persons", (10, 1000), A, "assumed", "floor of mass", "就业量下限", "jobs added to every mass", low=1e-3)
    spill_half_city: float = par(6.0, "km", (3, 25), "[RS] [BEL]", "verified", "half-distance in the city", "城市半衰距离", "distance over which jobs in reach count half", low=0.05)
    mass_reference: float = par(20000.0, "persons", (1000, 200000), A, "assumed", "reference mass", "参照就业量", "same-sector jobs in reach where scale is neutral, if the scenario has no hinterland", low=1.0)
    reference_growth: float = par(0.02, "1/year", (0.0, 0.04), A, "assumed", "growth of the reference", "参照增速", "national trend of jobs, with which the reference mass grows")
