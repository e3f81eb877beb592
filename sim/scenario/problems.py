"""From what pydantic found wrong to one line that names key, what is allowed and the nearest valid name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sim.scenario.declare import declaration
from sim.scenario.errors import nearest, short
from sim.scenario.schema import Scenario

_TYPES = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
}


_TEXTS = {
    "string_too_short": "must be a text whose length is at least",
    "string_too_long": "must be a text whose length is at most",
    "string_pattern_mismatch": "must be a text that matches",
}


def describe(error: ValidationError, tables: dict[str, Any]) -> str:
    """One line about the first problem: unknown keys go first, since they explain what else is missing."""
    found = error.errors(include_url=False)
    first = min(found, key=lambda each: each["type"] != "extra_forbidden")
    where = first["loc"]
    key = dotted(where, tables)
    text = f"{key}: {_what(first, where)}" if key else _what(first, where)
    more = len(found) - 1
    return text + (f" (and {more} more problem{'s' if more > 1 else ''})" if more else "")


def dotted(where: Sequence[int | str], tables: dict[str, Any]) -> str:
    """A location as a dotted key; entries of a list of tables go by their name."""
    parts: list[str] = []
    here: Any = tables
    for step in where:
        here = _enter(here, step)
        if isinstance(step, int) and isinstance(here, dict) and isinstance(here.get("name"), str):
            parts.append(here["name"][:60])
        else:
            parts.append(str(step))
    return ".".join(parts)


def _enter(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _what(problem: Any, where: Sequence[int | str]) -> str:
    kind, given = problem["type"], problem.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(where)
    if kind == "missing" and where and isinstance(where[-1], int):
        return f"missing; the list must have {_length(where[:-1])} entries"
    if kind == "missing":
        return "missing; it has no default" + _allowed(where)
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    if kind in _TYPES:
        return f"must be {_TYPES[kind]}, not {short(given)}" + _allowed(where)
    if kind == "literal_error":
        expected = str(problem["ctx"]["expected"])
        names = [name.strip("'") for name in expected.replace(" or ", ", ").split(", ")]
        return f"must be one of {', '.join(names)}, not {short(given)}{nearest(str(given), names)}"
    if kind == "finite_number":
        return f"must be a finite number, not {short(given)}" + _allowed(where)
    if kind == "too_long":
        limits = problem["ctx"]
        return f"must have at most {limits['max_length']} entries, not {limits['actual_length']}"
    if kind in _TEXTS:
        limit = next((value for name, value in problem["ctx"].items() if name != "actual_length"), "")
        return f"{_TEXTS[kind]} {limit}, not {short(given)}"
    reason = str(problem["msg"]).removeprefix("Input should ")
    return f"must {reason}, not {short(given)}" + _allowed(where)


def _length(where: Sequence[int | str]) -> int:
    model = model_at(where[:-1])
    field = model.model_fields.get(str(where[-1])) if model is not None else None
    return len(get_args(field.annotation)) if field is not None else 0


def _unknown_key(where: Sequence[int | str]) -> str:
    model = model_at(where[:-1])
    valid = sorted(model.model_fields) if model is not None else []
    hint = nearest(str(where[-1]), valid)
    if hint or not valid:
        return f"unknown key{hint}"
    return f"unknown key; allowed: {', '.join(valid)}"


def _allowed(where: Sequence[int | str]) -> str:
    names = [step for step in where if isinstance(step, str)]
    model = model_at(where[:-1])
    field = model.model_fields.get(names[-1]) if model is not None and names else None
    declared = declaration(field) if field is not None else {}
    if "low" not in declared:
        return ""
    limits = f"{_plain(declared['low'])} to {_plain(declared['high'])}"
    return f"; allowed: {limits} {declared['unit']}".removesuffix(" -")


def _plain(limit: float) -> str:
    return str(limit) if isinstance(limit, int) else f"{limit:g}"


def model_at(where: Sequence[int | str]) -> type[BaseModel] | None:
    """The declared section at a location, or None."""
    here: Any = Scenario
    for step in where:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field is not None else None
        else:
            here = _item_type(here)
    while here is not None and not isinstance(here, type):
        here = _item_type(here)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _item_type(annotation: Any) -> Any:
    arguments = [each for each in get_args(annotation) if each is not type(None) and each is not Ellipsis]
    if get_origin(annotation) is dict:
        return arguments[1]
    if get_origin(annotation) in (tuple, list, Union) or arguments:
        return arguments[0]
    return None
