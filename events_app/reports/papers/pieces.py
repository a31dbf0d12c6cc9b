"""What several papers share: the letterhead, the facts of the event, the place of a signature."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.accounts.tables import Organisation
from events_app.errors import NotFound
from events_app.events.calendars import subject_of
from events_app.events.queries import place_of
from events_app.events.tables import Event
from events_app.formats import clock_text, date_long, date_text, span_text, time_text
from events_app.i18n import gettext as _

PART = 500
"""Letters or badges in one file; more take several."""

TO_FILL = "………………………"


async def head_of(event: Event) -> dict[str, Any]:
    """The letterhead of the event's organisation."""
    row = await Organisation.objects().get(Organisation.id == event.organisation)
    assert row is not None, "an event has an organisation"
    return {
        "organisation": row.name,
        "office": row.office,
        "lines": [line for line in row.address.splitlines() if line.strip()],
    }


async def occasion_of(event: Event) -> list[list[str]]:
    """Day, time, place and what it is; a confidential event keeps its neutral name."""
    place = await place_of(event.room)
    day, hours = _when(event)
    return [
        [_("Day, date"), day],
        [_("Time"), hours],
        [_("Place"), "\n".join(part for part in (place.line, place.address) if part) or TO_FILL],
        [_("Occasion"), subject_of(event)],
    ]


def signature(place_date: str, office: str, name: str = "") -> dict[str, str]:
    """A place to sign: the hand that signs also writes its name and number, unless they are known."""
    return {
        "place_date": place_date,
        "office": office,
        "name": name or TO_FILL,
        "detail": _("Employee number: %(dots)s", dots=TO_FILL),
    }


def written_on(now: datetime, event: Event) -> str:
    """`12 Desember 2026`, the day it is where the event is; the hand adds the town."""
    return date_text(now.astimezone(ZoneInfo(event.timezone)).date())


def _when(event: Event) -> tuple[str, str]:
    start, end, zone = event.starts_at, event.ends_at, event.timezone
    if date_long(start, zone) == date_long(end, zone):
        return date_long(start, zone), f"{clock_text(start, zone)}–{time_text(end, zone)}"
    return f"{date_long(start, zone)} – {date_long(end, zone)}", span_text(start, end, zone)


def part_of(part: int) -> tuple[int, int]:
    """Limit and offset of a part; one that is not there is not found."""
    if not 1 <= part <= 1000:
        raise NotFound()
    return PART, (part - 1) * PART


def must_exist(rows: list[Any], part: int) -> None:
    """The first part may be empty and then says so; a later one that is empty is not found."""
    if part > 1 and not rows:
        raise NotFound()
