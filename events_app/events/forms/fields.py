"""The fields that the forms of events are made of: lines, prose, moments, zones."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from events_app.events.moments import in_reach, known_zone, local_moment
from events_app.i18n import N_
from events_app.shapes import Body, Moment


def legible(text: str) -> str:
    """The database holds no NUL, and half a character cannot be written at all."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise PydanticCustomError("illegible", N_("This text has characters that cannot be kept."))
    return text


def none_is_empty(given: Any) -> Any:
    """Null says the same as nothing typed."""
    return "" if given is None else given


def web_address(text: str) -> str:
    """An address that a browser opens, without a name and password in front of its host."""
    if not text:
        return text
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        good = False
    if not good or any(char.isspace() for char in text):
        raise PydanticCustomError(
            "web_address", N_("This must be a web address, such as https://example.org/room.")
        )
    return text


Line = Annotated[str, Field(max_length=200), BeforeValidator(none_is_empty), AfterValidator(legible)]
Note = Annotated[str, Field(max_length=300), BeforeValidator(none_is_empty), AfterValidator(legible)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(legible)]
Prose = Annotated[str, Field(max_length=20_000), BeforeValidator(none_is_empty), AfterValidator(legible)]
Reason = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(legible)]
When = Annotated[Moment, AfterValidator(in_reach)]
Zone = Annotated[str, Field(max_length=60), AfterValidator(known_zone)]
WebAddress = Annotated[
    str, Field(max_length=1_000), BeforeValidator(none_is_empty), AfterValidator(web_address)
]
Seen = Annotated[str, Field(max_length=500_000)]
"""What was on the page when its form was opened; see `web.merging`."""
Seats = Annotated[int, Field(ge=1, le=1_000_000)]
Minutes = Annotated[int, Field(ge=0, le=10_080)]


def after_start(ends_at: datetime | None, info: ValidationInfo) -> datetime | None:
    """An end is later than its start; said beside the end."""
    starts_at = info.data.get("starts_at")
    if ends_at is not None and starts_at is not None and ends_at <= starts_at:
        raise PydanticCustomError("before_start", N_("The end must be later than the start."))
    return ends_at


def in_zone(typed: Any, info: ValidationInfo) -> Any:
    """A time from a datetime-local input is meant in the zone that was chosen above it."""
    if not isinstance(typed, str) or "timezone" not in info.data:
        return typed
    try:
        naive = datetime.fromisoformat(typed.strip())
    except ValueError:
        return typed
    return local_moment(naive.replace(tzinfo=None), info.data["timezone"])


class Zoned(Body):
    """Carries the zone in front of the times that are typed in it."""

    timezone: Zone
