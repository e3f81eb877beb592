"""Errors of bad input: one line that names file, key, what is allowed and the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class ScenarioError(ValueError):
    """Bad input. The message is one line for the user; no traceback is shown."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def nearest(name: str, valid: Iterable[str]) -> str:
    """ ' (did you mean X?)' for the valid name nearest to ``name``, or an empty string."""
    found = difflib.get_close_matches(name, list(valid), n=1, cutoff=0.4)
    return f" (did you mean {found[0]!r}?)" if found else ""


def short(value: Any) -> str:
    """A value as it is shown in a message: one line, not too long."""
    text = repr(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "..."
