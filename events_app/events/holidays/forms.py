"""What comes in about holidays: a day, or many lines at once."""

import csv
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from events_app.errors import FieldError, Invalid
from events_app.events.forms.fields import Title
from events_app.events.holidays.tables import HolidayKind
from events_app.i18n import N_, gettext
from events_app.shapes import Body, Day
from events_app.web.faults import field_errors

MOST = 400


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

    def read(self) -> list[HolidayIn]:
        """Every line as a day. Raises Invalid naming each line that is wrong; then nothing is kept."""
        found, wrong = [], list[FieldError]()
        for number, cells in enumerate(_cells(self.lines), 1):
            if not any(cells) or (number == 1 and cells[0].lower() in ("day", "hari", "tanggal")):
                continue
            try:
                found.append(
                    HolidayIn.model_validate(dict(zip(("day", "name", "kind"), cells, strict=False)))
                )
            except ValidationError as faults:
                wrong += [_at(number, fault) for fault in field_errors(faults)]
        if wrong or len(found) > MOST or not found:
            raise Invalid(wrong[:20] or [_many(len(found))])
        return found


def _cells(text: str) -> list[list[str]]:
    lines = text.lstrip("\ufeff").splitlines()
    split = ";" if lines and ";" in lines[0] else ","
    try:
        return [[cell.strip() for cell in row if cell.strip()] for row in csv.reader(lines, delimiter=split)]
    except csv.Error:
        return []


def _at(number: int, fault: FieldError) -> FieldError:
    text = gettext(N_("Line %(number)s: %(fault)s"), number=number, fault=fault.message)
    return FieldError("lines", fault.code, text)


def _many(count: int) -> FieldError:
    text = (
        gettext(N_("There are too many lines: 400 at most."))
        if count
        else gettext(N_("There is no day in this."))
    )
    return FieldError("lines", "too_long" if count else "missing", text)
