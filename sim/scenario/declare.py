"""How a parameter is declared: once, with unit, default, prior, source, status and labels."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

Status = Literal["verified", "derived", "assumed"]

Label = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
"""A line of text for people to read."""


class Section(BaseModel):
    """A frozen group of parameters; unknown keys, other types, NaN and infinity are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    @field_validator("*")
    @classmethod
    def _items_within_limits(cls, value: Any, info: ValidationInfo) -> Any:
        """A tuple is as long as its default; its items obey the limits that a number obeys by itself."""
        if isinstance(value, tuple) and info.field_name is not None:
            field = cls.model_fields[info.field_name]
            declared = declaration(field)
            if "low" in declared:
                if len(value) != len(field.default):
                    raise ValueError(f"must have {len(field.default)} entries, not {len(value)}")
                for item in value:
                    low, high, unit = declared["low"], declared["high"], declared["unit"]
                    if isinstance(item, int | float) and not low <= item <= high:
                        raise ValueError(f"{item!r} is not within {low:g} to {high:g} {unit}")
        return value


def par(
    default: Any,
    unit: str,
    prior: tuple[float, float] | None,
    source: str,
    status: Status,
    en: str,
    zh: str,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """Declare a parameter.

    ``prior`` is the range that sensitivity and calibration draw from (None: fixed by rule or law).
    ``low`` and ``high`` are the hard limits; by default ten times the prior or the default around zero,
    and never negative where default and prior are not.
    """
    scalars = default if isinstance(default, tuple) else (default,)
    reach = [float(x) for x in (*scalars, *(prior or ())) if isinstance(x, (int, float))]
    widest = max([abs(x) for x in reach] + [1.0])
    least = low if low is not None else (-10.0 * widest if min(reach, default=0.0) < 0 else 0.0)
    most = high if high is not None else 10.0 * widest
    extra: dict[str, Any] = {
        "unit": unit, "prior": prior, "source": source, "status": status, "label_en": en, "label_zh": zh,
        "meaning": meaning, "low": least, "high": most,
    }  # fmt: skip
    if isinstance(default, tuple):
        return Field(default=default, json_schema_extra=extra)
    if isinstance(default, int) and not isinstance(default, bool):
        return Field(default=default, ge=math.ceil(least), le=math.floor(most), json_schema_extra=extra)
    return Field(default=default, ge=least, le=most, json_schema_extra=extra)


def declaration(field: FieldInfo) -> dict[str, Any]:
    """The declared unit, prior, source, status and labels of a field."""
    extra = field.json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}
