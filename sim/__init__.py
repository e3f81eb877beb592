"""parksim: an agent-based world of high-tech parks, quarter by quarter."""

from importlib.metadata import version

__version__ = version("parksim")
