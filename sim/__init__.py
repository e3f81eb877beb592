"""parksim: an agent-based world of high-tech parks, quarter by quarter.

``sim.run("small")`` runs a scenario and returns a :class:`Result`; ``sim.load`` reads one;
``sim.ParkModel`` is the Mesa model. Names are imported when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.campaign import campaign
    from sim.experiment.compare import compare
    from sim.experiment.dose import dose
    from sim.experiment.result import Result
    from sim.experiment.run import run
    from sim.experiment.store import open_run
    from sim.model import ParkModel
    from sim.scenario.files import load

__version__ = version("parksim")
__all__ = ["ParkModel", "Result", "__version__", "campaign", "compare", "dose", "load", "open_run", "run"]

_HOME = {
    "ParkModel": "sim.model",
    "Result": "sim.experiment.result",
    "campaign": "sim.experiment.campaign",
    "compare": "sim.experiment.compare",
    "dose": "sim.experiment.dose",
    "load": "sim.scenario.files",
    "open_run": "sim.experiment.store",
    "run": "sim.experiment.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
