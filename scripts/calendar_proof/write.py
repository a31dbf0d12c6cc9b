"""Writes what the product sends to one invitee, as mails: asked, moved, cancelled."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from events_app.events.calendars import Organiser, invitation_calendar
from events_app.events.queries import Place
from events_app.events.tables import Event, EventState
from events_app.invitations import links
from events_app.notifications.compose import compose
from events_app.notifications.organisers import marked

START = datetime(2027, 3, 27, 22, tzinfo=UTC)
"""Berlin changes its clocks during the event."""

INVITATION, MESSAGE = UUID(int=7), UUID(int=9)
HOST = Organiser("Kota Lembayung", "events@lembayung.example")


async def main(folder: Path) -> None:
    event = Event(organisation=UUID(int=1), title="Rapat", ref="E-1", slug="r", timezone="Europe/Berlin")
    event.id, event.state = UUID(int=3), EventState.published
    event.starts_at, event.ends_at = START, START + timedelta(hours=6)
    await _write(folder / "1-request.eml", event, "REQUEST")
    event.starts_at, event.ends_at = START + timedelta(days=1), START + timedelta(days=1, hours=6)
    event.calendar_sequence = 1
    await _write(folder / "2-moved.eml", event, "REQUEST")
    event.state, event.calendar_sequence = EventState.cancelled, 2
    await _write(folder / "3-cancel.eml", event, "CANCEL")


async def _write(path: Path, event: Event, method: Literal["REQUEST", "CANCEL"]) -> None:
    text = await invitation_calendar(
        event, "Dwi", "dwi@dinas.example", HOST, method, place=Place(room="Aula", address="Jl. Mawar 1")
    )
    row: dict[str, Any] = {
        "id": MESSAGE,
        "organisation_name": HOST.name,
        "to_name": "Dwi",
        "to_address": "dwi@dinas.example",
        "subject": event.title,
        "language": "id",
        "text": "Undangan",
        "html": "<p>Undangan</p>",
        "attachments": "[]",
        "calendar": marked(text, links.reply_link(INVITATION, 1), MESSAGE),
        "calendar_method": method,
    }
    mail = compose(row, START).as_bytes()
    await asyncio.to_thread(path.write_bytes, mail)


asyncio.run(main(Path(sys.argv[1])))
