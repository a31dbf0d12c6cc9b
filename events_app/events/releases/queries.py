"""Reads of releases; snapshots come back as plain data."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.queries import parts_of, place_of
from events_app.events.releases.snapshots import Change, Snapshot, differences, snapshot
from events_app.events.tables import Event, EventState

RELEASES = """
SELECT r.id, r.event, r.number, r.note, r.snapshot, r.changes, r.created_at, coalesce(u.name, '') AS by
FROM schedule_release r LEFT JOIN app_user u ON u.id = r.created_by
WHERE r.event = $1 AND ($2::uuid IS NULL OR r.id < $2) AND ($3::uuid IS NULL OR r.id = $3)
ORDER BY r.number DESC LIMIT $4
"""


@dataclass(frozen=True)
class Release:
    """One release; `changes` is the difference to the one before, empty for the first."""

    id: UUID
    event: UUID
    number: int
    note: str
    snapshot: Snapshot
    changes: list[Change]
    created_at: datetime
    by: str


async def releases(
    event: Event, *, after: UUID | None = None, only: UUID | None = None, limit: int = 100
) -> list[Release]:
    """The releases of an event, the last one first."""
    return [_release(row) for row in await fetch(RELEASES, event.id, after, only, limit)]


async def last_release(event: Event) -> Release | None:
    """What participants were told last."""
    found = await releases(event, limit=1)
    return found[0] if found else None


async def as_it_stands(event: Event) -> Snapshot:
    """What they would be told now."""
    return snapshot(event, await place_of(event.room), await parts_of(event))


async def unreleased(event: Event) -> list[Change]:
    """What changed since the last release; nothing for an event that was never published."""
    last = await last_release(event) if event.state != EventState.draft else None
    return differences(last.snapshot, await as_it_stands(event)) if last else []


def _release(row: Any) -> Release:
    return Release(**(dict(row) | {name: json.loads(row[name]) for name in ("snapshot", "changes")}))
