import pytest

from sim.kernels.compile import warm


@pytest.fixture(scope="session", autouse=True)
def _warm_kernels():
    """Hypothesis times each example; compiling is no example."""
    warm()
