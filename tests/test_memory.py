"""What is asked of the allocator and of the collector leaves values, memory in use and settings as they were."""

import gc
import subprocess
import sys

import pytest

from sim.memory import no_search_for_cycles

ASKED = """
import resource, sys
import numpy as np
from sim.memory import keep_freed_memory
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
keep_freed_memory()
keep_freed_memory()
taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
assert taken < 32 * 1024 * (1024 if sys.platform == "darwin" else 1), taken
assert np.arange(1 << 20).sum() == (1 << 20) * ((1 << 20) - 1) // 2
"""


def test_large_pages_are_asked_for_without_taking_memory():
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


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
