"""Writes what the product sends, as mails: an event to one invitee, a session to one speaker; asked, moved, cancelled."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from events_app.events.calendars import Organiser, invitation_calendar
from events_app.events.queries import Place
from events_app.events.stage_calendars.due import Change
from events_app.events.stage_calendars.ical import session_calendar
from events_app.events.stage_calendars.mails import REPLY
from events_app.events.tables import Event, EventState
from events_app.invitations import links
from events_app.notifications.compose import compose
from events_app.notifications.links import Link, link
from events_app.notifications.organisers import marked

Method = Literal["REQUEST", "CANCEL"]

START = datetime(2027, 3, 27, 22, tzinfo=UTC)
"""Berlin changes its clocks during the event, and during the session."""

LONG, DAY = timedelta(hours=6), timedelta(days=1)
INVITATION, ENTRY, MESSAGE = UUID(int=7), UUID(int=8), UUID(int=9)
HOST, PLACE = (
    Organiser("Kota Lembayung", "events@lembayung.example"),
    Place(room="Aula", address="Jl. Mawar 1"),
)
NAME, ADDRESS = "Dwi", "dwi@dinas.example"


async def main(folder: Path) -> None:
    for kind, write in (("event", _event_entry), ("session", _session_entry)):
        await _write(folder / f"{kind}-1-request.eml", kind, "REQUEST", await write(START, 0, "REQUEST"))
        await _write(folder / f"{kind}-2-moved.eml", kind, "REQUEST", await write(START + DAY, 1, "REQUEST"))
        await _write(folder / f"{kind}-3-cancel.eml", kind, "CANCEL", await write(START + DAY, 2, "CANCEL"))


def _event(starts_at: datetime) -> Event:
    event = Event(organisation=UUID(int=1), title="Rapat", ref="E-1", slug="r", timezone="Europe/Berlin")
    event.id, event.state = UUID(int=3), EventState.published
    event.starts_at, event.ends_at = starts_at, starts_at + LONG
    return event


async def _event_entry(starts_at: datetime, sequence: int, method: Method) -> str:
    event = _event(starts_at)
    event.calendar_sequence = sequence
    if method == "CANCEL":
        event.state = EventState.cancelled
    return await invitation_calendar(event, NAME, ADDRESS, HOST, method, place=PLACE)


async def _session_entry(starts_at: datetime, sequence: int, method: Method) -> str:
    change = Change(
        session=UUID(int=5),
        person=UUID(int=6),
        entry=None if sequence == 0 else ENTRY,
        method=method,
        sequence=sequence,
        title="Panel",
        starts_at=starts_at,
        ends_at=starts_at + LONG,
        confirmed=False,
        name=NAME,
        address=ADDRESS,
        language=None,
    )
    return session_calendar(_event(starts_at), change, HOST, PLACE, datetime.now(UTC))


async def _write(path: Path, kind: str, method: Method, text: str) -> None:
    row: dict[str, Any] = {
        "id": MESSAGE,
        "kind": "proof",
        "unsubscribe": None,
        "organisation_name": HOST.name,
        "to_name": NAME,
        "to_address": ADDRESS,
        "subject": "Rapat",
        "language": "id",
        "text": "Undangan",
        "html": "<p>Undangan</p>",
        "attachments": "[]",
        "calendar": marked(text, _reply_of(kind), MESSAGE),
        "calendar_method": method,
    }
    mail = compose(row, START)
    await asyncio.to_thread(path.write_bytes, mail)


def _reply_of(kind: str) -> Link:
    return links.reply_link(INVITATION, 1) if kind == "event" else link(REPLY, ENTRY, 1, "/")


asyncio.run(main(Path(sys.argv[1])))
