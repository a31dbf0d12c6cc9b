"""What comes in when something is moved, and when a calendar is asked for."""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from events_app.errors import Refusal
from events_app.events.forms.fields import When, Zoned, in_zone
from events_app.events.views.spans import FIRST, LAST
from events_app.i18n import N_
from events_app.shapes import Body

MOST_DAYS = 62


class RangeBackwards(Refusal):
    status_code = 422
    message = N_("The range ends before it begins.")


class RangeTooLong(Refusal):
    status_code = 422
    message = N_("The range is too long: %(most)s days at most.")


class RangeOutOfReach(Refusal):
    status_code = 422
    message = N_("These days are too far away to be meant.")


class Move(Body):
    """A new start; the length stays. `row_version` refuses to overwrite a later change."""

    starts_at: When = Field(examples=["2026-12-14T09:00:00+07:00"])
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1, examples=[None])


class MoveForm(Zoned):
    """The page's form of a move: the start in the zone shown, and the view to go back to."""

    starts_at: When
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1)
    back: Literal["", "month", "week"] = ""

    _in_zone = field_validator("starts_at", mode="before")(in_zone)

    def move(self) -> Move:
        """The new start as typed."""
        return Move(starts_at=self.starts_at, row_version=self.row_version)


def must_be_sensible(first: date, last: date) -> None:
    """Refuses a range that ends before it begins, or is longer than two months."""
    if last < first:
        raise RangeBackwards()
    if (last - first).days >= MOST_DAYS:
        raise RangeTooLong(most=MOST_DAYS)
    if first < FIRST or last > LAST:
        raise RangeOutOfReach()
