"""A feed of due dates as an iCalendar file (RFC 5545).

An entry is a VEVENT of a whole day that takes nobody's time, since calendars that are subscribed to show those and leave
tasks (VTODO) out. It names the action and the institution, and no person.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as Entry

from events_app import neutral, settings
from events_app.accounts.actor import Actor
from events_app.commitments.due_feeds import queries
from events_app.commitments.due_feeds.queries import DueEntry
from events_app.events.feeds import names
from events_app.events.feeds.tables import CalendarFeed
from events_app.i18n import N_, gettext

EVERY = timedelta(hours=1)
NAME = N_("Due dates")
DUE, DONE = N_("Due: %(title)s"), N_("Done: %(title)s")
ENDED = {"cancelled", "infeasible"}


async def build(feed: CalendarFeed, reader: Actor, now: datetime, organisation: str) -> bytes:
    """The whole file, in the language of the moment."""
    name = await names.name_of(feed, organisation)
    return await asyncio.to_thread(write, name, await queries.entries(feed, reader, now))


def write(name: str, entries: Sequence[DueEntry]) -> bytes:
    """The file of these entries; a thousand take a second or so, so it is for a thread."""
    calendar = Calendar()
    calendar.add("prodid", "-//events-app//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{gettext(NAME)} – {name}")
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    public = settings.current().public_url
    for one in entries:
        calendar.add_component(_entry(one, public))
    written: bytes = calendar.to_ical()
    return written


def _entry(one: DueEntry, public: str) -> Entry:
    entry, name = Entry(), neutral.called(one)
    title = name if name == one.ref else f"{name} ({one.ref})"
    entry.add("uid", f"{one.id}@{urlsplit(public).hostname}")
    entry.add("sequence", one.sequence)
    entry.add("dtstamp", one.state_since.astimezone(UTC))
    entry.add("dtstart", one.due)
    entry.add("dtend", one.due + timedelta(days=1))
    said = DONE if one.state == "verified" else DUE
    entry.add("summary", gettext(said, title=title))
    entry.add("status", "CANCELLED" if one.state in ENDED else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    entry.add("url", f"{public}/actions/{one.id}")
    if one.confidential:
        entry.add("class", "CONFIDENTIAL")
    else:
        entry.add("description", f"{one.office}\n{one.deliverable}")
    return entry
