"""Reads of replies: the lists of an event, the one that counts, and who may be meant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import clock, tokens
from events_app.database import fetch
from events_app.events.calendars import uid_of
from events_app.events.queries import like
from events_app.events.tables import Event
from events_app.ids import uuid_of
from events_app.invitations.queries import HOLDER, display_name
from events_app.invitations.replies.reading import Said
from events_app.invitations.replies.tables import CalendarReply, ReplyState
from events_app.invitations.tables import Invitation

FOUND = 20

REPLIES = """
SELECT r.id, r.event, r.invitation, r.attendee, r.said, r.comment, r.sequence, r.stamped_at, r.created_at, r.state,
  r.reason, r.decided_at, u.name AS by,
  coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office, p.title_prefix, p.full_name, p.title_suffix
FROM calendar_reply r LEFT JOIN app_user u ON u.id = r.decided_by
LEFT JOIN invitation i ON i.id = r.invitation
LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
WHERE r.event = $1 AND ($2::uuid IS NULL OR r.id < $2) AND ($3::uuid IS NULL OR r.id = $3)
ORDER BY r.id DESC LIMIT $4
"""

ADDRESS = "coalesce(nullif(n.email, ''), nullif(p.email, ''), pn.email, '')"

MEANT = f"""
SELECT i.id, i.state, coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office,
  p.title_prefix, p.full_name, p.title_suffix, {ADDRESS} AS address
FROM invitation i LEFT JOIN institution n ON n.id = i.institution
LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
LEFT JOIN LATERAL ({HOLDER.format(position="i.position", day="$5::date")}) holder ON i.position IS NOT NULL
LEFT JOIN person p ON p.id = coalesce(i.person, holder.id)
WHERE i.event = $1 AND i.state NOT IN ('draft', 'withdrawn')
  AND CASE WHEN $2::text = '' THEN lower({ADDRESS}) = lower($3)
      ELSE coalesce(n.search_text, concat_ws(' ', post.title_key, pn.search_text, p.search_text)) LIKE $2 END
ORDER BY i.id LIMIT $4
"""

NEWEST = """
SELECT r.sequence, r.stamped_at FROM calendar_reply r
WHERE r.invitation = $1 AND r.state = 'taken' ORDER BY r.sequence DESC, r.stamped_at DESC LIMIT 1
"""

WAITING = "SELECT count(*)::int AS n FROM calendar_reply WHERE event = $1 AND state = 'waiting'"


@dataclass(frozen=True)
class ReplyView:
    """A reply with the name of the invitation that it was found to be for, and who decided."""

    id: UUID
    event: UUID
    invitation: UUID | None
    attendee: str
    said: str
    comment: str
    sequence: int
    stamped_at: datetime
    created_at: datetime
    state: ReplyState
    reason: str
    decided_at: datetime | None
    by: str | None
    name: str


@dataclass(frozen=True)
class Candidate:
    """An invitation that a reply may be meant for."""

    id: UUID
    name: str
    address: str
    state: str


async def replies(
    event: Event, *, after: UUID | None = None, only: UUID | None = None, limit: int = 200
) -> list[ReplyView]:
    """The replies of an event, the newest first. One query."""
    return [_view(row) for row in await fetch(REPLIES, event.id, after, only, limit)]


async def waiting(event: Event) -> int:
    """How many wait for a person."""
    [row] = await fetch(WAITING, event.id)
    return int(row["n"])


async def candidates(event: Event, attendee: str, q: str) -> list[Candidate]:
    """Whom a person may mean: by name where one is typed, else those who are written to at this address."""
    pattern = like(q) if q.strip() else ""
    today = clock.now().astimezone(ZoneInfo(event.timezone)).date()
    rows = await fetch(MEANT, event.id, pattern, attendee, FOUND, today)
    return [Candidate(row["id"], _name(row), row["address"], row["state"]) for row in rows]


async def known(event: Event, said: Said) -> CalendarReply | None:
    """This very reply, if it came before."""
    same = (CalendarReply.event == event.id) & (CalendarReply.digest == said.digest)
    found: CalendarReply | None = await CalendarReply.objects().get(same)
    return found


async def invitation_of(said: Said) -> Invitation | None:
    """The invitation of the reply's tag; never found by an address."""
    if not said.tag:
        return None
    found: Invitation | None = await Invitation.objects().get(
        Invitation.reply_hash == tokens.digest(said.tag)
    )
    return found


async def event_of(said: Said) -> Event | None:
    """The event that a reply is about: by its tag, else by the entry that it names. For mail that just arrives."""
    invitation = await invitation_of(said)
    identity = invitation.event if invitation else _event_id(said.uid)
    event: Event | None = await Event.objects().get(Event.id == identity) if identity else None
    return event if event is not None and (invitation or uid_of(event) == said.uid) else None


async def newest(invitation: UUID) -> tuple[int, datetime] | None:
    """The place in order of the newest reply that was taken."""
    rows = await fetch(NEWEST, invitation)
    return (rows[0]["sequence"], rows[0]["stamped_at"]) if rows else None


def _event_id(uid: str) -> UUID | None:
    return uuid_of(uid.partition("@")[0])


def _view(row: Any) -> ReplyView:
    facts = {name: row[name] for name in ReplyView.__dataclass_fields__ if name != "name"}
    return ReplyView(**(facts | {"state": ReplyState(row["state"])}), name=_name(row))


def _name(row: Any) -> str:
    return row["office"] or (display_name(row) if row["full_name"] else "")
