"""The font of figures: shipped with the package, so that every machine draws the same, in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FAMILY = "Parksim Sans SC"
"""A subset of Noto Sans CJK SC with every character of GB 2312, under the SIL Open Font License."""

FOLDER = Path(__file__).parents[1] / "data" / "fonts"
FILES = ("ParksimSansSC-Regular.otf", "ParksimSansSC-Bold.otf")


@cache
def font_family() -> str:
    """Name of the shipped font, which Matplotlib knows from now on; no setting of the user is touched."""
    from matplotlib.font_manager import fontManager

    for name in FILES:
        fontManager.addfont(FOLDER / name)
    return FAMILY


@cache
def characters(file: str = FILES[0]) -> frozenset[str]:
    """Every character that a shipped font file can show."""
    from matplotlib.ft2font import FT2Font

    return frozenset(chr(code) for code in FT2Font(str(FOLDER / file)).get_charmap())
