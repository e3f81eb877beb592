"""Words on a terminal: language, tables, and characters that any terminal can show."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

_PLAIN = {
    "¥": "CNY", "²": "2", "·": "-", "–": "-", "—": "-", "−": "-", "×": "x", "…": "...", "≥": ">=", "≤": "<=",
    "’": "'", "“": '"', "”": '"', "→": "->", "ε": "eps", "σ": "sigma", "δ": "delta", "ρ": "rho",
}  # fmt: skip


_FULL_WIDTH = str.maketrans(",;:?()", "\uff0c\uff1b\uff1a\uff1f\uff08\uff09")
_MARK = re.compile(r"(?<=[\u4e00-\u9fff\uff09\u201d])[,;:?]|[,;:](?=[\u4e00-\u9fff\u201c])")
_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff])\([^()]*\)|\([^()]*[\u4e00-\u9fff][^()]*\)")


def full_width(text: str) -> str:
    """Chinese text with the marks of Chinese print: full width beside a Chinese character."""
    bracketed = _BRACKETS.sub(lambda found: f"\uff08{found[0][1:-1]}\uff09", text)
    return _MARK.sub(lambda found: found[0].translate(_FULL_WIDTH), bracketed)


class Language(StrEnum):
    """Languages that parksim speaks."""

    en = "en"
    zh = "zh"


@dataclass(slots=True)
class Terminal:
    """What the user wants to read: language, and whether only errors and results."""

    language: Language = Language.en
    quiet: bool = False

    def pick(self, en: str, zh: str) -> str:
        """The text in the user's language; English where Chinese is missing. No path, whose marks would change."""
        return full_width(zh) if self.language is Language.zh and zh else en

    def say(self, text: str = "") -> None:
        """Print a line of a result."""
        print(text)

    def note(self, text: str) -> None:
        """Print a line that --quiet leaves out."""
        if not self.quiet:
            print(text)

    def wrote(self, path: Path) -> None:
        """Note where something was written."""
        self.note(f"{self.pick('Wrote', '已写入')} {path}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Print rows under a head in columns; those numbered in ``right`` are set flush right."""
        widths = [max(wide(row[i]) for row in (head, *rows)) for i in range(len(head))]
        for row in (head, *rows):
            cells = [_fill(cell, widths[i], i in right) for i, cell in enumerate(row)]
            print("  ".join(cells).rstrip())


def wide(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fill(text: str, width: int, right: bool) -> str:
    gap = " " * (width - wide(text))
    return gap + text if right else text + gap


def error(text: str) -> None:
    """Print one line to stderr."""
    line = " ".join(text.split())
    print(f"parksim: {line}", file=sys.stderr)


def _spell_out(problem: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    missing = problem.object[problem.start : problem.end]
    return "".join(_PLAIN.get(c, "?") for c in missing), problem.end


def make_safe(*streams: TextIO) -> None:
    """Let streams spell out what their encoding cannot show, instead of raising."""
    codecs.register_error("spell_out", _spell_out)
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="spell_out")
