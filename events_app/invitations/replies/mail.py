"""Finding the calendar in what arrived: a bare .ics, or a mail with it as one of its parts (RFC 6047)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from typing import Any

from events_app.invitations.replies.refusals import NoCalendar, ReplyTooLarge

MOST, MOST_CALENDAR = 1_000_000, 200_000
TYPES = {"text/calendar": 0, "application/ics": 1}
BEGIN = b"BEGIN:VCALENDAR"
RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
CHARSETS = re.compile(r"utf-?8|utf-16(?:le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d", re.I)
"""What calendars are written in; of the other codecs some are slow, and some are no text."""

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
"""What the standard library raises for mails that are none."""


@dataclass(frozen=True)
class Found:
    """The calendar's text, the method that its mail part names, and whom the mail was sent to."""

    text: str
    method: str = ""
    receivers: tuple[str, ...] = ()


def find_calendar(raw: bytes) -> Found:
    """The calendar. Raises NoCalendar or ReplyTooLarge, whatever the bytes are."""
    if len(raw) > MOST:
        raise ReplyTooLarge()
    bare = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[: len(BEGIN)].upper() == BEGIN:
        return Found(_text(bare, "utf-8"))
    try:
        return _in_mail(raw)
    except BROKEN:
        raise NoCalendar() from None


def _in_mail(raw: bytes) -> Found:
    mail = message_from_bytes(raw, policy=policy.compat32)
    parts = sorted(_calendars(mail), key=lambda part: TYPES.get(part.get_content_type(), 2))
    if not parts:
        raise NoCalendar()
    part = parts[0]
    body: Any = part.get_payload(decode=True)
    charset = str(part.get_param("charset") or "utf-8")
    method = str(part.get_param("method") or "").upper()
    return Found(_text(body or b"", charset), method, tuple(_receivers(mail)))


def _calendars(mail: Message) -> Iterator[Message]:
    for part in mail.walk():
        named = str(part.get_filename() or "").casefold().endswith(".ics")
        if not part.is_multipart() and (part.get_content_type() in TYPES or named):
            yield part


def _receivers(mail: Message) -> Iterator[str]:
    for name in RECEIVERS:
        for _name, address in getaddresses([str(value) for value in mail.get_all(name, [])]):
            yield address


def _text(body: bytes, charset: str) -> str:
    if len(body) > MOST_CALENDAR:
        raise ReplyTooLarge()
    for name in (charset if CHARSETS.fullmatch(charset) else "utf-8", "utf-8"):
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("latin-1")
