"""Replies as calendar programs write them, and the mails they travel in."""

from datetime import datetime, timedelta

from events_app.events.calendars import uid_of
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.tables import Invitation
from events_app.notifications.organisers import tag_of
from tests.make_invitations import BEFORE

LATER = BEFORE + timedelta(hours=1)

MAIL = (
    "From: kartini@x.example\r\nTo: {to}\r\nSubject: Accepted\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n'
    "--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKartini has accepted.\r\n"
    "--b1\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n{calendar}\r\n--b1--\r\n"
)


def tag(invitation: Invitation) -> str:
    """What the receiver's calendar got as the organiser's tag."""
    return tag_of(links.reply_link(invitation.id, invitation.link_version))


def reply(
    event: Event,
    to: Invitation | None,
    said: str = "ACCEPTED",
    *,
    sequence: int | None = None,
    at: datetime = BEFORE,
    **more: str,
) -> bytes:
    """An .ics; `method`, `uid`, `organiser`, `attendees` and `comment` can be told."""
    organiser = more.get("organiser", f"events+{tag(to)}@x.example" if to else "events@x.example")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Someone//EN",
        f"METHOD:{more.get('method', 'REPLY')}",
        "BEGIN:VEVENT",
        f"UID:{more.get('uid', uid_of(event))}",
        f"SEQUENCE:{event.calendar_sequence if sequence is None else sequence}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:mailto:{organiser}",
        more.get("attendees", f"ATTENDEE;PARTSTAT={said};CN=Kartini:mailto:kartini@x.example"),
        *([f"COMMENT:{more['comment']}"] if "comment" in more else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def mailed(calendar: bytes, *, to: str = "events@x.example", method: str = "REPLY") -> bytes:
    """The same as a mail."""
    return MAIL.format(to=to, method=method, calendar=calendar.decode()).encode()
