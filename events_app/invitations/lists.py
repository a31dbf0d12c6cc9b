"""The two lists of an event: invitations with their guests, and guests; few queries, however long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.queries import like
from events_app.events.tables import Event
from events_app.invitations.queries import HOLDER, display_name

SHOWN = "CASE WHEN i.state = 'sent' AND i.opened_at IS NOT NULL THEN 'opened' ELSE i.state END"

INVITATIONS = f"""
SELECT i.id, i.event, i.institution, i.person, i.position, i.answer_by, i.offered_until, i.reserve_place, i.seats,
  i.letter_number, i.state, {SHOWN} AS shown,
  e.postponed_at > i.answered_at AND i.state IN ('accepted', 'tentative', 'waitlisted') AS asked_again,
  i.link_version, i.sent_at, i.opened_at, i.answered_at, i.answered_by, i.decline_reason,
  coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office,
  p.title_prefix, p.full_name, p.title_suffix
FROM invitation i JOIN event e ON e.id = i.event
LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
WHERE i.event = $1 AND ($2::uuid IS NULL OR i.id > $2) AND ($3::text = '' OR {SHOWN} = $3)
  AND ($4::text = '' OR coalesce(n.search_text, p.search_text,
    concat_ws(' ', post.title_key, pn.search_text)) LIKE $4) AND ($5::uuid IS NULL OR i.id = $5)
  AND ($7::boolean IS NULL OR i.state <> 'withdrawn' AND (i.answered_at IS NOT NULL) = $7)
ORDER BY i.id LIMIT $6
"""

GUEST = """
SELECT g.id, g.event, g.invitation, g.person, g.institution, n.name AS office, g.position_title AS position,
  g.state, g.walk_in, EXISTS (SELECT FROM registration r WHERE r.guest = g.id) AS registered,
  g.pass_version, g.short_code, g.needs, g.vip, g.protocol_note, g.created_at, p.sex, p.email,
  p.title_prefix, p.full_name, p.title_suffix, post.title AS represents{more}
FROM {source} JOIN person p ON p.id = g.person LEFT JOIN institution n ON n.id = g.institution
LEFT JOIN position post ON post.id = g.represents
"""

GUEST_NAMES = (
    "id", "event", "invitation", "person", "institution", "office", "position", "state", "walk_in", "registered",
    "pass_version", "short_code", "needs", "vip", "protocol_note", "created_at", "sex", "email", "title_prefix",
    "full_name", "title_suffix", "represents",
)  # fmt: skip
"""The columns of `GUEST`, in its order."""

OWN_GUESTS = f"""ARRAY(SELECT own FROM (
{GUEST.format(source="guest g", more="")} WHERE g.invitation = x.id ORDER BY g.id) own)"""
"""Within a statement about an invitation `x`: those who come on it, by nobody's holding a post; see `own_guests`."""

# Who was invited, or holds an invited post that said yes, may be on the list already by another invitation.
HOLDS = HOLDER.format(position="i.position", day="(now() AT TIME ZONE e.timezone)::date")
OF_INVITATIONS = f"""(
  SELECT i.id AS asked, g.id AS came FROM invitation i JOIN guest g ON g.invitation = i.id
  WHERE i.id = ANY($1::uuid[])
  UNION
  SELECT i.id, g.id FROM invitation i JOIN guest g ON g.event = i.event AND g.person = i.person
  WHERE i.id = ANY($1::uuid[]) AND i.person IS NOT NULL AND g.state <> 'cancelled'
  UNION
  SELECT i.id, g.id FROM invitation i JOIN event e ON e.id = i.event JOIN LATERAL ({HOLDS}) holder ON true
  JOIN guest g ON g.event = i.event AND g.person = holder.id
  WHERE i.id = ANY($1::uuid[]) AND i.position IS NOT NULL AND i.state IN ('accepted', 'waitlisted')
    AND g.state <> 'cancelled'
    AND NOT EXISTS (SELECT FROM guest o WHERE o.invitation = i.id AND o.state <> 'cancelled')
) a JOIN guest g ON g.id = a.came"""

THEIRS = GUEST.format(source=OF_INVITATIONS, more=", a.asked") + " ORDER BY g.id"

GUESTS = (
    GUEST.format(source="guest g", more="")
    + """
WHERE g.event = $1 AND ($2::uuid IS NULL OR g.id > $2) AND ($3::text = '' OR g.state = $3)
  AND ($4::text = '' OR p.search_text LIKE $4 OR n.search_text LIKE $4 OR lower(g.short_code) LIKE $4)
  AND ($5::uuid IS NULL OR g.id = $5)
ORDER BY g.id LIMIT $6
"""
)


@dataclass(frozen=True)
class GuestView:
    """A guest with the names that a list shows."""

    id: UUID
    event: UUID
    invitation: UUID | None
    person: UUID
    display_name: str
    sex: str | None
    email: str
    institution: UUID | None
    office: str
    position: str
    represents: str
    state: str
    walk_in: bool
    registered: bool
    pass_version: int
    short_code: str
    needs: str
    vip: bool
    protocol_note: str
    created_at: datetime


@dataclass(frozen=True)
class InvitationView:
    """An invitation with the name of who was asked and everybody who comes on it; `shown` is for people.

    `asked_again`: the event moved after the answer, and nobody has said yet whether it still holds.
    """

    id: UUID
    event: UUID
    institution: UUID | None
    person: UUID | None
    position: UUID | None
    name: str
    answer_by: datetime | None
    offered_until: datetime | None
    reserve_place: int | None
    seats: int
    letter_number: str
    state: str
    shown: str
    link_version: int
    sent_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    decline_reason: str
    asked_again: bool
    guests: list[GuestView] = field(default_factory=list)

    @property
    def coming(self) -> list[GuestView]:
        """Its guests without those who were taken off the list."""
        return [guest for guest in self.guests if guest.state != "cancelled"]

    @property
    def named(self) -> list[GuestView]:
        """Whom its answer named: not the invited person, nor who comes because they hold the invited post."""
        theirs = [] if self.person else [guest for guest in self.coming if guest.invitation == self.id]
        return [guest for guest in theirs if guest.represents or not self.position]


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to; `answered` is of invitations that still stand."""

    state: str = ""
    q: str = ""
    only: UUID | None = None
    answered: bool | None = None


async def invitations(event: UUID, to: Narrowing, after: UUID | None, limit: int) -> list[InvitationView]:
    """Invitations by id with their guests: two queries."""
    rows = await fetch(INVITATIONS, event, after, to.state, _pattern(to), to.only, limit, to.answered)
    theirs = await guests_of([row["id"] for row in rows])
    return [_invitation(row, theirs.get(row["id"], [])) for row in rows]


async def invitation(event: UUID, identity: UUID) -> InvitationView:
    """One that exists, with its guests."""
    return (await invitations(event, Narrowing(only=identity), None, 1))[0]


async def guests_of(asked: Sequence[UUID]) -> dict[UUID, list[GuestView]]:
    """The guests of each invitation, cancelled ones too."""
    found: dict[UUID, list[GuestView]] = {}
    for row in await fetch(THEIRS, list(asked)) if asked else []:
        found.setdefault(row["asked"], []).append(_guest(row))
    return found


def own_guests(found: Sequence[Any]) -> list[GuestView]:
    """The guests that a statement found by `OWN_GUESTS`, cancelled ones too."""
    return [_guest(dict(zip(GUEST_NAMES, one, strict=True))) for one in found]


async def guests(event: Event, to: Narrowing, after: UUID | None, limit: int) -> list[GuestView]:
    """Guests by id: one query."""
    return [
        _guest(row) for row in await fetch(GUESTS, event.id, after, to.state, _pattern(to), to.only, limit)
    ]


async def guest(event: Event, identity: UUID) -> GuestView:
    """One that exists."""
    return (await guests(event, Narrowing(only=identity), None, 1))[0]


def _pattern(to: Narrowing) -> str:
    return like(to.q) if to.q.strip() else ""


def _invitation(row: Any, theirs: list[GuestView]) -> InvitationView:
    facts = {
        name: row[name] for name in InvitationView.__dataclass_fields__ if name not in ("name", "guests")
    }
    facts["asked_again"] = bool(row["asked_again"])
    return InvitationView(**facts, name=row["office"] or display_name(row), guests=theirs)


def _guest(row: Any) -> GuestView:
    facts = {name: row[name] for name in GuestView.__dataclass_fields__ if name != "display_name"}
    texts = {"office": row["office"] or "", "represents": row["represents"] or ""}
    return GuestView(**(facts | texts), display_name=display_name(row))
