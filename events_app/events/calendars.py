"""Calendar files (RFC 5545, 5546): one for everybody who reads the public page, one for each person invited.

The UID of an event never changes, its SEQUENCE is its own counter: a calendar that holds an older copy takes
the newer one. A file for a person names nobody but that person and the organiser.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, vCalAddress, vText
from icalendar import Event as Entry

from events_app import clock, i18n, neutral, settings
from events_app.accounts.tables import Organisation
from events_app.events.queries import Place, place_of
from events_app.events.tables import Event, EventState
from events_app.events.zones import timezone
from events_app.i18n import gettext

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
STATUS = {EventState.cancelled: "CANCELLED", EventState.postponed: "TENTATIVE", EventState.draft: "TENTATIVE"}


@dataclass(frozen=True)
class Organiser:
    """Who invites: a name, and the address where calendar replies go."""

    name: str
    address: str


async def organiser_of(event: Event) -> Organiser:
    """The organisation, at the address that the installation sends from."""
    name = await Organisation.select(Organisation.name).where(Organisation.id == event.organisation).first()
    sender = settings.current().mail_from.rpartition("<")[2].rstrip(">")
    return Organiser(name["name"] if name else "", sender)


async def public_calendar(event: Event) -> str:
    """What `/e/{slug}.ics` gives: the event, and nobody invited."""
    entry = _entry(event, await place_of(event.room), event.published_at or event.created_at)
    entry.add("url", public_url(event))
    return whole("PUBLISH", event.timezone, event.starts_at, event.ends_at, entry)


async def invitation_calendar(
    event: Event,
    attendee_name: str,
    attendee_address: str,
    organiser: Organiser,
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    *,
    place: Place | None = None,
) -> str:
    """The calendar invitation of one person; many in a row share one `place`, and then nothing is read."""
    place = place if place is not None else await place_of(event.room)
    with i18n.using(event.language):
        entry = _entry(event, place, clock.now())
        entry["organizer"] = party(organiser.name, organiser.address)
        entry.add("attendee", attendee(attendee_name, attendee_address), encode=False)
        if method == "CANCEL":
            entry["status"] = "CANCELLED"
        else:
            entry.add_component(alarm())
    return whole(method, event.timezone, event.starts_at, event.ends_at, entry)


def public_url(event: Event) -> str:
    """The address of the event's public page."""
    return f"{settings.current().public_url}/e/{event.slug}"


def uid_of(event: Event) -> str:
    """The same for as long as the installation keeps its name."""
    return f"{event.id}@{urlsplit(settings.current().public_url).hostname}"


def subject_of(event: Event) -> str:
    """The title, or for a confidential event a neutral one: calendars are seen by others and on screens."""
    return neutral.meeting(event)


def _entry(event: Event, place: Place, stamp: datetime) -> Entry:
    zone = ZoneInfo(event.timezone)
    entry = Entry()
    entry.add("uid", uid_of(event))
    entry.add("sequence", event.calendar_sequence)
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", subject_of(event))
    entry.add("status", STATUS.get(EventState(event.state), "CONFIRMED"))
    if place.line:
        entry.add("location", ", ".join(part for part in (place.line, place.address) if part))
    if event.description and not event.confidential:
        entry.add("description", event.description)
    if event.confidential:
        entry.add("class", "CONFIDENTIAL")
    return entry


def attendee(name: str, address: str, standing: str = "NEEDS-ACTION") -> vCalAddress:
    """The one who is asked to come, and where they stand."""
    person = party(name, address)
    person.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": standing, "RSVP": "TRUE"}
    return person


def party(name: str, address: str) -> vCalAddress:
    """Somebody with a name and an address."""
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(" ".join(name.replace('"', "'").split()))
    return person


def alarm() -> Alarm:
    """Two hours before."""
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", gettext("Reminder"))
    bell.add("trigger", timedelta(hours=-2))
    return bell


def whole(method: Method, zone: str, starts_at: datetime, ends_at: datetime, entry: Entry) -> str:
    """The file around one entry, with its time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//events-app//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(timezone(zone, starts_at, ends_at))
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written.decode()
