"""Synergy: facilities, joint projects; the chain's parameters are those of demand."""

from sim.scenario.declare import Section, par


class Synergy(Section):
    """Limits of what members do together."""

    outside_service: float = par(0.3, "share", (0.1, 0.6), "assumed", "assumed", "outside laboratory", "外部实验室服务率", "service that a queueing project gets from an outside laboratory", high=1.0)
