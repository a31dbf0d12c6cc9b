"""The page's form of a rule: how often, on which days, until when; or the rule itself, for who knows RFC 5545."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app import ruled
from events_app.events.forms.fields import When, Zoned, in_zone
from events_app.events.series.forms import Dates, Rule
from events_app.events.series.recurrence import local
from events_app.i18n import N_
from events_app.shapes import Day

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAYS: tuple[Weekday, ...] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
END_MISSING = N_("Say how many, or until which day.")


def all_in_zone(typed: Any, info: ValidationInfo) -> Any:
    """Times of a list are meant in the zone that was chosen above them."""
    return [in_zone(one, info) for one in typed] if isinstance(typed, list) else typed


class RuleForm(Zoned, ruled.Ruled):
    """A rule as people say it."""

    starts_at: When
    freq: Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] = "MONTHLY"
    interval: Annotated[int, Field(ge=1, le=99)] = 1
    weekdays: list[Weekday] = Field(default_factory=list)
    monthly: Literal["day", "weekday"] = "weekday"
    ends: Literal["count", "until", "never"] = "count"
    count: Annotated[int, Field(ge=1, le=1_000)] | None = None
    until: Day | None = None
    rule: Rule | None = None
    rdates: Dates = Field(default_factory=list)

    _in_zone = field_validator("starts_at", mode="before")(in_zone)
    _all_in_zone = field_validator("rdates", mode="before")(all_in_zone)

    @ruled.rule("rule", "ends", "count", beside="count")
    def _says_how_many(self) -> None:
        if self.rule is None and self.ends == "count" and self.count is None:
            raise PydanticCustomError("end_missing", END_MISSING)

    @ruled.rule("rule", "ends", "until", beside="until")
    def _says_until_when(self) -> None:
        if self.rule is None and self.ends == "until" and self.until is None:
            raise PydanticCustomError("end_missing", END_MISSING)

    def text(self) -> str:
        """The rule in RFC 5545's words."""
        if self.rule:
            return self.rule
        parts = [f"FREQ={self.freq}"] + ([f"INTERVAL={self.interval}"] if self.interval > 1 else [])
        parts += [f"BYDAY={','.join(self.weekdays)}"] if self.freq == "WEEKLY" and self.weekdays else []
        if self.freq == "MONTHLY" and self.monthly == "weekday":
            parts.append(f"BYDAY={weekday_of(local(self.starts_at, self.timezone))}")
        return ";".join(parts + self._end())

    def _end(self) -> list[str]:
        if self.ends == "count":
            return [f"COUNT={self.count}"]
        return [f"UNTIL={self.until:%Y%m%d}"] if self.ends == "until" else []


class SeriesForm(RuleForm):
    """A rule with the dates that were left ticked in its preview."""

    keep: Dates = Field(default_factory=list)
    without_room: bool = False
    without_holidays: bool = False

    _keep_in_zone = field_validator("keep", mode="before")(all_in_zone)


class ExtensionForm(ruled.Ruled):
    """The page's form of another end."""

    count: Annotated[int, Field(ge=1, le=1_000)] | None = None
    until: Day | None = None
    without_room: bool = False

    @ruled.rule("count", "until", beside="count")
    def _one_end(self) -> None:
        if (self.count is None) == (self.until is None):
            raise PydanticCustomError("one_end", N_("Say a number or a day, one of the two."))


def weekday_of(day: datetime | date) -> str:
    """`2TU` of a second Tuesday; the fifth counts as the last, since not every month has one."""
    number = (day.day - 1) // 7 + 1
    return f"{-1 if number == 5 else number}{DAYS[day.weekday()]}"
