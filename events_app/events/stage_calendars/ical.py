"""One session as one person's calendar gets it (RFC 5545, 5546): its own UID, the SEQUENCE of the session."""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Event as Entry

from events_app import i18n, settings
from events_app.events.calendars import Organiser, alarm, attendee, party, subject_of, uid_of, whole
from events_app.events.queries import Place
from events_app.events.stage_calendars.due import Change
from events_app.events.tables import Event, EventState

OPEN = (EventState.draft, EventState.postponed)


def session_uid(session: UUID) -> str:
    """The one that a subscribed calendar has for this session, too, so that it stands there once."""
    return f"{session}@{urlsplit(settings.current().public_url).hostname}"


def session_calendar(event: Event, change: Change, organiser: Organiser, place: Place, now: datetime) -> str:
    """The whole file; it names this one person and the organiser."""
    with i18n.using(change.language or event.language):
        entry = _entry(event, change, place, now)
        entry["organizer"] = party(organiser.name, organiser.address)
        standing = "ACCEPTED" if change.confirmed else "NEEDS-ACTION"
        entry.add("attendee", attendee(change.name, change.address, standing), encode=False)
        if change.method == "REQUEST":
            entry.add_component(alarm())
    return whole(change.method, event.timezone, change.starts_at, change.ends_at, entry)


def _entry(event: Event, change: Change, place: Place, now: datetime) -> Entry:
    zone, entry = ZoneInfo(event.timezone), Entry()
    entry.add("uid", session_uid(change.session))
    entry.add("related-to", uid_of(event))
    entry.add("sequence", change.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", change.starts_at.astimezone(zone))
    entry.add("dtend", change.ends_at.astimezone(zone))
    hidden = event.confidential
    entry.add("summary", subject_of(event) if hidden else f"{change.title} – {event.title}")
    tentative = "TENTATIVE" if event.state in OPEN else "CONFIRMED"
    entry.add("status", "CANCELLED" if change.method == "CANCEL" else tentative)
    if place.line:
        entry.add("location", ", ".join(part for part in (place.line, place.address) if part))
    if hidden:
        entry.add("class", "CONFIDENTIAL")
    return entry
