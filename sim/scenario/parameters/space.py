"""Space: floor, rent, density."""

from sim.scenario.declare import Section, par

A = "assumed"


class Space(Section):
    """Floor space and its price."""

    rent_plant: float = par(25.0, "¥/m2/month", (12, 45), "general knowledge", "assumed", "rent of plant space", "厂房租金", "rent of plant space at quarter 0")
    rent_rd: float = par(60.0, "¥/m2/month", (30, 150), "general knowledge", "assumed", "rent of offices", "研发办公租金", "rent of R&D office space at quarter 0")
    supply_el: float = par(0.8, "elasticity", (0.3, 2.0), A, "assumed", "elasticity of floor supply", "建筑供给弹性", "elasticity of the supply of floor to rent within a quarter")
    floor_growth: float = par(0.02, "1/quarter", (0.0, 0.05), A, "assumed", "building", "建设速度", "growth of floor for each log point of rent above the cost of building")
    rent_build: float = par(1.0, "ratio", (0.8, 1.3), A, "assumed", "rent that pays for building", "建设租金门槛", "rent relative to quarter 0 above which floor is built", low=0.1)
    floor_headroom: float = par(2.5, "ratio", (1.2, 5.0), A, "assumed", "land", "土地余量", "most floor that the land allows over floor at quarter 0", low=1.0)
    floor_minimum: float = par(100.0, "m2", (30, 300), A, "assumed", "least floor", "最小面积", "floor that every tenant holds")
    floor_share: float = par(0.015, "share", (0.005, 0.03), A, "assumed", "floor in revenue", "空间成本占比", "rent over revenue in goods sectors, before the site factor", high=0.3)
    floor_share_services: float = par(0.03, "share", (0.01, 0.05), A, "assumed", "floor in revenue of services", "服务业空间成本占比", "rent over revenue in software and business services", high=0.3)
    sector_pull: float = par(10.0, "ratio", (0.0, 30.0), "[DO]; size assumed", "assumed", "pull of suitable buildings", "适用楼宇吸引力", "odds of a goods maker to settle in a building planned for its sector, over another, less one", low=0.0, high=1000.0)
    building_tenants: float = par(40.0, "firms", (10, 100), A, "assumed", "tenants of a building", "每楼企业数", "firms in a building", low=1.0)
    density_typical: float = par(5000.0, "jobs/km2", (2000, 10000), A, "assumed", "typical density", "典型密度", "density of the typical zone, where congestion is measured", low=1.0)
