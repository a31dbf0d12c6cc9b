"""What comes in about holidays: a day, or many lines at once."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Title
from events_app.events.holidays.tables import HolidayKind
from events_app.i18n import N_
from events_app.shapes import Body, Day


def _in_reach(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise PydanticCustomError("out_of_reach", N_("The year must be between 2000 and 2100."))
    return day


HolidayDay = Annotated[Day, AfterValidator(_in_reach)]


class HolidayPatch(Body):
    """What a day is called and what kind it is."""

    name: Title = Field(examples=["Hari Jadi Kota Lembayung"])
    kind: HolidayKind = HolidayKind.local
    row_version: int | None = Field(default=None, ge=0, le=2**31 - 1)


class HolidayIn(Body):
    """A day on which offices are closed."""

    day: HolidayDay = Field(examples=["2027-03-08"])
    name: Title = Field(examples=["Hari Jadi Kota Lembayung"])
    kind: HolidayKind = HolidayKind.local


class HolidayLines(Body):
    """Lines of `day,name` or `day,name,kind`; a first line with the word `day` is a heading."""

    lines: str = Field(
        min_length=1, max_length=100_000, examples=["day,name,kind\n2027-03-08,Hari Jadi,local\n"]
    )
