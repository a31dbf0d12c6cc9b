"""Shapes that all doors share, without any web framework: what comes in, what goes out, a part of a list."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from events_app import niks
from events_app.i18n import N_

T = TypeVar("T")

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL cannot keep as text: NUL and lone surrogates."""

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Body(BaseModel):
    """What somebody sends: unknown fields are refused, text is trimmed, can be kept, and holds no NIK by mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_kept(cls, value: Any, info: ValidationInfo) -> Any:
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and UNWRITABLE.search(text) for text in texts):
            raise PydanticCustomError("unwritable", N_("This holds characters that cannot be kept as text."))
        niks.must_hold_none(info.field_name, value)
        return value


class Out(BaseModel):
    """What a program gets; can be filled from a row."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[T]):
    """A part of a list; `next` is the cursor of the part that follows, or null."""

    items: list[T]
    next: str | None = None


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _no_number(value: Any) -> Any:
    """Pydantic would take a number as seconds since 1970; nobody who sends one means that."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and value.strip().lstrip("+-").replace(".", "").isdigit()
    ):
        raise PydanticCustomError(
            "datetime_type", N_("This must be a date and a time, such as 2026-08-17T09:00+07:00.")
        )
    return value


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_no_number),
    PlainSerializer(_iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A moment with an offset (RFC 3339); one without is refused with `timezone_aware`."""


def _written_day(value: Any) -> Any:
    """Pydantic would take a midnight or a number of seconds for a day; a program that sends one is mistaken."""
    if isinstance(value, int | float) or (isinstance(value, str) and not DAY.fullmatch(value.strip())):
        raise PydanticCustomError("date_parsing", N_("This must be a date, such as 2026-08-17."))
    return value


Day = Annotated[date, BeforeValidator(_written_day)]
"""A day, written `YYYY-MM-DD` and in no other way."""
