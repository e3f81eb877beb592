"""Industries: chains, regions, markets, upgrading and the future."""

from sim.scenario.levers.record import LeverRecord

RECORDS: tuple[LeverRecord, ...] = ()
