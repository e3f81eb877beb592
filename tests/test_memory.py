"""What is asked of the allocator and of the collector leaves values, memory in use and settings as they were."""

import gc
import resource

import numpy as np
import pytest

from sim.memory import keep_freed_memory, no_search_for_cycles


def test_large_pages_are_asked_for_without_taking_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keep_freed_memory.cache_clear()
    keep_freed_memory()
    keep_freed_memory()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert np.arange(1 << 20).sum() == (1 << 20) * ((1 << 20) - 1) // 2


@pytest.mark.parametrize("was", [True, False])
def test_cycles_are_looked_for_again_as_before_even_after_an_error(was):
    (gc.enable if was else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), no_search_for_cycles():
            assert not gc.isenabled()
            _ = 1 / 0
        assert gc.isenabled() is was
    finally:
        gc.enable()
