"""What several papers share: the letterhead, the facts of the event, the place of a signature."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.formats import date_text
from events_app.i18n import gettext as _
from events_app.invitations.letters.content import TO_FILL, dated, kop, occasion_of

__all__ = [
    "PART",
    "TO_FILL",
    "head_of",
    "must_exist",
    "occasion_of",
    "part_of",
    "placed_on",
    "signature",
    "written_on",
]

PART = 500
"""Letters or badges in one file; more take several."""


async def head_of(event: Event) -> dict[str, Any]:
    """The letterhead of the event's organisation."""
    return await kop(event.organisation)


def signature(place_date: str, office: str, name: str = "") -> dict[str, str]:
    """A place to sign: the hand that signs also writes its name and number, unless they are known."""
    return {
        "place_date": place_date,
        "office": office,
        "name": name or TO_FILL,
        "detail": _("Employee number: %(dots)s", dots=TO_FILL),
    }


def written_on(now: datetime, event: Event) -> str:
    """`12 Desember 2026`, the day it is where the event is."""
    return date_text(now.astimezone(ZoneInfo(event.timezone)).date())


def placed_on(head: dict[str, Any], now: datetime, event: Event) -> str:
    """`Lembayung, 12 Desember 2026`; where the letterhead names no town, the hand adds it."""
    return dated({"letterhead": head}, now.astimezone(ZoneInfo(event.timezone)).date())


def part_of(part: int) -> tuple[int, int]:
    """Limit and offset of a part; one that is not there is not found."""
    if not 1 <= part <= 1000:
        raise NotFound()
    return PART, (part - 1) * PART


def must_exist(rows: list[Any], part: int) -> None:
    """The first part may be empty and then says so; a later one that is empty is not found."""
    if part > 1 and not rows:
        raise NotFound()
