"""What a reply says. A reply that cannot be taken by itself carries its `problem`, for a person to read."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from events_app.invitations.replies.mail import Found, find_calendar
from events_app.invitations.replies.refusals import NoCalendar, NotAReply
from events_app.notifications.mail import one_line

PROBLEMS = {"COUNTER": "counter", "DELEGATED": "delegated"}
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")
TAG = re.compile(r"\+([0-9A-Za-z]{26})@")
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
"""What the calendar library raises for calendars that are none."""


@dataclass(frozen=True)
class Said:
    """One reply: whose (`tag`), to which state of which entry, when written, and what."""

    uid: str
    sequence: int
    stamped_at: datetime | None
    attendee: str
    said: str
    comment: str
    tag: str
    problem: str = ""

    @property
    def digest(self) -> bytes:
        """The same for the same reply, however it travelled."""
        return hashlib.sha256(repr(self).encode(errors="replace")).digest()


def read_reply(raw: bytes) -> Said:
    """The reply in a mail or a calendar file. Raises NoCalendar, ReplyTooLarge or NotAReply, never anything else."""
    found = find_calendar(raw)
    try:
        return _read(found)
    except BROKEN:
        raise NoCalendar() from None


def _read(found: Found) -> Said:
    calendar: Any = Calendar.from_ical(found.text)
    method = _word(calendar.get("METHOD"))
    if calendar.name != "VCALENDAR" or method not in ("REPLY", "COUNTER"):
        raise NotAReply()
    entries = calendar.walk("VEVENT")
    if not entries:
        raise NotAReply()
    entry = entries[0]
    people = _several(entry.get("ATTENDEE"))
    said = _word(people[0].params.get("PARTSTAT")) if len(people) == 1 else ""
    return Said(
        uid=one_line(str(entry.get("UID", ""))),
        sequence=_number(entry.get("SEQUENCE")),
        stamped_at=_moment(entry.get("DTSTAMP")),
        attendee=_address(people[0]) if people else "",
        said=said,
        comment=one_line(" ".join(str(one) for one in _several(entry.get("COMMENT"))), 500),
        tag=_tag([*(str(one) for one in _several(entry.get("ORGANIZER"))), *found.receivers]),
        problem=_problem(found, method, len(entries), len(people), said),
    )


def _problem(found: Found, method: str, entries: int, people: int, said: str) -> str:
    if found.method and found.method != method:
        return "two_methods"
    if entries > 1:
        return "several_events"
    if people != 1:
        return "several_attendees" if people else "no_attendee"
    other = PROBLEMS.get(method) or PROBLEMS.get(said)
    return other or ("" if said in ANSWERS else "no_answer")


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any) -> str:
    return one_line(str(value or ""), 20).upper()


def _address(value: Any) -> str:
    return one_line(re.sub(r"(?i)^mailto:", "", str(value)), 254)


def _number(value: Any) -> int:
    return min(max(int(value or 0), 0), 2_000_000_000)


EARLIEST, LATEST = 1990, 9000
"""Years that a reply may have been written in; what lies outside was never a clock's, and no database likes it."""


def _moment(value: Any) -> datetime | None:
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime):
        return None
    if not EARLIEST <= moment.year <= LATEST:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tag(addresses: Iterable[str]) -> str:
    found = (TAG.search(address) for address in addresses)
    return next((one.group(1).upper() for one in found if one), "")
