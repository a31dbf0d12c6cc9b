"""What comes in about the stage: whom to ask, what they answer, what they say of themselves, when they can."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Line, When, Zoned, after_start, legible, none_is_empty
from events_app.events.moments import local_moment
from events_app.i18n import N_
from events_app.shapes import Body, Day

MOST_DAYS = 31
EARLIEST, LATEST = date(1990, 1, 2), date(2199, 12, 30)
Long = Annotated[str, Field(max_length=5_000), BeforeValidator(none_is_empty), AfterValidator(legible)]
Short = Annotated[str, Field(max_length=1_000), BeforeValidator(none_is_empty), AfterValidator(legible)]
SaidBy = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(legible)]
Answer = Literal["confirmed", "declined"]


class About(StrEnum):
    """What a message to a person on stage is about."""

    asking = "asking"
    reminder = "reminder"
    availability = "availability"


def _near(day: date | None) -> date | None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    return day


def _last(day: date | None, info: ValidationInfo) -> date | None:
    first = next((info.data.get(name) for name in ("first_day", "free_from") if info.data.get(name)), None)
    if day is not None and first is not None and day < first:
        raise PydanticCustomError("before_start", N_("The last day must not lie before the first."))
    return day


NearDay = Annotated[Day, AfterValidator(_near)]


class AskIn(Body):
    """Whom to write to, with a few words of one's own."""

    person_ids: list[UUID] = Field(min_length=1, max_length=500)
    note: Short = Field(default="", examples=["Mohon konfirmasi sebelum hari Jumat."])


class AvailabilityAskIn(AskIn):
    """Whom to ask when they can, and about which days."""

    free_from: NearDay = Field(examples=["2026-12-01"])
    free_until: NearDay = Field(examples=["2026-12-31"])

    _in_order = field_validator("free_until")(_last)


class MessageForm(Body):
    """The page's form of all three: what it is about decides which fields count."""

    about: About = About.asking
    person_ids: list[UUID] = Field(default_factory=list, max_length=500)
    note: Short = ""
    free_from: NearDay | None = None
    free_until: NearDay | None = None

    _in_order = field_validator("free_until")(_last)


def _reasoned(reason: str, info: ValidationInfo) -> str:
    if info.data.get("answer") == "declined" and not reason:
        raise PydanticCustomError("reason_missing", N_("Please say why."))
    return reason


class TurnIn(Body):
    """What a person says of one session; without an answer only the topic is kept."""

    session_id: UUID
    seen: str = Field(default="", max_length=200)
    topic: Line = ""
    answer: Answer | None = None
    reason: Short = Field(default="", validate_default=True)

    _has_reason = field_validator("reason")(_reasoned)


class AnswersForm(Body):
    """A person's answer to each of their sessions, or one to all."""

    answers: list[TurnIn] = Field(default_factory=list, max_length=500)
    every: Literal["confirmed"] | None = None

    def turns(self) -> list[TurnIn]:
        """What is said of each session."""
        if not self.every:
            return self.answers
        return [one.model_copy(update={"answer": self.every, "reason": ""}) for one in self.answers]


class OnBehalfIn(Body):
    """An answer that reached the staff by another way; `asked` takes an answer back."""

    session_id: UUID
    answer: Literal["confirmed", "declined", "asked"] = Field(examples=["confirmed"])
    reason: Short = Field(default="", validate_default=True)
    said_by: SaidBy = Field(examples=["Ajudan beliau, lewat telepon."])

    _has_reason = field_validator("reason")(_reasoned)


class TimeOnBehalfIn(Body):
    """A time that reached the staff by another way: when somebody can (`free`) or cannot, and who said so."""

    free: bool = Field(examples=[False])
    starts_at: When = Field(examples=["2026-12-14T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-14T12:00:00+07:00"])
    said_by: SaidBy = Field(examples=["Ajudan beliau, lewat telepon."])

    _after_start = field_validator("ends_at")(after_start)


class ProfileForm(Body):
    """What a person says of themselves, what they need, and whether it may be published."""

    biography: Long = ""
    needs: Long = ""
    consent: bool = False


class TimesForm(Zoned):
    """Days, or the same hours of each of them, at which a person can or cannot."""

    free: Literal["can", "cannot"]
    first_day: NearDay
    last_day: NearDay | None = None
    from_time: time | None = None
    until_time: time | None = Field(default=None, validate_default=True)

    _in_order = field_validator("last_day")(_last)

    @field_validator("last_day")
    @classmethod
    def _not_for_ever(cls, day: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("first_day")
        if day and first and (day - first).days >= MOST_DAYS:
            raise PydanticCustomError("too_many", N_("At most 31 days at once, please."))
        return day

    @field_validator("from_time", "until_time", mode="before")
    @classmethod
    def _written(cls, typed: Any) -> Any:
        """A clock's hours and minutes; never seconds since midnight."""
        if isinstance(typed, str) and not _is_clock(typed):
            raise PydanticCustomError("time_parsing", N_("This must be a time, such as 09:30."))
        return typed

    @field_validator("from_time")
    @classmethod
    def _exists(cls, clock: time | None, info: ValidationInfo) -> time | None:
        """An hour that summer time skips on one of these days is said beside it."""
        for day in _days(info):
            if clock is not None and info.data.get("timezone"):
                local_moment(datetime.combine(day, clock), info.data["timezone"])
        return clock

    @field_validator("until_time")
    @classmethod
    def _later(cls, clock: time | None, info: ValidationInfo) -> time | None:
        first = info.data.get("from_time")
        if "from_time" in info.data and (clock is None) != (first is None):
            raise PydanticCustomError("half_given", N_("Please give both times, or neither for whole days."))
        if clock is not None and first is not None and clock <= first:
            raise PydanticCustomError("before_start", N_("The end must be later than the start."))
        return cls._exists(clock, info)

    def spans(self) -> list[tuple[datetime, datetime]]:
        """The times meant: one for whole days, or one a day."""
        zone = ZoneInfo(self.timezone)
        last = self.last_day or self.first_day
        if self.from_time is None or self.until_time is None:
            ends = [datetime.combine(day, time(), zone) for day in (self.first_day, last + timedelta(days=1))]
            return [(ends[0], ends[1])] if ends[0] < ends[1] else []
        days = [self.first_day + timedelta(days=n) for n in range((last - self.first_day).days + 1)]
        return [
            (datetime.combine(day, self.from_time, zone), datetime.combine(day, self.until_time, zone))
            for day in days
        ]


class TimesOnBehalfForm(TimesForm):
    """The same, as the staff heard it, and from whom."""

    said_by: SaidBy


def _is_clock(typed: str) -> bool:
    """Hours and minutes; an offset would be dropped in silence."""
    return re.fullmatch(r"\d\d:\d\d(:\d\d)?", typed.strip(), re.ASCII) is not None


def _days(info: ValidationInfo) -> list[date]:
    first = info.data.get("first_day")
    last = info.data.get("last_day") or first
    if not isinstance(first, date) or not isinstance(last, date):
        return []
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
