"""Industries: chains, regions, markets, upgrading and the future."""

from tests.lever_acts.act import Act

ACTS: dict[str, Act] = {}
