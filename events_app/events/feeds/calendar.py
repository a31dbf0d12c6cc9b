"""A feed as an iCalendar file (RFC 5545), with how often to look again (RFC 7986)."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from events_app import neutral, settings
from events_app.events.feeds.queries import FeedEntry
from events_app.events.zones import timezone

STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
EVERY = timedelta(hours=1)


def write(name: str, entries: Sequence[FeedEntry]) -> bytes:
    """The whole file; a thousand entries take a second or so, so it is for a thread."""
    calendar = Calendar()
    calendar.add("prodid", "-//events-app//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    host = urlsplit(settings.current().public_url).hostname
    for zone in sorted({one.timezone for one in entries}):
        theirs = [one for one in entries if one.timezone == zone]
        first, last = min(one.starts_at for one in theirs), max(one.ends_at for one in theirs)
        calendar.add_component(timezone(zone, first, last))
    for one in entries:
        calendar.add_component(_entry(one, host))
    written: bytes = calendar.to_ical()
    return written


def _entry(one: FeedEntry, host: str | None) -> Entry:
    zone, entry = ZoneInfo(one.timezone), Entry()
    entry.add("uid", f"{one.id}@{host}")
    entry.add("sequence", one.sequence)
    if one.parent:
        entry.add("related-to", f"{one.parent}@{host}")
    entry.add("dtstamp", one.changed_at.astimezone(UTC))
    entry.add("dtstart", one.starts_at.astimezone(zone))
    entry.add("dtend", one.ends_at.astimezone(zone))
    entry.add("summary", neutral.meeting(one))
    entry.add("status", STATUS.get(one.state, "CONFIRMED"))
    if one.place:
        entry.add("location", one.place)
    if one.description and not one.confidential:
        entry.add("description", one.description)
    if one.confidential:
        entry.add("class", "CONFIDENTIAL")
    return entry
