"""What hires carry: people who change firms bring part of what their old employer knew."""

from __future__ import annotations

import numpy as np

from sim.effects.talent import hire_spill, pool_lead
from sim.world import World


def carry_knowledge(world: World) -> None:
    """Set what each firm learned through hires: job hoppers of its city and sector from better firms.

    Hoppers are job_hop of last quarter's technical and leading staff; a firm replaces its own, so its hires
    from the pool are as many. Source: gain from hires out of better firms [SZ]; hop rate [FFR].
    """
    firms, p = world.firms, world.scenario
    heads = np.where(world.trading(), firms.technical + firms.leading, 0.0)
    hoppers = p.labour.job_hop / 4.0 * heads
    pool = world.firm_pool()
    lead = pool_lead(firms.a, hoppers, pool)
    transfer, strength = p.talent.hire_transfer, world.strength("talent")[firms.site]
    firms.hired_knowledge = hire_spill(strength, hoppers, heads, lead, transfer=transfer)
