"""Reads many days at once: lines of CSV, each refused as a single day would be."""

import csv

from pydantic import ValidationError

from events_app.errors import FieldError, Invalid
from events_app.events.holidays.forms import HolidayIn
from events_app.i18n import N_, gettext
from events_app.web.faults import field_errors

MOST = 400
SHOWN = 20


def read(text: str) -> list[HolidayIn]:
    """Every line as a day. Raises Invalid naming each line that is wrong, the first twenty of them; then nothing is kept."""
    found, wrong = list[HolidayIn](), list[FieldError]()
    for number, cells in enumerate(_cells(text), 1):
        if not any(cells) or (number == 1 and cells[0].lower() in ("day", "hari", "tanggal")):
            continue
        try:
            found.append(HolidayIn.model_validate(_given(cells)))
        except ValidationError as faults:
            wrong += [_at(number, fault) for fault in field_errors(faults)]
        if len(wrong) >= SHOWN or len(found) > MOST:
            break
    if wrong or len(found) > MOST or not found:
        raise Invalid(wrong[:SHOWN] or [_many(len(found))])
    return found


def _cells(text: str) -> list[list[str]]:
    lines = text.lstrip("\ufeff").splitlines()
    split = ";" if lines and ";" in lines[0] else ","
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=split)]
    except csv.Error:
        return []


def _given(cells: list[str]) -> dict[str, str]:
    """What stands in its column; an empty cell is nothing given, a fourth column is one too many."""
    names = ("day", "name", "kind", *(f"column_{n}" for n in range(4, len(cells) + 1)))
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


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
