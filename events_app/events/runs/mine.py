"""Reads of the papers that somebody asked for: what lies ready, is being made, or could not be made."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.events.runs.actions import RUN
from events_app.events.runs.kinds import kind_of, may_have, way_of

LATELY = timedelta(days=1)
SHOWN = 20

READY = f"""
SELECT r.*, e.ref AS event_ref, e.title AS event_title, e.confidential FROM ({RUN}) r LEFT JOIN event e ON e.id = r.event
WHERE r.organisation = $1 AND r.created_by = $2 AND r.created_at > $3
  AND r.state IN ('waiting', 'working', 'done', 'failed') ORDER BY r.id DESC LIMIT {SHOWN}
"""


async def ready(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The papers that this user asked for lately and may have, newest first, each with its kind and its way. One query."""
    if actor.user is None:
        return []
    rows = await fetch(READY, actor.organisation, actor.user, now - LATELY)
    return [_shown(actor, row) for row in rows if may_have(actor, row)]


async def own(actor: Actor, only: UUID | None = None) -> list[Any]:
    """The papers of no single event that this user asked for, newest first."""
    wanted = "WHERE r.organisation = $1 AND r.created_by = $2 AND r.event IS NULL AND ($3::uuid IS NULL OR r.id = $3)"
    rows = await fetch(f"{RUN} {wanted} ORDER BY r.id DESC LIMIT 500", actor.organisation, actor.user, only)
    return [row for row in rows if may_have(actor, row)]


def _shown(actor: Actor, row: Any) -> dict[str, Any]:
    hidden = row["confidential"] and not actor.may(Right.read_confidential)
    about = row["event_ref"] if hidden else row["event_title"]
    return dict(row) | {
        "title": kind_of(row["kind"]).title_of(row["asked"]),
        "about": about,
        "way": way_of(row),
    }
