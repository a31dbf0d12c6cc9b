"""Reads of signatures: whether they are asked for, the one that stands, and all of them for a list."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin.signatures.tables import Signing
from events_app.database import fetch
from events_app.events.tables import Event

Strokes = list[list[list[int]]]

STANDING = """
SELECT s.id, s.guest, s.session, s.strokes, s.on_paper, s.made_at, n.scan_id, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution, t.title AS session_title
FROM checkin_signature s JOIN guest g ON g.id = s.guest JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN scan n ON n.id = s.scan
LEFT JOIN event_session t ON t.id = s.session
WHERE s.event = $1 AND s.ended_at IS NULL
"""
ALL = f"{STANDING} ORDER BY s.id DESC LIMIT 5000"
ONE = f"{STANDING} AND s.guest = $2 AND s.session IS NOT DISTINCT FROM $3"

DRAWN = """
SELECT DISTINCT ON (guest) guest, strokes, on_paper FROM checkin_signature
WHERE event = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR session = $2)
  AND ($3::timestamptz IS NULL OR (made_at >= $3 AND made_at < $4))
ORDER BY guest, (session IS NULL) DESC, made_at DESC
"""


@dataclass(frozen=True)
class Drawn:
    """What a guest signed with: lines, or by hand on paper."""

    strokes: Strokes
    on_paper: bool


async def wanted(event: Event) -> bool:
    """Whether the door asks for signatures."""
    return await Signing.exists().where((Signing.event == event.id) & Signing.wanted.eq(True))


async def standing(event: Event) -> list[Any]:
    """The signatures that stand, newest first."""
    return await fetch(ALL, event.id)


async def one(event: Event, guest: UUID, session: UUID | None) -> Any | None:
    """The one that stands."""
    rows = await fetch(ONE, event.id, guest, session)
    return rows[0] if rows else None


async def drawn(
    event: UUID, session: UUID | None = None, day: tuple[datetime, datetime] | None = None
) -> Mapping[UUID, Drawn]:
    """By guest: of the event (of a session when none was given for the event), of one session, or made on a day."""
    first, last = day or (None, None)
    rows = await fetch(DRAWN, event, session, first, last)
    return {row["guest"]: Drawn(strokes_of(row["strokes"]), row["on_paper"]) for row in rows}


def strokes_of(kept: str) -> Strokes:
    """The lines of a row."""
    found: Strokes = json.loads(kept) if kept else []
    return found
