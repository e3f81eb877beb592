"""What each lever does first, by the parts of the programme; written beside the records."""

from tests.lever_acts import firms, industries, results, sources
from tests.lever_acts.act import Act
from tests.lever_acts.through import THROUGH

__all__ = ["ACTS", "THROUGH", "Act"]

ACTS = {**sources.ACTS, **firms.ACTS, **results.ACTS, **industries.ACTS}
